"""A clock that stops and goes on, or whose dates change: what was told is not told again."""

from __future__ import annotations

from datetime import date

from lifecycle.agenda.due import PLANNED
from lifecycle.agenda.planning import (
    OPENING,
    Duty,
    Row,
    ending,
    moves_on,
    opening_on,
    plan,
    pointer,
    schedule,
)
from lifecycle.agenda.terms import Terms
from lifecycle.calendar import Delay, Unit, add, count
from lifecycle.dossier import Instance
from lifecycle.rules.duties import NO_STEP


def pause(use: Terms, duty: Duty, day: date) -> Row:
    """Stop the clock on `day`: what is left is a budget in the delay's own unit."""
    left = count(day, date.fromisoformat(duty["due_on"]), _unit(use), use.calendar)
    return _stopped(duty, day, min(left, _budget(use, duty)))


def start_paused(use: Terms, duty: Duty, day: date) -> Row:
    """A clock that waits from its first day keeps its whole budget."""
    return _stopped(duty, day, _budget(use, duty))


def _stopped(duty: Duty, day: date, left: int) -> Row:
    ledger = [*duty.get("ledger", []), {"paused_on": day.isoformat(), "left": left}]
    return {"paused": True, "left": left, "ledger": ledger, **NO_STEP}


def resume(use: Terms, duty: Duty, day: date, restart: bool) -> Row:
    """Go on from `day` with what is left (or all of it): what is past or told is not told again."""
    unspent = len(duty["ledger"]) == 1 and duty["left"] == _budget(use, duty)
    left = Delay(duty["left"], _unit(use))
    whole = restart or unspent
    due = ending(use, day) if whole else add(day, left, use.calendar, moves_on(use))
    opens = _opening_again(duty, day)
    dates = schedule(use, day, due, opens)
    told = duty["steps"][: duty["next"]]
    rows = [row for row in dates["steps"] if row["on"] >= day.isoformat() and row not in told]
    ledger = [*duty["ledger"][:-1], {**duty["ledger"][-1], "resumed_on": day.isoformat()}]
    opened = {"opens_on": opens.isoformat()} if opens else {}
    goes_on = {**pointer(rows, 0), "paused": False, "ledger": ledger}
    return {**dates, **opened, "steps": rows, **goes_on}


def _opening_again(duty: Duty, day: date) -> date | None:
    """The window that was not open yet: the days of the stop do not bring it nearer."""
    if not any(row["kind"] == OPENING for row in duty["steps"][duty["next"] :]):
        return None
    stopped = date.fromisoformat(duty["ledger"][-1]["paused_on"])
    return max(date.fromisoformat(duty["opens_on"]) + (day - stopped), day)


def _budget(use: Terms, duty: Duty) -> int:
    """What is left on the first day of this run, from the start or since the last stop."""
    runs = [line["resumed_on"] for line in duty.get("ledger", ()) if "resumed_on" in line]
    since = date.fromisoformat(runs[-1] if runs else duty["started_on"])
    return count(since, date.fromisoformat(duty["due_on"]), _unit(use), use.calendar)


def _unit(use: Terms) -> Unit:
    fine = isinstance(use.delay, Delay) and use.delay.unit not in (Unit.SEMAINES, Unit.MOIS)
    return use.delay.unit if fine and isinstance(use.delay, Delay) else Unit.JOURS_CALENDAIRES


# --- new dates for an open duty ------------------------------------------------------------------


def again(use: Terms, duty: Instance, start: date, day: date, last: date | None = None) -> Row:
    """The dates of an open duty under new terms: what is past and told is not told again.

    A duty that was planned and may be done now opens on `day`.
    """
    dates = plan(use, start, day, last)
    if use.obligation.recurs:
        known = {**dates, "opens_on": duty.data.get("opens_on")}
        dates = opening_on(dates, start) if start > day else known
    return renewed(duty, dates, day)


def renewed(duty: Instance, dates: Row, day: date) -> Row:
    """`dates` for a duty that is open already: its ladder keeps the steps that were done."""
    done = list(duty.data["steps"][: duty.data["next"]])
    told = list(done)
    rows = [row for row in dates["steps"] if not _was_told(row, told, day)]
    if duty.state == PLANNED and not any(row["kind"] == OPENING for row in rows):
        rows.insert(0, {"kind": OPENING, "to": [], "on": day.isoformat()})
    ladder = [*done, *rows]
    return {**dates, "steps": ladder, **pointer(ladder, len(done))}


def _was_told(row: Row, told: list[Row], day: date) -> bool:
    """Whether a step was done already: the same one, or one of its kind that is past by now."""
    past = row["on"] <= day.isoformat()
    alike = (t for t in told if (t["kind"], t["to"]) == (row["kind"], row["to"]))
    found = next((t for t in alike if past or t["on"] == row["on"]), None)
    if found is not None:
        told.remove(found)
    return found is not None
