"""Reserved cases: what an apprentice asks of a référent, and what is done about it.

All words are the apprentice's own, encrypted with their key; so are the words that choose among a few,
when they would tell of health or of what somebody suffers.
"""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

RESERVED_KINDS = ("handicap", "mobilite", "social", "discrimination", "harcelement")
RESERVED_STEPS = (
    "entretien",
    "amenagement_formation",
    "amenagement_poste",
    "amenagement_examens",
    "aide_financiere",
    "aide_materielle",
    "preparation_mobilite",
    "insertion_apres_contrat",
    "mesure_de_protection",
    "signalement_transmis",
    "autre",
)
PARTNERS = (
    "mission_locale",
    "crous",
    "assistante_sociale",
    "service_de_sante",
    "medecine_du_travail",
    "agefiph",
    "fiphfp",
    "cap_emploi",
    "mdph",
    "action_logement",
    "caf",
    "service_mobilite",
    "cellule_signalement",
    "defenseur_des_droits",
    "inspection_du_travail",
    "association",
    "autre",
)
RESERVED_OUTCOMES = ("resolue", "orientee", "renoncement", "sans_suite")

CASE = Field("reserved", "Situation", Kind.INSTANCE)
REVIEW = Field("review_on", "À revoir le", Kind.DATE)


def _words(name: str, label: str, required: bool = False) -> Field:
    return Field(name, label, Kind.LONG_TEXT, required, personal=Role.APPRENTI)


def _word(name: str, label: str, choices: tuple[str, ...], required: bool = False) -> Field:
    return Field(name, label, Kind.CHOICE, required, choices, personal=Role.APPRENTI)


OPEN_RESERVED = Intention(
    "open-reserved",
    "Ouvrir une situation réservée à un référent",
    (
        Field("kind", "Nature", Kind.CHOICE, True, RESERVED_KINDS),
        _words("request", "Ce qui est demandé"),
        Field("agreed", "L’apprenti est d’accord", Kind.BOOLEAN),
        REVIEW,
    ),
)
NOTE_RESERVED = Intention(
    "note-reserved",
    "Noter une démarche ou un aménagement",
    (
        CASE,
        _word("step", "Démarche", RESERVED_STEPS),
        _words("account", "Ce qui est décidé ou fait", required=True),
        REVIEW,
    ),
)
REFER_RESERVED = Intention(
    "refer-reserved",
    "Orienter vers un partenaire",
    (
        CASE,
        _word("partner", "Partenaire", PARTNERS, required=True),
        _words("account", "Pour quoi, avec qui"),
        REVIEW,
    ),
)
CLOSE_RESERVED = Intention(
    "close-reserved",
    "Clore une situation réservée",
    (CASE, _word("outcome", "Issue", RESERVED_OUTCOMES, required=True), _words("account", "Bilan")),
)
