"""What must hold of the settings of a formation or CFA: socle ≤ jalons ≤ cible, and the law.

The *slack* of a value is what it asks compared with the socle: 1 asks as much, less asks more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from lifecycle import alternance
from lifecycle.calendar import Delay
from lifecycle.commands.fields import quoted, read_day
from lifecycle.errors import InvalidInput
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Setting, Verdict, rule

TRAJECTORY = CHARTE["§3.1 et annexe (socle, jalons, cible)"]
JALONS, CIBLE = ".jalons", ".cible"
NONE = "aucun"  # said of jalons or of a cible: there are none any more
NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@rule(
    source=TRAJECTORY,
    otherwise="Un réglage ne peut pas être plus faible que le socle, ni que la loi.",
    lifted_by=(),
)
def settings_respect_the_socle(case: Case) -> Verdict | bool:
    settings = case.charter.settings
    asked = ((settings[k], v) for k, v in chosen_settings(case).items())
    faults = [f for s, said in asked for one in values(s, said) if (f := weakness(s, one))]
    return Verdict(not faults, " ".join(faults))


@rule(
    source=TRAJECTORY,
    otherwise="Les jalons se suivent, chacun plus exigeant que le précédent, sans dépasser la cible.",
    lifted_by=(),
)
def trajectories_are_progressive(case: Case) -> Verdict | bool:
    asked = chosen_settings(case)
    own = case.subject.data if case.subject else {}
    held = {**own, **{f"set:{key}": value for key, value in asked.items()}}
    about = dict.fromkeys(base(key) for key in asked if base(key) != key)
    faults = [f for key in about for f in _setbacks(case.charter.settings[key], held)]
    return Verdict(not faults, " ".join(faults))


def _setbacks(setting: Setting, held: Mapping[str, Any]) -> Iterator[str]:
    jalons = dated(str(held.get(f"set:{setting.key}{JALONS}") or ""))
    target = str(held.get(f"set:{setting.key}{CIBLE}") or "")
    for (day, one), (later, other) in pairwise(jalons):
        if not _asks_more(setting, one, other):
            yield f"{setting.key} : le jalon du {later} ({other}) n’exige pas plus que celui du {day} ({one})."
    for day, one in jalons:
        if target and _slack(setting, one) < _slack(setting, target):
            yield f"{setting.key} : le jalon du {day} ({one}) dépasse la cible ({target})."


def _asks_more(setting: Setting, one: str, other: str) -> bool:
    return _slack(setting, other) < _slack(setting, one)


# --- one value -----------------------------------------------------------------------------------


def weakness(setting: Setting, value: str) -> str:
    """Why `value` is weaker than the floor of its own unit, or nothing."""
    if not setting.socle and setting.least is None:
        return ""
    known = " ou ".join(str(s) for s in setting.socle) or str(setting.least)
    if setting.socle and _floor(setting, value) is None:
        return f"{setting.key} : « {value} » ne se compare pas au socle ({known})."
    if _slack(setting, value) > 1:
        said = f"dépasse le socle de {_floor(setting, value)}" if setting.socle else (
            f"est sous le socle de {known}"
        )  # fmt: skip
        return f"{setting.key} : « {value} » {said} ({setting.source})."
    return ""


def _floor(setting: Setting, value: str) -> Delay | None:
    unit = Delay.parse(value).unit
    return next((s for s in setting.socle if s.unit == unit), None)


def _slack(setting: Setting, value: str) -> Fraction:
    """Of a delay, its length by that of the socle in its unit; of a number, the least by it."""
    if setting.least is not None:
        return Fraction(setting.least, int(value))
    floor = _floor(setting, value)
    return Fraction(Delay.parse(value).n, floor.n) if floor else Fraction(1)


def base(key: str) -> str:
    """The setting that a jalon or a cible is about."""
    return key.removesuffix(JALONS).removesuffix(CIBLE)


def values(setting: Setting, said: str) -> list[str]:
    """The values that a choice names: one, none, or one for each jalon."""
    if setting.key.endswith(JALONS):
        return [value for _, value in dated(said)]
    return [said] if said else []


def dated(jalons: str) -> list[tuple[str, str]]:
    """`2027-09-01=5 jours calendaires; 2028-09-01=…` as it is kept: day (ISO), value."""
    pairs = (one.split("=", 1) for one in jalons.split("; ") if one)
    return [(day, value) for day, value in pairs]


# --- what is typed -------------------------------------------------------------------------------


def chosen_settings(case: Case) -> dict[str, str]:
    """The settings that the command names, spelt as they are kept. Raises InvalidInput."""
    known = {f.name for f in case.command.intention.fields} | {str(r) for r in Role}
    free = {k: v for k, v in case.command.fields.items() if k not in known}
    return {key: _spelt(case, key, str(value)) for key, value in free.items()}


def _spelt(case: Case, key: str, value: str) -> str:
    setting = case.charter.settings.get(key)
    if setting is None:
        raise InvalidInput(f"Réglage inconnu : « {key} ». {_near(case, key)}")
    if base(key) != key and value == NONE:
        return ""
    return _jalons(setting, value) if key.endswith(JALONS) else _value(setting, value)


def _near(case: Case, key: str) -> str:
    """The settings of the same ref, else where to read them all."""
    ref = key.partition(".")[0]
    alike = [name for name in case.charter.settings if name.partition(".")[0] == ref]
    every = "« lifecycle formation show » les montre tous."
    return f"Réglages de {ref} : {', '.join(alike)}." if alike else every


def _value(setting: Setting, value: str) -> str:
    if setting.choices and value not in setting.choices:
        raise InvalidInput(f"{setting.key} : « {value} » ; il faut {' ou '.join(setting.choices)}.")
    if setting.pattern and not re.fullmatch(setting.pattern, value):
        raise InvalidInput(
            f"{setting.key} : {quoted(value)} ; écrivez par exemple « {setting.default} »."
        )
    if setting.least is not None:
        return _number(setting, value)
    return str(Delay.parse(value)) if is_delay(setting) else value


def is_delay(setting: Setting) -> bool:
    """Whether the value is a delay: it has a socle, or its default is one."""
    if setting.socle or setting.choices or setting.least is not None:
        return bool(setting.socle)
    try:
        return bool(Delay.parse(setting.default))
    except InvalidInput:
        return False


def _number(setting: Setting, value: str) -> str:
    if not NUMBER.fullmatch(value):
        raise InvalidInput(f"{setting.key} : {quoted(value)} ; il faut un nombre entier.")
    return value


def _jalons(setting: Setting, typed: str) -> str:
    """Read `date=valeur; date=valeur`, in any order, and spell it as it is kept."""
    found: dict[date, str] = {}
    for one in filter(None, (part.strip() for part in typed.split(";"))):
        day, _, value = one.partition("=")
        on = read_day(day.strip(), setting.label)
        if not value.strip() or on in found:
            raise InvalidInput(
                f"{setting.key} : {quoted(one)} ; il faut « 2027-09-01=valeur; 2028-09-01=valeur », "
                "chaque date une fois."
            )
        found[on] = _value(setting, value.strip())
    return "; ".join(f"{day}={found[day]}" for day in sorted(found))


# --- the alternance --------------------------------------------------------------------------------


def alternance_lines(case: Case) -> str:
    """The lines as they are kept, one period each. Raises InvalidInput on the first that is wrong."""
    typed = str(case.command.fields["alternance"])
    text = "\n".join(line for one in typed.splitlines() if (line := " ".join(one.split())))
    alternance.parse(text)
    return text
