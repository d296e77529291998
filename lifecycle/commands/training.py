"""What happens while a contract runs: visits apart, all that people say of the training itself.

Words that would tell of health or conduct are the apprentice's own: encrypted with their key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import RECORD, Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

SITUATION = Field("situation", "Situation", Kind.INSTANCE)
GRID_PARTIES = ("maitre_apprentissage", "tuteur_academique", "apprenti")
EVALUATORS = ("apprenti", "maitre_apprentissage")
RAISED_BY = ("apprenti", "maitre_apprentissage", "tuteur_academique", "employeur", "cfa")
MEDIATORS = ("cfa", "consulaire", "service_public")
OUTCOMES = ("resolved", "unresolved", "withdrawn")
MOBILITY_KINDS = ("mise_en_veille", "mise_a_disposition")
ABSENCES = ("accident_du_travail", "maladie_professionnelle", "maladie", "maternite", "autre")


def _story(name: str, label: str, most: int = 0) -> Field:
    """Free words about somebody: nobody reads them without the apprentice's key."""
    return Field(name, label, Kind.LONG_TEXT, personal=Role.APPRENTI, most=most)


def _in_order(first: str, last: str, said: str) -> Any:
    def check(fields: Mapping[str, Any]) -> str | None:
        wrong = fields.get(first) and fields.get(last, "9") < fields[first]
        return said if wrong else None

    return check


END_PROBATION = Intention("end-probation", "Constater la fin de la période probatoire", (CONTRACT,))

# --- situations that are reported, then resolved ---------------------------------------------

REPORT_DIFFICULTY = Intention(
    "report-difficulty",
    "Signaler une difficulté",
    (
        CONTRACT,
        Field("raised_by", "Signalée par", Kind.CHOICE, choices=RAISED_BY),
        _story("difficulty", "Ce qui se passe"),
        _story("action_plan", "Plan d’action"),
    ),
)
OPEN_MEDIATION = Intention(
    "open-mediation",
    "Ouvrir une médiation",
    (
        CONTRACT,
        Field("mediator", "Médiateur", Kind.CHOICE, choices=MEDIATORS),
        _story("mediation", "Objet de la médiation"),
    ),
)
RECORD_HOSTING = Intention(
    "record-hosting",
    "Enregistrer l’accueil dans une autre entreprise",
    (
        CONTRACT,
        Field("host_siret", "SIRET de l’entreprise d’accueil", Kind.SIRET),
        Field("host_name", "Entreprise d’accueil", personal=Role.EMPLOYEUR),
        Field("from_on", "Début de l’accueil", Kind.DATE, required=True),
        Field("until_on", "Fin de l’accueil", Kind.DATE, required=True),
        Field("convention_signed_on", "Convention tripartite conclue le", Kind.DATE, required=True),
    ),
    check=_in_order("from_on", "until_on", "l’accueil finit après avoir commencé."),
    dated_by="convention_signed_on",
)
RESOLVE_SITUATION = Intention(
    "resolve-situation",
    "Clore une situation",
    (
        SITUATION,
        Field("outcome", "Issue", Kind.CHOICE, True, OUTCOMES),
        _story("account", "Compte rendu", RECORD),
    ),
)

# --- situations that change what the contract owes -----------------------------------------------

SUSPEND_CONTRACT = Intention(
    "suspend-contract", "Enregistrer la suspension par l’inspection du travail", (CONTRACT,)
)
RESUME_CONTRACT = Intention("resume-contract", "Enregistrer la reprise autorisée", (CONTRACT,))
START_MOBILITY = Intention(
    "start-mobility",
    "Enregistrer le départ en mobilité à l’étranger",
    (
        CONTRACT,
        Field("mobility_kind", "Régime de la mobilité", Kind.CHOICE, choices=MOBILITY_KINDS),
        Field("country", "Pays d’accueil"),
        Field("departs_on", "Départ", Kind.DATE),
        Field("returns_on", "Retour prévu", Kind.DATE, required=True),
        Field("mobility_convention_on", "Convention de mobilité conclue le", Kind.DATE),
    ),
    check=_in_order("departs_on", "returns_on", "le retour doit suivre le départ."),
    dated_by="departs_on",
)
END_MOBILITY = Intention("end-mobility", "Enregistrer le retour de mobilité", (CONTRACT,))
NATURE = Field(
    "absence_nature", "Nature de l’arrêt", Kind.CHOICE, choices=ABSENCES, personal=Role.APPRENTI
)
RECORD_ABSENCE = Intention(
    "record-absence",
    "Enregistrer une absence",
    (CONTRACT, NATURE, Field("absent_from", "Absent depuis le", Kind.DATE)),
    dated_by="absent_from",
)
RECORD_RETURN = Intention(
    "record-return",
    "Enregistrer le retour d’une absence",
    (CONTRACT, NATURE, Field("back_on", "De retour le", Kind.DATE)),
    dated_by="back_on",
)

# --- the pedagogical follow-up --------------------------------------------------------------------

RECORD_RETOUR = Intention(
    "record-retour",
    "Enregistrer un retour d’alternance",
    (
        CONTRACT,
        Field("reflexive", "Avec analyse réflexive", Kind.BOOLEAN),
        _story("articulation", "Lien entre l’entreprise et l’établissement"),
    ),
)
ACKNOWLEDGE_GRID = Intention(
    "acknowledge-grid",
    "Enregistrer la prise de connaissance de la grille d’évaluation",
    (
        CONTRACT,
        Field("party", "Qui", Kind.CHOICE, True, GRID_PARTIES),
        Field("with_referentiel", "Et du référentiel de compétences", Kind.BOOLEAN),
    ),
)

# --- what follows by itself -----------------------------------------------------------------------

COMPLETE_GRID = Intention("complete-grid", "Constater la grille partagée", internal=True)
OPEN_SITUATION = Intention("open-situation", "Ouvrir la situation", internal=True)
CLOSE_SITUATION = Intention("close-situation", "Clore la situation", internal=True)
