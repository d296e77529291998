"""After the result: what the State observes, and the waves in which the CFA asks its own questions.

What is only observed is watched: a date comes, nobody owes anything. What asks the graduate stops
as soon as they object.
"""

from __future__ import annotations

from lifecycle.legal import CHARTE, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import follow_up as rules
from lifecycle.states.follow_up.duties import BACK, FAILED
from lifecycle.vocabulary import (
    Clock,
    DayOfYear,
    Obligation,
    On,
    Setting,
    Step,
    StepKind,
    Waves,
    Where,
    jours_calendaires,
    mois,
)

CFA = (Role.GESTIONNAIRE,)
GRADUATE = (Role.APPRENTI,)
DIPLOMA = ("DiplomaObtained", "DiplomaTakenOver")
GRADUATED = tuple(On(fact) for fact in DIPLOMA)
RESULT = (*GRADUATED, *FAILED)
STUDYING_AGAIN = tuple(fact for fact in BACK if fact not in DIPLOMA)
OBJECTION = "SurveysDeclined"
WAVES = (6, 18, 30)


INSERSUP = Obligation(
    ref="D80",
    name="insersup",
    label="InserSup observe l’emploi de la cohorte (DSN de juin et de décembre)",
    kind=Clock.SNAPSHOT,
    starts=tuple(On(fact, day=f"insersup_{n}") for fact in DIPLOMA for n in rules.INSERSUP),
    within=jours_calendaires(0),
    opens=mois(1),
    opens_before=True,
    owed_by=None,
    watched=True,
    calendar=Where.FORMATION,
    steps=(Step(StepKind.REMINDER, CFA, offset=-30), Step(StepKind.EXPIRY, CFA, offset=0)),
    attested=False,
    outlives=True,
    source=PRATIQUE["InserSup (SIES), dates d’observation"],
)
INSERJEUNES = Obligation(
    ref="D81",
    name="inserjeunes",
    label="InserJeunes observe l’emploi des sortants (niveaux 3 à 5)",
    kind=Clock.SNAPSHOT,
    starts=(*RESULT, On("TrainingAbandoned")),
    within=jours_calendaires(0),
    recurs=Waves((mois(6), mois(12), mois(18), mois(24))),
    owed_by=None,
    watched=True,
    calendar=Where.FORMATION,
    applies=rules.level_is_observed_by_inserjeunes,
    steps=(Step(StepKind.EXPIRY, CFA, offset=0),),
    cancelled_by=STUDYING_AGAIN,
    attested=False,
    outlives=True,
    source=PRATIQUE["InserJeunes (DEPP, Dares), dates d’observation"],
)
ORESIPE = Obligation(
    ref="D82",
    name="oresipe",
    label="ORESIPÉ : situation au 1er décembre, deux ans après ; coordonnées à jour d’ici là",
    kind=Clock.SNAPSHOT,
    starts=GRADUATED,
    within=DayOfYear(month=12, day=1, years=2),
    owed_by=None,
    watched=True,
    calendar=Where.FORMATION,
    applies=rules.surveys_are_welcome,
    steps=(
        Step(StepKind.REMINDER, GRADUATE, after_start=jours_calendaires(0)),
        Step(StepKind.REMINDER, GRADUATE, after_start=mois(6)),
        Step(StepKind.REMINDER, GRADUATE, after_start=mois(18)),
        Step(StepKind.EXPIRY, CFA, offset=0),
    ),
    cancelled_by=(OBJECTION,),
    attested=False,
    outlives=True,
    source=PRATIQUE["ORESIPÉ, situation au 1er décembre N + 2"],
)
SURVEY = Obligation(
    ref="D83",
    name="survey",
    label="Mener l’enquête de satisfaction et d’insertion",
    kind=Clock.RECURRING,
    starts=RESULT,
    within=jours_calendaires(30),
    recurs=Waves(tuple(mois(n) for n in WAVES)),
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    applies=rules.surveys_are_welcome,
    steps=(
        Step(StepKind.REMINDER, GRADUATE, after_start=jours_calendaires(0)),
        Step(StepKind.REMINDER, GRADUATE, after_start=jours_calendaires(15)),
        Step(StepKind.LAST_CALL, GRADUATE, offset=0),
        Step(StepKind.ESCALATION, CFA, offset=1),
    ),
    closed_by=("SurveyRecorded",),
    counts_if=rules.answer_is_of_this_wave,
    cancelled_by=(OBJECTION, *STUDYING_AGAIN),
    outlives=True,
    source=CHARTE["annexe, postes 1 §3 et 4"],
)

OBLIGATIONS = (INSERSUP, INSERJEUNES, ORESIPE, SURVEY)
SETTINGS = (
    Setting(
        "D83.waves",
        "Mois, après le résultat, auxquels l’enquête est menée",
        f"{','.join(map(str, WAVES))} mois",
        CHARTE["annexe, postes 1 §3 et 4 (« X mois »)"],
        pattern=r"[1-9]\d?(, ?[1-9]\d?)* mois",
    ),
)
