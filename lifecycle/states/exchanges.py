"""What is asked and answered: requests to the service dédié, exchanges between the three parties."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import exchanges as ask
from lifecycle.commands.intention import Intention
from lifecycle.commands.search import RECORD_OUTREACH
from lifecycle.legal import CHARTE, Source
from lifecycle.people import Role
from lifecycle.rules import exchanges as rules
from lifecycle.rules.candidacy import pathway_is_alive
from lifecycle.rules.conclusions import flag, of_the_contract
from lifecycle.rules.livret import act_has_happened
from lifecycle.rules.search import apprentice_is_searching
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Consequence,
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
    jours_calendaires,
)

ASKED = State("asked", "en attente de réponse", "asked, not yet answered")
ANSWERED = State("answered", "répondu", "answered", final=True)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
SERVICE = (Role.SERVICE_DEDIE, Role.SERVICE_ORIENTATION, *OFFICE)
CALLERS = (Role.APPRENTI, Role.REPRESENTANT_LEGAL, Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE)
EVERYBODY = (*ask.PARTIES, *OFFICE)
SOCLE_2 = CHARTE["annexe, poste 2 §2, socle 2"]
LIVRET = CHARTE["annexe, poste 1, périmètre 2"]
TOOL = CHARTE["annexe, poste 3, périmètre 2"]
IS_A_SIGN = Consequence(RECORD_OUTREACH, "pathway", apprentice_is_searching)
"""To answer who looks for an employer is to help them: the month of C-01 begins again."""


def _move(
    on: Intention,
    records: str,
    source: Source,
    leaves: tuple[State, ...] = (),
    enters: State | None = None,
    *,
    by: tuple[Role, ...] = (Role.HORLOGE,),
    requires: tuple[Rule, ...] = (),
    causes: tuple[Consequence, ...] = (),
    informs: tuple[Role, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref="TALK",
        region="exchange",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=(*requires, act_has_happened) if on.dated_by else requires,
        causes=causes,
        informs=informs,
        concludes=concludes,
        source=source,
    )


ANSWERS_IT = Consequence(ask.ACKNOWLEDGE_CONTACT, "exchange")
GOES_OUT = Consequence(ask.SEND_EXCHANGE, "exchange")
"""Told by a fact of its own: the people of a contract are known once the exchange names it."""
TRANSITIONS = (
    _move(ask.RECORD_CONTACT, "ContactRecorded", SOCLE_2, enters=ASKED, by=(*SERVICE, *CALLERS),
          requires=(pathway_is_alive,), causes=(ANSWERS_IT,),
          concludes=(flag("kind", rules.CONTACT), Conclusion("", rules.current_work))),
    _move(ask.ACKNOWLEDGE_CONTACT, "ContactAcknowledged", SOCLE_2, (ASKED,), informs=CALLERS,
          concludes=(rules.said("asked_by"),)),
    _move(ask.ANSWER_CONTACT, "ContactAnswered", SOCLE_2, (ASKED,), ANSWERED, by=SERVICE,
          requires=(rules.it_is_a_request,), causes=(IS_A_SIGN,)),
    _move(ask.RAISE_EXCHANGE, "ExchangeRaised", LIVRET, enters=ASKED, by=EVERYBODY,
          requires=(pathway_is_alive,), causes=(GOES_OUT,),
          concludes=(flag("kind", rules.EXCHANGE), of_the_contract("site_calendar"))),
    _move(ask.SEND_EXCHANGE, "ExchangeSent", TOOL, (ASKED,), informs=ask.PARTIES,
          concludes=(rules.said("said_by"),)),
    _move(ask.ANSWER_EXCHANGE, "ExchangeAnswered", LIVRET, (ASKED,), ANSWERED, by=EVERYBODY,
          requires=(rules.it_is_an_exchange,), informs=ask.PARTIES),
)  # fmt: skip

REQUESTS = Setting(
    "P2-S07", "Délai de réponse du service dédié", "5 jours ouvrés", SOCLE_2,
)  # fmt: skip
EXCHANGES = Setting(
    "P1-P11", "Délai de réponse à un échange entre les parties", "10 jours calendaires", LIVRET,
)  # fmt: skip

ANSWER_REQUEST = Obligation(
    ref="P2-S07",
    name="answer_request",
    label="Répondre à une demande faite au service dédié",
    kind=Clock.MAX,
    starts=(On("ContactRecorded"),),
    within=Delay(5, Unit.JOURS_OUVRES),
    owed_by=Role.SERVICE_DEDIE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (Role.SERVICE_DEDIE,), offset=-3),
        Step(StepKind.LAST_CALL, (Role.SERVICE_DEDIE,), offset=0),
        Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
    ),
    closed_by=("ContactAnswered",),
    setting=REQUESTS,
    attested=False,
    source=SOCLE_2,
)


def _answer(ref: str, name: str, label: str, owed_by: Role, source: Source) -> Obligation:
    """Each party owes the answers that are asked of it."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=(On("ExchangeRaised"),),
        within=jours_calendaires(10),
        owed_by=owed_by,
        calendar=Where.FORMATION,
        applies=rules.asked_of(owed_by),
        steps=(
            Step(StepKind.REMINDER, (owed_by,), offset=-4),
            Step(StepKind.ESCALATION, (Role.RESPONSABLE_FORMATION,), offset=1),
        ),
        closed_by=("ExchangeAnswered",),
        setting=EXCHANGES,
        attested=False,
        source=source,
    )


ANSWERS = (
    _answer("P1-P11", "answer_of_the_tuteur", "Répondre à un échange : tuteur académique",
            Role.TUTEUR_ACADEMIQUE, LIVRET),
    _answer("P3-P06", "answer_of_the_maitre", "Répondre à un échange : maître d’apprentissage",
            Role.MAITRE_APPRENTISSAGE, TOOL),
    _answer("SYS-09", "answer_of_the_apprentice", "Répondre à un échange : apprenti",
            Role.APPRENTI, TOOL),
)  # fmt: skip

PHASE = Phase("exchanges", "Demandes et échanges", TRANSITIONS, (ANSWER_REQUEST, *ANSWERS))
