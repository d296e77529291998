"""The search for an employer, and for a job afterwards: what is done with and for a candidate.

Words about somebody are their own: encrypted with the apprentice's key. The facts stand on the
pathway, whose fields are one mapping: each name says of what it speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

CHANNELS = ("courriel", "telephone", "visio", "rendez_vous", "formulaire", "salon")
SESSIONS = ("tre", "cv", "lettre", "entretien", "reseau", "soft_skills")
ANSWERS = ("attendue", "sans_reponse", "refus", "entretien", "proposition")
OUTCOMES = ("en_cours", "retenu", "non_retenu", "sans_suite")
PAPERS = {
    "has_cv": "CV relu",
    "has_letter": "Lettre de motivation relue",
    "has_transcripts": "Relevés de notes et diplômes",
    "has_identity": "Pièce d’identité, titre de séjour s’il en faut un",
    "has_company_sheet": "Fiche de la formation pour l’employeur",
}


def _own(name: str, label: str, kind: Kind = Kind.LONG_TEXT, required: bool = False) -> Field:
    """Words about the apprentice, or about whom they have met: nobody reads them without their key."""
    return Field(name, label, kind, required, personal=Role.APPRENTI)


RECORD_OUTREACH = Intention(
    "record-outreach",
    "Noter une prise de contact avec l’apprenti",
    (
        Field("outreach_channel", "Moyen", Kind.CHOICE, choices=CHANNELS),
        Field("reached_on", "Contact pris le", Kind.DATE),
        _own("outreach", "Ce qui s’est dit"),
    ),
    dated_by="reached_on",
)
RECORD_WISHES = Intention(
    "record-wishes",
    "Recueillir les souhaits",
    (
        _own("wishes", "Projet professionnel et missions souhaitées", required=True),
        _own("wished_sectors", "Secteurs et métiers", Kind.TEXT),
        _own("wished_places", "Lieux et mobilité", Kind.TEXT),
        Field("matches_training", "Attentes conformes à la formation", Kind.BOOLEAN),
        Field("wishes_on", "Recueillis le", Kind.DATE),
    ),
    dated_by="wishes_on",
)
RECORD_POSITIONING = Intention(
    "record-positioning",
    "Enregistrer le positionnement (Qualiopi 8)",
    (
        _own("strengths", "Forces"),
        _own("weaknesses", "Faiblesses"),
        _own("soft_skills", "Soft skills à renforcer"),
        _own("academic_gaps", "Faiblesses sur les attendus académiques"),
        _own("support_plan", "Soutien proposé"),
        Field("positioned_on", "Réalisé le", Kind.DATE),
    ),
    dated_by="positioned_on",
)
RECORD_COACHING = Intention(
    "record-coaching",
    "Enregistrer une séance de recherche d’emploi (TRE, entretien)",
    (
        Field("session", "Séance", Kind.CHOICE, True, SESSIONS),
        Field("was_present", "Y était", Kind.BOOLEAN),
        Field("coached_on", "Tenue le", Kind.DATE),
        _own("session_notes", "Ce qui est à travailler"),
    ),
    dated_by="coached_on",
)
RECORD_SEARCH_STEP = Intention(
    "record-search-step",
    "Noter une démarche de recherche",
    (
        _own("step_employer", "Employeur sollicité", Kind.TEXT, required=True),
        Field("step_channel", "Moyen", Kind.CHOICE, choices=CHANNELS),
        Field("step_answer", "Réponse", Kind.CHOICE, choices=ANSWERS),
        Field("step_on", "Démarche faite le", Kind.DATE),
    ),
    dated_by="step_on",
)
COMPLETE_APPLICATION = Intention(
    "complete-application",
    "Pointer les pièces du dossier de candidature",
    tuple(Field(name, label, Kind.BOOLEAN) for name, label in PAPERS.items()),
)
INTRODUCE_EMPLOYER = Intention(
    "introduce-employer",
    "Mettre en relation avec un employeur",
    (
        _own("introduced_employer", "Employeur", Kind.TEXT, required=True),
        _own("introduced_maitre", "Maître d’apprentissage pressenti", Kind.TEXT),
        Field("introduced_offer", "Offre"),
        Field("introduction_outcome", "Suite", Kind.CHOICE, choices=OUTCOMES),
        Field("introduced_on", "Mise en relation le", Kind.DATE),
    ),
    dated_by="introduced_on",
)

# --- offers that are sent to somebody ---------------------------------------------------------------

CONSENT_OFFERS = Intention("consent-offers", "Enregistrer l’accord pour recevoir des offres")
DECLINE_OFFERS = Intention("decline-offers", "Ne plus envoyer d’offres")


def _names_both(fields: Mapping[str, Any]) -> str | None:
    named = bool(fields.get("offer_of")), bool(fields.get("offer_id"))
    return "dites et qui tient l’offre, et son numéro." if len(set(named)) > 1 else None


PROPOSE_OFFER = Intention(
    "propose-offer",
    "Envoyer une offre à l’apprenti ou au diplômé",
    (
        Field("offer_title", "Offre", required=True),
        Field("offer_place", "Lieu"),
        Field("offer_link", "Adresse de l’offre"),
        Field("offer_until", "Répondre avant le", Kind.DATE),
        Field("offer_of", "Formation ou CFA qui la tient (formation:CODE, cfa:CODE)"),
        Field("offer_id", "Numéro de l’offre (o1)"),
    ),
    check=_names_both,
)
