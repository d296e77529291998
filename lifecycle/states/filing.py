"""The filing (dépôt): at the OPCO silence refuses, at the DDETS silence accepts."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import filing as ask
from lifecycle.commands.contract import OPEN_FILING
from lifecycle.commands.intention import Intention
from lifecycle.commands.take_over import RESUME_FILING
from lifecycle.legal import CODE_DU_TRAVAIL, Source
from lifecycle.people import Role
from lifecycle.rules import filing, take_over
from lifecycle.rules.conclusions import CONTRACT_TERMS, from_the_subject
from lifecycle.states.contract.duties import STARTED
from lifecycle.vocabulary import (
    Clock,
    Consequence,
    Expiry,
    Obligation,
    On,
    Phase,
    Rule,
    State,
    Step,
    StepKind,
    Transition,
    jours_calendaires,
)

TO_TRANSMIT = State("to_transmit", "à transmettre", "not sent yet")
TRANSMITTED = State("transmitted", "transmis", "sent, not yet taken up")
UNDER_REVIEW = State("under_review", "en cours d’instruction", "taken up by the OPCO or DDETS")
INCOMPLETE = State("incomplete", "incomplet", "a document is missing")
ENGAGED = State("engaged", "engagé", "accepted, DECA number known")
REFUSED = State("refused", "refusé", "refused in writing")
IMPLICITLY_REFUSED = State(
    "implicitly_refused", "refus implicite", "the OPCO stayed silent 20 days"
)
IMPLICITLY_FILED = State("implicitly_filed", "dépôt implicite", "the DDETS stayed silent 20 days")
BROKEN = State("broken", "rompu", "closed by a rupture", final=True)
CANCELLED = State("cancelled", "annulé", "withdrawn", final=True)
SETTLED = State("settled", "soldé", "the balance is paid", final=True)

AWAITING = (TRANSMITTED, UNDER_REVIEW)
UNDECIDED = (TRANSMITTED, UNDER_REVIEW, INCOMPLETE, IMPLICITLY_REFUSED, REFUSED)
OPEN = (TO_TRANSMIT, *UNDECIDED, ENGAGED, IMPLICITLY_FILED)
OFFICE = (Role.GESTIONNAIRE, Role.DIRECTION)
DECIDERS = (Role.OPCO, Role.DDETS, *OFFICE)


def _move(
    ref: str,
    on: Intention,
    leaves: tuple[State, ...],
    enters: State,
    records: str,
    by: tuple[Role, ...],
    article: str,
    *,
    informs: tuple[Role, ...] = (),
    flags: tuple[Rule, ...] = (),
    causes: tuple[Consequence, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="filing",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        informs=informs,
        flags=flags,
        causes=causes,
        source=CODE_DU_TRAVAIL[article],
    )


BREAK = Consequence(ask.BREAK_FILING, "filing", filing.contract_is_broken)
SIGNED = (filing.file_holds_a_signed_contract,)
CFA = (Role.GESTIONNAIRE,)

TRANSITIONS = (
    Transition(
        ref="T09",
        region="filing",
        on=OPEN_FILING,
        enters=TO_TRANSMIT,
        records="FilingOpened",
        by=(Role.HORLOGE,),
        causes=(Consequence(RESUME_FILING, "filing", take_over.filing_is_known_engaged),),
        concludes=from_the_subject(*CONTRACT_TERMS),
        source=CODE_DU_TRAVAIL["D. 6224-1 et D. 6275-1"],
    ),
    _move("T16", ask.TRANSMIT_FILING, (TO_TRANSMIT,), TRANSMITTED, "FilingTransmitted",
          (Role.EMPLOYEUR, *OFFICE), "D. 6224-1 et D. 6275-1", flags=SIGNED),
    _move("T17", ask.ACKNOWLEDGE_FILING, (TRANSMITTED,), UNDER_REVIEW, "FilingAcknowledged",
          DECIDERS, "D. 6224-2"),
    _move("T18", ask.REPORT_INCOMPLETE_FILING, AWAITING, INCOMPLETE, "FilingReportedIncomplete",
          DECIDERS, "R. 6224-3", informs=(Role.GESTIONNAIRE, Role.EMPLOYEUR)),
    _move("T18", ask.COMPLETE_FILING, (INCOMPLETE,), UNDER_REVIEW, "FilingCompleted",
          (Role.EMPLOYEUR, *OFFICE), "R. 6224-3"),
    _move("T19", ask.ACCEPT_FILING, (*UNDECIDED, IMPLICITLY_FILED), ENGAGED, "FilingAccepted",
          DECIDERS, "D. 6224-2", informs=(Role.GESTIONNAIRE, Role.EMPLOYEUR)),
    _move("T20", ask.REFUSE_FILING, UNDECIDED, REFUSED, "FilingRefused",
          DECIDERS, "D. 6224-2", informs=(Role.GESTIONNAIRE, Role.DIRECTION)),
    _move("T20", ask.LAPSE_FILING, AWAITING, IMPLICITLY_REFUSED, "FilingImplicitlyRefused",
          (Role.HORLOGE,), "R. 6224-3"),
    _move("T21", ask.DEEM_FILED, AWAITING, IMPLICITLY_FILED, "FilingImplicitlyFiled",
          (Role.HORLOGE,), "R. 6275-3"),
    _move("T46", ask.REOPEN_FILING, (REFUSED, IMPLICITLY_REFUSED), TO_TRANSMIT, "FilingReopened",
          (Role.EMPLOYEUR, *OFFICE), "D. 6224-2"),
    _move("T47", ask.CLOSE_FILING, OPEN, CANCELLED, "FilingClosed",
          (Role.EMPLOYEUR, *OFFICE), "D. 6224-6 et D. 6275-5", causes=(BREAK,)),
    _move("T47", ask.BREAK_FILING, (CANCELLED,), BROKEN, "FilingBroken",
          (Role.HORLOGE,), "D. 6224-6 et D. 6275-5"),
)  # fmt: skip

FIVE_DAYS = Delay(5, Unit.JOURS_OUVRABLES)
TWENTY_DAYS = Delay(20, Unit.JOURS_CALENDAIRES)
EMPLOYER = (Role.EMPLOYEUR, Role.GESTIONNAIRE)
RECEIVED = (On("FilingTransmitted"), On("FilingCompleted"))
ANSWERED = (
    "FilingAccepted",
    "FilingRefused",
    "FilingImplicitlyRefused",
    "FilingImplicitlyFiled",
    "FilingTakenOver",
)
WITHDRAWN = ("FilingReportedIncomplete", "FilingClosed")


def _transmission(
    ref: str, to: str, starts: tuple[On, ...], applies: Rule, source: Source
) -> Obligation:
    return Obligation(
        ref=ref,
        name=f"transmit_filing_{to}",
        label=f"Transmettre le contrat {TO[to]}",
        kind=Clock.MAX,
        starts=starts,
        within=FIVE_DAYS,
        owed_by=Role.EMPLOYEUR,
        applies=applies,
        steps=(
            Step(StepKind.REMINDER, EMPLOYER, after_start=jours_calendaires(2)),
            Step(StepKind.REMINDER, EMPLOYER, after_start=jours_calendaires(4)),
            Step(StepKind.LAST_CALL, EMPLOYER, offset=0),
            Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
        ),
        closed_by=("FilingTransmitted", "FilingTakenOver"),
        cancelled_by=("FilingClosed",),
        attested=False,
        source=source,
    )


TO = {
    "opco": "à l’OPCO",
    "ddets": "à la DDETS (CELIA)",
    "cross_border": "à l’OPCO unique transfrontalier",
}

TRANSMIT_TO_OPCO = _transmission(
    "D11", "opco", STARTED, filing.employer_files_with_the_opco,
    CODE_DU_TRAVAIL["D. 6224-1"],
)  # fmt: skip
OPCO_SILENCE = Obligation(
    ref="D12",
    name="opco_answer",
    label="Réponse de l’OPCO (son silence vaut refus de prise en charge)",
    kind=Clock.SILENCE,
    starts=RECEIVED,
    within=TWENTY_DAYS,
    owed_by=Role.OPCO,
    watched=True,
    applies=filing.opco_decides,
    steps=(
        Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(10)),
        Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(15)),
        Step(StepKind.LAST_CALL, CFA, after_start=jours_calendaires(18)),
        Step(StepKind.EXPIRY, (Role.GESTIONNAIRE, Role.DIRECTION), offset=0),
    ),
    closed_by=ANSWERED,
    cancelled_by=WITHDRAWN,
    expiry=Expiry(ask.LAPSE_FILING, "filing"),
    attested=False,
    legal_notice=True,
    source=CODE_DU_TRAVAIL["R. 6224-3 et D. 6224-2"],
)
TRANSMIT_TO_DDETS = _transmission(
    "D13", "ddets", STARTED, filing.employer_files_with_the_ddets,
    CODE_DU_TRAVAIL["D. 6275-1 et L. 6227-11"],
)  # fmt: skip
DDETS_SILENCE = Obligation(
    ref="D14",
    name="ddets_answer",
    label="Réponse de la DDETS (son silence vaut dépôt accepté)",
    kind=Clock.SILENCE,
    starts=RECEIVED,
    within=TWENTY_DAYS,
    owed_by=Role.DDETS,
    watched=True,
    applies=filing.ddets_decides,
    steps=(Step(StepKind.EXPIRY, CFA, offset=0),),
    closed_by=ANSWERED,
    cancelled_by=WITHDRAWN,
    expiry=Expiry(ask.DEEM_FILED, "filing"),
    attested=False,
    legal_notice=True,
    source=CODE_DU_TRAVAIL["R. 6275-3"],
)
TRANSMIT_CROSS_BORDER = _transmission(
    "D15", "cross_border", (On("ContractSigned"),), filing.contract_is_cross_border,
    CODE_DU_TRAVAIL["D. 6235-9 et L. 6235-5 IV"],
)  # fmt: skip

PHASE = Phase(
    "filing",
    "Dépôt du contrat",
    TRANSITIONS,
    (TRANSMIT_TO_OPCO, OPCO_SILENCE, TRANSMIT_TO_DDETS, DDETS_SILENCE, TRANSMIT_CROSS_BORDER),
)
