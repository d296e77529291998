"""What a CFA answers for each year, its certification, and the controls that it receives.

A public university is held to be certified by its accreditation (L. 6316-4 II): where nobody records
a certification, none is owed.
"""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation import quality as ask
from lifecycle.legal import CODE_DU_TRAVAIL, CONTROLE_OPCO, Source
from lifecycle.people import Role
from lifecycle.rules import partnership as rules
from lifecycle.rules.livret import act_has_happened
from lifecycle.rules.partnership import BILAN, QUALIOPI, SIFA
from lifecycle.states.organisation.houses import ACTIVE
from lifecycle.vocabulary import (
    Clock,
    Every,
    Expiry,
    Obligation,
    On,
    Rule,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
    mois,
)

CERTIFIED = State("certified", "certifié", "for three years")
EXPIRED = State("expired", "certification échue", "not renewed in time; may be renewed still")
ANNOUNCED = State("announced", "en attente d’observations", "the CFA may still answer")
ANSWERED = State("answered", "observations envoyées", "the CFA has answered", final=True)

CFA = (Role.GESTIONNAIRE,)
DIRECTION = (Role.DIRECTION,)
QUALITY = (Role.QUALITE,)
BY = (*CFA, *DIRECTION, *QUALITY)


def _move(
    region: str,
    on: Intention,
    records: str,
    enters: State | None,
    source: Source,
    *leaves: State,
    by: tuple[Role, ...] = BY,
    requires: tuple[Rule, ...] = (),
    flags: tuple[Rule, ...] = (),
) -> Transition:
    return Transition(
        ref="QUALITE",
        region=region,
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=(*((act_has_happened,) if on.dated_by else ()), *requires),
        flags=flags,
        source=source,
    )


TRANSITIONS = (
    _move("cfa", ask.RECORD_SIFA, "SifaRecorded", None, SIFA, ACTIVE,
          requires=(rules.photo_is_taken,)),
    _move("cfa", ask.RECORD_BILAN, "BilanRecorded", None, BILAN, ACTIVE,
          requires=(rules.its_year_is_over,)),
    _move("certification", ask.RECORD_CERTIFICATION, "CertificationRecorded", CERTIFIED, QUALIOPI,
          requires=(rules.no_other_certification_holds,)),
    _move("certification", ask.RECORD_SURVEILLANCE, "SurveillanceRecorded", None, QUALIOPI,
          CERTIFIED, flags=(rules.surveillance_is_in_its_window,)),
    _move("certification", ask.RENEW_CERTIFICATION, "CertificationRenewed", CERTIFIED, QUALIOPI,
          CERTIFIED, EXPIRED),
    _move("certification", ask.LAPSE_CERTIFICATION, "CertificationLapsed", EXPIRED, QUALIOPI,
          CERTIFIED, by=(Role.HORLOGE,)),
    _move("control", ask.RECORD_CONTROL, "ControlRecorded", ANNOUNCED,
          CODE_DU_TRAVAIL["R. 6251-3"]),
    _move("control", ask.ANSWER_CONTROL, "ControlAnswered", ANSWERED,
          CODE_DU_TRAVAIL["R. 6251-3"], ANNOUNCED),
)  # fmt: skip


# --- each year -------------------------------------------------------------------------------------


CENSUS = Obligation(
    ref="D90",
    name="sifa",
    label="SIFA : dossiers contrôlés pour la photo des apprentis au 31 décembre, fichier déposé",
    kind=Clock.SNAPSHOT,
    starts=(On("CfaAdded", day="sifa_from"),),
    within=mois(12),
    recurs=Every(mois(12)),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, CFA, offset=-30),  # 1 December
        Step(StepKind.REMINDER, CFA, offset=-16),  # 15 December
        Step(StepKind.ESCALATION, (*CFA, *DIRECTION), offset=7),  # 7 January: the campaign opens
    ),
    closed_by=("SifaRecorded",),
    # A check made before the first reminder is none of the photo: apprentices still come.
    counts_if=rules.of_that_year("sifa_year", SIFA, rules.DECEMBER_1),
    source=SIFA,
)
REPORT = Obligation(
    ref="D91",
    name="bilan",
    label="Transmettre le bilan pédagogique et financier avant le 30 avril",
    kind=Clock.RECURRING,
    starts=(On("CfaAdded", day="bilan_from"),),
    within=mois(12),
    recurs=Every(mois(12)),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, CFA, offset=-60),
        Step(StepKind.REMINDER, CFA, offset=-21),
        Step(StepKind.LAST_CALL, (*CFA, *DIRECTION), offset=-3),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("BilanRecorded",),
    counts_if=rules.of_that_year("bilan_year", BILAN),
    source=BILAN,
)
PUBLISHED_RATES = Obligation(
    ref="D92",
    name="published_rates",
    label="Taux publiés par l’État à partir de SIFA : relire et diffuser ceux du CFA",
    kind=Clock.SNAPSHOT,
    starts=(On("SifaRecorded"),),
    within=mois(12),
    owed_by=None,
    watched=True,
    calendar=Where.FORMATION,
    applies=rules.sifa_was_deposited,
    steps=(Step(StepKind.REMINDER, QUALITY, offset=-30), Step(StepKind.EXPIRY, CFA)),
    attested=False,
    source=CODE_DU_TRAVAIL["L. 6111-8"],
)


