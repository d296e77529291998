"""Contracts from their first day: broken or not, inside the 45 days or after, followed or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from lifecycle.calendar import Calendar, Delay, add
from lifecycle.dossier import Instance
from lifecycle.states.contract.duties import BROKEN
from lifecycle.states.contract.moves import STARTED as PERFORMED
from lifecycle.vocabulary import mois
from quality.lives import Life
from quality.measures import Unit, Window

STARTS = ("ContractStarted", "StartTakenOver", "ProbationEndTakenOver")
LATER = ("ProbationEnded", "ProbationEndTakenOver")
NO_RUPTURE = ("R-10", "R-12")
"""An end chosen after the diploma (L. 6222-19), and one after the apprenticeship (L. 6222-7)."""
NINE_MONTHS, SIX_MONTHS, TWO_MONTHS = mois(9), mois(6), mois(2)
INSIDE, AFTER = "inside", "after"


def contracts_started(life: Life) -> Iterator[Unit]:
    """Contracts that were performed, on their first day; `then` is the day of their rupture.

    `when` tells whether the 45 days still ran; nothing for a reprise that does not know it.
    """
    starts = first_days(life)
    for contract in life.dossier.of("contract"):
        started = starts.get(contract.id)
        if started:
            broken = _broken_on(life, contract)
            said = {"when": _when(life, contract), "again": _again(broken, contract, starts)}
            yield Unit(life, contract.id, started, broken, said)


def first_days(life: Life) -> dict[str, date]:
    """The first day of each contract that was performed, by its id."""
    found = {}
    for contract in life.dossier.of("contract"):
        facts = life.of(contract, *STARTS)
        if facts:
            taken, said = contract.data.get("taken_over"), contract.day("starts_on")
            first = facts[0].effective_on
            found[contract.id] = min(first, said) if taken and said else first
    return found


def _broken_on(life: Life, contract: Instance) -> date | None:
    facts = life.of(contract, *BROKEN)
    if not facts or contract.data.get("ground") in NO_RUPTURE:
        return None
    return facts[-1].effective_on


def _when(life: Life, contract: Instance) -> str | None:
    """After the 45 days when somebody said that they were over."""
    if life.of(contract, *LATER):
        return AFTER
    return INSIDE if life.of(contract, "ContractStarted", "StartTakenOver") else None


def _again(broken: date | None, contract: Instance, starts: dict[str, date]) -> date | None:
    """The first day of the next contract of the same apprentice, when this one is broken."""
    others = (day for id_, day in starts.items() if id_ != contract.id)
    later = sorted(day for day in others if broken and day >= broken)
    return later[0] if later else None


def is_broken(unit: Unit, _: Window) -> bool:
    return unit.then is not None


def broken_while(when: str) -> Callable[[Unit, Window], bool]:
    """Broken inside the 45 days, or after them: a reprise that does not know it is neither."""

    def counts(unit: Unit, _: Window) -> bool:
        return unit.then is not None and unit.data["when"] == when

    return counts


def broken_and_alone(within: Delay) -> Callable[[Unit, Window], bool]:
    """Broken, and no new contract of the same apprentice within that delay."""

    def counts(unit: Unit, _: Window) -> bool:
        return unit.then is not None and not _followed(unit, within)

    return counts


def _followed(unit: Unit, within: Delay) -> bool:
    again: date | None = unit.data["again"]
    return bool(unit.then and again and again <= add(unit.then, within, Calendar.FRANCE))


# --- as the Dares counts ---------------------------------------------------------------------------


def broken_within_nine_months(unit: Unit, window: Window) -> bool | None:
    """Only contracts whose nine months have passed: a recent one could still be broken."""
    last = add(unit.on, NINE_MONTHS, Calendar.FRANCE)
    if window.day < last:
        return None
    return unit.then is not None and unit.then <= last


def net_of(within: Delay) -> Callable[[Unit, Window], bool | None]:
    """The same, less those who have signed again within that delay."""

    def counts(unit: Unit, window: Window) -> bool | None:
        broken = broken_within_nine_months(unit, window)
        return broken and not _followed(unit, within)

    return counts


# --- who is under contract on a day ----------------------------------------------------------------


def contracts_in_force(life: Life) -> Iterator[Unit]:
    """Contracts from their first day to their last: what stands on a day."""
    starts = first_days(life)
    for contract in life.dossier.of("contract"):
        if contract.id in starts:
            over = contract.state not in {state.name for state in PERFORMED}
            yield Unit(life, contract.id, starts[contract.id], contract.since if over else None)
