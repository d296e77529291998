"""Collective events: planned, then held once by a house, and true of each apprentice who attended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.organisation import events as ask
from lifecycle.events import Event
from lifecycle.legal import CHARTE
from lifecycle.people import STAFF, Role
from lifecycle.rules import collective as rules
from lifecycle.rules.livret import act_has_happened
from lifecycle.vocabulary import Conclusion, Spread, State, Transition

PLANNED = State("planned", "prévu", "announced, not held yet")
HELD = State("held", "tenu", "it took place", final=True)
CANCELLED = State("cancelled", "annulé", "it will not take place", final=True)
SOURCE = CHARTE["annexe, poste 1 §1"]
BY = (*STAFF, Role.EMPLOYEUR)
TOLD = ("planned_on", "title", "place", "link")


def _attendance(event: Event) -> Mapping[str, Any]:
    said = _of(event)
    reflexive = event.data.get("reflexive") and said["event_kind"] == "retour_alternance"
    return {**said, **({"reflexive": True} if reflexive else {})}


def _invitation(event: Event) -> Mapping[str, Any]:
    return {**_of(event), **{name: event.data[name] for name in TOLD if event.data.get(name)}}


def _of(event: Event) -> dict[str, Any]:
    return {"event_kind": event.data["kind"], "event": event.instance, "house": event.stream}


def _held(*leaves: State) -> Transition:
    """Held: as it was planned, or without having been."""
    return Transition(
        ref="EVENT",
        region="event",
        on=ask.HOLD_EVENT,
        leaves=leaves,
        enters=HELD,
        records="EventHeld",
        by=BY,
        requires=(rules.promotion_is_known, act_has_happened),
        flags=(
            rules.house_was_there,
            rules.committee_is_constituted,
            rules.every_party_was_there,
            rules.committee_updates_the_training,
            rules.council_examines_the_results,
        ),
        concludes=(
            Conclusion("kind", rules.kind_of_event),
            Conclusion("promotion", rules.promotion_of),
            Conclusion("quarter", rules.quarter),
        ),
        spreads=Spread(ask.ATTEND_EVENT, to="attended", says=_attendance),
        source=SOURCE,
    )


TRANSITIONS = (
    Transition(
        ref="EVENT",
        region="event",
        on=ask.PLAN_EVENT,
        enters=PLANNED,
        records="EventPlanned",
        by=BY,
        requires=(rules.promotion_is_known,),
        concludes=(Conclusion("promotion", rules.promotion_of),),
        spreads=Spread(ask.INVITE_TO_EVENT, to="invited", says=_invitation),
        source=SOURCE,
    ),
    _held(),
    _held(PLANNED),
    Transition(
        ref="EVENT",
        region="event",
        on=ask.CANCEL_EVENT,
        leaves=(PLANNED,),
        enters=CANCELLED,
        records="EventCancelled",
        by=BY,
        source=SOURCE,
    ),
)
