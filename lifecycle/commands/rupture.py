"""Breaking a contract: the steps of each procedure, the rupture itself, and what follows it.

Nothing says why in the clear: a ground is a code, and free words are under the apprentice's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

WISHES = ("leave", "sfp", "initial")
RESIGNATION, EXCLUSION, DISPUTE = PURPOSES = ("resignation", "exclusion", "dispute")
SITUATION = Field("situation", "Situation", Kind.INSTANCE)


def _day(name: str, label: str, *, required: bool = False) -> Field:
    return Field(name, label, Kind.DATE, required)


def _yes(name: str, label: str) -> Field:
    return Field(name, label, Kind.BOOLEAN)


SEIZED = _day("mediator_seized_on", "Médiateur saisi le")
INFORMED = _day("employer_informed_on", "Employeur informé le (date certaine)")
CONVENED = _day("convened_on", "Convocation présentée ou remise le")
INTERVIEW = _day("interview_on", "Entretien préalable tenu le")
FAULT = _day("fault_known_on", "Fait fautif connu le")
EXAM = _day("first_exam_on", "Premier examen médical le")
SECOND_EXAM = _day("second_exam_on", "Second examen médical le")
DIPLOMA = _day("diploma_told_on", "Employeur informé par écrit de la fin choisie, le")
COSIGNED = _yes("cosigned", "Signé aussi par le représentant légal, ou médiateur intervenu")
PROCEDURE = (SEIZED, INFORMED, CONVENED, INTERVIEW, FAULT, EXAM, SECOND_EXAM, DIPLOMA, COSIGNED)
"""What a step of the procedure says, or the rupture itself when nobody recorded the step."""


def record_rupture(grounds: tuple[str, ...], initiators: tuple[str, ...]) -> Intention:
    """The form of a rupture: its choices are those of the table of grounds."""
    return Intention(
        "record-rupture",
        "Enregistrer une rupture",
        (
            CONTRACT,
            Field("ground", "Motif de rupture", Kind.CHOICE, True, grounds),
            _day("broken_on", "Date de la rupture", required=True),
            Field("initiator", "À l’initiative de", Kind.CHOICE, choices=initiators),
            Field("wish", "Souhait de l’apprenti", Kind.CHOICE, choices=WISHES),
            _yes("written", "Constatée par écrit"),
            _day("notified_on", "Notifiée le"),
            *PROCEDURE,
            _yes("cerfa_p2s_signed", "Statut de stagiaire signé (Cerfa P2S)"),
            Field("circumstances", "Circonstances", Kind.LONG_TEXT, personal=Role.APPRENTI),
        ),
        dated_by="broken_on",
        check=_exams,
    )


def _exams(fields: Mapping[str, Any]) -> str | None:
    wrong = fields.get("second_exam_on", "9") < fields.get("first_exam_on", "")
    return "le second examen suit le premier." if wrong else None


BREAK_CONTRACT = Intention("break-contract", "Constater la rupture", internal=True)

# --- the steps of the procedures ---------------------------------------------------------------

SEIZE_MEDIATOR = Intention(
    "seize-mediator",
    "Enregistrer la saisine du médiateur",
    (
        CONTRACT,
        SEIZED,
        Field("purpose", "Objet", Kind.CHOICE, choices=PURPOSES),
        _yes("representative_silent", "Mineur, sans réponse de son représentant légal"),
    ),
    dated_by="mediator_seized_on",
)
INFORM_EMPLOYER = Intention(
    "inform-employer",
    "Enregistrer l’information de l’employeur (démission)",
    (CONTRACT, INFORMED, COSIGNED),
    dated_by="employer_informed_on",
)
CONVENE_TO_INTERVIEW = Intention(
    "convene-to-interview",
    "Enregistrer la convocation à l’entretien préalable",
    (CONTRACT, CONVENED),
    dated_by="convened_on",
)
HOLD_INTERVIEW = Intention(
    "hold-interview",
    "Enregistrer l’entretien préalable",
    (CONTRACT, INTERVIEW),
    dated_by="interview_on",
)
RECORD_FAULT = Intention(
    "record-fault",
    "Enregistrer la date à laquelle un fait fautif est connu",
    (CONTRACT, FAULT),
    dated_by="fault_known_on",
)
RECORD_UNFITNESS = Intention(
    "record-unfitness",
    "Enregistrer le premier examen du médecin du travail",
    (CONTRACT, EXAM),
    dated_by="first_exam_on",
)
CONFIRM_UNFITNESS = Intention(
    "confirm-unfitness",
    "Enregistrer le second examen du médecin du travail",
    (CONTRACT, SECOND_EXAM),
    dated_by="second_exam_on",
)
ANNOUNCE_DIPLOMA = Intention(
    "announce-diploma",
    "Enregistrer l’annonce d’une fin après diplôme",
    (CONTRACT, DIPLOMA, _day("chosen_end_on", "Fin choisie")),
    dated_by="diploma_told_on",
)
REFUSE_RESUMPTION = Intention(
    "refuse-resumption", "Enregistrer le refus de reprise par la DREETS", (CONTRACT,)
)
OPEN_DISCIPLINE = Intention(
    "open-discipline",
    "Ouvrir une procédure disciplinaire du CFA",
    (Field("alleged", "Griefs", Kind.LONG_TEXT, personal=Role.APPRENTI),),
)
HOLD_DISCIPLINARY_INTERVIEW = Intention(
    "hold-disciplinary-interview", "Enregistrer l’entretien disciplinaire du CFA", (SITUATION,)
)

OPEN_PROCEDURE = Intention("open-procedure", "Ouvrir la procédure de rupture", internal=True)

# --- what follows a rupture ----------------------------------------------------------------------

INFORM_FILING_BODY = Intention(
    "inform-filing-body", "Notifier la rupture à l’OPCO ou à la DDETS", (CONTRACT,)
)
CONTINUE_AFTER_RUPTURE = Intention(
    "continue-after-rupture", "Continuer la formation après la rupture", internal=True
)
RESUME_TRAINING = Intention("resume-training", "Reprendre la formation", internal=True)
LAPSE_SFP = Intention("lapse-sfp", "Constater la fin du statut de stagiaire", internal=True)
