"""The livret d’apprentissage, what is agreed for one apprentice, and what its silence signals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.commands.training import SITUATION
from lifecycle.people import Role

AUTHORS = (
    Role.APPRENTI,
    Role.MAITRE_APPRENTISSAGE,
    Role.TUTEUR_ACADEMIQUE,
    Role.RESPONSABLE_FORMATION,
    Role.GESTIONNAIRE,
)
PROGRESS = ("ahead", "as_agreed", "behind")
WHY_ADAPTED = ("niveau_diplome", "difficultes", "autre_situation")
URL = re.compile(r"https?://[^\s<>\"]{4,190}")


def link(name: str, label: str) -> Field:
    """An address that may lead to somebody's own page: their key encrypts it."""
    return Field(name, label, personal=Role.APPRENTI)


def is_a_link(fields: Mapping[str, Any]) -> str | None:
    said = fields.get("link")
    if said is None or URL.fullmatch(said):
        return None
    return "le lien doit être une adresse complète, comme https://livret.exemple.fr/123."


def _words(name: str, label: str) -> Field:
    return Field(name, label, Kind.LONG_TEXT, personal=Role.APPRENTI)


# --- the livret --------------------------------------------------------------------------------

OPEN_LIVRET = Intention(
    "open-livret",
    "Enregistrer l’ouverture du livret d’apprentissage",
    (
        CONTRACT,
        Field("opened_on", "Ouvert le", Kind.DATE),
        link("link", "Lien vers le livret"),
    ),
    dated_by="opened_on",
    check=is_a_link,
)
RECORD_LIVRET_ENTRY = Intention(
    "record-livret-entry",
    "Enregistrer une entrée du livret d’apprentissage",
    (
        CONTRACT,
        Field("by", "Écrite par", Kind.CHOICE, True, tuple(str(role) for role in AUTHORS)),
        Field("entry_on", "Date de l’entrée", Kind.DATE),
        link("link", "Lien vers l’entrée"),
    ),
    dated_by="entry_on",
    check=is_a_link,
)
SIGNAL_SILENCE = Intention("signal-silence", "Constater le silence du livret", internal=True)

# --- what is agreed for this contract ------------------------------------------------------------

AGREE_PROGRESSION = Intention(
    "agree-progression",
    "Enregistrer la progression convenue des missions",
    (
        CONTRACT,
        _words("progression", "Progression convenue"),
        Field("progression_review_on", "À revoir le", Kind.DATE),
    ),
)
REVIEW_PROGRESSION = Intention(
    "review-progression",
    "Enregistrer le point sur la progression des missions",
    (
        CONTRACT,
        Field("progress", "Progression", Kind.CHOICE, True, PROGRESS),
        _words("observations", "Compétences, responsabilités, autonomie"),
        Field("progression_review_on", "À revoir le", Kind.DATE),
    ),
)
AGREE_TELEWORK = Intention(
    "agree-telework",
    "Enregistrer le télétravail convenu",
    (
        CONTRACT,
        Field("telework_days", "Jours par semaine", Kind.INTEGER, required=True),
        _words("telework", "Périodes de télétravail"),
        Field("telework_review_on", "À revoir le", Kind.DATE),
    ),
    check=lambda fields: (
        "une semaine compte cinq jours de télétravail au plus."
        if fields.get("telework_days", 0) > 5
        else None
    ),
)
REVIEW_TELEWORK = Intention(
    "review-telework",
    "Enregistrer le point sur le télétravail",
    (
        CONTRACT,
        Field("suits", "Il convient aux missions et à l’apprenti", Kind.BOOLEAN, required=True),
        Field("telework_review_on", "À revoir le", Kind.DATE),
    ),
)
ADAPT_MEETINGS = Intention(
    "adapt-meetings",
    "Adapter le nombre de rencontres annuelles",
    (
        CONTRACT,
        Field("meetings", "Rencontres par an", Kind.INTEGER, required=True),
        Field("because", "Adapté à", Kind.CHOICE, True, WHY_ADAPTED),
        Field("validated_on", "Validé par l’équipe pédagogique le", Kind.DATE),
    ),
    dated_by="validated_on",
)

# --- what a difficulty calls for -------------------------------------------------------------------

REVIEW_DIFFICULTY = Intention(
    "review-difficulty",
    "Enregistrer le point sur une difficulté",
    (
        SITUATION,
        _words("account", "Où en est-on"),
        _words("action_plan", "Plan d’action"),
    ),
)
