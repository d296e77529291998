"""What a fact makes due: new duties, and the next occurrence of one that recurs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lifecycle import agenda
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.duties.occurrences import Occurrence, following, occurrences
from lifecycle.decisions.duties.reaction import (
    CANCEL,
    DATES,
    OPEN,
    PLAN,
    REPLAN,
    TAKE_OVER,
    Reaction,
    about,
    replanning,
)
from lifecycle.decisions.duties.subjects import concerns, is_over, subject_of
from lifecycle.dossier import Instance
from lifecycle.errors import CharterError
from lifecycle.events import Event
from lifecycle.rules.duties import NO_STEP
from lifecycle.rules.take_over import BEFORE_TAKE_OVER
from lifecycle.vocabulary import Case, Clock, Every, Obligation, On


def start(
    draft: Draft, event: Event, obligation: Obligation, pending: list[Instance]
) -> Iterator[Reaction]:
    """Open, or give new dates to, each occurrence that `event` starts."""
    subject = draft.instances[event.key]
    view = draft.view(subject, event.effective_on)
    if is_over(draft) or (obligation.applies and not obligation.applies.holds(view)):
        return
    several = len([on for on in obligation.starts if on.fact == event.type]) > 1
    for on, day in _start_days(event, subject, obligation):
        for one in occurrences(view, obligation, subject, day):
            named = replace(one, of=one.of or on.day) if several else one
            made = _opened(draft, view, obligation, named, on.day)
            yield from _once(made, _already_open(pending, made), event)


def next_of(draft: Draft, event: Event) -> Iterator[Reaction]:
    """Opening an occurrence plans the next one, if its period begins before the end.

    So do new dates for one that is open, since the end may have moved.
    """
    duty = draft.instances[event.key]
    obligation = draft.charter.obligations.get(str(duty.data.get("ref")))
    subject = subject_of(draft, duty)
    if event.move not in (OPEN, TAKE_OVER, REPLAN) or duty.state == agenda.PLANNED:
        return
    if obligation is None or subject is None:
        return
    if not isinstance(obligation.recurs, Every) or not duty.data.get("origin"):
        return
    view = draft.view(subject, event.effective_on)
    one = following(view, obligation.recurs, subject, duty)
    if one and not _was_planned(draft, duty, one.of):
        yield _opened(draft, view, obligation, one)


def more_of(draft: Draft, event: Event, moved: set[str]) -> Iterator[Reaction]:
    """A later end gives periods to a duty whose last one keeps its dates, or is done already.

    `moved` are the duties that have new dates: theirs follow from those.
    """
    for obligation in draft.charter.obligations.values():
        every = obligation.recurs
        if event.type in obligation.replanned_by and isinstance(every, Every):
            for duty in _last_of_each(draft, obligation):
                subject = subject_of(draft, duty)
                if subject and duty.id not in moved and concerns(duty, event):
                    yield from _next(draft, event, obligation, every, subject, duty)


def _next(
    draft: Draft, event: Event, obligation: Obligation, every: Every, subject: Instance, duty: Instance
) -> Iterator[Reaction]:  # fmt: skip
    view = draft.view(subject, event.effective_on)
    if duty.state != agenda.PLANNED and (one := following(view, every, subject, duty)):
        yield _opened(draft, view, obligation, one)


def _last_of_each(draft: Draft, obligation: Obligation) -> list[Instance]:
    """The last period of each subject that was not cancelled."""
    found: dict[str, Instance] = {}
    for duty in draft.dossier.duties(obligation.ref):
        data = duty.data
        if data.get("origin") and not _is_cancelled(draft, duty):
            known = found.setdefault(data["subject"], duty)
            found[data["subject"]] = max(known, duty, key=lambda d: str(d.data["of"]))
    return list(found.values())


def _is_cancelled(draft: Draft, duty: Instance) -> bool:
    cancelled = draft.charter.moves["obligation", agenda.PLANNED, CANCEL].enters
    return cancelled is not None and duty.state == cancelled.name


def _once(made: Reaction, open_one: Instance | None, event: Event) -> Iterator[Reaction]:
    """A new duty, or new dates for the one that is open already, when they differ."""
    if open_one is None:
        yield made
    elif any(made.data[name] != open_one.data.get(name) for name in DATES):
        dates = {name: made.data[name] for name in PLANNED}
        dates = agenda.renewed(open_one, dates, event.effective_on)
        yield about(open_one, replanning(open_one, dates), {**dates, "why": event.type})


PLANNED = ("started_on", "delay", "calendar", "due_on", "steps", "next", "next_on", "next_at",
           "opens_on")  # fmt: skip


def _opened(
    draft: Draft, view: Case, obligation: Obligation, one: Occurrence, counted_from: str = ""
) -> Reaction:
    """`view` is about the subject of the duty, on the day of the fact that starts it."""
    use = agenda.terms(obligation, view)
    dates = agenda.plan(use, one.start, view.day, one.last)
    if one.waits and one.start > view.day:
        dates = agenda.opening_on(dates, one.start)
    data = {**_identity(obligation, view, use), **dates, **one.named}
    if counted_from:
        data["from"] = counted_from
    if obligation.starts_paused and obligation.starts_paused.holds(view):
        data |= agenda.start_paused(use, dates, view.day)
    if since := _followed_since(draft, dates):
        data |= {**NO_STEP, "why": BEFORE_TAKE_OVER, "reprise": since}
        return Reaction(TAKE_OVER, obligation.ref, None, data)
    return Reaction(_opening(dates), obligation.ref, None, data)


def _was_planned(draft: Draft, duty: Instance, of: str) -> bool:
    """Whether the occurrence `of` of the same duty was planned before."""
    same = draft.dossier.duties(duty.data["ref"])
    mine = (d for d in same if (d.data["subject"], d.data.get("of")) == (duty.data["subject"], of))
    return any(not _is_cancelled(draft, d) for d in mine)


def _followed_since(draft: Draft, dates: Mapping[str, Any]) -> str:
    """The reprise of the dossier, when the duty was due before it: neither late nor told."""
    pathway = draft.dossier.one("pathway")
    since = str(pathway.data.get("reprise") or "") if pathway else ""
    return since if dates["due_on"] < since else ""


def _opening(dates: Mapping[str, Any]) -> str:
    """Open at once, or planned when its window opens later."""
    waits = any(row["kind"] == agenda.OPENING for row in dates["steps"])
    return PLAN if waits else OPEN


def _start_days(
    event: Event, subject: Instance, obligation: Obligation
) -> Iterator[tuple[On, date]]:
    for on in obligation.starts:
        if on.fact != event.type:
            continue
        day = event.effective_on if not on.day else subject.day(on.day)
        if day is not None:
            yield on, day
        elif not on.optional:
            raise CharterError(f"{obligation.ref} cannot be armed: {_wanted(on)} is missing")


def _wanted(on: On) -> str:
    return f"{on.fact}.{on.day}"


def _already_open(pending: list[Instance], made: Reaction) -> Instance | None:
    found = (d for d in pending if d.data["ref"] == made.ref)
    mine = (d for d in found if d.data["subject"] == made.data["subject"])
    return next((d for d in mine if (d.data.get("of") or "") == made.of), None)


def _identity(obligation: Obligation, view: Case, use: agenda.Terms) -> dict[str, Any]:
    if view.subject is None:
        raise CharterError(f"{obligation.ref} is about nothing")
    times = int(view.chosen(f"{obligation.ref}.times") or obligation.times)
    return {
        "ref": obligation.ref,
        "name": obligation.name,
        "owed_by": str(use.owner or ""),
        "subject": view.subject.id,
        "about": view.subject.region,
        "charter": view.charter.sha256[:16],
        **({"times": times} if times > 1 else {}),
        **({"never_late": True} if obligation.kind is Clock.MIN else {}),
    }
