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


def _born(fields: Mapping[str, Any]) -> str | None:
    year = int(str(fields["birth_date"])[:4])
    return None if 1925 <= year <= 2020 else "la date de naissance n’est pas plausible."


REGISTER_CANDIDACY = Intention(
    "register-candidacy",
    "Enregistrer une candidature",
    (*APPRENTICE, Field("origin", "Origine de la candidature")),
    (PERSON,),
    check=_born,
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

SITUATIONS = ("seeking", "sfp_before", "in_training", "sfp_after")
TAKE_OVER = Intention(
    "take-over",
    "Reprendre un dossier en cours",
    (
        *APPRENTICE,
        Field("situation", "Situation", Kind.CHOICE, required=True, choices=SITUATIONS),
        Field(
            "contract_state",
            "Contrat",
            Kind.CHOICE,
            choices=("probation", "running", "broken", "ended"),
        ),
        Field("starts_on", "Début du contrat", Kind.DATE),
        Field("ends_on", "Fin du contrat", Kind.DATE),
        Field("employer_siret", "SIRET de l’employeur", Kind.SIRET),
        Field("employer_name", "Employeur", personal=Role.EMPLOYEUR),
        Field("employer_email", "Courriel de l’employeur", Kind.EMAIL, personal=Role.EMPLOYEUR),
        Field("sector", "Secteur", Kind.CHOICE, choices=("private", "public")),
        Field(
            "site_calendar", "Calendrier du site", Kind.CHOICE, choices=("france", "alsace-moselle")
        ),
        Field("deca_number", "Numéro DECA"),
    ),
    (
        PERSON,
        PersonFields(
            Role.EMPLOYEUR, (("organisation", "employer_name"), ("email", "employer_email"))
        ),
    ),
    check=_born,
)
SEEK = Intention("take-over-seeking", "Reprendre : en recherche", internal=True)
TAKE_OVER_SFP = Intention("take-over-sfp", "Reprendre : stagiaire sans contrat", internal=True)
TAKE_OVER_TRAINING = Intention("take-over-training", "Reprendre : en formation", internal=True)
TAKE_OVER_AFTER = Intention(
    "take-over-sfp-after", "Reprendre : stagiaire après rupture", internal=True
)
TAKE_OVER_CONTRACT = Intention("take-over-contract", "Reprendre un contrat", internal=True)
RESUME_PROBATION = Intention("take-over-probation", "Reprendre : probatoire", internal=True)
RESUME_RUNNING = Intention("take-over-running", "Reprendre : en cours", internal=True)
RESUME_BROKEN = Intention("take-over-broken", "Reprendre : rompu", internal=True)
RESUME_ENDED = Intention("take-over-ended", "Reprendre : échu", internal=True)
RESUME_FILING = Intention("take-over-filing", "Reprendre : dépôt engagé", internal=True)
