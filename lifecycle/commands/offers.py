"""Offers of apprenticeship and of jobs, held by a formation or a CFA; former employers asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

OFFER = Field("offer", "Offre", Kind.INSTANCE)
KINDS = ("alternance", "emploi")
OFFER_CHANNELS: Mapping[str, str] = {
    "site": "site du CFA ou de l’établissement",
    "plateforme": "plateforme d’offres",
    "moodle": "Moodle",
    "courriel": "courriel aux apprentis",
    "reseaux": "réseaux sociaux",
    "affichage": "affichage",
    "salon": "salon ou forum",
    "alumni": "réseau des anciens",
}
EMPLOYER = (
    Field("employer_name", "Employeur", personal=Role.EMPLOYEUR),
    Field("employer_email", "Courriel de l’employeur", Kind.EMAIL, personal=Role.EMPLOYEUR),
)
SHEET = (
    Field("title", "Intitulé"),
    Field("employer_siret", "SIRET de l’employeur", Kind.SIRET),
    *EMPLOYER,
    Field("place", "Lieu de travail"),
    Field("site_calendar", "Calendrier du site", Kind.CHOICE, choices=("france", "alsace-moselle")),
    Field("missions", "Contenu de la mission", Kind.LONG_TEXT),
    Field("profile", "Profil recherché", Kind.LONG_TEXT),
    Field("skills", "Compétences (mots clés)"),
    Field("rome", "Code ROME"),
    Field("level", "Niveau du diplôme préparé"),
    Field("starts_on", "Début souhaité", Kind.DATE),
    Field("months", "Durée en mois", Kind.INTEGER),
    Field("link", "Adresse de l’offre"),
    Field("origin", "Plateforme ou personne d’où vient l’offre"),
)
PERSON = PersonFields(
    Role.EMPLOYEUR, (("organisation", "employer_name"), ("email", "employer_email"))
)
REQUIRED = ("title", "employer_name")


def _known_channels(fields: Mapping[str, Any]) -> str | None:
    unknown = [name for name in fields.get("channels", ()) if name not in OFFER_CHANNELS]
    return f"un canal est l’un de : {', '.join(OFFER_CHANNELS)}." if unknown else None


RECEIVE_OFFER = Intention(
    "receive-offer",
    "Enregistrer une offre",
    (
        Field("kind", "Offre d’alternance ou d’emploi", Kind.CHOICE, True, KINDS),
        Field("reference", "Référence chez qui l’a émise"),
        *(replace(f, required=f.name in REQUIRED) for f in SHEET),
        Field("received_on", "Reçue le", Kind.DATE),
    ),
    (PERSON,),
    dated_by="received_on",
)
UPDATE_OFFER = Intention("update-offer", "Actualiser une offre", (OFFER, *SHEET), (PERSON,))
QUALIFY_OFFER = Intention(
    "qualify-offer",
    "Qualifier une offre",
    (
        OFFER,
        Field("mission_fits", "Le contenu de la mission convient à la formation", Kind.BOOLEAN, True),
        Field("profile_fits", "Le profil convient aux apprentis de la formation", Kind.BOOLEAN, True),
        Field("remarks", "Précisions", Kind.LONG_TEXT),
        Field("qualified_on", "Qualifiée le", Kind.DATE),
    ),
    dated_by="qualified_on",
)  # fmt: skip
PUBLISH_OFFER = Intention(
    "publish-offer",
    "Diffuser une offre",
    (
        OFFER,
        Field("channels", "Canaux", Kind.REFS, required=True),
        Field("expires_on", "Diffusée jusqu’au", Kind.DATE),
        Field("published_on", "Diffusée le", Kind.DATE),
    ),
    dated_by="published_on",
    check=_known_channels,
)
RENEW_OFFER = Intention(
    "renew-offer",
    "Prolonger une offre, vérifiée auprès de l’employeur",
    (
        OFFER,
        Field("expires_on", "Diffusée jusqu’au", Kind.DATE),
        Field("checked_on", "Vérifiée le", Kind.DATE),
    ),
    dated_by="checked_on",
)
FILL_OFFER = Intention(
    "fill-offer",
    "Constater qu’une offre est pourvue",
    (
        OFFER,
        Field("filled_by", "Dossier de qui la pourvoit"),
        Field("filled_on", "Pourvue le", Kind.DATE),
    ),
    dated_by="filled_on",
)
WITHDRAW_OFFER = Intention("withdraw-offer", "Retirer une offre", (OFFER,))
EXPIRE_OFFER = Intention("expire-offer", "Constater qu’une offre est périmée", internal=True)

REVIEW_EMPLOYERS = Intention(
    "review-employers",
    "Enregistrer la relance des anciens employeurs",
    (
        Field("employers_asked", "Employeurs relancés", Kind.INTEGER, required=True),
        Field("employers_recruiting", "Qui recrutent encore", Kind.INTEGER),
        Field("employers_asked_on", "Relancés le", Kind.DATE),
    ),
    dated_by="employers_asked_on",
)
