"""Suggestions: what maîtres d’apprentissage and others say, considered together, then decided."""

from __future__ import annotations

from lifecycle.calendar import Delay
from lifecycle.commands import suggestions as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, Source
from lifecycle.people import Role
from lifecycle.rules import suggestions as rules
from lifecycle.rules.livret import act_has_happened
from lifecycle.vocabulary import (
    Clock,
    Every,
    Obligation,
    On,
    Phase,
    Rule,
    Setting,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    mois,
)

RAISED = State("raised", "recueillie", "said, not yet considered")
CONSIDERED = State("considered", "examinée", "discussed in a meeting, not yet decided")
SETTLED = State("settled", "décidée", "decided, with what changes", final=True)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
TEAM = (*OFFICE, Role.TUTEUR_ACADEMIQUE, Role.SECRETARIAT_PEDAGOGIQUE, Role.QUALITE)
RF = (Role.RESPONSABLE_FORMATION,)
EVOLUTION = CHARTE["annexe, poste 1, périmètre 1 (contribution des employeurs)"]
ADAPTED = CHARTE["annexe, poste 1, socle (retours des maîtres d’apprentissage)"]


def _move(
    on: Intention, records: str, source: Source, *leaves: State, enters: State,
    by: tuple[Role, ...] = TEAM, requires: tuple[Rule, ...] = (),
) -> Transition:  # fmt: skip
    return Transition(
        ref="REX",
        region="suggestion",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=(*requires, act_has_happened),
        source=source,
    )


TRANSITIONS = (
    _move(ask.RAISE_SUGGESTION, "SuggestionRaised", EVOLUTION, enters=RAISED,
          by=(*TEAM, Role.MAITRE_APPRENTISSAGE, Role.EMPLOYEUR, Role.APPRENTI)),
    _move(ask.CONSIDER_SUGGESTION, "SuggestionConsidered", EVOLUTION, RAISED, enters=CONSIDERED,
          requires=(rules.meeting_was_held,)),
    _move(ask.SETTLE_SUGGESTION, "SuggestionSettled", ADAPTED, RAISED, CONSIDERED, enters=SETTLED,
          by=(*OFFICE, Role.DIRECTION_ETUDES)),
)  # fmt: skip


def _examined(
    ref: str, name: str, label: str, starts: str, within: Delay, closed_by: tuple[str, ...],
    source: Source,
) -> Obligation:  # fmt: skip
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=(On(starts),),
        within=within,
        owed_by=Role.RESPONSABLE_FORMATION,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, RF, offset=-30),
            Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
        ),
        closed_by=closed_by,
        setting=Setting(ref, f"Délai : {label.lower()}", str(within), source),
        attested=False,
        source=source,
    )


CONSIDER = _examined(
    "P1-P08", "consider_suggestion", "Examiner une suggestion en comité ou en réunion pédagogique",
    "SuggestionRaised", mois(6), ("SuggestionConsidered", "SuggestionSettled"), EVOLUTION,
)  # fmt: skip
SETTLE = _examined(
    "P1-S05", "settle_suggestion", "Dire ce que change une suggestion examinée",
    "SuggestionConsidered", mois(3), ("SuggestionSettled",), ADAPTED,
)  # fmt: skip
FEEDBACKS = Obligation(
    ref="E-09",
    name="feedback_of_each_party",
    label="Formaliser le retour d’expérience de chacune des parties",
    kind=Clock.RECURRING,
    starts=(On("FormationAdded"),),
    within=mois(12),
    recurs=Every(mois(12), aligned="academic"),
    times=3,
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-60),
        Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
    ),
    closed_by=("SuggestionRaised",),
    counts_if=rules.feedback_is_of_a_new_party,
    attested=False,
    source=rules.RETURNS,
)

PHASE = Phase(
    "suggestions",
    "Suggestions et retours d’expérience",
    TRANSITIONS,
    (CONSIDER, SETTLE, FEEDBACKS),
    stream="formation",
)
