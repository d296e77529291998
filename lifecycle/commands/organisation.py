"""Formations and CFAs: who holds which role, which calendar, which settings."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

CODE = Field("code", "Code", required=True)
CALENDAR = ("france", "alsace-moselle")

ADD_FORMATION = Intention(
    "add-formation",
    "Créer une formation",
    (
        CODE,
        Field("title", "Intitulé", required=True),
        Field("calendar", "Calendrier", Kind.CHOICE, True, CALENDAR),
        Field("cfa", "CFA"),
    ),
    accepts_any=True,
)
SET_FORMATION = Intention(
    "set-formation",
    "Régler une formation",
    (Field("title", "Intitulé"), Field("calendar", "Calendrier", Kind.CHOICE, choices=CALENDAR), Field("cfa", "CFA")),
    accepts_any=True,
)  # fmt: skip
PUBLISH_ALTERNANCE = Intention(
    "publish-alternance",
    "Publier le calendrier d’alternance",
    (
        Field("alternance", "Alternance (2026-09-01/2027-08-31 CCEEE--)", Kind.LONG_TEXT, True),
        Field("consulted_on", "Consultation du", Kind.DATE),
        Field("consulted", "Qui a été consulté", personal=Role.DIRECTION),
    ),
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
