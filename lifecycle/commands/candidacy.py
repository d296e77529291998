"""Asking to enter, being admitted, and every way of leaving the path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

APPRENTICE = (
    Field("first_name", "Prénom", required=True, personal=Role.APPRENTI),
    Field("last_name", "Nom de naissance", required=True, personal=Role.APPRENTI),
    Field("birth_date", "Date de naissance", Kind.DATE, required=True, personal=Role.APPRENTI),
    Field("email", "Courriel", Kind.EMAIL, required=True, personal=Role.APPRENTI),
    Field("formation", "Formation", required=True),
    Field("phone", "Téléphone", personal=Role.APPRENTI),
)
PERSON = PersonFields(
    Role.APPRENTI,
    tuple((name, name) for name in ("first_name", "last_name", "birth_date", "email", "phone")),
)


def born(fields: Mapping[str, Any]) -> str | None:
    year = int(str(fields["birth_date"])[:4])
    return None if 1925 <= year <= 2020 else "la date de naissance n’est pas plausible."


REGISTER_CANDIDACY = Intention(
    "register-candidacy",
    "Enregistrer une candidature",
    (*APPRENTICE, Field("origin", "Origine de la candidature")),
    (PERSON,),
    check=born,
)
ADMIT = Intention(
    "admit",
    "Admettre",
    (Field("positioning_done", "Positionnement réalisé (Qualiopi 8)", Kind.BOOLEAN),),
)
REFUSE_CANDIDACY = Intention("refuse-candidacy", "Refuser la candidature")
WITHDRAW_CANDIDACY = Intention("withdraw-candidacy", "Enregistrer un désistement")
START_WITHOUT_CONTRACT = Intention(
    "start-without-contract",
    "Commencer la formation sans contrat (SFP)",
    (Field("cerfa_p2s_signed", "Statut de stagiaire signé (Cerfa P2S)", Kind.BOOLEAN),),
)
ENTER_TRAINING = Intention("enter-training", "Entrer en formation", internal=True)
RECORD_ABANDONMENT = Intention("record-abandonment", "Enregistrer un abandon")
RECORD_EXCLUSION = Intention("record-exclusion", "Enregistrer une exclusion")
RECORD_TRANSFER = Intention("record-transfer", "Enregistrer un changement de CFA")
RECORD_REORIENTATION = Intention("record-reorientation", "Enregistrer une réorientation")
RECORD_DEATH = Intention("record-death", "Enregistrer un décès")
