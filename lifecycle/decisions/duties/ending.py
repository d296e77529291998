"""What a fact does to an open duty: it counts, closes, cancels, stops, restarts or moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lifecycle import agenda
from lifecycle.calendar import Delay
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.duties.occurrences import span_of
from lifecycle.decisions.duties.reaction import (
    CANCEL,
    CLOSE,
    DATES,
    PAUSE,
    PROGRESS,
    REPLAN,
    Reaction,
    about,
    replanning,
)
from lifecycle.decisions.duties.subjects import subject_of
from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.rules.duties import NO_STEP, ended
from lifecycle.vocabulary import Case, Clock, Obligation


def touch(draft: Draft, event: Event, duty: Instance) -> Iterator[Reaction]:
    obligation = draft.charter.obligations[duty.data["ref"]]
    if event.type in obligation.closed_by:
        yield from _acted(draft, event, duty, obligation)
    elif event.type in obligation.cancelled_by:
        yield cancel(event, duty)
    elif event.type in obligation.paused_by and not duty.data.get("paused"):
        use = terms_of(draft, duty, event.effective_on)
        yield about(duty, PAUSE, agenda.pause(use, duty.data, event.effective_on))
    elif event.type in obligation.resumed_by and duty.data.get("paused"):
        yield from _resume(draft, event, duty, obligation)
    elif event.type in obligation.replanned_by:
        yield from _replan(draft, event, duty, obligation)


def _acted(
    draft: Draft, event: Event, duty: Instance, obligation: Obligation
) -> Iterator[Reaction]:
    """An act counts if its rule holds and the window is open; the last of those wanted closes."""
    waits = duty.state == agenda.PLANNED and obligation.kind is not Clock.MIN
    if waits and event.effective_on.isoformat() < (duty.data.get("opens_on") or ""):
        return
    if obligation.counts_if and not obligation.counts_if.holds(_seen_by(draft, event, duty)):
        return
    counted = int(duty.data.get("count", 0)) + 1
    if counted < int(duty.data.get("times", 1)):
        yield about(duty, PROGRESS, {"count": counted, "by": event.type})
    else:
        yield _close(event, duty, counted)


def _seen_by(draft: Draft, event: Event, duty: Instance) -> Case:
    """The act as its rule sees it: what the fact says, beside the duty that it would close."""
    view = draft.view(draft.instances.get(event.key), event.effective_on)
    command = replace(view.command, fields={**event.data, "duty": duty.id})
    return draft.view(view.subject, event.effective_on, command)


def _close(event: Event, duty: Instance, counted: int) -> Reaction:
    """Done, on time or late: the date that counts is when it was done, not when it was known."""
    data = {"by": event.type, **ended(duty.data, event.effective_on)}
    if counted > 1:
        data["count"] = counted
    return about(duty, CLOSE, data)


def cancel(event: Event, duty: Instance) -> Reaction:
    return about(duty, CANCEL, {"by": event.type, **NO_STEP})


def _resume(
    draft: Draft, event: Event, duty: Instance, obligation: Obligation
) -> Iterator[Reaction]:
    view = draft.view(subject_of(draft, duty), event.effective_on)
    if obligation.starts_paused and obligation.starts_paused.holds(view):
        return
    restart = obligation.restarts is not None and obligation.restarts.holds(view)
    use = terms_of(draft, duty, event.effective_on)
    dates = agenda.resume(use, duty.data, event.effective_on, restart)
    yield about(duty, REPLAN, {**dates, "why": "restart" if restart else "resume"})


def _replan(
    draft: Draft, event: Event, duty: Instance, obligation: Obligation
) -> Iterator[Reaction]:
    """New dates where those that the duty counts from have changed; nothing where they have not."""
    day = event.effective_on
    subject = subject_of(draft, duty)
    named = "" if obligation.recurs else duty.data.get("from") or ""
    counted_from = subject.day(named) if subject and named else None
    start = counted_from or date.fromisoformat(duty.data["started_on"])
    use = terms_of(draft, duty, day)
    span = span_of(subject, duty, obligation)
    if obligation.recurs and duty.data.get("last") and span is None:
        yield cancel(event, duty)
        return
    dates = agenda.again(use, duty, start, day, span.last if span else None)
    if any(dates[name] != duty.data.get(name) for name in DATES) and not duty.data.get("paused"):
        last = {"last": span.last.isoformat()} if span else {}
        yield about(duty, replanning(duty, dates), {**dates, **last, "why": event.type})


def terms_of(draft: Draft, duty: Instance, day: date) -> agenda.Terms:
    """An open duty keeps the delay with which it was opened (interpretation O-13)."""
    view = draft.view(subject_of(draft, duty), day)
    declared = draft.charter.obligations[duty.data["ref"]]
    kept = agenda.kept(duty.data["delay"]) if isinstance(declared.within, Delay) else None
    use = agenda.terms(declared, view, kept or declared.within)
    return replace(use, owner=Role(duty.data["owed_by"]) if duty.data["owed_by"] else None)
