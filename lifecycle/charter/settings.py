"""The settings of a house as people read them: in force on a day, their floor, who chose what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.charter.document import REF
from lifecycle.dossier import Dossier
from lifecycle.rules.organisation import CIBLE, JALONS, base, dated
from lifecycle.vocabulary import Charter, Setting, last_word

Data = Mapping[str, Any]
NOBODY: Data = {}


def settings_of(
    charter: Charter, day: date, house: Dossier | None, above: Dossier | None = None
) -> list[dict[str, Any]]:
    """Every setting in the order of the charter: its jalons and its cible are with it.

    `above` is the CFA of a formation: what the formation does not say, its CFA may.
    """
    return [
        _setting(charter, setting, phase, day, house, above)
        for setting, phase in _in_order(charter)
        if base(setting.key) == setting.key
    ]


def _in_order(charter: Charter) -> Iterator[tuple[Setting, str]]:
    """Each setting once, with the label of the phase that it speaks of."""
    by_duty = {o.ref: phase.label for phase in charter.phases for o in phase.obligations}
    by_key = {s.key: phase.label for phase in charter.phases for s in phase.settings}
    phases = [phase.label for phase in charter.phases]
    found = []
    for setting in charter.settings.values():
        duty = setting.key.partition(".")[0]
        found.append((setting, by_key.get(setting.key) or by_duty.get(duty, phases[-1])))
    return iter(sorted(found, key=lambda pair: phases.index(pair[1])))


def _setting(
    charter: Charter,
    declared: Setting,
    phase: str,
    day: date,
    house: Dossier | None,
    above: Dossier | None,
) -> dict[str, Any]:
    key = declared.key
    said = next((h for h in (house, above) if h and last_word(h, key, day)), None)
    own = _data(house)
    chosen = _data(said).get(f"chosen:{key}") or NOBODY
    return {
        "key": key,
        "ref": found[0] if (found := REF.match(key)) else None,
        "label": declared.label,
        "phase": phase,
        "value": last_word(said, key, day) if said else declared.default,
        "default": declared.default,
        "socle": [str(d) for d in declared.socle],
        "least": declared.least,
        "choices": list(declared.choices),
        **_trajectory(charter, own if _speaks(own, key) else _data(above), key),
        "source": str(declared.source),
        "chosen_by": chosen.get("by"),
        "chosen_on": chosen.get("on"),
        "from_cfa": said is not None and said is above,
    }


def _data(house: Dossier | None) -> Data:
    return house.said if house else NOBODY


def _speaks(own: Data, key: str) -> bool:
    return any(f"set:{key}{suffix}" in own for suffix in ("", JALONS, CIBLE))


def _trajectory(charter: Charter, data: Data, key: str) -> dict[str, Any]:
    """The jalons and the cible, each with who chose it; `dated` says whether there may be some."""
    jalons, target = (data.get(f"set:{key}{suffix}") or "" for suffix in (JALONS, CIBLE))
    by = {suffix: data.get(f"chosen:{key}{suffix}") or NOBODY for suffix in (JALONS, CIBLE)}
    return {
        "dated": f"{key}{JALONS}" in charter.settings,
        "jalons": [{"from": day, "value": value} for day, value in dated(str(jalons))],
        "jalons_chosen_by": by[JALONS].get("by"),
        "jalons_chosen_on": by[JALONS].get("on"),
        "cible": target or None,
        "cible_chosen_by": by[CIBLE].get("by"),
        "cible_chosen_on": by[CIBLE].get("on"),
    }
