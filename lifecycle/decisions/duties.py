"""What a fact does to duties: it opens, closes, cancels, stops or restarts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lifecycle import agenda
from lifecycle.calendar import Delay
from lifecycle.decisions.draft import Draft
from lifecycle.dossier import Instance
from lifecycle.errors import CharterError
from lifecycle.events import Event
from lifecycle.rules.duties import NO_STEP, ended
from lifecycle.rules.take_over import BEFORE_TAKE_OVER
from lifecycle.vocabulary import Case, Obligation, On, Transition

CLOSE, CANCEL = "close-obligation", "cancel-obligation"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a fact does to one duty of `ref`; `duty` is none when it opens a new one."""

    command: str
    ref: str
    duty: Instance | None
    data: Mapping[str, Any]


def react(draft: Draft, event: Event) -> None:
    """Record all that `event` does to duties."""
    for reaction in list(reactions(draft, event)):
        record(draft, event, reaction)


def record(draft: Draft, event: Event, reaction: Reaction) -> None:
    if reaction.duty is None:
        move, id_ = (
            draft.creation("obligation", reaction.command),
            draft.fresh_duty_id(reaction.ref),
        )
    else:
        id_ = reaction.duty.id
        move = draft.charter.moves["obligation", reaction.duty.state, reaction.command]
    draft.record(move, id_, event.effective_on, reaction.data, cause=event.place)


def reactions(draft: Draft, event: Event) -> Iterator[Reaction]:
    """Close what `event` closes, end what lost its subject, open what it starts: nothing twice."""
    pending = agenda.pending(draft.dossier)
    touched = draft.charter.touched_by.get(event.type, frozenset())
    for duty in list(pending):
        if duty.data["ref"] in touched and concerns(duty, event):
            for reaction in _touch(draft, event, duty):
                if reaction.command in (CLOSE, CANCEL):
                    pending.remove(duty)
                yield reaction
    if is_final(draft, event):
        yield from (_cancel(event, duty) for duty in pending if _loses_its_subject(duty, event))
        return
    for obligation in draft.charter.opened_by.get(event.type, ()):
        yield from _start(draft, event, obligation, pending)


def concerns(duty: Instance, event: Event) -> bool:
    """A contract and its filing share their id; what happens to the pathway concerns all."""
    return event.instance == duty.data["subject"] or "pathway" in (event.region, duty.data["about"])


def is_final(draft: Draft, event: Event) -> bool:
    state = draft.charter.states.get((event.region, event.state or ""))
    return state is not None and state.final


def subject_of(draft: Draft, duty: Instance) -> Instance | None:
    return draft.instances.get((duty.data["about"], duty.data["subject"]))


def effect_of(draft: Draft, duty: Instance, day: date) -> Transition | None:
    """The move that the expiry of a duty makes, when the table has it and its rule holds."""
    expiry = draft.charter.obligations[duty.data["ref"]].expiry
    subject = subject_of(draft, duty)
    if expiry is None or subject is None:
        return None
    effect = draft.charter.moves.get((expiry.region, subject.state, expiry.does.name))
    holds = expiry.when is None or expiry.when.holds(draft.view(subject, day))
    return effect if holds else None


# --- ending ----------------------------------------------------------------------------------


def _touch(draft: Draft, event: Event, duty: Instance) -> Iterator[Reaction]:
    obligation = draft.charter.obligations[duty.data["ref"]]
    if event.type in obligation.closed_by:
        yield _close(event, duty)
    elif event.type in obligation.cancelled_by:
        yield _cancel(event, duty)
    elif event.type in obligation.paused_by and not duty.data.get("paused"):
        use = _terms_of(draft, duty, event.effective_on)
        yield _about(duty, "pause-obligation", agenda.pause(use, duty.data, event.effective_on))
    elif event.type in obligation.resumed_by and duty.data.get("paused"):
        yield from _resume(draft, event, duty, obligation)


def _about(duty: Instance, command: str, data: Mapping[str, Any]) -> Reaction:
    return Reaction(command, duty.data["ref"], duty, data)


def _close(event: Event, duty: Instance) -> Reaction:
    """Done, on time or late: the date that counts is when it was done, not when it was known."""
    data = {"by": event.type, **ended(duty.data, event.effective_on)}
    return _about(duty, CLOSE, data)


