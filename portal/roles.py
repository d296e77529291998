"""Who holds each role of a dossier, since when, and who held it before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lifecycle.dossier import Dossier, Instance, fold, held_by
from lifecycle.people import APPOINTED, SPECIALISTS, Person, Role
from portal.looking import Look


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one role, from a day, to the eve of another (or still)."""

    person: Person
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A role: who holds it on the day of the page, then who held it, the latest first."""

    label: str
    now: Tenure
    before: tuple[Tenure, ...] = ()


def held(seen: Look, stream: str) -> list[Held]:
    """Every role of the dossier that changed hands or is held, outsiders and tuteur first."""
    roles = [role for role in Role if role not in (*APPOINTED, Role.HORLOGE)]
    found = {role: list(_tenures(seen, stream, role)) for role in roles}
    return [
        Held(role.label, tenures[-1], tuple(reversed(tenures[:-1])))
        for role, tenures in found.items()
        if tenures
    ]


def staff(seen: Look, stream: str) -> list[tuple[str, Person]]:
    """Those who answer for the formation or its CFA, by role; of the dossier alone, see `held`."""
    case, own = seen.case(stream), {role.label for role in held(seen, stream)}
    roles = (r for r in (*APPOINTED, *SPECIALISTS) if r.label not in own)
    return [(role.label, person) for role in roles if (person := case.person(role))]


def _tenures(seen: Look, stream: str, role: Role) -> Iterator[Tenure]:
    """The holders of a role in order, each from the day on which they came to hold it."""
    days = list(_days(seen, stream, role))
    holders = [(day, _holder(seen, stream, role, day)) for day in days]
    kept = [
        (day, person)
        for n, (day, person) in enumerate(holders)
        if person and (n == 0 or holders[n - 1][1] != person)
    ]
    ends: list[date | None] = [*(day for day, _ in kept[1:]), None]
    for (day, person), end in zip(kept, ends, strict=False):
        if known := seen.people.get(str(person)):
            yield Tenure(known, day, end)


def _days(seen: Look, stream: str, role: Role) -> list[date]:
    """The days on which somebody may have come to hold the role, until that of the page."""
    said = {
        e.effective_on
        for e in seen.histories[stream]
        if e.data.get(f"role:{role}") and e.state is not None
    }
    for instance in seen.dossiers[stream].instances.values():
        lines = instance.data.get(f"held:{role}") or ()
        said |= {date.fromisoformat(day) for day, _ in lines if day}
    return sorted(day for day in said if day <= seen.day)


def _holder(seen: Look, stream: str, role: Role, day: date) -> str | None:
    """Who held it on `day`, by what is known now."""
    dossier = fold(stream, seen.histories[stream], true_on=day)
    return held_by(dossier, role, _subject(dossier), (), day)


def _subject(dossier: Dossier) -> Instance | None:
    """What people worked for on that day: the last contract, else the last mission."""
    known = [*dossier.of("mission"), *dossier.of("contract")]
    return known[-1] if known else None
