"""The means given to reach a cible: until a day, on which somebody says whether they go on."""

from __future__ import annotations

from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation import resources as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import resources as rules
from lifecycle.rules.livret import act_has_happened
from lifecycle.vocabulary import (
    Clock,
    Obligation,
    On,
    Rule,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

GIVEN = State("given", "donnés", "there for an aim, until a day")
WITHDRAWN = State("withdrawn", "retirés", "given no more", final=True)

RF = (Role.RESPONSABLE_FORMATION,)
DIRECTION = (Role.DIRECTION,)
BY = (Role.GESTIONNAIRE, *RF, *DIRECTION, Role.QUALITE)
SOLID = CHARTE["annexe, poste 3, cible (moyens solides et adaptés)"]


def _move(
    on: Intention,
    records: str,
    *leaves: State,
    enters: State,
    requires: tuple[Rule, ...] = (),
) -> Transition:
    return Transition(
        ref="P3-C00",
        region="resource",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=BY,
        requires=requires,
        source=rules.TOGETHER,
    )


TRANSITIONS = (
    _move(ask.GIVE_RESOURCE, "ResourceGiven", enters=GIVEN,
          requires=(rules.lasts_some_time, rules.agreed_in_a_meeting, act_has_happened)),
    _move(ask.EXTEND_RESOURCE, "ResourceExtended", GIVEN, enters=GIVEN,
          requires=(rules.agreed_in_a_meeting, rules.extension_goes_further)),
    _move(ask.WITHDRAW_RESOURCE, "ResourceWithdrawn", GIVEN, enters=WITHDRAWN),
)  # fmt: skip

REVIEW = Obligation(
    ref="P3-C00",
    name="review_resource",
    label="Dire si des moyens de la trajectoire sont reconduits, avant leur dernier jour",
    kind=Clock.MAX,
    starts=(On("ResourceGiven", day="given_until"), On("ResourceExtended", day="given_until")),
    within=jours_calendaires(0),
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-60),
        Step(StepKind.LAST_CALL, RF, offset=-7),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("ResourceExtended", "ResourceWithdrawn"),
    attested=False,
    source=SOLID,
)

OBLIGATIONS = (REVIEW,)
