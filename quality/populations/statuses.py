"""The status of an apprentice on a day, as the State computes it (Tableau de bord, domain notes §5.2).

A pure function of dates: the session, the contracts, the exclusion. Ninety days without a first
contract, or a hundred and eighty after one, make an « abandon », whatever the law allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

INSCRIT, APPRENTI, RUPTURANT = "INSCRIT", "APPRENTI", "RUPTURANT"
ABANDON, FIN = "ABANDON", "FIN_DE_FORMATION"
BEFORE_FIRST, AFTER_RUPTURE, NEAR_THE_END = 90, 180, 60
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contract:
    """The dates of one contract."""

    starts_on: date
    ends_on: date | None = None
    broken_on: date | None = None


@dataclass(frozen=True, slots=True)
class Career:
    """What the status is computed from."""

    starts_on: date
    ends_on: date
    contracts: Sequence[Contract] = ()
    excluded_on: date | None = None

    def last_day(self, contract: Contract) -> date:
        """The effective end: the eve of the rupture, else the end, else that of the session."""
        if contract.broken_on:
            return contract.broken_on - DAY
        return contract.ends_on or self.ends_on

    @property
    def first_day(self) -> date:
        return min([self.starts_on, *(c.starts_on for c in self.contracts)])

    @property
    def terminal(self) -> Contract | None:
        """The contract that ends last; of two, the one that was broken."""
        real = [c for c in self.contracts if self.last_day(c) >= c.starts_on]
        return max(real, key=self._ends_last, default=None)

    def _ends_last(self, contract: Contract) -> tuple[date, bool]:
        return self.last_day(contract), contract.broken_on is not None


def status_on(career: Career, day: date) -> str | None:
    """The status in force on a day; none before the first, and the last one for ever."""
    if day < career.first_day:
        return None
    last = day >= career.ends_on
    status = _status(career, min(day, career.ends_on))
    over = last and (status in (APPRENTI, INSCRIT) or _ended_naturally(career))
    return FIN if over else status


def _status(career: Career, day: date) -> str:
    if career.excluded_on and day >= career.excluded_on:
        return ABANDON
    if any(c.starts_on <= day <= career.last_day(c) for c in career.contracts):
        return APPRENTI
    terminal = career.terminal
    if terminal and day > career.last_day(terminal) and _ended_naturally(career):
        return FIN
    return _without_contract(career, day)


def _without_contract(career: Career, day: date) -> str:
    """Since when: the end of the last contract, else the first day."""
    ends = [career.last_day(c) for c in career.contracts if c.starts_on <= career.last_day(c) < day]
    if not ends:
        return INSCRIT if (day - career.first_day).days < BEFORE_FIRST else ABANDON
    return RUPTURANT if (day - max(ends)).days <= AFTER_RUPTURE else ABANDON


def _ended_naturally(career: Career) -> bool:
    """The last contract came to its term, near the end of the session, and nobody was excluded."""
    last = career.terminal
    if last is None or last.broken_on or career.excluded_on:
        return False
    return (career.ends_on - career.last_day(last)).days <= NEAR_THE_END
