"""Hours planned and done, month by month, with or without a contract; absences that are a signal.

A statement is true of its month and known on the day on which it comes: the time to examine what
it signals counts from that day.
"""

from __future__ import annotations

from lifecycle.commands import hours as ask
from lifecycle.legal import CHARTE, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import hours as rules
from lifecycle.rules.livret import act_has_happened
from lifecycle.states import candidacy as path
from lifecycle.states.contract.moves import STARTED
from lifecycle.vocabulary import Conclusion, Consequence, Setting, Transition

OFFICE = (
    Role.GESTIONNAIRE,
    Role.SECRETARIAT_PEDAGOGIQUE,
    Role.RESPONSABLE_FORMATION,
    Role.DIRECTION,
)
HELPERS = (Role.TUTEUR_ACADEMIQUE, Role.RESPONSABLE_FORMATION)
TRAINING = (path.SFP_BEFORE, path.IN_TRAINING, path.SFP_AFTER, path.IN_EXAMS)
AFTER = (path.GRADUATED, path.FAILED, path.FOLLOW_UP, path.ABANDONED, path.EXCLUDED,
         path.TRANSFERRED, path.REORIENTED)  # fmt: skip
"""The last month of somebody who has gone is often known after they went."""

HOURS = CHARTE["annexe, poste 1 §3 (heures prévues et heures réalisées)"]

TRANSITIONS = (
    Transition(
        ref="P1-P13",
        region="pathway",
        on=ask.RECORD_HOURS,
        leaves=(*TRAINING, *AFTER),
        records="HoursRecorded",
        by=OFFICE,
        requires=(rules.month_has_begun, rules.month_is_said_once),
        flags=(rules.remote_hours_are_proved,),
        concludes=(Conclusion("", rules.hours_of_the_month),),
        causes=(
            Consequence(
                ask.SIGNAL_ABSENCES,
                "contract",
                rules.absences_signalled(STARTED, with_contract=True),
                same=False,
            ),
            Consequence(
                ask.SIGNAL_ABSENCES_ALONE,
                "pathway",
                rules.absences_signalled(STARTED, with_contract=False),
            ),
        ),
        source=HOURS,
    ),
    Transition(
        ref="C-07",
        region="pathway",
        on=ask.RECORD_REMOTE_SESSION,
        leaves=(*TRAINING, *AFTER),
        records="RemoteSessionProved",
        by=(*OFFICE, Role.TUTEUR_ACADEMIQUE),
        requires=(act_has_happened,),
        concludes=(Conclusion("", rules.remote_of_the_month),),
        source=rules.DISTANCE,
    ),
    Transition(
        ref="A-05",
        region="contract",
        on=ask.SIGNAL_ABSENCES,
        leaves=STARTED,
        records="AbsencesSignalled",
        by=(Role.HORLOGE,),
        informs=(*HELPERS, Role.MAITRE_APPRENTISSAGE),
        source=rules.ATTENDANCE,
    ),
    Transition(
        ref="A-05",
        region="pathway",
        on=ask.SIGNAL_ABSENCES_ALONE,
        leaves=TRAINING,
        records="AbsencesSignalledWithoutContract",
        by=(Role.HORLOGE,),
        informs=HELPERS,
        source=rules.ATTENDANCE,
    ),
)
SETTINGS = (
    Setting(
        rules.THRESHOLD,
        "Heures d’absence non justifiée, dans un mois, qui font un signal",
        "10 heures",
        PRATIQUE["seuil d’absence non justifiée (aucun texte ne le fixe)"],
        pattern=r"[1-9]\d{0,2} heures",
    ),
)
