"""What the first weeks owe: aids, rules, papers, tutors who know each other, their job and its tools.

Of a contract that was taken over they are not asked again: their weeks were over before us, and the
acts stay possible. Where the texts give no delay, the default is ours, and the partnership's to change.
"""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.calendar import Delay
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, Source
from lifecycle.people import Role
from lifecycle.rules import evidence as rules
from lifecycle.vocabulary import (
    Clock,
    Obligation,
    On,
    Setting,
    Step,
    StepKind,
    Where,
    jours_calendaires,
    mois,
)

TUTEUR, MAITRE, APPRENTI = (
    (role,) for role in (Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI)
)
CFA, RF, DIRECTION = (Role.GESTIONNAIRE,), (Role.RESPONSABLE_FORMATION,), (Role.DIRECTION,)
STARTED = (On("ContractStarted"),)
AT_ONCE = jours_calendaires(0)
SOCLE = CHARTE["annexe, poste 3, socle"]
CIBLE = CHARTE["annexe, poste 3, cible"]
DAY = (
    r"aucun|20\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    r"|02-(0[1-9]|1\d|2[0-8]))"
)
ADDRESS = r"aucun|https?://[^\s<>\"]{4,190}"


def _delay(ref: str, label: str, within: Delay, source: Source) -> Setting:
    return Setting(ref, label, str(within), source)


TELL_THE_AIDS = Obligation(
    ref="V2-02",
    name="tell_the_aids",
    label="Informer l’apprenti des aides (six sujets) et garder son accusé",
    kind=Clock.MAX,
    starts=(On("ApprenticeAdmitted"),),
    within=mois(1),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, (*APPRENTI, *CFA), offset=-7),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("AidsAcknowledged",),
    counts_if=rules.every_aid_is_told,
    attested=False,
    setting=_delay("V2-02", "Délai d’information sur les aides", mois(1), rules.AIDS_TOLD),
    source=rules.AIDS_TOLD,
)
RULES = CODE_DU_TRAVAIL["L. 6231-2 4°"]
KNOW_THE_RULES = Obligation(
    ref="C-13",
    name="know_the_rules",
    label="Faire connaître à l’apprenti droits, devoirs et règles de sécurité",
    kind=Clock.MAX,
    starts=STARTED,
    within=mois(1),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, APPRENTI, after_start=AT_ONCE),
        Step(StepKind.REMINDER, CFA, offset=-7),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("RulesAcknowledged",),
    attested=False,
    setting=_delay("C-13", "Délai de prise de connaissance des règles", mois(1), RULES),
    source=RULES,
)
SHARE_THE_TERMS = Obligation(
    ref="P3-S00",
    name="share_the_terms",
    label="Diffuser aux trois parties le référentiel et les modalités de suivi",
    kind=Clock.MAX,
    starts=STARTED,
    within=mois(1),
    owed_by=Role.RESPONSABLE_FORMATION,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, RF, offset=-15),
        Step(StepKind.ESCALATION, DIRECTION, offset=1),
    ),
    closed_by=("ReferentielShared",),
    counts_if=rules.follow_up_terms_are_shared,
    attested=False,
    setting=_delay("P3-S00", "Délai de diffusion des modalités de suivi", mois(1), SOCLE),
    source=SOCLE,
)
COORDINATION = CHARTE["§2.1 (coordination tuteur, maître d’apprentissage)"]
FIRST_CONTACT = Obligation(
    ref="E-08",
    name="first_contact",
    label="Prendre contact avec le maître d’apprentissage",
    kind=Clock.MAX,
    starts=STARTED,
    within=jours_calendaires(30),
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-10),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
    closed_by=("CoordinationRecorded", "VisitRecorded"),
    attested=False,
    setting=_delay(
        "E-08", "Délai du premier contact du tuteur", jours_calendaires(30), COORDINATION
    ),
    source=COORDINATION,
)
MISSIONS = CHARTE["§2.1 (missions des tuteurs)"]
ACCEPT_THE_TUTORING = Obligation(
    ref="E-05",
    name="accept_the_tutoring",
    label="Accuser réception de la lettre de mission du tuteur",
    kind=Clock.MAX,
    starts=(On("RoleAppointed"),),
    within=jours_calendaires(15),
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    applies=rules.the_tuteur_is_appointed,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-7),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
    closed_by=("TutoringAccepted",),
    attested=False,
    setting=_delay(
        "E-05", "Délai d’accusé de la lettre de mission", jours_calendaires(15), MISSIONS
    ),
    source=MISSIONS,
)


