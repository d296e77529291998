"""The promotion of a year: its rentrée, its planning, its delegates, its survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

PROMOTION = Field("promotion", "Promotion", Kind.INSTANCE)
ELECTION_HOURS = ("hour_20_on", "hour_40_on")


def _dates_follow(fields: Mapping[str, Any]) -> str | None:
    if fields["ends_on"] <= fields["rentree_on"]:
        return "la promotion finit après sa rentrée."
    first, last = (fields.get(name) for name in ELECTION_HOURS)
    if first and last and last < first:
        return "la 40e heure vient après la 20e."
    return None


def _answers_were_asked(fields: Mapping[str, Any]) -> str | None:
    more = fields["answered"] > fields["asked"]
    return "il y a plus de réponses que d’envois." if more else None


OPEN_PROMOTION = Intention(
    "open-promotion",
    "Ouvrir la promotion d’une rentrée",
    (
        Field("title", "Intitulé"),
        Field("rentree_on", "Rentrée", Kind.DATE, True),
        Field("ends_on", "Dernier jour de formation", Kind.DATE, True),
        Field("hours_planned", "Heures de formation prévues", Kind.INTEGER, True),
        Field("session_starts_on", "Première session collective", Kind.DATE),
        Field("hour_20_on", "Jour de la 20e heure", Kind.DATE),
        Field("hour_40_on", "Jour de la 40e heure", Kind.DATE),
    ),
    check=_dates_follow,
)
PUBLISH_EVALUATIONS = Intention(
    "publish-evaluations",
    "Publier le planning des évaluations",
    (
        PROMOTION,
        Field("evaluations_link", "Lien vers le planning"),
        Field("evaluations", "Évaluations et leurs dates", Kind.LONG_TEXT),
    ),
)
ELECT_DELEGATES = Intention(
    "elect-delegates",
    "Enregistrer l’élection des délégués",
    (
        PROMOTION,
        Field("elected_on", "Élus le", Kind.DATE),
        Field("delegates", "Dossiers des délégués", Kind.REFS),
        Field(
            "delegate_names", "Titulaires et suppléants", Kind.LONG_TEXT, personal=Role.DIRECTION
        ),
        Field("shortage", "Procès-verbal de carence", Kind.BOOLEAN),
    ),
    dated_by="elected_on",
)
RECORD_CAMPAIGN = Intention(
    "record-campaign",
    "Enregistrer l’enquête de satisfaction d’une promotion",
    (
        PROMOTION,
        Field("asked", "Questionnaires envoyés", Kind.INTEGER, True),
        Field("answered", "Réponses reçues", Kind.INTEGER, True),
        Field("campaign_link", "Lien vers les résultats"),
    ),
    check=_answers_were_asked,
)
CLOSE_PROMOTION = Intention("close-promotion", "Clore la promotion", (PROMOTION,))

# --- what the door says of each who was elected -----------------------------------------------------

BECOME_DELEGATE = Intention(
    "become-delegate",
    "Constater l’élection comme délégué",
    (Field("house", "Formation", required=True), Field("promotion", "Promotion", required=True)),
    internal=True,
)
