"""One declared example of values for each letter: the keys that a caller must give.

Every letter takes `COMMON`. Every string is non-empty; only a tuple may be empty. Dates are
French texts made by `lifecycle.calendar.french`. Optional in any letter: `late` (bool), and
then `planned_on`, the day on which it should have been told.
"""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters import CATCH_UP
from notifications.letters.examples_of_evidence import SHARED
from notifications.letters.examples_of_training import AFTER, BETWEEN, TRAINING
from notifications.letters.rendering import Value

Values = dict[str, Value]

COMMON: Values = {
    "apprentice": "Léa Martin",
    "formation": "Master Informatique, parcours I2L",
    "dossier": "7f3a-91",
    "contact": "Jeanne Keller",
    "contact_at": ("j.keller@cfa.example", "03 88 00 00 00"),
}
# Printed from the declaration of an obligation, by every rung of its ladder.
LADDER: Values = COMMON | {
    "obligation_label": "Organiser la première visite en entreprise",
    "obligation_ref": "D30",
    "due_on": "lundi 30 novembre 2026",
    "owner": "Paul Weber (tuteur académique)",
    "owner_name": "Paul Weber",
    "source": "Charte, annexe, poste 3 §1, socle 1",
    "subject_label": "mission chez Dupont SA",
    "rank": "2e rappel",
    "days_late": 0,
    "due_today": False,
    "told_tomorrow": (),
    "told_when": "demain, mardi 1er décembre 2026,",
    "mine": True,
    "period": ("du mardi 1er décembre 2026 au mardi 30 novembre 2027",),
    "progress": ("1 sur 2",),
}
_MISSION: Values = {
    "title": "Développer le portail des fournisseurs",
    "employer": "Dupont SA",
}
_MISSION_SHEET: Values = _MISSION | {
    "maitre_apprentissage": "Marc Dupont",
    "submitted_on": "vendredi 20 novembre 2026",
    "missing": ("Progression des missions", "Périodes de télétravail"),
}
_ONCE: Values = {k: v for k, v in LADDER.items() if k not in ("period", "progress")}
# A mission's ladder: the keys of any ladder, and the sheet of the mission.
_MISSION_LADDER: Values = (
    _ONCE
    | _MISSION_SHEET
    | {
        "obligation_label": "Valider ou retourner la mission",
        "obligation_ref": "D01",
        "due_on": "vendredi 27 novembre 2026",
        "owner": "Claire Schmitt (responsable de formation)",
        "owner_name": "Claire Schmitt",
        "source": "Charte, annexe, poste 2 §2, socle 1",
    }
)
_CONTRACT: Values = {
    "employer": "Dupont SA",
    "starts_on": "mardi 1er décembre 2026",
}
_PERIOD: Values = _CONTRACT | {"ends_on": "mardi 31 août 2027"}
_ADDRESSEE: Values = {"addressee": "OPCO Atlas"}

