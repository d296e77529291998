"""Suggestions: what maîtres d’apprentissage and others say, considered together, then decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.calendar import Delay
from lifecycle.commands import suggestions as ask
from lifecycle.commands.intention import Intention
from lifecycle.events import Event
from lifecycle.legal import CHARTE, Source
from lifecycle.people import Role
from lifecycle.rules import suggestions as rules
from lifecycle.rules.livret import act_has_happened, only_said_now
from lifecycle.states import candidacy as path
from lifecycle.states.contract.moves import STARTED
from lifecycle.states.organisation.houses import ACTIVE
from lifecycle.vocabulary import (
    Clock,
    Consequence,
    Every,
    Obligation,
    On,
    Phase,
    Rule,
    Setting,
    Spread,
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


def _request(event: Event) -> Mapping[str, Any]:
    """Named by its place, so that a correction finds it again."""
    said = event.data.get("said_before")
    known = {"said_before": said} if said else {}
    return {"house": event.stream, "event": f"retour {event.place}", **known}


TRANSITIONS = (
    _move(ask.RAISE_SUGGESTION, "SuggestionRaised", EVOLUTION, enters=RAISED,
          by=(*TEAM, Role.MAITRE_APPRENTISSAGE, Role.EMPLOYEUR, Role.APPRENTI)),
    _move(ask.CONSIDER_SUGGESTION, "SuggestionConsidered", EVOLUTION, RAISED, enters=CONSIDERED,
          requires=(rules.meeting_was_held,)),
    _move(ask.SETTLE_SUGGESTION, "SuggestionSettled", ADAPTED, RAISED, CONSIDERED, enters=SETTLED,
          by=(*OFFICE, Role.DIRECTION_ETUDES)),
    Transition(
        ref="REX",
        region="formation",
        on=ask.ASK_FEEDBACK,
        leaves=(ACTIVE,),
        records="FeedbackRequested",
        by=TEAM,
        spreads=Spread(ask.ASK_PARTIES, to="solicited", says=_request),
        source=rules.VOICES,
    ),
)  # fmt: skip
UNTIL = only_said_now("said_before")
OF_APPRENTICES = (
    Transition(
        ref="P1-P07",
        region="contract",
        on=ask.ASK_PARTIES,
        leaves=STARTED,
        records="PartiesAsked",
        by=TEAM,
        informs=(Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE),
        concludes=(UNTIL,),
        causes=(Consequence(ask.ASK_DELEGATE, "pathway", rules.apprentice_is_a_delegate),),
        source=rules.VOICES,
    ),
    Transition(
        ref="P1-P07",
        region="pathway",
        on=ask.ASK_DELEGATE,
        leaves=path.ACTIVE,
        records="DelegateAsked",
        by=(Role.HORLOGE,),
        informs=(Role.APPRENTI,),
        concludes=(UNTIL,),
        source=rules.VOICES,
    ),
)


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


def _heard(
    ref: str, name: str, label: str, times: int, told: tuple[Role, ...], counts_if: Rule
) -> Obligation:
    """Returns on experience of so many parties, each academic year."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.RECURRING,
        starts=(On("FormationAdded"),),
        within=mois(12),
        recurs=Every(mois(12), aligned="academic"),
        times=times,
        owed_by=Role.RESPONSABLE_FORMATION,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, told, offset=-60),
            Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
        ),
        closed_by=("SuggestionRaised",),
        counts_if=counts_if,
        attested=False,
        source=counts_if.source,
    )


FEEDBACKS = _heard(
    "E-09", "feedback_of_each_party", "Formaliser le retour d’expérience de chacune des parties",
    3, RF, rules.feedback_is_of_a_new_party,
)  # fmt: skip
# Its reminder is also what asks the CFA for its own.
VOICES = _heard(
    "P1-P07", "feedback_of_each_voice",
    "Recueillir le retour des délégués, des maîtres d’apprentissage, des tuteurs et du CFA",
    4, (*RF, Role.DIRECTION), rules.feedback_is_of_a_new_voice,
)  # fmt: skip

PHASE = Phase(
    "suggestions",
    "Suggestions et retours d’expérience",
    TRANSITIONS,
    (CONSIDER, SETTLE, FEEDBACKS, VOICES),
    stream="formation",
)
REQUESTS = Phase("feedback", "Retours d’expérience demandés aux parties", OF_APPRENTICES)
