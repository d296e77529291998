"""Proposing a mission, completing it, deciding on it."""

from __future__ import annotations

from lifecycle.commands.cerfa import cerfa_fields
from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

MISSION = Field("mission", "Mission", Kind.INSTANCE)
# What the charter asks to examine (annexe, poste 2, périmètre 2: référentiel, progression,
# calendrier de l’alternance, télétravail).
SHEET = {
    "competences": "Compétences du référentiel travaillées",
    "progression": "Progression des missions",
    "telework": "Périodes de télétravail",
    "alternance_periods": "Périodes de l’alternance",
}
SHEET_FIELDS = tuple(
    Field(name, label, Kind.LONG_TEXT, personal=Role.APPRENTI) for name, label in SHEET.items()
)
PRACTICE = (
    Field("maitre_apprentissage_years_of_practice", "Années de pratique", Kind.INTEGER),
    Field("maitre_apprentissage_has_diploma", "Diplôme du domaine", Kind.BOOLEAN),
)

SUBMIT_MISSION = Intention(
    "submit-mission",
    "Déposer une mission",
    (
        Field("employer_siret", "SIRET de l’employeur", Kind.SIRET, required=True),
        Field("employer_name", "Employeur", required=True, personal=Role.EMPLOYEUR),
        Field("employer_email", "Courriel de l’employeur", Kind.EMAIL, True, personal=Role.EMPLOYEUR),
        Field("sector", "Secteur", Kind.CHOICE, True, ("private", "public")),
        Field("site_calendar", "Calendrier du site", Kind.CHOICE, True, ("france", "alsace-moselle")),
        Field("maitre_apprentissage_name", "Maître d’apprentissage", required=True, personal=Role.MAITRE_APPRENTISSAGE),
        Field("maitre_apprentissage_email", "Courriel du maître d’apprentissage", Kind.EMAIL, True, personal=Role.MAITRE_APPRENTISSAGE),
        Field("title", "Intitulé de la mission", required=True, personal=Role.APPRENTI),
        Field("description", "Description", Kind.LONG_TEXT, True, personal=Role.APPRENTI),
        *SHEET_FIELDS,
        *PRACTICE,
        Field("cross_border", "Contrat transfrontalier", Kind.BOOLEAN),
        *cerfa_fields("maitreApprentissage"),
    ),
    (
        PersonFields(
            Role.EMPLOYEUR, (("organisation", "employer_name"), ("email", "employer_email"))
        ),
        PersonFields(
            Role.MAITRE_APPRENTISSAGE,
            (
                ("last_name", "maitre_apprentissage_name"),
                ("email", "maitre_apprentissage_email"),
                ("organisation", "employer_name"),
            ),
        ),
    ),
)  # fmt: skip
REQUEST_MISSION_CHANGES = Intention(
    "request-mission-changes",
    "Demander des compléments",
    (MISSION, Field("missing", "Rubriques à compléter", Kind.REFS)),
)
COMPLETE_MISSION = Intention(
    "complete-mission",
    "Fournir les compléments",
    (
        MISSION,
        Field("title", "Intitulé de la mission", personal=Role.APPRENTI),
        Field("description", "Description", Kind.LONG_TEXT, personal=Role.APPRENTI),
        *SHEET_FIELDS,
        *PRACTICE,
    ),
)
VALIDATE_MISSION = Intention(
    "validate-mission",
    "Valider la mission",
    (
        MISSION,
        *(Field(f"examined_{n}", f"Examiné : {label}", Kind.BOOLEAN) for n, label in SHEET.items()),
        Field("opinion", "Avis motivé", Kind.LONG_TEXT, personal=Role.APPRENTI),
    ),
)
REFUSE_MISSION = Intention("refuse-mission", "Refuser la mission", (MISSION,))
WITHDRAW_MISSION = Intention("withdraw-mission", "Retirer la mission", (MISSION,))
