"""The settings that the phases declare, and those that every duty lets the partnership choose."""

from __future__ import annotations

from collections.abc import Iterable

from lifecycle.errors import CharterError
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Obligation, Phase, Setting

PARTNERSHIP = CHARTE["§2 (les engagements peuvent varier selon le partenariat)"]
TRAJECTORY = CHARTE["§3.1 et annexe (socle, jalons, cible)"]


def declared_settings(phase: Phase) -> Iterable[Setting]:
    """Those of the phase, those of its duties, and what every duty lets the partnership choose."""
    own = (o.setting for o in phase.obligations if o.setting)
    found = list(dict.fromkeys((*phase.settings, *own)))
    found += [s for o in phase.obligations for s in _of_the_duty(o)]
    return [*found, *(s for setting in found for s in _trajectory(setting))]


def _of_the_duty(o: Obligation) -> Iterable[Setting]:
    """Whom it falls to (ENG-03: engagements vary with the partnership), and how many acts."""
    if o.owed_by and not (o.watched or o.reserved_to):
        yield Setting(f"{o.ref}.owner", f"À qui revient : {o.label}", str(o.owed_by), PARTNERSHIP,
                      choices=tuple(str(r) for r in Role if r is not Role.HORLOGE))  # fmt: skip
    if o.times > 1:
        yield Setting(f"{o.ref}.times", f"Combien de fois : {o.label}", str(o.times), o.source,
                      least=o.times)  # fmt: skip


def _trajectory(setting: Setting) -> Iterable[Setting]:
    """The charter's socle leads, by dated jalons, to a cible."""
    if setting.socle or setting.least is not None:
        about = (setting.socle, (), setting.least)
        yield Setting(f"{setting.key}.jalons", f"Jalons : {setting.label}", "", TRAJECTORY, *about)
        yield Setting(f"{setting.key}.cible", f"Cible : {setting.label}", "", TRAJECTORY, *about)


def by_key(settings: Iterable[Setting]) -> dict[str, Setting]:
    """The settings declared by phases and duties. Raises CharterError on two of one key."""
    found: dict[str, Setting] = {}
    for setting in settings:
        if found.setdefault(setting.key, setting) is not setting:
            raise CharterError(f"two settings {setting.key}")
    return found
