"""Taking over what ran before the product: one dossier by hand, or many by an import.

`take-over` is said by people. The others are said by the import, each with the day on which it was
true: they are the ordinary life of a dossier, told after the fact.
"""

from __future__ import annotations

from lifecycle.commands.candidacy import APPRENTICE, PERSON, born
from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.duties import APPOINTABLE
from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

SITUATIONS = ("seeking", "sfp_before", "in_training", "sfp_after")
ORIGIN = (
    Field("file", "Fichier d’origine (SHA-256)"),
    Field("row", "Ligne du fichier", Kind.INTEGER),
)
PARTIES = (
    Field("employer_siret", "SIRET de l’employeur", Kind.SIRET),
    Field("employer_name", "Employeur", personal=Role.EMPLOYEUR),
    Field("employer_email", "Courriel de l’employeur", Kind.EMAIL, personal=Role.EMPLOYEUR),
    Field("employer_phone", "Téléphone de l’employeur", personal=Role.EMPLOYEUR),
    Field("sector", "Secteur", Kind.CHOICE, choices=("private", "public")),
    Field("site_calendar", "Calendrier du site", Kind.CHOICE, choices=("france", "alsace-moselle")),
    Field("maitre_apprentissage_name", "Maître d’apprentissage", personal=Role.MAITRE_APPRENTISSAGE),
    Field("maitre_apprentissage_email", "Courriel du maître d’apprentissage", Kind.EMAIL,
          personal=Role.MAITRE_APPRENTISSAGE),
    Field("maitre_apprentissage_phone", "Téléphone du maître d’apprentissage",
          personal=Role.MAITRE_APPRENTISSAGE),
)  # fmt: skip
PEOPLE = (
    PersonFields(
        Role.EMPLOYEUR,
        (("organisation", "employer_name"), ("email", "employer_email"), ("phone", "employer_phone")),
    ),
    PersonFields(
        Role.MAITRE_APPRENTISSAGE,
        (
            ("last_name", "maitre_apprentissage_name"),
            ("email", "maitre_apprentissage_email"),
            ("phone", "maitre_apprentissage_phone"),
            ("organisation", "employer_name"),
        ),
    ),
)  # fmt: skip
DATES = (
    Field("starts_on", "Début du contrat", Kind.DATE),
    Field("ends_on", "Fin du contrat", Kind.DATE),
)
MISSION = Field("mission", "Mission reprise")
DECA = Field("deca_number", "Numéro DECA")

TAKE_OVER = Intention(
    "take-over",
    "Reprendre un dossier en cours",
    (
        *APPRENTICE,
        Field("situation", "Situation", Kind.CHOICE, required=True, choices=SITUATIONS),
        Field("reprise", "Suivi ici depuis le (avant : « avant reprise »)", Kind.DATE),
        Field("contract_state", "Contrat", Kind.CHOICE, choices=("probation", "running", "broken", "ended")),
        *DATES,
        *PARTIES,
        DECA,
        *ORIGIN,
    ),
    (PERSON, *PEOPLE),
    check=born,
)  # fmt: skip


def _told(
    name: str, label: str, *fields: Field, people: tuple[PersonFields, ...] = ()
) -> Intention:
    return Intention(name, f"Reprendre : {label}", (*fields, *ORIGIN), people, internal=True)


SEEK = _told("take-over-seeking", "en recherche")
TAKE_OVER_SFP = _told("take-over-sfp", "stagiaire sans contrat")
TAKE_OVER_TRAINING = _told("take-over-training", "en formation")
TAKE_OVER_AFTER = _told("take-over-sfp-after", "stagiaire après rupture")
TAKE_OVER_GRADUATED = _told("take-over-graduated", "diplômé")
TAKE_OVER_FAILED = _told("take-over-failed", "ajourné")
TAKE_OVER_CONTACT = _told("take-over-contact", "coordonnées", *APPRENTICE, people=(PERSON,))
TAKE_OVER_ROLE = _told(
    "take-over-role",
    "qui tient un rôle",
    Field("role", "Rôle", Kind.CHOICE, True, tuple(APPOINTABLE)),
    Field("name", "Nom", personal="role"),
    Field("email", "Courriel", Kind.EMAIL, personal="role"),
    Field("phone", "Téléphone", personal="role"),
    people=(PersonFields("role", (("last_name", "name"), ("email", "email"), ("phone", "phone"))),),
)
TAKE_OVER_MISSION = _told(
    "take-over-mission",
    "mission validée",
    Field("title", "Intitulé de la mission", personal=Role.APPRENTI),
    *PARTIES,
    people=PEOPLE,
)
TAKE_OVER_CONTRACT = _told(
    "take-over-contract", "un contrat", MISSION, *DATES, *PARTIES, people=PEOPLE
)
TAKE_OVER_HIRING = _told("take-over-hiring", "embauche à venir")
TAKE_OVER_DETAILS = _told(
    "take-over-details", "ce que dit le contrat", CONTRACT, MISSION, *DATES, *PARTIES, people=PEOPLE
)
TAKE_OVER_SIGNATURE = _told("take-over-signature", "contrat signé", CONTRACT)
TAKE_OVER_VISA = _told("take-over-visa", "contrat visé", CONTRACT)
RESUME_PROBATION = _told("take-over-probation", "probatoire", CONTRACT)
RESUME_RUNNING = _told("take-over-running", "en cours", CONTRACT)
RESUME_BROKEN = _told("take-over-broken", "rompu", CONTRACT)
RESUME_ENDED = _told("take-over-ended", "échu", CONTRACT)
TAKE_OVER_TRANSMISSION = _told("take-over-transmission", "dépôt transmis", CONTRACT)
RESUME_FILING = _told("take-over-filing", "dépôt engagé", CONTRACT, DECA)
TAKE_OVER_OBLIGATION = Intention("take-over-obligation", "Noter : avant reprise", internal=True)
