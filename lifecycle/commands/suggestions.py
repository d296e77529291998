"""What people say of a formation so that it changes: raised, considered together, settled."""

from __future__ import annotations

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
)
FEEDBACK = "retour_experience"
KINDS = (FEEDBACK, "cours", "competences", "organisation", "outils")
DECISIONS = ("retenue", "retenue_en_partie", "non_retenue")

RAISE_SUGGESTION = Intention(
    "raise-suggestion",
    "Recueillir une suggestion ou un retour d’expérience",
    (
        Field("party", "De la part de", Kind.CHOICE, True, tuple(AUTHORS)),
        Field("kind", "Nature", Kind.CHOICE, True, KINDS),
        Field("about", "Cours ou compétence concernés"),
        Field("suggestion_text", "Ce qui est dit", Kind.LONG_TEXT, True, personal="party"),
        Field("author_name", "Nom", personal="party"),
        Field("author_email", "Courriel", Kind.EMAIL, personal="party"),
        Field("raised_on", "Le", Kind.DATE),
    ),
    (PersonFields("party", (("last_name", "author_name"), ("email", "author_email"))),),
    dated_by="raised_on",
)
CONSIDER_SUGGESTION = Intention(
    "consider-suggestion",
    "Examiner une suggestion en réunion",
    (
        SUGGESTION,
        Field("meeting", "Réunion tenue (son numéro, e3)"),
        Field("considered_on", "Le", Kind.DATE),
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
        Field("settled_on", "Le", Kind.DATE),
    ),
    dated_by="settled_on",
)
