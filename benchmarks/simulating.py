"""The case of the simulation: a made-up cohort lives the whole charter, its mails included."""

from __future__ import annotations

from benchmarks.commands import lifecycle, spent
from benchmarks.contest import folder
from benchmarks.measures import Measure

YEARS = 3


def simulating(cohort: int, years: int = YEARS) -> list[Measure]:
    """(h) Years of a cohort, every mail made: at most four minutes and 500 MB for a thousand."""
    with folder() as place:
        size = ("--cohort", str(cohort), "--years", str(years))
        words = ("--db", f"sqlite:///{place}/house.db", "simulate", *size)
        seconds, peak = spent([*lifecycle(), *words])
    case = f"simuler {cohort} apprentis × {years} ans"
    return [
        Measure(case, seconds, "s", peak, aim="≤ 240 s"),
        Measure(f"{case}, mémoire", peak, "Mo", peak, aim="≤ 500 Mo"),
    ]
