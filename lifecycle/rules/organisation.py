"""What must hold of the settings of a formation or CFA: never weaker than the socle."""

from __future__ import annotations

from typing import Any

from lifecycle.calendar import Delay
from lifecycle.errors import InvalidInput
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Setting, Verdict, rule


@rule(
    source=CHARTE["§3.1 et annexe (socle, jalons, cible)"],
    otherwise="Un réglage ne peut pas être plus faible que le socle.",
    lifted_by=(),
)
def settings_respect_the_socle(case: Case) -> Verdict | bool:
    chosen = ((case.charter.settings[k], v) for k, v in chosen_settings(case).items())
    faults = [fault for setting, value in chosen if (fault := weakness(setting, value))]
    return Verdict(not faults, " ".join(faults))


def weakness(setting: Setting, value: str) -> str:
    """Why `value` is weaker than the socle of its own unit, or nothing."""
    if not setting.socle:
        return ""
    delay = Delay.parse(value)
    floor = next((s for s in setting.socle if s.unit == delay.unit), None)
    if floor is None:
        known = " ou ".join(str(s) for s in setting.socle)
        return f"{setting.key} : « {delay} » ne se compare pas au socle ({known})."
    if delay.n > floor.n:
        return f"{setting.key} : « {delay} » dépasse le socle de {floor}."
    return ""


def chosen_settings(case: Case) -> dict[str, str]:
    """The settings that the command names, spelt as they are kept. Raises InvalidInput."""
    known = {f.name for f in case.command.intention.fields} | {str(r) for r in Role}
    free = {k: v for k, v in case.command.fields.items() if k not in known}
    return {key: _spelt(case, key, value) for key, value in free.items()}


def _spelt(case: Case, key: str, value: Any) -> str:
    setting = case.charter.settings.get(key)
    if setting is None:
        listed = ", ".join(case.charter.settings)
        raise InvalidInput(f"Réglage inconnu : « {key} ». Réglages : {listed}.")
    if setting.choices and value not in setting.choices:
        raise InvalidInput(f"{key} : « {value} » ; il faut {' ou '.join(setting.choices)}.")
    return str(Delay.parse(value)) if setting.socle else str(value)
