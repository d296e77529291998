"""Whom and what a duty is about, and whether that has come to an end."""

from __future__ import annotations

from datetime import date

from lifecycle.decisions.draft import Draft
from lifecycle.dossier import ROOTS, Instance
from lifecycle.events import Event
from lifecycle.vocabulary import Transition

COLLECTIVE = (*ROOTS, "event")


def concerns(duty: Instance, event: Event) -> bool:
    """A contract and its filing share their id, a situation names its contract.

    What happens to the pathway or to a house concerns all that it owes, and so does an event that a
    house holds: what it counts for is for `counts_if` to say.
    """
    mine = duty.data["subject"] in (event.instance, event.data.get("contract"))
    return mine or event.region in COLLECTIVE or duty.data["about"] in ROOTS


def is_final(draft: Draft, event: Event) -> bool:
    state = draft.charter.states.get((event.region, event.state or ""))
    return state is not None and (state.final or state.left)


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


def loses_its_subject(draft: Draft, duty: Instance, event: Event) -> bool:
    """A duty whose subject has come to an end is without object; the pathway's end ends all.

    What outlives its subject is owed until the dossier is over (death).
    """
    if draft.charter.obligations[duty.data["ref"]].outlives and not is_over(draft):
        return False
    of_subject = (duty.data["about"], duty.data["subject"]) == event.key
    return event.region in ROOTS or of_subject


def is_over(draft: Draft) -> bool:
    """Nothing is owed to anybody any more: the apprentice has died."""
    pathway = draft.dossier.one("pathway")
    return pathway is not None and draft.charter.states["pathway", pathway.state].over


def is_closed(draft: Draft) -> bool:
    """A dossier that has come to its end owes nothing new to anybody."""
    pathway = draft.dossier.one("pathway")
    return pathway is not None and draft.charter.states["pathway", pathway.state].final
