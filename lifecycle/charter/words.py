"""The charter in French words only: what the names of the code are called where the staff reads."""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.people import Role
from lifecycle.vocabulary import Charter, Clock, Confidence, Rule

REGION_LABELS: Mapping[str, str] = {
    "pathway": "Parcours",
    "mission": "Mission",
    "contract": "Contrat",
    "filing": "Dépôt du contrat",
    "obligation": "Obligation",
    "role": "Rôle",
    "irregularity": "Irrégularité",
    "situation": "Situation",
    "reserved": "Situation réservée",
    "document": "Document",
    "formation": "Formation",
    "cfa": "CFA",
    "promotion": "Promotion",
    "event": "Événement",
    "convention": "Convention",
    "resource": "Moyens de la trajectoire",
    "certification": "Certification",
    "control": "Contrôle",
    "offer": "Offre",
    "suggestion": "Suggestion",
    "exchange": "Échange",
    "action": "Action convenue",
    "milestone": "Travaux",
    "correction": "Correction",
    "letter": "Courrier",
    "log": "Journal",
}
# Days that no form of their fact asks: the house has them from elsewhere, or works them out.
DAY_LABELS = {
    "starts_on": "début du contrat",
    "ends_on": "fin du contrat",
    "exams_on": "première épreuve",
    "moved_term": "nouvelle fin du contrat",
    "expires_on": "dernier jour de diffusion",
    "practice_from": "début de la formation pratique en entreprise",
    "training_from": "début de la formation au CFA",
    "sifa_from": "première enquête SIFA",
    "bilan_from": "premier bilan",
}
SURVEY, PAY_RAISE = "insersup_", "pay_raise_"
INITIATORS = {
    "parties": "les deux parties",
    "ayants_droit": "les ayants droit",
    "liquidateur": "le liquidateur",
    "dreets": "la DREETS",
    "cfa": "le CFA",
}
CLOCKS = {
    Clock.MAX: "au plus tard",
    Clock.MIN: "au moins",
    Clock.WINDOW: "fenêtre de",
    Clock.COUNTER: "décompte de",
    Clock.SILENCE: "silence de",
    Clock.RECURRING: "tous les",
    Clock.SNAPSHOT: "photo à",
    Clock.EVENT: "à l’événement, sous",
}
CONFIDENCES = {
    Confidence.SURE: "sûre",
    Confidence.KNOWN: "connue",
    Confidence.CHECK: "à vérifier",
}


def day_label(charter: Charter, fact: str, day: str) -> str:
    """What the form of a fact calls one of its days, or what that day is when no form asks it."""
    if day.startswith(SURVEY):
        return f"vague à {day.removeprefix(SURVEY)} mois"
    if day.startswith(PAY_RAISE):
        return f"{day.removeprefix(PAY_RAISE)} ans de l’apprenti"
    moves = (t for phase in charter.phases for t in phase.transitions if t.records == fact)
    asked = (f.label for t in moves for f in t.on.fields if f.name == day and f.label)
    label = next(asked, "") or DAY_LABELS[day]
    return label[:1].lower() + label[1:]


def initiator(word: str) -> str:
    return INITIATORS.get(word) or Role(word).label


def numbered(rules: list[Rule]) -> dict[str, str]:
    """How each rule is cited on paper: its reference of the domain, else its number in the list."""
    return {
        rule.ref or rule.name: rule.ref or f"n° {number}"
        for number, rule in enumerate(rules, start=1)
    }
