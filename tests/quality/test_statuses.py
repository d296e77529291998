"""The status of an apprentice as the State computes it: its own cases, and the day before each change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import pytest

from quality.populations.statuses import Career, Contract, status_on

SESSION = (date(2024, 9, 1), date(2025, 8, 31))
YEAR = Contract(date(2024, 10, 1), date(2025, 8, 31))
BROKEN = Contract(date(2024, 10, 1), date(2025, 8, 31), date(2024, 12, 1))
AGAIN = Contract(date(2025, 4, 1), date(2025, 8, 31))
BEFORE_ITS_START = Contract(date(2024, 10, 1), date(2025, 8, 31), date(2024, 9, 1))
EARLY = Contract(date(2024, 7, 1), date(2025, 8, 31))
EXCLUDED = date(2025, 3, 1)

# The tests of flux-retour-cfas (effectif_status.builder), by the names of the domain notes §5.2.
CASES = {
    "A1": (
        Career(*SESSION, [YEAR]),
        "INSCRIT 2024-09-01, APPRENTI 2024-10-01, FIN_DE_FORMATION 2025-08-31",
    ),
    "A2": (Career(*SESSION), "INSCRIT 2024-09-01, ABANDON 2024-11-30"),
    "A3": (Career(*SESSION, [EARLY]), "APPRENTI 2024-07-01, FIN_DE_FORMATION 2025-08-31"),
    "A4": (Career(*SESSION, [BEFORE_ITS_START]), "INSCRIT 2024-09-01, ABANDON 2024-11-30"),
    "A5": (
        Career(*SESSION, [BROKEN]),
        "INSCRIT 2024-09-01, APPRENTI 2024-10-01, RUPTURANT 2024-12-01, ABANDON 2025-05-30",
    ),
    "A6": (
        Career(*SESSION, [BROKEN, AGAIN]),
        "INSCRIT 2024-09-01, APPRENTI 2024-10-01, RUPTURANT 2024-12-01, APPRENTI 2025-04-01, "
        "FIN_DE_FORMATION 2025-08-31",
    ),
    "A7": (
        Career(*SESSION, [BROKEN, AGAIN], EXCLUDED),
        "INSCRIT 2024-09-01, APPRENTI 2024-10-01, RUPTURANT 2024-12-01, ABANDON 2025-03-01",
    ),
}


def changes(career: Career) -> list[tuple[date, str | None]]:
    """Each change of status, walking the session day by day."""
    length = (career.ends_on - career.first_day).days
    days = (career.first_day + timedelta(days=n) for n in range(length + 1))
    told = ((day, status_on(career, day)) for day in days)
    return [next(same) for _, same in groupby(told, key=lambda pair: pair[1])]


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_the_state(name: str) -> None:
    career, wanted = CASES[name]
    told = ", ".join(f"{status} {day}" for day, status in changes(career))
    assert told == wanted


def test_nothing_before_the_first_day_and_the_last_status_for_ever() -> None:
    career, _ = CASES["A3"]
    eve = career.first_day - timedelta(days=1)
    assert status_on(career, eve) is None
    assert status_on(career, career.ends_on + timedelta(days=400)) == "FIN_DE_FORMATION"
