"""Formations and CFAs: who holds which role, which calendar, which settings."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation.partnership import PARTNERSHIPS
from lifecycle.people import Role

CODE = Field("code", "Code", required=True)
CALENDAR = ("france", "alsace-moselle")
REFERENCE = (
    Field("certificateur", "Établissement certificateur"),
    Field("lieu", "Lieu de formation"),
    Field("partnership", "CFA externe, interne, ou situation mixte", Kind.CHOICE, choices=PARTNERSHIPS),
    Field("composante", "Composante"),
    Field("diploma_code", "Code diplôme"),
    Field("rncp", "Fiche RNCP"),
    Field("portal_url", "Page du portail de formation"),
    Field("livret_url", "Livret d’apprentissage"),
    Field("distance_share", "Part de la formation à distance (%)", Kind.INTEGER),
)  # fmt: skip
"""Who does what for a formation, and where one reads of it (charter §2)."""

ADD_FORMATION = Intention(
    "add-formation",
    "Créer une formation",
    (
        CODE,
        Field("title", "Intitulé", required=True),
        Field("calendar", "Calendrier", Kind.CHOICE, True, CALENDAR),
        Field("cfa", "CFA"),
        *REFERENCE,
    ),
    accepts_any=True,
)
SET_FORMATION = Intention(
    "set-formation",
    "Régler une formation",
    (
        Field("title", "Intitulé"),
        Field("calendar", "Calendrier", Kind.CHOICE, choices=CALENDAR),
        Field("cfa", "CFA"),
        *REFERENCE,
    ),
    accepts_any=True,
)
PUBLISH_ALTERNANCE = Intention(
    "publish-alternance",
    "Publier le calendrier d’alternance",
    (
        Field("alternance", "Alternance (2026-09-01/2027-08-31 CCEEE--)", Kind.LONG_TEXT, True),
        Field("consulted_on", "Consultation du", Kind.DATE),
        Field("consulted", "Qui a été consulté", personal=Role.DIRECTION),
        Field("consulted_event", "Conseil ou comité qui l’a examiné (e1)"),
    ),
)
CONSTITUTE_COMMITTEE = Intention(
    "constitute-committee",
    "Constituer le comité de pilotage",
    (
        Field("composition", "Composition", Kind.LONG_TEXT, True, personal=Role.DIRECTION),
        Field("mandate", "Rôle du comité", Kind.LONG_TEXT),
        Field("organisation", "Organisation et fréquence", Kind.LONG_TEXT),
        Field("committee_since", "Comité constitué le", Kind.DATE),
    ),
    dated_by="committee_since",
)
ADD_CFA = Intention(
    "add-cfa",
    "Créer un CFA",
    (
        CODE,
        Field("title", "Nom", required=True),
        Field("calendar", "Calendrier", Kind.CHOICE, choices=CALENDAR),
    ),
    accepts_any=True,
)
SET_CFA = Intention(
    "set-cfa",
    "Régler un CFA",
    (Field("title", "Nom"), Field("calendar", "Calendrier", Kind.CHOICE, choices=CALENDAR)),
    accepts_any=True,
)