def _cancel(event: Event, duty: Instance) -> Reaction:
    return _about(duty, CANCEL, {"by": event.type, **NO_STEP})


def _loses_its_subject(duty: Instance, event: Event) -> bool:
    """A duty whose subject has come to an end is without object; the pathway's end ends all."""
    of_subject = (duty.data["about"], duty.data["subject"]) == event.key
    return event.region == "pathway" or of_subject


def _resume(
    draft: Draft, event: Event, duty: Instance, obligation: Obligation
) -> Iterator[Reaction]:
    view = draft.view(subject_of(draft, duty), event.effective_on)
    if obligation.starts_paused and obligation.starts_paused.holds(view):
        return
    restart = obligation.restarts is not None and obligation.restarts.holds(view)
    use = _terms_of(draft, duty, event.effective_on)
    dates = agenda.resume(use, duty.data, event.effective_on, restart)
    yield _about(duty, "replan-obligation", {**dates, "why": "restart" if restart else "resume"})


def _terms_of(draft: Draft, duty: Instance, day: date) -> agenda.Terms:
    """An open duty keeps the delay with which it was opened (interpretation O-13)."""
    view = draft.view(subject_of(draft, duty), day)
    declared = draft.charter.obligations[duty.data["ref"]]
    return agenda.Terms(declared, Delay.parse(duty.data["delay"]), *agenda.calendars(view))


# --- opening ---------------------------------------------------------------------------------


def _start(
    draft: Draft, event: Event, obligation: Obligation, pending: list[Instance]
) -> Iterator[Reaction]:
    subject = draft.instances[event.key]
    view = draft.view(subject, event.effective_on)
    if is_closed(draft) or (obligation.applies and not obligation.applies.holds(view)):
        return
    use = agenda.terms(obligation, view)
    dates = agenda.plan(use, _start_day(event, subject, obligation), event.effective_on)
    if open_one := _already_open(pending, event, obligation):
        yield _about(open_one, "replan-obligation", {**dates, "why": event.type})
        return
    data = {**_identity(obligation, event, view), **dates}
    if obligation.starts_paused and obligation.starts_paused.holds(view):
        data |= agenda.start_paused(use, dates, event.effective_on)
    if since := _followed_since(draft, dates):
        data |= {**NO_STEP, "why": BEFORE_TAKE_OVER, "reprise": since}
        yield Reaction("take-over-obligation", obligation.ref, None, data)
        return
    yield Reaction(_opening(dates), obligation.ref, None, data)


def _followed_since(draft: Draft, dates: Mapping[str, Any]) -> str:
    """The reprise of the dossier, when the duty was due before it: neither late nor told."""
    pathway = draft.dossier.one("pathway")
    since = str(pathway.data.get("reprise") or "") if pathway else ""
    return since if dates["due_on"] < since else ""


def is_closed(draft: Draft) -> bool:
    """A dossier that has come to its end owes nothing new to anybody."""
    pathway = draft.dossier.one("pathway")
    return pathway is not None and draft.charter.states["pathway", pathway.state].final


def _opening(dates: Mapping[str, Any]) -> str:
    """Open at once, or planned when its window opens later."""
    waits = any(row["kind"] == agenda.OPENING for row in dates["steps"])
    return "plan-obligation" if waits else "open-obligation"


def _start_day(event: Event, subject: Instance, obligation: Obligation) -> date:
    on = next(on for on in obligation.starts if on.fact == event.type)
    day = event.effective_on if not on.day else subject.day(on.day)
    if day is None:
        raise CharterError(f"{obligation.ref} cannot be armed: {_wanted(on)} is missing")
    return day


def _wanted(on: On) -> str:
    return f"{on.fact}.{on.day}"


def _already_open(pending: list[Instance], event: Event, obligation: Obligation) -> Instance | None:
    found = (d for d in pending if d.data["ref"] == obligation.ref)
    return next((d for d in found if d.data["subject"] == event.instance), None)


def _identity(obligation: Obligation, event: Event, view: Case) -> dict[str, object]:
    return {
        "ref": obligation.ref,
        "name": obligation.name,
        "owed_by": str(obligation.owed_by or ""),
        "subject": event.instance,
        "about": event.region,
        "charter": view.charter.sha256[:16],
    }
