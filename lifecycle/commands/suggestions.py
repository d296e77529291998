"""What people say of a formation so that it changes: raised, considered together, settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

SUGGESTION = Field("suggestion", "Suggestion", Kind.INSTANCE)
AUTHORS = (
    Role.MAITRE_APPRENTISSAGE,
    Role.EMPLOYEUR,
    Role.APPRENTI,
    Role.TUTEUR_ACADEMIQUE,
    Role.RESPONSABLE_FORMATION,
    Role.DIRECTION,
)
FEEDBACK = "retour_experience"
KINDS = (FEEDBACK, "cours", "competences", "organisation", "outils")
DECISIONS = ("retenue", "retenue_en_partie", "non_retenue")


def _delegate_is_an_apprentice(fields: Mapping[str, Any]) -> str | None:
    wrong = fields.get("delegate") and fields.get("party") != Role.APPRENTI
    return "un délégué des apprentis est un apprenti." if wrong else None


RAISE_SUGGESTION = Intention(
    "raise-suggestion",
    "Recueillir une suggestion ou un retour d’expérience",
    (
        Field("party", "De la part de", Kind.CHOICE, True, tuple(AUTHORS)),
        Field("delegate", "En tant que délégué des apprentis", Kind.BOOLEAN),
        Field("kind", "Nature", Kind.CHOICE, True, KINDS),
        Field("about", "Cours ou compétence concernés"),
        Field("suggestion_text", "Ce qui est dit", Kind.LONG_TEXT, True, personal="party"),
        Field("author_name", "Nom", personal="party"),
        Field("author_email", "Courriel", Kind.EMAIL, personal="party"),
        Field("raised_on", "Recueillie le", Kind.DATE),
    ),
    (PersonFields("party", (("last_name", "author_name"), ("email", "author_email"))),),
    dated_by="raised_on",
    check=_delegate_is_an_apprentice,
)
CONSIDER_SUGGESTION = Intention(
    "consider-suggestion",
    "Examiner une suggestion en réunion",
    (
        SUGGESTION,
        Field("meeting", "Réunion qui l’a examinée (e3)"),
        Field("considered_on", "Examinée le", Kind.DATE),
    ),
    dated_by="considered_on",
)
SETTLE_SUGGESTION = Intention(
    "settle-suggestion",
    "Décider d’une suggestion",
    (
        SUGGESTION,
        Field("decision", "Décision", Kind.CHOICE, True, DECISIONS),
        Field("change", "Ce qui change, ou pourquoi rien ne change", Kind.LONG_TEXT, True),
        Field("applies_from", "À partir du", Kind.DATE),
        Field("settled_on", "Tranchée le", Kind.DATE),
    ),
    dated_by="settled_on",
)

# --- the yearly request, said of each dossier whose parties are asked ------------------------------

ASK_FEEDBACK = Intention(
    "ask-feedback",
    "Demander leur retour d’expérience aux parties",
    (
        Field("solicited", "Dossiers dont les parties sont sollicitées", Kind.REFS, True),
        Field("said_before", "Retour attendu avant le", Kind.DATE),
    ),
)
ASK_PARTIES = Intention(
    "ask-parties",
    "Demander leur retour au tuteur et au maître d’apprentissage",
    (
        CONTRACT,
        Field("house", "Formation", required=True),
        Field("event", "Demande", required=True),
        Field("said_before", "Retour attendu avant le", Kind.DATE),
    ),
    internal=True,
)
ASK_DELEGATE = Intention("ask-delegate", "Demander son retour au délégué", internal=True)
