"""Two dates of a page: what was known on a day («connu au»), what was true on a day («vrai au»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lifecycle.calendar import paris_instant
from lifecycle.commands.fields import read_day
from lifecycle.errors import InvalidInput
from lifecycle.events import Event

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """The days that were asked for; none of them is the present."""

    known_on: date | None = None
    true_on: date | None = None

    @classmethod
    def asked(cls, known: str, true: str, today: date) -> Moment:
        """Raises InvalidInput when a date is none, or is to come."""
        return cls(_day(known, "Connu au", today), _day(true, "Vrai au", today))

    @property
    def is_past(self) -> bool:
        return bool(self.known_on or self.true_on)

    @property
    def known_at(self) -> datetime | None:
        """The last instant of the day «connu au» in Paris."""
        return _evening(self.known_on) if self.known_on else None

    def now(self, at: datetime) -> datetime:
        """The instant from which the page looks: `at`, or the evening of the days asked for."""
        days = (day for day in (self.known_on, self.true_on) if day)
        return min([at, *map(_evening, days)])

    def kept(self, events: Sequence[Event]) -> list[Event]:
        """What was known then of what was true then: every version of the facts that stood."""
        at = self.known_at
        known = [e for e in events if at is None or e.recorded_at <= at]
        last = {e.place: e for e in known}
        return [e for e in known if not self.true_on or last[e.place].effective_on <= self.true_on]


PRESENT = Moment()


def _day(raw: str, label: str, today: date) -> date | None:
    if not raw.strip():
        return None
    day = read_day(raw.strip(), label)
    if day > today:
        raise InvalidInput(f"{label} : cette date est à venir.")
    return day


def _evening(day: date) -> datetime:
    midnight = paris_instant(day + timedelta(days=1), 0)
    return midnight - MICROSECOND
