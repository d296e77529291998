"""How much is told at once: what one mail carries, and how many a person gets in a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from lifecycle.agenda import MAIL_HOUR
from lifecycle.calendar import Calendar, paris_day, paris_instant
from notifications.catalogue import LEGAL, ORDINARY, URGENT
from notifications.letters import urgency
from notifications.queue import next_mail
from persistence.outbox import Row

# At most five mails a day for one person, whatever happens; the rest waits for the next morning.
MOST_A_DAY: Mapping[str, int] = {ORDINARY: 1, URGENT: 2, LEGAL: 2}
MOST_FACTS = 100  # in one mail


def has_room(row: Row, today: Sequence[str]) -> bool:
    """Whether a person may get one more mail of this urgency, after those of today (Message-IDs)."""
    same = [one for one in today if one.startswith(f"<{row.urgency}.")]
    return len(same) < MOST_A_DAY.get(row.urgency, 1)


def most_urgent(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """What one mail may carry, and what waits for the next one."""
    ranked = sorted(rows, key=lambda row: (urgency(row.letter), row.fact_pos))
    return ranked[:MOST_FACTS], ranked[MOST_FACTS:]


def another_day(calendar: Calendar, at: datetime) -> datetime:
    """The mail of the next day on which the recipient works, by their calendar."""
    this_morning = paris_instant(paris_day(at), MAIL_HOUR)
    return next_mail(max(at, this_morning) + timedelta(microseconds=1), calendar)


def by_mail(rows: Iterable[Row]) -> list[list[Row]]:
    groups: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.person, row.urgency, row.message_id), []).append(row)
    return list(groups.values())
