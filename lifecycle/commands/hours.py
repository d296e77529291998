"""Hours of training by month, absences among them, and the proof of what is followed at a distance.

Whole hours: an indicator adds them up, and nobody counts an apprentice's minutes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.commands.livret import is_a_link, link

PROOFS = ("connexion", "travaux", "evaluation", "emargement")
MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
MOST_HOURS = 744  # 31 days of 24 hours
COUNTED = ("planned", "done", "absent_justified", "absent_unjustified", "distance")


def first_day(month: str) -> date:
    """The first day of a month written AAAA-MM."""
    return date.fromisoformat(f"{month}-01")


def _hours(name: str, label: str, *, required: bool = False) -> Field:
    return Field(name, label, Kind.INTEGER, required=required)


def impossible(fields: Mapping[str, Any]) -> str | None:
    """What one month cannot be, in French, or nothing."""
    planned, done = fields.get("planned", 0), fields.get("done", 0)
    absent = fields.get("absent_justified", 0) + fields.get("absent_unjustified", 0)
    if not MONTH.fullmatch(str(fields.get("month", ""))):
        return "le mois s’écrit AAAA-MM, comme 2026-10."
    if any(fields.get(name, 0) < 0 for name in COUNTED):
        return "des heures ne sont pas négatives."
    if max(planned, done) > MOST_HOURS:
        return f"un mois ne compte pas plus de {MOST_HOURS} heures."
    if absent > planned:
        return f"{absent} heures d’absence pour {planned} heures prévues."
    if fields.get("distance", 0) > done:
        return f"{fields['distance']} heures à distance pour {done} heures réalisées."
    return None


RECORD_HOURS = Intention(
    "record-hours",
    "Enregistrer les heures d’un mois",
    (
        Field("month", "Mois (AAAA-MM)", required=True),
        _hours("planned", "Heures prévues", required=True),
        _hours("done", "Heures réalisées", required=True),
        _hours("absent_justified", "Heures d’absence justifiée"),
        _hours("absent_unjustified", "Heures d’absence non justifiée"),
        _hours("distance", "Heures réalisées à distance"),
        Field("distance_proof", "Preuve du travail à distance", Kind.CHOICE, choices=PROOFS),
        Field("replaces", "Remplacent celles déjà enregistrées pour ce mois", Kind.BOOLEAN),
    ),
    check=impossible,
)
RECORD_REMOTE_SESSION = Intention(
    "record-remote-session",
    "Enregistrer la preuve d’une séance à distance",
    (
        Field("session_on", "Séance du", Kind.DATE, required=True),
        _hours("session_hours", "Heures", required=True),
        Field("distance_proof", "Preuve", Kind.CHOICE, True, PROOFS),
        link("link", "Lien vers la preuve"),
    ),
    dated_by="session_on",
    check=is_a_link,
)
SIGNAL_ABSENCES = Intention("signal-absences", "Signaler des absences", internal=True)
SIGNAL_ABSENCES_ALONE = Intention(
    "signal-absences-alone", "Signaler des absences, sans contrat", internal=True
)
