"""Collective events: planned, held once, and said of each apprentice who attended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import RECORD, Field, Kind, quoted
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

EVENT_LABELS: Mapping[str, str] = {
    "comite_pilotage": "comité de pilotage",
    "conseil_perfectionnement": "conseil de perfectionnement",
    "reunion_rentree": "réunion de rentrée apprentissage",
    "information_candidats": "réunion d’information des candidats",
    "information_employeurs": "réunion d’information des employeurs",
    "retour_alternance": "retour d’alternance",
    "reunion_pedagogique": "réunion pédagogique",
    "election_delegues": "élection des délégués",
    "portes_ouvertes": "journée portes ouvertes",
    "journee_universites": "journée des universités",
    "forum_alternance": "forum de l’alternance",
    "forum_stage_emploi": "Forum Stage-Emploi",
    "webinaire": "webinaire",
    "jobdating": "jobdating",
    "bourse_emploi": "bourse à l’emploi",
    "atelier_tre": "atelier de techniques de recherche d’emploi",
    "entretien_blanc": "entretien blanc",
    "prevention_handicap": "sensibilisation au handicap et à la diversité",
    "prevention_discriminations": "prévention des discriminations",
    "prevention_harcelement": "égalité professionnelle et prévention du harcèlement",
    "sante_securite": "santé et sécurité",
    "citoyennete": "citoyenneté",
    "poursuite_etudes": "poursuite d’études",
    "temoignage": "témoignage d’apprentis",
    "promotion_apprentissage": "promotion de l’apprentissage",
    "revue_indicateurs": "révision des indicateurs et des jalons",
    "bilan_partenariat": "bilan de la relation entre le CFA et l’établissement",
    "rencontre_recruteurs": "rencontre avec des employeurs recruteurs",
    "formation_tuteurs": "formation des tuteurs et maîtres d’apprentissage",
}
EVENT_KINDS = tuple(EVENT_LABELS)

PRESENT_LABELS: Mapping[str, str] = {
    "apprentis": "Apprentis présents",
    "delegues": "Délégués des apprentis présents",
    "maitres_apprentissage": "Maîtres d’apprentissage présents",
    "employeurs": "Employeurs présents",
    "tuteurs": "Tuteurs et enseignants présents",
    "branches": "Branches et organisations professionnelles présentes",
    "cfa": "Représentants du CFA présents",
    "candidats": "Candidats présents",
    "anciens": "Anciens apprentis présents",
}
"""Categories of participants: how many of each were there, never who."""

TOPIC_LABELS: Mapping[str, str] = {
    "competences": "compétences attendues et parcours",
    "rythme_alternance": "rythme de l’alternance et méthodes pédagogiques",
    "retours_experience": "retours d’expérience des parties",
    "indicateurs": "indicateurs et jalons",
    "projet_pedagogique": "projet pédagogique (R. 6231-4 1°)",
    "accueil": "accueil, handicap, mixité, mobilité (R. 6231-4 2°)",
    "organisation": "organisation et déroulement des formations (R. 6231-4 3°)",
    "formateurs": "préparation des formateurs (R. 6231-4 4°)",
    "entreprises": "relations avec les entreprises (R. 6231-4 5°)",
    "conventions": "projets de conventions (R. 6231-4 6°)",
    "investissements": "projets d’investissement (R. 6231-4 7°)",
    "resultats": "résultats publiés (L. 6111-8, R. 6231-4 8°)",
}
CHANNELS = ("presentiel", "visio", "mixte", "en_ligne", "reseaux_sociaux", "presse", "affichage")


def _checked(fields: Mapping[str, Any]) -> str | None:
    unknown = [topic for topic in fields.get("topics") or () if topic not in TOPIC_LABELS]
    return f"sujet {quoted(unknown[0])} ; sujets : {', '.join(TOPIC_LABELS)}." if unknown else None


def _of_some_kind(fields: Mapping[str, Any]) -> str | None:
    if not (fields.get("kind") or fields.get("event")):
        return "dites sa nature (kind), ou quel événement prévu (event) a été tenu."
    return _checked(fields)


EVENT = Field("event", "Événement prévu", Kind.INSTANCE)
KIND = Field("kind", "Nature", Kind.CHOICE, choices=EVENT_KINDS)
SAID = (
    Field("title", "Intitulé"),
    Field("promotion", "Promotion concernée (p1)"),
    Field("group", "Groupe"),
    Field("channel", "Canal", Kind.CHOICE, choices=CHANNELS),
    Field("place", "Lieu"),
    Field("link", "Lien"),
    Field("topics", "Ordre du jour, par sujets", Kind.REFS),
    Field("agenda", "Ordre du jour", Kind.LONG_TEXT, personal=Role.DIRECTION),
)
"""Agendas and minutes may name people: they are sealed with the key of the house."""
PRESENT = tuple(
    Field(f"present_{name}", label, Kind.INTEGER) for name, label in PRESENT_LABELS.items()
)

PLAN_EVENT = Intention(
    "plan-event",
    "Prévoir un événement collectif",
    (
        Field("kind", "Nature", Kind.CHOICE, True, EVENT_KINDS),
        Field("planned_on", "Prévu le", Kind.DATE, True),
        *SAID,
        Field("invited", "Dossiers invités", Kind.REFS),
    ),
    check=_checked,
)
HOLD_EVENT = Intention(
    "hold-event",
    "Enregistrer un événement collectif tenu",
    (
        EVENT,
        KIND,
        Field("held_on", "Tenu le", Kind.DATE),
        *SAID,
        *PRESENT,
        Field("attended", "Dossiers des apprentis présents", Kind.REFS),
        Field("reflexive", "Avec analyse réflexive", Kind.BOOLEAN),
        Field("encounters", "Rencontres entre employeurs et candidats", Kind.INTEGER),
        Field("outcomes", "Embauches qui en sont issues", Kind.INTEGER),
        Field("minutes", "Procès-verbal", Kind.LONG_TEXT, personal=Role.DIRECTION, most=RECORD),
        Field("decisions", "Décisions", Kind.LONG_TEXT, personal=Role.DIRECTION, most=RECORD),
    ),
    dated_by="held_on",
    check=_of_some_kind,
)
CANCEL_EVENT = Intention("cancel-event", "Annuler un événement prévu", (EVENT,))

# --- what the door says of each who is invited, or who attended --------------------------------------

OF_THE_EVENT = (
    Field("event_kind", "Nature", Kind.CHOICE, True, EVENT_KINDS),
    Field("event", "Événement", required=True),
    Field("house", "Tenu par", required=True),
)
INVITE_TO_EVENT = Intention(
    "invite-to-event",
    "Inviter à un événement collectif",
    (*OF_THE_EVENT, Field("planned_on", "Prévu le", Kind.DATE, True), Field("title", "Intitulé"),
     Field("place", "Lieu"), Field("link", "Lien")),
    internal=True,
)  # fmt: skip
ATTEND_EVENT = Intention(
    "attend-event",
    "Constater la présence à un événement collectif",
    (*OF_THE_EVENT, Field("reflexive", "Avec analyse réflexive", Kind.BOOLEAN)),
    internal=True,
)
AGREE_TO_TESTIFY = Intention(
    "agree-to-testify",
    "Accepter, ou non, de témoigner de son alternance",
    (Field("testifies", "Accepte de témoigner", Kind.BOOLEAN, True),),
)
