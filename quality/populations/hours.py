"""Hours of training, month by month, as the last statement of each month says them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from quality.lives import Life
from quality.measures import Unit, Window

MONTHLY = "hours:"
PLANNED, DONE = "planned", "done"
JUSTIFIED, UNJUSTIFIED = "absent_justified", "absent_unjustified"
Terms = Callable[[Unit, Window], tuple[int, int]]


def months(life: Life) -> Iterator[Unit]:
    """Each month whose hours somebody stated, on its first day."""
    stated = {key: said for fact in life.told("HoursRecorded") for key, said in fact.data.items()}
    for key, said in stated.items():
        if key.startswith(MONTHLY):
            first = date.fromisoformat(f"{key.removeprefix(MONTHLY)}-01")
            yield Unit(life, key, first, data=said)


def _of_the_planned(*names: str) -> Terms:
    def terms(unit: Unit, _: Window) -> tuple[int, int]:
        return sum(_hours(unit, name) for name in names), _hours(unit, PLANNED)

    return terms


def _hours(unit: Unit, name: str) -> int:
    return int(unit.data.get(name) or 0)


done_of_the_planned = _of_the_planned(DONE)
absent_and_justified = _of_the_planned(JUSTIFIED)
absent_and_unjustified = _of_the_planned(UNJUSTIFIED)


def present_of_the_planned(unit: Unit, _: Window) -> tuple[int, int]:
    """1 − absences, justified or not, by what was planned."""
    absent = _hours(unit, JUSTIFIED) + _hours(unit, UNJUSTIFIED)
    return _hours(unit, PLANNED) - absent, _hours(unit, PLANNED)
