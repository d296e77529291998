"""What a fact does to duties: it opens, counts, closes, cancels, stops or moves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lifecycle import agenda
from lifecycle.calendar import paris_day
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.duties.ending import cancel, terms_of, touch
from lifecycle.decisions.duties.opening import more_of, next_of, start
from lifecycle.decisions.duties.reaction import CANCEL, CLOSE, REPLAN, Reaction
from lifecycle.decisions.duties.subjects import (
    concerns,
    effect_of,
    is_closed,
    is_final,
    loses_its_subject,
    subject_of,
)
from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.people import Role

__all__ = [
    "CANCEL",
    "CLOSE",
    "REPLAN",
    "Reaction",
    "concerns",
    "effect_of",
    "is_closed",
    "is_final",
    "react",
    "reactions",
    "record",
    "subject_of",
    "terms_of",
]


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
    data = {**reaction.data, **_told_of_the_end(draft, event, reaction)}
    done = draft.record(move, id_, event.effective_on, data, cause=event.place)
    react(draft, done)


def _told_of_the_end(draft: Draft, event: Event, reaction: Reaction) -> dict[str, Any]:
    """Whom a fact known late tells that a duty of which people were reminded is void (O-12)."""
    duty, late = reaction.duty, event.effective_on < paris_day(draft.at)
    if duty is None or reaction.command != CANCEL or not late:
        return {}
    subject = subject_of(draft, duty)
    if draft.view(subject, event.effective_on).chosen("O-12") != "cancel_and_tell":
        return {}
    if not _was_told(draft, duty):
        return {}
    if draft.charter.obligations[duty.data["ref"]].reserved_to:
        return {}  # whoever stands in for a référent must not hear of it
    owner = (Role(duty.data["owed_by"]),) if duty.data["owed_by"] else ()
    return {"told": draft.recipients((Role.GESTIONNAIRE, *owner), subject)}


def _was_told(draft: Draft, duty: Instance) -> bool:
    """Whether anybody heard of it, on whatever day: the mail has left."""
    return any(e.instance == duty.id and e.data.get("told") for e in draft.facts())


def reactions(draft: Draft, event: Event) -> Iterator[Reaction]:
    """Close what `event` closes, end what lost its subject, open what it starts: nothing twice."""
    if event.region == "obligation":
        yield from next_of(draft, event)
        return
    touched = draft.charter.touched_by.get(event.type, frozenset())
    ends, opens = is_final(draft, event), draft.charter.opened_by.get(event.type, ())
    if not (touched or ends or opens):
        return
    pending = agenda.pending(draft.dossier)
    moved: set[str] = set()
    for duty in list(pending):
        if duty.data["ref"] in touched and concerns(duty, event):
            for reaction in touch(draft, event, duty):
                moved.add(duty.id)
                if reaction.command in (CLOSE, CANCEL):
                    pending.remove(duty)
                yield reaction
    if touched and not ends and not is_closed(draft):
        yield from more_of(draft, event, moved)
    if ends:
        lost = [d for d in pending if loses_its_subject(draft, d, event)]
        pending = [d for d in pending if d not in lost]
        yield from (cancel(event, duty) for duty in lost)
    for obligation in opens:
        if obligation.outlives or not (ends or is_closed(draft)):
            yield from start(draft, event, obligation, pending)
