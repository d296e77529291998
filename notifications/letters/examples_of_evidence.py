"""Declared examples of the letters of the first weeks and of what is shared: see `examples`."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters.rendering import Value

Values = dict[str, Value]

_DUE: Values = {
    "due_on": "mercredi 16 décembre 2026",
    "obligation_ref": "V2-02",
    "source": "Charte, §1.2 (dispositifs d’aide)",
}
_ORIENTATION = (
    "Espace Avenir (espace-avenir@universite.example)",
    "orientation.universite.example",
)
_BENEFITS = ("titres-restaurant", "remboursement des transports")

SHARED: Mapping[str, Values] = {
    "aids": _DUE
    | {
        "to_apprentice": True,
        "topics": ("logement", "restauration", "accès aux soins"),
        "benefits": _BENEFITS,
        "orientation": _ORIENTATION,
        "aids_at": ("cfa.example/aides",),
        "aids_reviewed": ("mardi 1er septembre 2026",),
    },
    "rules_to_know": _DUE
    | {
        "obligation_ref": "C-13",
        "source": "Code du travail, L. 6231-2 4°",
        "to_apprentice": True,
        "employer": "Dupont SA",
        "rules_at": ("cfa.example/regles",),
        "aids_at": ("cfa.example/aides",),
    },
    "arrival": {
        "employer": "Dupont SA",
        "maitre_apprentissage": "Marc Dupont",
        "starts_on": "mardi 1er décembre 2026",
        "welcome": ("poste et accès prêts", "équipe prévenue"),
        "benefits": _BENEFITS,
        "training_at": ("alterkit.universite.example",),
        "papers_at": ("cfa.example/modalites-v3",),
    },
    "tutoring_training": _DUE
    | {
        "obligation_ref": "M-06",
        "source": "Charte, annexe, poste 3, périmètre 1",
        "trained_as": "maître d’apprentissage",
        "employer": "Dupont SA",
        "training_at": ("alterkit.universite.example",),
        "owner": "Jeanne Keller (gestionnaire du CFA)",
        "rank": "1er rappel",
        "days_late": 0,
        "due_today": False,
    },
    "referentiel_shared": {
        "employer": "Dupont SA",
        "effective_on": "lundi 23 novembre 2026",
        "papers": (
            "référentiel de compétences et d’évaluation\u00a0: cfa.example/referentiel-2026",
            "modalités de suivi\u00a0: v3 du 1er septembre 2026",
        ),
    },
    "report_shared": {
        "employer": "Dupont SA",
        "effective_on": "lundi 21 décembre 2026",
        "tuteur": "Paul Weber",
        "tuteur_at": ("p.weber@universite.example",),
        "meetings": ("jeudi 10 décembre 2026",),
        "agreed": ("apprenti, au plus tard le vendredi 29 janvier 2027",),
    },
    "action_due": _DUE
    | {
        "obligation_ref": "A-01",
        "source": "Charte, annexe, poste 3, cible",
        "employer": "Dupont SA",
        "owner": "Léa Martin (apprenti)",
        "tuteur": "Paul Weber",
        "action": ("Préparer la démonstration du prototype",),
        "rank": "1er rappel",
        "days_late": 0,
        "due_today": False,
        "told_tomorrow": ("Paul Weber (tuteur académique)",),
        "told_when": "le jeudi 17 décembre 2026",
    },
    "orientation": _DUE
    | {
        "obligation_ref": "D74",
        "source": "Code du travail, L. 6231-2 13°",
        "to_apprentice": True,
        "orientation": _ORIENTATION,
        "helpers": ("Claire Schmitt (responsable de formation, c.schmitt@universite.example)",),
        "aids_at": ("cfa.example/aides",),
    },
}