# --- Qualiopi ---------------------------------------------------------------------------------------


CERTIFIED_ON = (
    On("CertificationRecorded", day="certified_on"),
    On("CertificationRenewed", day="certified_on"),
)
RENEW = Obligation(
    ref="D93",
    name="renew_certification",
    label="Renouveler la certification Qualiopi avant ses trois ans",
    kind=Clock.MAX,
    starts=CERTIFIED_ON,
    within=mois(36),
    owed_by=Role.QUALITE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, QUALITY, offset=-183),
        Step(StepKind.REMINDER, QUALITY, offset=-92),
        Step(StepKind.LAST_CALL, (*QUALITY, *DIRECTION), offset=-30),
        Step(StepKind.EXPIRY, DIRECTION),
        Step(StepKind.ESCALATION, (*DIRECTION, *CFA), offset=1),
    ),
    closed_by=("CertificationRenewed",),
    expiry=Expiry(ask.LAPSE_CERTIFICATION, "certification"),
    attested=False,
    source=QUALIOPI,
)
SURVEILLANCE = Obligation(
    ref="Q-13",
    name="surveillance_audit",
    label="Tenir l’audit de surveillance, du 14e au 22e mois",
    kind=Clock.WINDOW,
    starts=CERTIFIED_ON,
    within=mois(22),
    opens=mois(14),
    owed_by=Role.QUALITE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, QUALITY, after_start=mois(14)),
        Step(StepKind.REMINDER, QUALITY, offset=-92),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("SurveillanceRecorded",),
    cancelled_by=("CertificationRenewed",),
    attested=False,
    source=QUALIOPI,
)


# --- controls: what the other side must leave us ---------------------------------------------------------


def _left_to_us(
    ref: str, name: str, label: str, days: int, source: Source, rule: Rule
) -> Obligation:
    """The first day on which the other side may conclude: observations leave before it."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MIN,
        starts=(On("ControlRecorded", day="received_on"),),
        within=Delay(days, Unit.JOURS_CALENDAIRES),
        owed_by=Role.QUALITE,
        watched=True,
        calendar=Where.FORMATION,
        applies=rule,
        steps=(
            Step(StepKind.REMINDER, QUALITY, after_start=jours_calendaires(1)),
            Step(StepKind.LAST_CALL, (*QUALITY, *DIRECTION), offset=-days // 3),
        ),
        closed_by=("ControlAnswered",),
        attested=False,
        source=source,
    )


PEDAGOGICAL_CONTROL = _left_to_us(
    "D94",
    "answer_pedagogical_control",
    "Rapport du contrôle pédagogique : trente jours au moins pour envoyer des observations",
    30,
    CODE_DU_TRAVAIL["R. 6251-3"],
    rules.control_is("pedagogique", "R. 6251-3"),
)
OPCO_CONTROL = _left_to_us(
    "D95",
    "answer_opco_control",
    "Contrôle qualité de l’OPCO : sept jours au moins pour envoyer des observations",
    7,
    CONTROLE_OPCO["R. 6332-26"],
    rules.control_is("qualite_opco", "R. 6332-26"),
)

OBLIGATIONS = (
    CENSUS,
    REPORT,
    PUBLISHED_RATES,
    RENEW,
    SURVEILLANCE,
    PEDAGOGICAL_CONTROL,
    OPCO_CONTROL,
)
