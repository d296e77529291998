"""One thing that somebody does on a day, and what is the same of every day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

Fields = Mapping[str, object]
LAST = "@"  # a field `mission="@"` names the last mission of the dossier, whatever its id
PRESENT = "@present"  # the apprentices of the formation, or of its promotion, who come that day
DELEGATES = "@delegates"  # two of them
SUNDAY = 6


@dataclass(frozen=True)
class Act:
    """A command of one dossier, told on `day`; it happened `back` days before."""

    day: date
    command: str
    role: str = "gestionnaire"
    fields: Fields = field(default_factory=dict)
    back: int = 0
    reason: str = ""
    duty: str = ""  # the duty that it answers: done meanwhile, there is nothing left to do


def working(day: date) -> date:
    """That day, or the Monday after a week-end: offices are closed."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > SUNDAY - 2 else 0)


def after(day: date, days: int) -> date:
    return working(day + timedelta(days=days))
