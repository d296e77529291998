"""A move and all that follows from it: duties that open and close, moves in other regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lifecycle.decisions import duties
from lifecycle.decisions.draft import SINGLE, Draft
from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.machine import ABSENT
from lifecycle.vocabulary import Case, Consequence, Transition

NOTHING: Mapping[str, Any] = {}
NUMBERED = ("situation",)
"""Regions whose instances never bear the id of the one whose fact causes them."""


def move(
    draft: Draft,
    transition: Transition,
    instance: str,
    day: date,
    data: Mapping[str, Any] = NOTHING,
    *,
    secrets: Mapping[str, Mapping[str, str]] | None = None,
    cause: Event | None = None,
) -> Event:
    """Record the fact, then its irregularities, the duties that it touches, its consequences."""
    subject = draft.instances.get((transition.region, instance)) or _causing(draft, cause)
    view = draft.view(subject, day)
    told = {"told": draft.recipients(transition.informs, subject)} if transition.informs else {}
    kept = {**data, **concluded(transition, view), **told}
    place = cause.place if cause else None
    event = draft.record(transition, instance, day, kept, secrets=secrets, cause=place)
    for rule in transition.flags:
        verdict = rule.judge(view)
        if verdict.holds is not True:
            draft.flag(rule, verdict, event)
    duties.react(draft, event)
    follow(draft, event, transition.causes)
    return event


def concluded(transition: Transition, view: Case) -> dict[str, Any]:
    """What the fact keeps of personal data and of other instances."""
    found: dict[str, Any] = {}
    for conclusion in transition.concludes:
        drawn = conclusion.draw(view)
        found |= {conclusion.name: drawn} if conclusion.name else drawn
    return found


def follow(
    draft: Draft,
    event: Event,
    causes: tuple[Consequence, ...],
    had: Callable[[Consequence, str], bool] = lambda *_: False,
) -> None:
    """Decide the declared consequences of `event` in the same pass, in their order.

    `had` says which it has had already, when the fact is decided again.
    """
    for consequence in causes:
        for instance in _targets(draft, event, consequence):
            if not had(consequence, instance):
                _caused(draft, event, consequence, instance)


def _caused(draft: Draft, event: Event, consequence: Consequence, instance: str) -> None:
    known = draft.instances.get((consequence.region, instance))
    source = known.state if known else ABSENT
    transition = draft.charter.moves.get((consequence.region, source, consequence.on.name))
    if transition is None:
        return
    view = draft.view(known or draft.instances.get(event.key), event.effective_on)
    if consequence.when is None or consequence.when.holds(view):
        move(draft, transition, instance, event.effective_on, cause=event)


def _targets(draft: Draft, event: Event, consequence: Consequence) -> list[str]:
    region = consequence.region
    if region in SINGLE:
        return [region]
    if not consequence.same:
        return [i.id for i in draft.dossier.of(region)]
    own = event.region in SINGLE or region in NUMBERED
    return [draft.fresh_id(region) if own else event.instance]


def _causing(draft: Draft, cause: Event | None) -> Instance | None:
    """A new instance made by a consequence speaks of the one whose fact causes it."""
    return draft.instances.get(cause.key) if cause else None


def declared_consequence(draft: Draft, cause: Event, caused: Event) -> Consequence | None:
    """The declaration by which `cause` caused `caused`; none when it is a duty or irregularity."""
    declared = (t for t in draft.charter.by_command[cause.move] if t.region == cause.region)
    consequences = (c for t in declared for c in t.causes if c.on.name == caused.move)
    return next(consequences, None)
