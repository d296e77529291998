"""The exams, the diploma or one more year, the end of the contract, and what is asked afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

AMENDMENT, NEW_CONTRACT = MEANS = ("amendment", "new_contract")
BASES = ("consent", "legitimate_interest")
ORESIPE, INSERSUP, ALUMNI = RECIPIENTS = ("oresipe", "insersup", "alumni")


def _exams(fields: Mapping[str, Any]) -> str | None:
    wrong = fields.get("exams_end_on", "9") < fields["exams_on"]
    return "les épreuves finissent après avoir commencé." if wrong else None


CONVENE_TO_EXAMS = Intention(
    "convene-to-exams",
    "Convoquer aux épreuves",
    (
        Field("exams_on", "Première épreuve", Kind.DATE, required=True),
        Field("exams_end_on", "Dernière épreuve", Kind.DATE),
    ),
    check=_exams,
)
RECORD_SUCCESS = Intention(
    "record-success",
    "Enregistrer l’obtention du diplôme",
    (Field("obtained_on", "Diplôme obtenu le", Kind.DATE), Field("grade", "Mention")),
    dated_by="obtained_on",
)
RECORD_FAILURE = Intention(
    "record-failure",
    "Enregistrer un ajournement",
    (Field("failed_on", "Ajourné le", Kind.DATE),),
    dated_by="failed_on",
)
EXTEND_TRAINING = Intention(
    "extend-training",
    "Prolonger la formation après un échec",
    (
        Field("extended_until", "Prolongée jusqu’au", Kind.DATE, required=True),
        Field("means", "Par avenant, ou par un nouveau contrat", Kind.CHOICE, choices=MEANS),
    ),
)
SETTLE_FILING = Intention(
    "settle-filing",
    "Enregistrer le paiement du solde",
    (CONTRACT, Field("settled_on", "Solde payé le", Kind.DATE)),
    dated_by="settled_on",
)
ENTER_FOLLOW_UP = Intention("enter-follow-up", "Entrer dans le suivi post-formation")
OBJECT_TO_SURVEYS = Intention("object-to-surveys", "Enregistrer l’opposition aux enquêtes")
JOIN_ALUMNI = Intention(
    "join-alumni",
    "Rejoindre le réseau Alumni",
    (
        Field("legal_basis", "Base légale", Kind.CHOICE, True, BASES),
        Field("joined_on", "Adhésion du", Kind.DATE),
    ),
    dated_by="joined_on",
)

# --- what follows by itself -----------------------------------------------------------------------

ANNOUNCE_EXAMS = Intention("announce-exams", "Dire les épreuves au contrat", internal=True)
PROLONG_CONTRACT = Intention("prolong-contract", "Prolonger le contrat", internal=True)
OPEN_PROLONGATION = Intention("open-prolongation", "Ouvrir la prolongation", internal=True)
RECORD_TRANSMISSION = Intention(
    "record-transmission",
    "Noter une transmission de données",
    (
        Field("sent_to", "Transmis à", Kind.CHOICE, True, RECIPIENTS),
        Field("sent_data", "Données transmises", required=True),
    ),
    internal=True,
)
END_CONTRACT = Intention("end-contract", "Constater le terme du contrat", internal=True)
