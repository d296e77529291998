"""Drawing up the contract, signing it, authorising it, starting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.cerfa import cerfa_fields
from lifecycle.commands.fields import RECORD, Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.commands.mission import PRACTICE
from lifecycle.people import Role

CONTRACT = Field("contract", "Contrat", Kind.INSTANCE)
LIFT = Field("lift", "Règles levées (refs), motif obligatoire", Kind.REFS)
PARTIES = ("employer", "apprentice", "legal_representative")
INSUFFICIENT = "insufficient"
RATINGS = (INSUFFICIENT, "satisfactory", "excellent")


def _dates(fields: Mapping[str, Any]) -> str | None:
    if fields.get("starts_on") and fields.get("ends_on", "9") <= fields["starts_on"]:
        return "la fin doit être après le début."
    return None


def _amended(fields: Mapping[str, Any]) -> str | None:
    if fields.get("ends_on", "9") < fields["takes_effect_on"]:
        return "le contrat ne finit pas avant la date d’effet."
    for who, label in (
        ("maitre_apprentissage", "maître d’apprentissage"),
        ("tuteur_academique", "tuteur académique"),
    ):
        named, mail = fields.get(f"{who}_name"), fields.get(f"{who}_email")
        if bool(named) != bool(mail):
            return f"nommez le {label} avec son courriel."
    return None


DRAFT_CONTRACT = Intention(
    "draft-contract",
    "Préparer un contrat",
    (
        Field("mission", "Mission", Kind.INSTANCE),
        Field("starts_on", "Début d’exécution", Kind.DATE, required=True),
        Field("ends_on", "Fin du contrat", Kind.DATE, required=True),
        Field("age_exempt", "Dérogation à la limite d’âge, justificatif vu", Kind.BOOLEAN),
        Field("extended_duration", "Durée portée à 4 ans, justificatif vu", Kind.BOOLEAN),
        Field("renewal_within_a_year", "Contrat dans l’année du précédent", Kind.BOOLEAN),
        *cerfa_fields("employeur", "apprenti", "contrat", "formation"),
    ),
    check=_dates,
)
OPEN_FILING = Intention("open-filing", "Ouvrir le dépôt", internal=True)
ISSUE_DOCUMENTS = Intention("issue-documents", "Éditer convention et CERFA", (CONTRACT, LIFT))
SIGN_CONTRACT = Intention(
    "sign-contract",
    "Enregistrer une signature",
    (CONTRACT, Field("party", "Signataire", Kind.CHOICE, True, PARTIES)),
)
COMPLETE_SIGNATURES = Intention("complete-signatures", "Constater la signature", internal=True)
REFUSE_SIGNATURE = Intention(
    "refuse-signature",
    "Enregistrer un refus de signature",
    (CONTRACT, Field("party", "Signataire", Kind.CHOICE, choices=PARTIES)),
)
GRANT_VISA = Intention("grant-visa", "Viser le contrat", (CONTRACT, LIFT))
ENDORSE_CONTRACT = Intention("endorse-contract", "Constater le visa", internal=True)
START_CONTRACT = Intention("start-contract", "Constater le début d’exécution", (CONTRACT,))
AMENDMENTS = tuple(map(str, range(31, 39)))  # the CERFA's own codes, from 31 to 38
MAITRE, TUTEUR = Role.MAITRE_APPRENTISSAGE, Role.TUTEUR_ACADEMIQUE
AMEND_CONTRACT = Intention(
    "amend-contract",
    "Enregistrer un avenant",
    (
        CONTRACT,
        Field("amendment_type", "Type d’avenant (CERFA)", Kind.CHOICE, True, AMENDMENTS),
        Field("takes_effect_on", "Date d’effet", Kind.DATE, required=True),
        Field("amendment_signed_on", "Avenant signé le", Kind.DATE),
        Field("object", "Objet de l’avenant", Kind.LONG_TEXT, personal=Role.APPRENTI),
        Field("ends_on", "Nouvelle fin du contrat", Kind.DATE),
        Field("extended_duration", "Durée portée à 4 ans, justificatif vu", Kind.BOOLEAN),
        Field("employer_siret", "SIRET de l’employeur", Kind.SIRET),
        Field("employer_name", "Employeur", personal=Role.EMPLOYEUR),
        Field("employer_email", "Courriel de l’employeur", Kind.EMAIL, personal=Role.EMPLOYEUR),
        Field("sector", "Secteur", Kind.CHOICE, choices=("private", "public")),
        Field("site_calendar", "Calendrier du site", Kind.CHOICE, choices=("france", "alsace-moselle")),
        Field("workplace", "Lieu d’exécution", personal=Role.EMPLOYEUR),
        Field("training_place", "Lieu principal de formation"),
        Field("maitre_apprentissage_name", "Nouveau maître d’apprentissage", personal=MAITRE),
        Field("maitre_apprentissage_email", "Courriel du maître d’apprentissage", Kind.EMAIL, personal=MAITRE),
        *PRACTICE,
        *cerfa_fields("maitreApprentissage"),
        Field("tuteur_academique_name", "Nouveau tuteur académique", personal=TUTEUR),
        Field("tuteur_academique_email", "Courriel du tuteur académique", Kind.EMAIL, personal=TUTEUR),
    ),
    (
        PersonFields(Role.EMPLOYEUR, (("organisation", "employer_name"), ("email", "employer_email"))),
        PersonFields(MAITRE, (("last_name", "maitre_apprentissage_name"), ("email", "maitre_apprentissage_email"))),
        PersonFields(TUTEUR, (("last_name", "tuteur_academique_name"), ("email", "tuteur_academique_email"))),
    ),
    check=_amended,
    dated_by="takes_effect_on",
)  # fmt: skip
CANCEL_CONTRACT = Intention("cancel-contract", "Annuler le contrat", (CONTRACT,))
RECORD_VISIT = Intention(
    "record-visit",
    "Enregistrer une rencontre avec l’employeur",
    (
        CONTRACT,
        Field("mode", "Modalité", Kind.CHOICE, choices=("site", "visio", "telephone")),
        Field("means_checked", "Moyens et mission vérifiés", Kind.BOOLEAN),
        Field("profile_checked", "Profil du poste vérifié", Kind.BOOLEAN),
        Field("telework_ok", "Télétravail conforme à ce qui est convenu", Kind.BOOLEAN),
        Field("environment", "Environnement propice à la progression", Kind.CHOICE, choices=RATINGS),
        Field("progression", "Montée en compétences, en responsabilité, en autonomie", Kind.CHOICE,
              choices=RATINGS, personal=Role.APPRENTI),
        Field("skills", "Compétences travaillées", Kind.LONG_TEXT, personal=Role.APPRENTI),
        Field("report", "Compte rendu, dont le lien entre entreprise et établissement",
              Kind.LONG_TEXT, personal=Role.APPRENTI, most=RECORD),
    ),
)  # fmt: skip
