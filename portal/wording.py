"""How the pages say things: days, instants, names of states, of facts and of letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lifecycle.calendar import PARIS, french
from lifecycle.charter import charter
from lifecycle.charter.words import REGION_LABELS
from lifecycle.commands.offers import OFFER_CHANNELS
from lifecycle.commands.organisation.events import TOPIC_LABELS
from lifecycle.dossier import Instance
from lifecycle.people import Role
from lifecycle.stages import SITUATION_LABELS, STAGE_LABELS, holder_label
from portal.choices import CHOICES, CHOICES_OF

SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
STATUSES = {
    "queued": "à envoyer",
    "held": "retenu",
    "sending": "en cours d’envoi",
    "sent": "parti",
    "deferred": "à réessayer",
    "failed": "en échec",
    "ambiguous": "incertain",
    "cancelled": "sans objet",
}
FACTS = {
    "ObligationPlanned": "Obligation planifiée",
    "ObligationOpened": "Obligation ouverte",
    "ObligationReplanned": "Obligation replanifiée",
    "ObligationPaused": "Délai suspendu",
    "ObligationReminded": "Rappel envoyé",
    "ObligationDue": "Dernier rappel",
    "ObligationEscalated": "Alerte",
    "ObligationExpired": "Échéance constatée",
    "ObligationFulfilled": "Obligation remplie",
    "ObligationAttested": "Obligation attestée",
    "ObligationWaived": "Dispense d’une obligation",
    "ObligationCancelled": "Obligation sans objet",
    "IrregularityFound": "Irrégularité relevée",
    "IrregularityJustified": "Irrégularité justifiée",
    "RuleLifted": "Règle levée",
}
# What a dossier keeps beside its own life, in the order in which its page tells it.
HEADINGS = {
    "event": "Événements",
    "promotion": "Promotions",
    "convention": "Conventions avec l’établissement",
    "resource": "Moyens de la trajectoire",
    "certification": "Certification Qualiopi",
    "control": "Contrôles",
    "offer": "Offres",
    "suggestion": "Suggestions des maîtres d’apprentissage",
    "exchange": "Échanges entre les parties",
    "action": "Actions convenues",
    "milestone": "Rapports, mémoires et soutenances",
    "reserved": "Situations réservées",
}
# Lists whose entries are words of the product.
LISTS: Mapping[str, Mapping[str, str]] = {"topics": TOPIC_LABELS, "channels": OFFER_CHANNELS}


def read_day(text: date | datetime | str) -> date:
    return date.fromisoformat(text[:10]) if isinstance(text, str) else text


def day(value: date | str) -> str:
    """`mardi 24 novembre 2026`."""
    return french(read_day(value))


def short_day(value: date | str) -> str:
    """`24 nov. 2026`, `1er déc. 2026`: what a column holds."""
    read = read_day(value)
    number = "1er" if read.day == 1 else str(read.day)
    return f"{number} {SHORT_MONTHS[read.month - 1]} {read.year}"


def eve(value: date) -> date:
    return value - timedelta(days=1)


def moment(stored: str | datetime) -> str:
    """A stored UTC instant as a clock in Paris shows it: `24 nov. 2026, 10 h 05`."""
    at = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    local = at.astimezone(PARIS)
    return f"{short_day(local.date())}, {local.hour} h {local.minute:02d}"


def distance(value: date | str, today: date) -> str:
    """How far a day is, in the words of a diary."""
    days = (read_day(value) - today).days
    near = {0: "aujourd’hui", 1: "demain", -1: "depuis hier"}
    if days in near:
        return near[days]
    return f"dans {days} jours" if days > 0 else f"{-days} jours de retard"


def count(n: int, one: str, many: str = "") -> str:
    """`1 courriel`, `12 courriels`, `5 000 dossiers`: numbers with narrow spaces."""
    words = one if abs(n) < 2 else many or f"{one}s"
    return f"{n:,}".replace(",", "\u202f") + f"\u00a0{words}"


def initial(text: str) -> str:
    """With a capital: the other letters stay, CFA and OPCO too."""
    return text[:1].upper() + text[1:]


def stage(name: str) -> str:
    return initial(STAGE_LABELS.get(name, name or "—"))


def state(region: str, name: str | None) -> str:
    """The label of a state; a fact set aside has none."""
    found = charter().states.get((region, name or ""))
    return found.label if found else (name or "écarté")


def instance_state(instance: Instance) -> str:
    return state(instance.region, instance.state)


def choice(value: str, of: str = "") -> str:
    """A value of a form (of the field or setting `of`) in French: a ground by its own label."""
    if (of, value) in CHOICES_OF:
        return CHOICES_OF[of, value]
    if value in set(Role):
        return Role(value).label
    return CHOICES.get(value) or ground(value) or value


def ground(ref: str) -> str:
    """`R-02, commun accord`; nothing for what is no ground of the table."""
    declared = (g for phase in charter().phases for g in phase.grounds)
    label = next((g.label for g in declared if g.ref == ref), "")
    return f"{ref} : {label}" if label else ""


def situation(kind: str) -> str:
    return initial(SITUATION_LABELS.get(kind, kind))


def holder(role: str | None) -> str:
    return holder_label(role or "") or "personne : se constate d’office"


def fact(type_: str, move: str) -> str:
    """What happened, for people: the verb that was said, or the noun of what the clock did."""
    if type_ in FACTS:
        return FACTS[type_]
    asked = charter().intentions.get(move)
    return asked.label if asked else type_


def region(name: str) -> str:
    return REGION_LABELS.get(name, name)


def letter(name: str) -> str:
    return LETTER_LABELS.get(name, name.replace("_", " "))


LETTER_LABELS = {
    "reminder": "Rappel",
    "last_call": "Dernier rappel",
    "escalation": "Alerte",
    "expiry": "Échéance constatée",
    "mission_submitted": "Mission à examiner",
    "mission_received": "Mission reçue",
    "mission_changes_requested": "Compléments demandés",
    "mission_validated": "Mission validée",
    "mission_refused": "Mission refusée",
    "mission_withdrawn": "Mission retirée",
    "mission_reminder": "Mission : rappel",
    "mission_last_call": "Mission : dernier jour",
    "mission_escalation": "Mission : alerte",
    "contract_issued": "Contrat à signer",
    "contract_signed": "Contrat signé",
    "contract_cancelled": "Contrat annulé",
    "contract_start": "Début du contrat",
    "filing_accepted": "Dépôt accepté",
    "filing_due": "Dépôt à faire",
    "filing_incomplete": "Dépôt incomplet",
    "filing_refused": "Dépôt refusé",
    "filing_silence": "Silence au dépôt",
    "tuteur_appointed": "Tuteur nommé",
    "maitre_changed": "Maître d’apprentissage nommé",
    "contract_amended": "Avenant au contrat",
    "contract_suspended": "Contrat suspendu",
    "rupture_apprentice": "Fin de contrat : à l’apprenti",
    "rupture_employer": "Fin de contrat : à l’employeur",
    "rupture_office": "Fin de contrat : suites à donner",
    "rupture_told": "Fin de contrat",
    "sfp_started": "Formation sans contrat",
    "sfp_month": "Formation sans contrat : point du mois",
    "sfp_lapsed": "Fin du statut de stagiaire",
    "to_decide": "À statuer",
    "other_cfa": "Inscription dans un autre CFA",
    "visit_due": "Rencontre à tenir",
    "grid_due": "Grille d’évaluation",
    "evaluation_due": "Évaluation de la formation",
    "probation_point": "Point d’intégration",
    "possible_from": "Possible à partir de",
    "watch": "Date à connaître",
    "discreet": "Étape confidentielle",
    "reserved_step": "Situation réservée",
    "exams_convened": "Convocation aux épreuves",
    "diploma": "Diplôme obtenu",
    "exams_failed": "Épreuves : entretien proposé",
    "request_received": "Demande bien reçue",
    "exchange_raised": "Échange entre les parties",
    "exchange_answered": "Réponse à un échange",
    "offer_proposed": "Offre proposée",
    "survey_wave": "Enquête d’insertion",
    "aids": "Aides aux apprentis",
    "rules_to_know": "Droits, devoirs et sécurité",
    "arrival": "Arrivée à préparer",
    "tutoring_training": "Se former à ses missions",
    "referentiel_shared": "Référentiel et modalités",
    "report_shared": "Compte rendu partagé",
    "action_due": "Action convenue",
    "feedback_asked": "Retour d’expérience demandé",
    "orientation": "Orientation",
    "address_check": "Coordonnées à mettre à jour",
    "news": "Étape notée au dossier",
    "irregularity": "Irrégularité",
    "event_invitation": "Invitation à un événement",
}
