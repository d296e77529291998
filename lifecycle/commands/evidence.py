"""What proves the follow-up: reports, actions, trainings, papers shared, evaluations, answers.

A figure or a rating of the training is plain, so that indicators may read it; a word about somebody
is encrypted with the apprentice's key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lifecycle.commands.contract import CONTRACT, RATINGS
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.commands.training import EVALUATORS, GRID_PARTIES
from lifecycle.people import Role

AIDS = {
    "logement": "Logement",
    "restauration": "Restauration",
    "mobilite": "Mobilité (transports, permis)",
    "sante": "Santé",
    "premier_equipement": "Premier équipement",
    "recherche_emploi": "Recherche d’emploi",
}
"""The six topics of the charter (§1.2), with their labels."""
BENEFITS = Field("employer_benefits", "Avantages chez l’employeur", Kind.BOOLEAN)
TRAINED = (str(Role.TUTEUR_ACADEMIQUE), str(Role.MAITRE_APPRENTISSAGE))
MEANS = ("alterkit", "session", "webinaire", "autre")
CHANNELS = ("courriel", "telephone", "visio", "site")
OWED_BY = (
    str(Role.APPRENTI),
    str(Role.MAITRE_APPRENTISSAGE),
    str(Role.TUTEUR_ACADEMIQUE),
)
CONTRACT_TYPES = ("cdi", "cdd", "interim", "public", "independant", "alternance", "autre")
PERIODS = ("mid_term", "final")
LOWEST, HIGHEST = 1, 5  # of a score
LONGEST_SEARCH = 120  # months
Check = Callable[[Mapping[str, Any]], str | None]


def _story(name: str, label: str, required: bool = False) -> Field:
    """Words about somebody: nobody reads them without the apprentice's key."""
    return Field(name, label, Kind.LONG_TEXT, required, personal=Role.APPRENTI)


def _rating(name: str, label: str) -> Field:
    return Field(name, label, Kind.CHOICE, choices=RATINGS, personal=Role.APPRENTI)


def _score(name: str, label: str) -> Field:
    return Field(name, f"{label} ({LOWEST} à {HIGHEST})", Kind.INTEGER)


def _within_scale(*names: str) -> Check:
    def check(fields: Mapping[str, Any]) -> str | None:
        given = [fields[name] for name in names if fields.get(name) is not None]
        wrong = any(not LOWEST <= score <= HIGHEST for score in given)
        return f"une note va de {LOWEST} à {HIGHEST}." if wrong else None

    return check


# --- what follows a meeting ----------------------------------------------------------------------

SHARE_REPORT = Intention(
    "share-report",
    "Partager le compte rendu d’une rencontre",
    (
        CONTRACT,
        Field("visited_on", "Rencontre du (vide : toutes celles qui attendent)", Kind.DATE),
        Field("shared_on", "Partagé le", Kind.DATE),
    ),
    dated_by="shared_on",
)
AGREE_ACTION = Intention(
    "agree-action",
    "Convenir d’une action à suivre",
    (
        CONTRACT,
        Field("label", "Action", required=True, personal=Role.APPRENTI),
        Field("owed_by", "À faire par", Kind.CHOICE, True, OWED_BY),
        Field("due_on", "Au plus tard le", Kind.DATE, required=True),
    ),
)
ACTION = Field("action", "Action", Kind.INSTANCE)
FINISH_ACTION = Intention(
    "finish-action",
    "Noter qu’une action est faite",
    (ACTION, Field("finished_on", "Faite le", Kind.DATE), _story("outcome", "Ce qui a été fait")),
    dated_by="finished_on",
)
DROP_ACTION = Intention(
    "drop-action", "Renoncer à une action", (ACTION, _story("outcome", "Pourquoi"))
)
RECORD_COORDINATION = Intention(
    "record-coordination",
    "Enregistrer un échange entre tuteur et maître d’apprentissage",
    (
        CONTRACT,
        Field("channel", "Par", Kind.CHOICE, choices=CHANNELS),
        Field("contacted_on", "Échange du", Kind.DATE),
        _story("exchange", "Ce qui a été convenu"),
    ),
    dated_by="contacted_on",
)

# --- who knows what --------------------------------------------------------------------------------

