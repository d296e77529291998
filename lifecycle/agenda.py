"""Dates of a duty: when it is due, when each of its steps leaves, which of them are due now.

A duty is data: `due_on`, `steps` in the order of their instants, `next` (the first step that has
not been done), `next_on` and `next_at` (its Paris day and UTC instant, or nothing).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lifecycle.calendar import Calendar, Delay, Unit, add, count, paris_day, paris_instant, subtract
from lifecycle.dossier import Dossier, Instance
from lifecycle.people import OUTSIDERS, Role
from lifecycle.rules.duties import NO_STEP
from lifecycle.vocabulary import Case, Clock, Obligation, Step, StepKind, Where

MAIL_HOUR = 8  # Paris; steps leave then, on a jour ouvré of the recipient (interpretation O-14)
OPENING = "opening"
PENDING = ("planned", "open", "reminded", "due", "escalated")

Row = dict[str, Any]
Duty = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a duty counts with: its delay, and the calendars of the site and of the formation."""

    obligation: Obligation
    delay: Delay
    site: Calendar
    formation: Calendar

    @property
    def calendar(self) -> Calendar:
        return self.site if self.obligation.calendar is Where.SITE else self.formation

    def of(self, role: Role) -> Calendar:
        """The calendar of the recipient: outsiders live by their site's, staff by the CFA's."""
        return self.site if role in OUTSIDERS else self.formation


def calendars(case: Case) -> tuple[Calendar, Calendar]:
    """The calendars of the site and of the formation; where the site's is not known, the latter."""
    formation = Calendar(house_calendar(case.formation) or house_calendar(case.cfa) or "france")
    return Calendar(case.value("site_calendar") or formation), formation


def terms(obligation: Obligation, case: Case) -> Terms:
    """The figures in force for this case: settings of the house, calendars of the places."""
    delay = obligation.within
    if obligation.setting:
        delay = Delay.parse(case.setting(obligation.setting.key))
    return Terms(obligation, delay, *calendars(case))


def house_calendar(house: Dossier | None) -> str | None:
    if house is None:
        return None
    calendar = next(iter(house.instances.values())).data.get("calendar")
    return str(calendar) if calendar else None


# --- planning --------------------------------------------------------------------------------


def plan(use: Terms, start: date, day: date) -> Row:
    """The dates of a duty whose clock starts on `start`, planned on `day`."""
    o = use.obligation
    move = subtract if o.before else add
    due = move(start, use.delay, use.calendar)
    opens = opening(use, start)
    return {
        "started_on": start.isoformat(),
        "delay": str(use.delay),
        "calendar": str(use.calendar),
        **schedule(use, start, due, opens if opens and opens > day else None, day),
        "opens_on": opens.isoformat() if opens else None,
    }


def opening(use: Terms, start: date) -> date | None:
    """The day from which a WINDOW is open."""
    o = use.obligation
    if o.opens is None:
        return None
    return (subtract if o.opens_before else add)(start, o.opens, use.calendar)


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
            row["on"] = use.of(Role(row["to"][0])).next_ouvre(day_after).isoformat()


def _rows(use: Terms, step: Step, start: date, due: date, day: date) -> Iterator[Row]:
    """One row a day: recipients whose calendars differ may be told on different days."""
    raw = add(start, step.after_start, use.calendar) if step.after_start else _off(due, step.offset)
    if step.kind is StepKind.EXPIRY:
        on = _off(due, 1) if use.obligation.kind is Clock.SILENCE else due
        yield {"kind": str(step.kind), "to": [str(r) for r in step.to], "on": on.isoformat()}
        return
    days: dict[date, list[str]] = {}
    for role in step.to:
        days.setdefault(use.of(role).next_ouvre(max(raw, day)), []).append(str(role))
    for on, roles in days.items():
        yield {"kind": str(step.kind), "to": roles, "on": on.isoformat()}


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


# --- a clock that stops and goes on ------------------------------------------------------------


def pause(use: Terms, duty: Duty, day: date) -> Row:
    """Stop the clock on `day`: what is left is a budget in the delay's own unit."""
    left = count(day, date.fromisoformat(duty["due_on"]), use.delay.unit, use.calendar)
    return _stopped(duty, day, min(left, _budget(use)))


def start_paused(use: Terms, duty: Duty, day: date) -> Row:
    """A clock that waits from its first day keeps its whole budget."""
    return _stopped(duty, day, _budget(use))


def _stopped(duty: Duty, day: date, left: int) -> Row:
    ledger = [*duty.get("ledger", []), {"paused_on": day.isoformat(), "left": left}]
    return {"paused": True, "left": left, "ledger": ledger, **NO_STEP}


def resume(use: Terms, duty: Duty, day: date, restart: bool) -> Row:
    """Go on from `day` with what is left (or all of it): what is past or told is not told again."""
    left = _budget(use) if restart else duty["left"]
    due = add(day, Delay(left, _unit(use)), use.calendar)
    dates = schedule(use, day, due)
    told = duty["steps"][: duty["next"]]
    rows = [row for row in dates["steps"] if row["on"] >= day.isoformat() and row not in told]
    ledger = [*duty["ledger"][:-1], {**duty["ledger"][-1], "resumed_on": day.isoformat()}]
    return {**dates, "steps": rows, **pointer(rows, 0), "paused": False, "ledger": ledger}


def _budget(use: Terms) -> int:
    day = date(2026, 1, 1)
    if use.delay.unit in (Unit.SEMAINES, Unit.MOIS):
        return (add(day, use.delay, use.calendar) - day).days
    return use.delay.n


def _unit(use: Terms) -> Unit:
    coarse = use.delay.unit in (Unit.SEMAINES, Unit.MOIS)
    return Unit.JOURS_CALENDAIRES if coarse else use.delay.unit


# --- what is due -----------------------------------------------------------------------------


def pending(dossier: Dossier) -> list[Instance]:
    """The duties of a dossier that are not done, waived or cancelled."""
    return [i for i in dossier.of("obligation") if i.state in PENDING]


def due(dossier: Dossier, at: datetime) -> Instance | None:
    """The duty whose next step came first among those whose instant has passed."""
    now = stamp(at)
    found = [d for d in pending(dossier) if d.data.get("next_at") and d.data["next_at"] <= now]
    return min(found, key=lambda d: (d.data["next_at"], d.opened), default=None)


def past_steps(duty: Instance, at: datetime) -> list[tuple[int, Row]]:
    """The steps of a duty that should have happened by `at`, with their index, in order.

    An effect ends the list: what follows it depends on what it does.
    """
    found: list[tuple[int, Row]] = []
    for index in range(duty.data["next"], len(duty.data["steps"])):
        row = duty.data["steps"][index]
        if instant(row) > at:
            break
        found.append((index, row))
        if row["kind"] == StepKind.EXPIRY:
            break
    return found


def is_late(duty: Instance, at: datetime) -> bool:
    """A duty is late when its last day has ended and nobody has done it."""
    due_on = duty.day("due_on")
    paused = duty.data.get("paused")
    return duty.state in PENDING and not paused and due_on is not None and due_on < paris_day(at)
