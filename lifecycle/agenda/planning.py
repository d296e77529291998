"""Dates of a duty: when it is due, when each of its steps leaves.

A duty is data: `due_on`, `steps` in the order of their instants, `next` (the first step that has
not been done), `next_on` and `next_at` (its Paris day and UTC instant, or nothing).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from lifecycle.agenda.terms import Terms
from lifecycle.alternance import LONGEST
from lifecycle.calendar import add, paris_instant, subtract
from lifecycle.errors import CharterError
from lifecycle.people import Role
from lifecycle.vocabulary import Clock, DayOfYear, Presence, Step, StepKind

DAYS_FOR_ONE = 3  # days of the calendar for one in company, when an alternance ends too early
MAIL_HOUR = 8  # Paris; steps leave then, on a jour ouvré of the recipient (interpretation O-14)
OPENING = "opening"
RUNS_OUT = (Clock.SILENCE, Clock.COUNTER, Clock.MAX)
"""Clocks whose last day must have ended: what their expiry does is recorded on the day after."""

Row = dict[str, Any]
Duty = Mapping[str, Any]


def plan(use: Terms, start: date, day: date, last: date | None = None) -> Row:
    """The dates of a duty whose clock starts on `start`, planned on `day`.

    `last` is the last day of a recurring duty's period, when it has one.
    """
    due = last or ending(use, start)
    opens = due if use.obligation.kind is Clock.MIN else opening(use, start)
    dates = {
        "started_on": start.isoformat(),
        "delay": str(use.delay),
        "calendar": str(use.calendar),
        **schedule(use, start, due, opens if opens and opens > day else None, day),
        "opens_on": opens.isoformat() if opens else None,
    }
    return {**dates, **_counted(use, start, due)} if use.attendance else dates


def opening_on(dates: Row, day: date) -> Row:
    """An occurrence to come opens on its first day."""
    rows = [{"kind": OPENING, "to": [], "on": day.isoformat()}, *dates["steps"]]
    rows.sort(key=lambda row: (row["on"], row["kind"] != OPENING))
    return {**dates, "opens_on": day.isoformat(), "steps": rows, **pointer(rows, 0)}


def ending(use: Terms, start: date) -> date:
    """The last day of a duty; of a MIN, the first day on which the act may happen."""
    length, kind = use.delay, use.obligation.kind
    if isinstance(length, Presence):
        return _reached(use, start, length.n)
    if isinstance(length, DayOfYear):
        year, month = start.year + length.years, length.month
        return date(year, month, min(length.day, monthrange(year, month)[1]))
    if use.obligation.before:
        return subtract(start, length, use.calendar)
    due = add(start, length, use.calendar, moves_on(use))
    return _off(due, 1) if kind is Clock.MIN and use.franc else due


def moves_on(use: Terms) -> bool:
    """Whether a last day on a Saturday, a Sunday or a jour férié moves (R. 1231-1, O-09)."""
    return use.obligation.extends or (use.extend and use.obligation.kind is Clock.MAX)


def _reached(use: Terms, start: date, number: int) -> date:
    """The day of presence of that number; where the alternance ends before, the day it should be.

    Nobody knows it while an absence has no end: then no step is near, and its end plans again.
    """
    if use.attendance is None:
        raise CharterError(f"{use.obligation.ref} counts days of presence and none is known")
    found = use.attendance.day_of(start, number)
    return found or _off(start, LONGEST if use.attendance.waits else number * DAYS_FOR_ONE)


def _counted(use: Terms, start: date, due: date) -> Row:
    """The ledger of a counter: what it reaches, and whether the alternance is only supposed."""
    known = use.attendance
    if known is None:
        return {}
    away = [[a.first.isoformat(), a.last and a.last.isoformat()] for a in known.away]
    return {"counted": f"{known.count(start, due):g}", "away": away, "estimated": known.estimated}


def opening(use: Terms, start: date) -> date | None:
    """The day from which a WINDOW is open."""
    o = use.obligation
    opens = use.opens or o.opens
    if opens is None:
        return None
    if o.extends:  # the act may not come before, as of a MIN
        return _off(add(start, opens, use.calendar, True), int(use.franc))
    return (subtract if o.opens_before else add)(start, opens, use.calendar)


def schedule(
    use: Terms, start: date, due: date, opens: date | None = None, day: date = date.min
) -> Row:
    """The steps of a duty due on `due`, in the order of their instants, from the day it opens.

    What should have left before `day`, when the duty came to be known, leaves on that day.
    """
    rows = [row for step in use.obligation.steps for row in _rows(use, step, start, due, day)]
    _after_the_last_call(use, rows)
    if opens:
        rows.append({"kind": OPENING, "to": [], "on": opens.isoformat()})
    rows.sort(key=lambda row: (instant(row), row["kind"] != OPENING))
    return {
        "due_on": due.isoformat(),
        "steps": rows,
        **pointer(rows, 0),
    }


def _after_the_last_call(use: Terms, rows: list[Row]) -> None:
    """Whoever is told of a failure is told the day after the last call at the earliest."""
    calls = [row["on"] for row in rows if row["kind"] == StepKind.LAST_CALL]
    for row in rows:
        if calls and row["kind"] == StepKind.ESCALATION and row["on"] <= max(calls):
            day_after = _off(date.fromisoformat(max(calls)), 1)
            row["on"] = use.told_on(Role(row["to"][0]), day_after).isoformat()


def _rows(use: Terms, step: Step, start: date, due: date, day: date) -> Iterator[Row]:
    """One row a day: recipients whose calendars differ may be told on different days."""
    if step.kind is StepKind.EXPIRY:
        on = _off(due, 1) if use.obligation.kind in RUNS_OUT else due
        yield {"kind": str(step.kind), "to": [str(r) for r in use.whom(step)], "on": on.isoformat()}
        return
    raw = _raw(use, step, start, due)
    below = {"below": step.below} if step.below else {}
    days: dict[date, list[str]] = {}
    for role in use.whom(step):
        days.setdefault(use.told_on(role, max(raw, day)), []).append(str(role))
    for on, roles in days.items():
        yield {"kind": str(step.kind), "to": roles, "on": on.isoformat(), **below}


def _raw(use: Terms, step: Step, start: date, due: date) -> date:
    """The day of a step by its declaration, before it moves to a day on which people read."""
    if step.at_count:
        return _reached(use, start, step.at_count)
    return (
        add(start, step.after_start, use.calendar) if step.after_start else _off(due, step.offset)
    )


def _off(day: date, days: int) -> date:
    return day + timedelta(days=days)


def instant(row: Row) -> datetime:
    """When a step happens: mails at eight, effects of law at midnight."""
    silent = row["kind"] in (OPENING, StepKind.EXPIRY)
    return paris_instant(date.fromisoformat(row["on"]), 0 if silent else MAIL_HOUR)


def pointer(rows: list[Row], following: int) -> Row:
    """Where the duty stands on its ladder: the index, day and instant of its next step."""
    if following >= len(rows):
        return {"next": following, "next_on": None, "next_at": None}
    row = rows[following]
    return {"next": following, "next_on": row["on"], "next_at": stamp(instant(row))}


def stamp(at: datetime) -> str:
    """An instant as it is stored: fixed-width, UTC, microseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
