"""What the livret and what is agreed make due. Charter, never law: every number is a setting.

The silence of the livret is one duty for each contract: an entry gives it a new date, so that a
year of entries is one duty and not fifty. It ends with its contract.
"""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands.livret import SIGNAL_SILENCE
from lifecycle.legal import CHARTE, PRATIQUE, Source
from lifecycle.people import Role
from lifecycle.rules import livret as rules
from lifecycle.states.contract.duties import IN_TRAINING
from lifecycle.states.livret.moves import LIVRET, PROGRESSION, TELEWORK
from lifecycle.vocabulary import (
    Clock,
    Expiry,
    Obligation,
    On,
    Setting,
    Step,
    StepKind,
    Where,
    jours_calendaires,
    mois,
)

TUTEUR = (Role.TUTEUR_ACADEMIQUE,)
RF = (Role.RESPONSABLE_FORMATION,)
CFA = (Role.GESTIONNAIRE,)
DIRECTION = (Role.DIRECTION,)
ENTRY = "LivretEntryRecorded"
SILENCE = Delay(8, Unit.SEMAINES)
ONE_MONTH = mois(1)
ONE_WEEK = jours_calendaires(7)

OPEN_THE_LIVRET = Obligation(
    ref="P3-S01",
    name="open_the_livret",
    label="Ouvrir le livret d’apprentissage, outil de suivi unique",
    kind=Clock.MAX,
    starts=IN_TRAINING,
    within=ONE_MONTH,
    owed_by=Role.GESTIONNAIRE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, CFA, after_start=jours_calendaires(15)),
        Step(StepKind.LAST_CALL, (*CFA, *TUTEUR), offset=0),
        Step(StepKind.ESCALATION, (*RF, *DIRECTION), offset=1),
    ),
    closed_by=("LivretOpened", ENTRY),
    setting=Setting(
        "P3-S01",
        "Délai d’ouverture du livret (« dès le début de la formation »)",
        str(ONE_MONTH),
        PRATIQUE["ouverture du livret (la charte ne donne pas de nombre)"],
    ),
    attested=False,
    source=LIVRET,
)
WRITE_IN_THE_LIVRET = Obligation(
    ref="P3-C03",
    name="write_in_the_livret",
    label="Garder le contact par le livret d’apprentissage",
    kind=Clock.MAX,
    starts=(On("LivretOpened"), On(ENTRY)),
    within=SILENCE,
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-14),
        Step(StepKind.LAST_CALL, TUTEUR, offset=0),
        Step(StepKind.EXPIRY, TUTEUR, offset=0),
        Step(StepKind.ESCALATION, RF, offset=8),
    ),
    expiry=Expiry(SIGNAL_SILENCE, "contract"),
    setting=Setting(
        "P3-C03",
        "Durée sans entrée au livret qui fait un silence (« contacts réguliers »)",
        str(SILENCE),
        PRATIQUE["silence du livret (la charte ne donne pas de nombre)"],
    ),
    attested=False,
    source=CHARTE["annexe, poste 3, cible (contacts réguliers via le livret)"],
)
EXAMINE_THE_SIGNAL = Obligation(
    ref=rules.SIGNAL,
    name="examine_the_signal",
    label="Examiner un signal de difficulté, et dire s’il en est une",
    kind=Clock.MAX,
    starts=(
        On("LivretFellSilent"),
        On("AbsencesSignalled"),
        On("AbsencesSignalledWithoutContract"),
    ),
    within=ONE_WEEK,
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    applies=rules.no_signal_waits,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-3),
        Step(StepKind.LAST_CALL, TUTEUR, offset=0),
        Step(StepKind.ESCALATION, RF, offset=1),
        Step(StepKind.ESCALATION, CFA, offset=8),
    ),
    closed_by=("DifficultyReported",),
    setting=Setting(
        rules.SIGNAL,
        "Délai pour examiner un signal de difficulté",
        str(ONE_WEEK),
        PRATIQUE["examen d’un signal (la charte ne donne pas de nombre)"],
    ),
    source=CHARTE["§2.1 (repérer les difficultés, aider à les résoudre)"],
)
REVIEW_THE_DIFFICULTY = Obligation(
    ref="T25",
    name="review_the_difficulty",
    label="Faire le point sur une difficulté signalée, et sur son plan d’action",
    kind=Clock.MAX,
    starts=(On("DifficultyReported"), On("DifficultyReviewed")),
    within=ONE_MONTH,
    owed_by=Role.TUTEUR_ACADEMIQUE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, TUTEUR, offset=-7),
        Step(StepKind.LAST_CALL, TUTEUR, offset=0),
        Step(StepKind.ESCALATION, RF, offset=1),
        Step(StepKind.ESCALATION, CFA, offset=15),
    ),
    closed_by=("DifficultyReviewed", "SituationResolved"),
    setting=Setting(
        "T25",
        "Rythme des points sur une difficulté",
        str(ONE_MONTH),
        PRATIQUE["point sur une difficulté (la charte ne donne pas de nombre)"],
    ),
    attested=False,
    source=CHARTE["§2.1 (repérer les difficultés, aider à les résoudre)"],
)


def _reviewed(
    ref: str, name: str, label: str, facts: tuple[str, str], day: str, source: Source
) -> Obligation:
    """What was agreed is looked at again on the day that the agreement says, when it says one."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.WINDOW,
        starts=tuple(On(fact, day=day, optional=True) for fact in facts),
        within=jours_calendaires(0),
        opens=mois(1),
        opens_before=True,
        owed_by=Role.TUTEUR_ACADEMIQUE,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, TUTEUR, offset=-14),
            Step(StepKind.LAST_CALL, TUTEUR, offset=0),
            Step(StepKind.ESCALATION, RF, offset=1),
        ),
        closed_by=(facts[1],),
        attested=False,
        source=source,
    )


REVIEW_PROGRESSION = _reviewed(
    "P2-P15",
    "review_progression",
    "Revoir la progression des missions à la date convenue",
    ("ProgressionAgreed", "ProgressionReviewed"),
    "progression_review_on",
    PROGRESSION,
)
REVIEW_TELEWORK = _reviewed(
    "P2-P18",
    "review_telework",
    "Revoir le télétravail à la date convenue",
    ("TeleworkAgreed", "TeleworkReviewed"),
    "telework_review_on",
    TELEWORK,
)

OBLIGATIONS = (
    OPEN_THE_LIVRET,
    WRITE_IN_THE_LIVRET,
    EXAMINE_THE_SIGNAL,
    REVIEW_THE_DIFFICULTY,
    REVIEW_PROGRESSION,
    REVIEW_TELEWORK,
)