ACCEPT_TUTORING = Intention(
    "accept-tutoring",
    "Accuser réception de la lettre de mission du tuteur",
    (Field("accepted_on", "Acceptée le", Kind.DATE),),
    dated_by="accepted_on",
)
RECORD_TRAINING = Intention(
    "record-training",
    "Enregistrer la formation d’un tuteur ou d’un maître d’apprentissage",
    (
        CONTRACT,
        Field("who", "Qui", Kind.CHOICE, True, TRAINED),
        Field("trained_on", "Formé le", Kind.DATE),
        Field("means", "Par", Kind.CHOICE, choices=MEANS),
    ),
)
SHARE_REFERENTIEL = Intention(
    "share-referentiel",
    "Diffuser le référentiel et les modalités de suivi et d’évaluation",
    (
        CONTRACT,
        Field("referentiel", "Référentiel (version ou adresse)"),
        Field("follow_up_terms", "Modalités de suivi (version ou adresse)"),
        Field("evaluation_terms", "Modalités d’évaluation (version ou adresse)"),
    ),
)
ACKNOWLEDGE_RULES = Intention(
    "acknowledge-rules",
    "Enregistrer la prise de connaissance des droits, devoirs et règles de sécurité",
    (CONTRACT, Field("acknowledged_on", "Prise de connaissance le", Kind.DATE)),
    dated_by="acknowledged_on",
)


def _some_topic(fields: Mapping[str, Any]) -> str | None:
    told = any(fields.get(name) for name in (*AIDS, BENEFITS.name))
    return None if told else "cochez au moins un sujet."


ACKNOWLEDGE_AIDS = Intention(
    "acknowledge-aids",
    "Enregistrer l’information sur les aides",
    (
        *(Field(name, label, Kind.BOOLEAN) for name, label in AIDS.items()),
        BENEFITS,
        Field("informed_on", "Information donnée le", Kind.DATE),
    ),
    check=_some_topic,
    dated_by="informed_on",
)

# --- what people think of it -------------------------------------------------------------------------

FILL_GRID = Intention(
    "fill-grid",
    "Remplir la grille d’évaluation",
    (
        CONTRACT,
        Field("party", "Remplie par", Kind.CHOICE, True, GRID_PARTIES),
        Field("period", "À quel moment", Kind.CHOICE, choices=PERIODS),
        _rating("mastery", "Compétences du référentiel"),
        _rating("behaviour", "Aptitudes et comportements professionnels"),
        _rating("involvement", "Investissement dans l’équipe"),
        _story("acquired", "Compétences acquises"),
        _story("to_acquire", "Compétences à acquérir"),
    ),
)
RECORD_EVALUATION = Intention(
    "record-evaluation",
    "Enregistrer une évaluation de la formation",
    (
        CONTRACT,
        Field("by", "Évaluation faite par", Kind.CHOICE, True,
              (*EVALUATORS, str(Role.TUTEUR_ACADEMIQUE))),
        _score("score", "Satisfaction d’ensemble"),
        _score("tutoring_score", "Qualité du suivi"),
        _story("comments", "Commentaires"),
    ),
    check=_within_scale("score", "tutoring_score"),
)  # fmt: skip


def _answer(fields: Mapping[str, Any]) -> str | None:
    if fields["wave"] <= 0:
        return "la vague se compte en mois, depuis le résultat."
    if fields.get("search_months", 0) > LONGEST_SEARCH:
        return f"la recherche d’emploi se compte en mois, {LONGEST_SEARCH} au plus."
    return _within_scale("satisfaction")(fields)


SURVEYS = ("satisfaction", "insertion")
FIGURES = (
    Field("satisfaction", f"Satisfaction ({LOWEST} à {HIGHEST})", Kind.INTEGER),
    Field("employed", "En emploi", Kind.BOOLEAN),
    Field("seeking", "En recherche d’emploi", Kind.BOOLEAN),
    Field("studying", "En poursuite d’études", Kind.BOOLEAN),
    Field("contract_type", "Type de contrat", Kind.CHOICE, choices=CONTRACT_TYPES),
    Field("search_months", "Durée de la recherche (mois)", Kind.INTEGER),
    Field("related_job", "Emploi en rapport avec le diplôme", Kind.BOOLEAN),
)
"""What is counted of an answer: names nobody."""
RECORD_SURVEY = Intention(
    "record-survey",
    "Enregistrer la réponse à une enquête",
    (
        Field("wave", "Vague (mois depuis le résultat)", Kind.INTEGER, required=True),
        Field("survey", "Enquête (vide : tout le questionnaire)", Kind.CHOICE, choices=SURVEYS),
        Field("answered_on", "Réponse du", Kind.DATE),
        *FIGURES,
        Field("job", "Emploi et employeur", personal=Role.APPRENTI),
        _story("comments", "Commentaires"),
    ),
    dated_by="answered_on",
    check=_answer,
)

# --- what follows by itself --------------------------------------------------------------------------

SIGNAL_ENVIRONMENT = Intention(
    "signal-environment", "Signaler un environnement insuffisant", internal=True
)
VOID_ACTION = Intention("void-action", "Clore une action avec son contrat", internal=True)
