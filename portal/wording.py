"""How the pages say things: days, instants, names of states, of facts and of letters."""

from __future__ import annotations

from datetime import date, datetime

from lifecycle.calendar import PARIS, french
from lifecycle.charter import charter
from lifecycle.dossier import Instance
from lifecycle.people import Role
from lifecycle.stages import STAGE_LABELS, holder_label

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
CHOICES = {
    "private": "privé",
    "public": "public",
    "prive": "privé",
    "france": "France",
    "alsace-moselle": "Alsace-Moselle",
    "employer": "l’employeur",
    "apprentice": "l’apprenti ou l’apprentie",
    "legal_representative": "le représentant légal",
    "site": "sur site",
    "visio": "en visioconférence",
    "telephone": "par téléphone",
    "seeking": "en recherche d’employeur",
    "sfp_before": "en formation sans contrat",
    "in_training": "en formation",
    "sfp_after": "en formation après une rupture",
    "probation": "en période probatoire",
    "running": "en cours",
    "broken": "rompu",
    "ended": "échu",
    "open": "les courriels partent",
    "held": "les courriels attendent",
    "submitted": "dès le dépôt",
    "complete": "dès que la fiche est complète",
    "pause": "suspend",
    "restart": "relance",
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
REGIONS = {
    "pathway": "Parcours",
    "mission": "Mission",
    "contract": "Contrat",
    "filing": "Dépôt du contrat",
    "obligation": "Obligation",
    "role": "Rôle",
    "irregularity": "Irrégularité",
    "situation": "Situation",
}


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


def choice(value: str) -> str:
    roles = set(Role)
    return Role(value).label if value in roles else CHOICES.get(value, value)


def holder(role: str | None) -> str:
    return holder_label(role or "") or "personne : se constate d’office"


def fact(type_: str, move: str) -> str:
    """What happened, for people: the verb that was said, or the noun of what the clock did."""
    if type_ in FACTS:
        return FACTS[type_]
    asked = charter().intentions.get(move)
    return asked.label if asked else type_


def region(name: str) -> str:
    return REGIONS.get(name, name)


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
    "irregularity": "Irrégularité",
}
