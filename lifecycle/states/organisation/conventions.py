"""The convention of a partnership: in force between two dates, renewed in time, or ended."""

from __future__ import annotations

from lifecycle.commands.organisation import partnership as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import partnership as rules
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Expiry,
    Obligation,
    On,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

IN_FORCE = State("in_force", "en vigueur", "binds both parties until its last day")
ENDED = State("ended", "échue", "its last day has passed, or it was ended before; may be renewed")

BY = (Role.GESTIONNAIRE, Role.DIRECTION)
DIRECTION = (Role.DIRECTION,)
SOURCE = CHARTE["§2 (convention entre l’établissement et le CFA)"]

TRANSITIONS = (
    Transition(
        ref="ENG-04",
        region="convention",
        on=ask.SIGN_CONVENTION,
        enters=IN_FORCE,
        records="ConventionSigned",
        by=BY,
        source=SOURCE,
    ),
    Transition(
        ref="ENG-04",
        region="convention",
        on=ask.RENEW_CONVENTION,
        leaves=(IN_FORCE, ENDED),
        enters=IN_FORCE,
        records="ConventionRenewed",
        by=BY,
        requires=(rules.renewal_ends_later,),
        concludes=(Conclusion("ended_on", lambda _: None),),
        source=SOURCE,
    ),
    Transition(
        ref="ENG-04",
        region="convention",
        on=ask.END_CONVENTION,
        leaves=(IN_FORCE,),
        enters=ENDED,
        records="ConventionEnded",
        by=BY,
        concludes=(Conclusion("ended_on", lambda case: case.day.isoformat()),),
        source=SOURCE,
    ),
    Transition(
        ref="ENG-04",
        region="convention",
        on=ask.LAPSE_CONVENTION,
        leaves=(IN_FORCE,),
        enters=ENDED,
        records="ConventionLapsed",
        by=(Role.HORLOGE,),
        source=SOURCE,
    ),
)

RENEW = Obligation(
    ref="ENG-04",
    name="renew_convention",
    label="Renouveler la convention avant son dernier jour",
    kind=Clock.MAX,
    starts=(On("ConventionSigned", day="ends_on"), On("ConventionRenewed", day="ends_on")),
    within=jours_calendaires(0),
    owed_by=Role.DIRECTION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (*DIRECTION, Role.GESTIONNAIRE), offset=-183),
        Step(StepKind.REMINDER, (*DIRECTION, Role.GESTIONNAIRE), offset=-92),
        Step(StepKind.LAST_CALL, DIRECTION, offset=-15),
        Step(StepKind.EXPIRY, DIRECTION),
        Step(StepKind.ESCALATION, (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION), offset=1),
    ),
    closed_by=("ConventionRenewed",),
    cancelled_by=("ConventionEnded",),
    expiry=Expiry(ask.LAPSE_CONVENTION, "convention"),
    attested=False,
    source=SOURCE,
)

OBLIGATIONS = (RENEW,)
