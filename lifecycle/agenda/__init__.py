"""Dates of duties: the terms they count with, their steps, their pauses, and what is due now."""

from lifecycle.agenda.due import PENDING, PLANNED, due, is_late, past_steps, pending
from lifecycle.agenda.planning import (
    MAIL_HOUR,
    OPENING,
    Duty,
    Row,
    instant,
    opening_on,
    plan,
    pointer,
    stamp,
)
from lifecycle.agenda.stopping import again, pause, renewed, resume, start_paused
from lifecycle.agenda.terms import Terms, calendars, house_calendar, kept, terms

__all__ = [
    "MAIL_HOUR",
    "OPENING",
    "PENDING",
    "PLANNED",
    "Duty",
    "Row",
    "Terms",
    "again",
    "calendars",
    "due",
    "house_calendar",
    "instant",
    "is_late",
    "kept",
    "opening_on",
    "past_steps",
    "pause",
    "pending",
    "plan",
    "pointer",
    "renewed",
    "resume",
    "stamp",
    "start_paused",
    "terms",
]
