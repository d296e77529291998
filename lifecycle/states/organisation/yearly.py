"""What the promotion of a year owes, between its rentrée and its last day.

What the charter asks «each year» of a formation is asked of the promotion of that year: opening it
makes it due, and a year without promotion is itself owed (`councils`).
"""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, DELIBERATION, Source
from lifecycle.people import Role
from lifecycle.rules import collective
from lifecycle.rules import promotions as rules
from lifecycle.states.organisation.promotions import ELECTION, PERIMETER_1
from lifecycle.vocabulary import (
    Clock,
    Every,
    Obligation,
    On,
    Rule,
    Setting,
    Step,
    StepKind,
    Where,
    jours_calendaires,
    mois,
)

RF = (Role.RESPONSABLE_FORMATION,)
CFA = (Role.GESTIONNAIRE,)
STUDIES = (Role.DIRECTION_ETUDES,)
AT_RENTREE = (On("PromotionOpened", day="rentree_on"),)
AT_ITS_END = (On("PromotionOpened", day="ends_on"),)
WITHIN_THE_YEAR = mois(12)
AFTER_RENTREE = Delay(15, Unit.JOURS_CALENDAIRES)


def _of_the_year(
    ref: str,
    name: str,
    label: str,
    source: Source,
    closed_by: tuple[str, ...],
    counts_if: Rule | None,
    *,
    starts: tuple[On, ...] = AT_RENTREE,
    within: Delay = WITHIN_THE_YEAR,
    owed_by: Role = Role.RESPONSABLE_FORMATION,
    times: int = 1,
    applies: Rule | None = None,
    remind: tuple[int, ...] = (-60, -21),
) -> Obligation:
    """Owed once by each promotion: reminded to its owner, then told to the direction des études."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=starts,
        within=within,
        owed_by=owed_by,
        calendar=Where.FORMATION,
        steps=(
            *(Step(StepKind.REMINDER, (owed_by,), offset=days) for days in remind),
            Step(StepKind.ESCALATION, STUDIES, offset=1),
        ),
        closed_by=closed_by,
        counts_if=counts_if,
        times=times,
        applies=applies,
        outlives=True,
        source=source,
    )


HELD = ("EventHeld",)
HOLD_RENTREE = Obligation(
    ref="D25",
    name="hold_rentree_meeting",
    label="Tenir la réunion de rentrée apprentissage",
    kind=Clock.MAX,
    starts=AT_RENTREE,
    within=AFTER_RENTREE,
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        # Thirty days before the rentrée itself.
        Step(StepKind.REMINDER, RF, offset=-30 - AFTER_RENTREE.n),
        Step(StepKind.LAST_CALL, RF, offset=-2),
        Step(StepKind.ESCALATION, (*STUDIES, *CFA), offset=1),
    ),
    closed_by=HELD,
    counts_if=collective.event_is("reunion_rentree"),
    setting=Setting(
        "D25",
        "Tenue de la réunion de rentrée, après la rentrée (la charte ne dit pas de délai)",
        str(AFTER_RENTREE),
        PERIMETER_1,
    ),
    outlives=True,
    source=PERIMETER_1,
)
ELECT_DELEGATES = Obligation(
    ref="D26",
    name="elect_delegates",
    label="Faire élire les délégués, entre la 20e et la 40e heure",
    kind=Clock.WINDOW,
    starts=(On("PromotionOpened", day="hour_40_on"),),
    within=jours_calendaires(0),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    applies=rules.session_elects_delegates,
    steps=(
        Step(StepKind.REMINDER, CFA, offset=-14),
        Step(StepKind.LAST_CALL, (*CFA, *RF), offset=-1),
        Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
    ),
    closed_by=("DelegatesElected",),
    counts_if=rules.election_is_not_too_early,
    attested=False,
    outlives=True,
    source=ELECTION,
)
PLAN_MEETINGS = Obligation(
    ref="P1-P03",
    name="plan_meetings",
    label="Prévoir les réunions pédagogiques du semestre",
    kind=Clock.RECURRING,
    starts=AT_RENTREE,
    within=mois(6),
    recurs=Every(mois(6), until="ends_on"),
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, after_start=jours_calendaires(30)),
        Step(StepKind.LAST_CALL, RF, offset=-30),
        Step(StepKind.ESCALATION, STUDIES, offset=1),
    ),
    closed_by=("EventPlanned", *HELD),
    counts_if=collective.event_is("reunion_pedagogique"),
    outlives=True,
    source=PERIMETER_1,
)
HOLD_RETOURS = Obligation(
    ref="P1-P05",
    name="hold_retours",
    label="Tenir avec le groupe le retour d’alternance du trimestre",
    kind=Clock.RECURRING,
    starts=AT_RENTREE,
    within=mois(3),
    recurs=Every(mois(3), until="ends_on", aligned="O-06"),
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-30),
        Step(StepKind.ESCALATION, STUDIES, offset=1),
    ),
    closed_by=HELD,
    counts_if=collective.event_is("retour_alternance"),
    outlives=True,
    source=CHARTE["annexe, poste 1 §1 et poste 3, socle"],
)
PUBLISH_EVALUATIONS = _of_the_year(
    "P2-P17",
    "publish_evaluations",
    "Publier le planning des évaluations avant la rentrée",
    CHARTE["annexe, poste 2 §2 (planning des évaluations)"],
    ("EvaluationsPublished",),
    None,
    within=jours_calendaires(0),
    remind=(-21,),
)
INFORM_EMPLOYERS = _of_the_year(
    "DEL-06",
    "inform_employers",
    "Tenir une réunion d’information pour les employeurs",
    DELIBERATION["axe pilotage (réunions d’information des employeurs)"],
    HELD,
    collective.event_is("information_employeurs"),
)
HOLD_COUNCIL = _of_the_year(
    "DEL-05",
    "hold_formation_council",
    "Tenir le conseil de perfectionnement de la formation",
    CHARTE["annexe, poste 1, socle (conseil de perfectionnement de l’établissement)"],
    HELD,
    collective.event_is("conseil_perfectionnement"),
)
PREVENT = _of_the_year(
    "C-14",
    "hold_prevention_sessions",
    "Sensibiliser au handicap, aux discriminations, à l’égalité et au harcèlement",
    CODE_DU_TRAVAIL["L. 6231-2 7° à 9°"],
    HELD,
    collective.prevention_is_new,
    owed_by=Role.GESTIONNAIRE,
    times=len(collective.PREVENTION),
)
MEET_RECRUITERS = _of_the_year(
    "P4-S06",
    "meet_recruiters",
    "Faire se rencontrer les apprentis en fin de formation et les recruteurs",
    CHARTE["annexe, poste 4, socle (jobdatings)"],
    HELD,
    collective.event_is("jobdating", "bourse_emploi", "forum_stage_emploi"),
    starts=AT_ITS_END,
    within=jours_calendaires(0),
    owed_by=Role.SERVICE_ORIENTATION,
)
SURVEY_PROMOTION = _of_the_year(
    "DEL-26",
    "survey_promotion",
    "Mener l’enquête de satisfaction de la promotion",
    CHARTE["annexe, postes 1 §3 et 4, socle (enquête de satisfaction)"],
    ("CampaignRecorded",),
    None,
    starts=AT_ITS_END,
    within=jours_calendaires(30),
    owed_by=Role.QUALITE,
)
REVISE_INDICATORS = _of_the_year(
    "P1-C03",
    "revise_indicators",
    "Réviser la liste des indicateurs et des jalons",
    CHARTE["annexe, poste 1, cible"],
    HELD,
    collective.indicators_were_revised,
    applies=collective.cible_is_chosen(
        "P1-C03", "La révision annuelle des indicateurs est une cible que le partenariat n’a pas encore choisie."
    ),
    owed_by=Role.QUALITE,
)  # fmt: skip
MEET_EMPLOYERS = _of_the_year(
    "P2-C07",
    "meet_employers",
    "Organiser une rencontre entre candidats et employeurs recruteurs",
    CHARTE["annexe, poste 2 §2, cible"],
    HELD,
    collective.event_is("rencontre_recruteurs", "jobdating", "forum_alternance"),
    applies=collective.cible_is_chosen(
        "P2-C07", "L’intermédiation avec les employeurs est une cible que le partenariat n’a pas encore choisie."
    ),
    owed_by=Role.SERVICE_DEDIE,
)  # fmt: skip


def _wanted(ref: str, label: str, source: Source) -> Setting:
    return Setting(f"{ref}.wanted", label, "non", source, choices=("non", "oui"))


OBLIGATIONS = (
    HOLD_RENTREE,
    ELECT_DELEGATES,
    PUBLISH_EVALUATIONS,
    PLAN_MEETINGS,
    HOLD_RETOURS,
    HOLD_COUNCIL,
    INFORM_EMPLOYERS,
    PREVENT,
    REVISE_INDICATORS,
    MEET_EMPLOYERS,
    MEET_RECRUITERS,
    SURVEY_PROMOTION,
)
SETTINGS = (
    _wanted("P1-C03", "La liste des indicateurs et jalons est révisée chaque année (cible)",
            REVISE_INDICATORS.source),
    _wanted("P2-C07", "Des rencontres avec des employeurs recruteurs sont organisées (cible)",
            MEET_EMPLOYERS.source),
)  # fmt: skip