def _training(
    ref: str, name: str, label: str, who: Role, closed_by: tuple[str, ...], steps: Sequence[Step]
) -> Obligation:
    """Each is told of the training, and reminded, apart from the other."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=STARTED,
        within=mois(3),
        owed_by=Role.GESTIONNAIRE,
        calendar=Where.FORMATION,
        steps=(
            *steps,
            Step(StepKind.REMINDER, (who,), offset=-30),
            Step(StepKind.ESCALATION, DIRECTION, offset=1),
        ),
        closed_by=closed_by,
        counts_if=rules.trained_is(who),
        attested=False,
        setting=_delay(ref, f"Délai pour : {label}", mois(3), rules.TUTORS),
        source=rules.TUTORS,
    )


TRAIN_THE_TUTEUR = _training(
    "P3-P01", "train_the_tuteur", "Former le tuteur académique à ses missions",
    Role.TUTEUR_ACADEMIQUE, ("TutoringTrained", "EventAttended"), (),
)  # fmt: skip
TRAIN_THE_MAITRE = _training(
    "M-06", "train_the_maitre", "Former le maître d’apprentissage à ses missions",
    Role.MAITRE_APPRENTISSAGE, ("TutoringTrained",),
    (Step(StepKind.REMINDER, MAITRE, after_start=AT_ONCE),),
)  # fmt: skip
SHARE_THE_REPORT = Obligation(
    ref="P3-C04",
    name="share_the_report",
    label="Partager le compte rendu de la rencontre avec l’apprenti et le maître d’apprentissage",
    kind=Clock.MAX,
    starts=(On("VisitRecorded"),),
    within=jours_calendaires(15),
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    applies=rules.no_report_is_awaited,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-7),
        Step(StepKind.ESCALATION, RF, offset=1),
    ),
    closed_by=("ReportShared",),
    counts_if=rules.every_report_is_shared,
    attested=False,
    outlives=True,
    setting=_delay("P3-C04", "Délai de partage d’un compte rendu", jours_calendaires(15), CIBLE),
    source=CIBLE,
)

OBLIGATIONS = (
    TELL_THE_AIDS,
    KNOW_THE_RULES,
    SHARE_THE_TERMS,
    FIRST_CONTACT,
    ACCEPT_THE_TUTORING,
    TRAIN_THE_TUTEUR,
    TRAIN_THE_MAITRE,
    SHARE_THE_REPORT,
)


def _address(key: str, label: str, source: Source) -> Setting:
    """Where people read it: letters say it, each choice is a fact with its author and its day."""
    return Setting(key, label, rules.NO_ADDRESS, source, pattern=ADDRESS)


INFORMATION = CHARTE["annexe, poste 2, socle 1 (information accessible et actualisée)"]
SETTINGS = (
    _address("alterkit_url", "Adresse d’Alter’kit, ou de la formation des tuteurs", rules.TUTORS),
    _address("orientation_url", "Adresse du service d’orientation (Espace Avenir…)", INFORMATION),
    _address("aids_url", "Adresse de la page des aides", rules.AIDS_TOLD),
    Setting(
        "aids_reviewed_on",
        "Information sur les aides revue le (AAAA-MM-JJ)",
        rules.NO_ADDRESS,
        INFORMATION,
        pattern=DAY,
    ),
    _address("rules_url", "Adresse des droits, devoirs et règles de sécurité", RULES),
    _address("referentiel_url", "Adresse du référentiel, avec sa version", rules.PAPERS),
    _address("follow_up_terms_url", "Adresse des modalités de suivi", SOCLE),
    _address("evaluation_terms_url", "Adresse des modalités d’évaluation", CIBLE),
    _address("grid_url", "Adresse de la grille d’évaluation, avec sa version", SOCLE),
)