_OWN: Mapping[str, Values] = {
    "reminder": LADDER,
    "last_call": LADDER | {"rank": "3e rappel", "told_tomorrow": ("Anne Roth (direction du CFA)",)},
    "escalation": LADDER
    | {
        "days_late": 2,
        "mine": False,
        "reminded_on": ("lundi 23 novembre 2026", "lundi 30 novembre 2026"),
    },
    "expiry": LADDER
    | {
        "obligation_label": "Trouver un employeur après le début de la formation",
        "obligation_ref": "D02",
        "owner": "Léa Martin (apprenti)",
        "owner_name": "Léa Martin",
        "source": "Code du travail, article L6222-12-1",
        "owned": True,
        "effect": "fin du statut de stagiaire de la formation professionnelle",
    },
    "mission_submitted": _MISSION_SHEET
    | {
        "due_on": "vendredi 27 novembre 2026",
        "source": "Charte, annexe, poste 2 §2, socle 1",
    },
    "mission_received": _MISSION
    | {
        "maitre_apprentissage": "Marc Dupont",
        "submitted_on": "vendredi 20 novembre 2026",
        "due_on": "vendredi 27 novembre 2026",
        "reviewer": "Claire Schmitt",
    },
    "mission_reminder": _MISSION_LADDER,
    "mission_last_call": _MISSION_LADDER
    | {"rank": "3e rappel", "told_tomorrow": ("Anne Roth (direction du CFA)",)},
    "mission_escalation": _MISSION_LADDER
    | {
        "days_late": 1,
        "mine": False,
        "reminded_on": ("lundi 23 novembre 2026", "vendredi 27 novembre 2026"),
    },
    "mission_changes_requested": _MISSION
    | {
        "reviewer": "Claire Schmitt",
        "asked_on": "mardi 24 novembre 2026",
        "headings": ("Progression des missions", "Périodes de l’alternance"),
    },
    "mission_validated": _MISSION
    | {
        "maitre_apprentissage": "Marc Dupont",
        "reviewer": "Claire Schmitt",
        "validated_on": "mercredi 25 novembre 2026",
    },
    "mission_refused": _MISSION | {"refused_on": "mercredi 25 novembre 2026"},
    "mission_withdrawn": _MISSION | {"withdrawn_on": "mercredi 25 novembre 2026"},
    "contract_issued": _PERIOD
    | {
        "documents": ("contrat d’apprentissage (CERFA 10103)", "convention de formation"),
        "signatories": ("Dupont SA", "Léa Martin"),
        "due_on": "lundi 30 novembre 2026",
        "source": "Code du travail, articles L6222-4 et R6222-2",
    },
    "contract_signed": _PERIOD | _ADDRESSEE | {"signed_on": "vendredi 27 novembre 2026"},
    "contract_start": {
        "employer": "Dupont SA",
        "due_on": "mardi 1er décembre 2026",
        "started": True,
        "source": "Code du travail, article L6222-7-1",
    },
    "filing_due": _CONTRACT
    | _ADDRESSEE
    | {
        "delay": "5 jours ouvrables",
        "counted_from": "mardi 1er décembre 2026",
        "due_on": "lundi 7 décembre 2026",
        "days_late": 0,
        "due_today": False,
        "told_tomorrow": ("Anne Roth (direction du CFA)",),
        "told_when": "le mardi 8 décembre 2026",
        "documents": ("contrat d’apprentissage (CERFA 10103)", "convention de formation"),
        "owner": "Dupont SA (employeur)",
        "owner_name": "Dupont SA",
        "mine": True,
        "source": "Code du travail, article D6224-1",
    },
    "contract_cancelled": _CONTRACT | {"cancelled_on": "jeudi 26 novembre 2026"},
    "filing_refused": {
        **_ADDRESSEE,
        "employer": "Dupont SA",
        "answered_on": "lundi 21 décembre 2026",
    },
    "filing_accepted": _CONTRACT
    | _ADDRESSEE
    | {"accepted_on": "lundi 14 décembre 2026", "deca_number": "067202612345678"},
    "filing_incomplete": {
        **_ADDRESSEE,
        "employer": "Dupont SA",
        "reported_on": "jeudi 10 décembre 2026",
        "missing": ("convention de formation signée",),
    },
    "filing_silence": {
        **_ADDRESSEE,
        "employer": "Dupont SA",
        "received_on": "lundi 7 décembre 2026",
        "delay": "20 jours",
        "due_on": "dimanche 27 décembre 2026",
        "deemed_refused": True,
        "source": "Code du travail, article R6224-3",
    },
    "reserved_step": {
        "due_on": "lundi 30 novembre 2026",
        "days_late": 0,
        "due_today": False,
        "keeper": True,
    },
    "irregularity": {
        "subject_label": "contrat chez Dupont SA",
        "fact_label": "Début du contrat",
        "effective_on": "mardi 1er décembre 2026",
        "reason": "Le contrat est signé par toutes les parties avant son début.",
        "remedy": "complétez le dossier, ou justifiez-y la situation.",
        "lifted_by": ("gestionnaire du CFA", "direction du CFA"),
        "source": "Code du travail, articles L6222-4 et R6222-2",
    },
    "tuteur_appointed": {
        "tuteur": "Paul Weber",
        "tuteur_at": ("p.weber@universite.example",),
        "maitre_apprentissage": "Marc Dupont",
        "employer": "Dupont SA",
        "appointed_on": "mardi 1er décembre 2026",
        "first_visit": ("lundi 1er février 2027",),
        "missions": ("rencontrer l’employeur deux fois par an", "signaler toute difficulté"),
        "training_at": ("alterkit.universite.example",),
        "mine": True,
    },
}

EXAMPLES: Mapping[str, Values] = {
    **{
        letter: COMMON | values
        for letter, values in {**_OWN, **TRAINING, **AFTER, **BETWEEN, **SHARED}.items()
    },
    # `catch_up` wraps the others: it is given by `compose`, never by a caller.
    CATCH_UP: {"count": 2, "first": "Rappel : organiser la première visite en entreprise"},
}
