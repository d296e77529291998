"""Declared examples of the letters of training, rupture and follow-up: see `examples`."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters.rendering import Value

Values = dict[str, Value]

_DUE: Values = {
    "obligation_ref": "D30",
    "due_on": "lundi 1er février 2027",
    "owner": "Paul Weber (tuteur académique)",
    "source": "Charte, annexe, poste 3, socle",
    "rank": "2e rappel",
    "days_late": 0,
    "due_today": False,
    "told_tomorrow": ("Claire Schmitt (responsable de formation)",),
    "told_when": "le mardi 2 février 2027",
}
_MAITRE: Values = {
    "employer": "Dupont SA",
    "maitre_apprentissage": "Marc Dupont",
    "maitre_at": ("m.dupont@dupont.example",),
}
_BROKEN: Values = {"employer": "Dupont SA", "broken_on": "vendredi 12 février 2027"}
_OPEN_UNTIL: Values = {
    "until": ("jeudi 12 août 2027",),
    "other_cfa_until": (),
}
_HELPERS = (
    "Paul Weber (tuteur académique, p.weber@universite.example)",
    "Claire Schmitt (responsable de formation, c.schmitt@universite.example)",
)
_AT_THE_END = ("le certificat de travail", "l’attestation destinée à France Travail")
_WITHOUT_CONTRACT: Values = {
    "due_on": "jeudi 12 août 2027",
    "counted_from": "vendredi 12 février 2027",
    "rank": "3e rappel",
    "days_left": 45,
    "told_tomorrow": ("Claire Schmitt (responsable de formation)",),
    "told_when": "le vendredi 13 août 2027",
    "to_apprentice": True,
}

TRAINING: Mapping[str, Values] = {
    "possible_from": {
        "obligation_label": "Finir le contrat, l’employeur informé du diplôme",
        "obligation_ref": "D60",
        "subject_label": "contrat chez Dupont SA",
        "due_on": "lundi 2 août 2027",
        "owner": "Léa Martin (apprenti)",
        "source": "Code du travail, articles L6222-19 et R6222-23",
        "days_late": 0,
        "due_today": False,
        "mine": True,
    },
    "watch": {
        "obligation_label": "45 jours sans nouveau contrat",
        "obligation_ref": "D65",
        "subject_label": "dossier",
        "period": (),
        "due_on": "lundi 29 mars 2027",
        "source": "Pratique, Tableau de bord de l’apprentissage, transmission à 45 jours",
        "days_late": 0,
        "due_today": False,
    },
    "discreet": {
        "subject_label": "contrat chez Dupont SA",
        "due_on": "lundi 1er mars 2027",
        "owner": "Anne Roth (direction du CFA)",
        "owner_name": "Anne Roth",
        "owned": True,
        "mine": False,
        "not_before": False,
        "days_late": 0,
        "due_today": False,
    },
    "visit_due": _DUE
    | _MAITRE
    | {
        "obligation_label": "Rencontrer l’employeur dans les deux mois",
        "owner_name": "Paul Weber",
        "period": ("du mardi 1er décembre 2026 au mardi 30 novembre 2027",),
        "progress": ("1 sur 2",),
        "points": ("les moyens mis à disposition et la mission", "le profil du poste"),
        "mine": True,
    },
    "grid_due": _DUE
    | {
        "obligation_ref": "D35",
        "employer": "Dupont SA",
        "owner": "Claire Schmitt (responsable de formation)",
        "waiting": ("apprenti", "maître d’apprentissage"),
        "party": True,
        "grid_at": ("cfa.example/grille-v2",),
    },
    "evaluation_due": _DUE
    | {
        "obligation_ref": "D38",
        "owner": "Claire Schmitt (responsable de formation)",
    },
    "probation_point": _MAITRE
    | {
        "due_on": "lundi 29 mars 2027",
        "counted_from": "mardi 1er décembre 2026",
        "source": "Code du travail, article L6222-18 al. 1",
        "estimated": True,
    },
    "contract_amended": _MAITRE
    | {
        "takes_effect_on": "lundi 1er mars 2027",
        "tuteur": "Paul Weber",
        "tuteur_at": ("p.weber@universite.example",),
        "ends_on": "mardi 31 août 2027",
    },
    "maitre_changed": _MAITRE | {"appointed_on": "lundi 1er mars 2027"},
    "contract_suspended": {
        "employer": "Dupont SA",
        "effective_on": "lundi 1er mars 2027",
        "answer_by": ("mardi 16 mars 2027",),
    },
    "news": {
        "happened": ("la reprise du contrat, autorisée par l’administration",),
        "subject_label": "contrat chez Dupont SA",
        "effective_on": "lundi 15 mars 2027",
    },
}
AFTER: Mapping[str, Values] = {
    "rupture_apprentice": _BROKEN
    | _OPEN_UNTIL
    | {
        "documents_at_the_end": _AT_THE_END,
        "helpers": _HELPERS,
        "orientation": ("Espace Avenir (espace-avenir@universite.example)",),
        "aids_at": ("cfa.example/aides",),
    },
    "rupture_employer": _BROKEN
    | {
        "addressee": "l’OPCO",
        "documents_at_the_end": _AT_THE_END,
        "source": "Code du travail, articles D6224-6, D6275-5 et R6222-21",
    },
    "rupture_office": _BROKEN | _OPEN_UNTIL | {"addressee": "l’OPCO"},
    "rupture_told": _BROKEN | {"mine": True},
    "sfp_started": {
        "effective_on": "vendredi 12 février 2027",
        "until": ("jeudi 12 août 2027",),
        "helpers": _HELPERS,
        "to_apprentice": True,
    },
    "sfp_month": _WITHOUT_CONTRACT
    | {"source": "Code du travail, articles L6222-18-2 et L6231-2 5°"},
    "sfp_lapsed": {"effective_on": "jeudi 12 août 2027", "to_apprentice": True},
    "to_decide": _DUE
    | {
        "obligation_ref": "T34",
        "owner": "Claire Schmitt (responsable de formation)",
        "owner_name": "Claire Schmitt",
        "mine": True,
    },
    "other_cfa": _WITHOUT_CONTRACT,
    "exams_convened": {
        "exams_on": "lundi 14 juin 2027",
        "exams_end_on": "vendredi 18 juin 2027",
        "source": "Code du travail, article L6222-35",
        "to_apprentice": True,
    },
    "diploma": {
        "effective_on": "vendredi 2 juillet 2027",
        "to_apprentice": True,
        "aids_at": ("cfa.example/aides",),
    },
    "exams_failed": {
        "effective_on": "vendredi 2 juillet 2027",
        "source": "Code du travail, articles L6222-11 et D6222-28",
        "to_apprentice": True,
    },
    "address_check": {"due_on": "samedi 1er décembre 2029"},
    "survey_wave": {
        "period": ("6 mois après la fin de la formation",),
        "due_on": "lundi 28 février 2028",
        "rank": "1er rappel",
    },
}
BETWEEN: Mapping[str, Values] = {
    "request_received": {
        "service": "Anne Roth",
        "service_at": ("a.roth@cfa.example",),
        "answer_before": ("mardi 2 mars 2027",),
        "effective_on": "mardi 23 février 2027",
    },
    "exchange_raised": {
        "said_by": "Marc Dupont (maître d’apprentissage)",
        "asked_of": "Paul Weber (tuteur académique)",
        "topic": ("d’un écart entre la formation et les compétences attendues",),
        "question": "Les bases de données ne sont vues qu’au second semestre.",
        "answer_before": ("vendredi 5 mars 2027",),
        "effective_on": "mardi 23 février 2027",
        "employer": "Dupont SA",
        "to_answer": True,
    },
    "exchange_answered": {
        "said_by": "Paul Weber (tuteur académique)",
        "question": "Les bases de données ne sont vues qu’au second semestre.",
        "answer": "Un atelier est ajouté en mars.",
        "effective_on": "jeudi 25 février 2027",
        "employer": "Dupont SA",
    },
    "event_invitation": {
        "event_label": "Forum Stage-Emploi",
        "event_on": "jeudi 11 mars 2027",
        "event_place": "Palais universitaire, Strasbourg",
        "event_link": "emploi.example/forum",
    },
    "feedback_asked": {
        "as_delegate": False,
        "said_before": ("vendredi 30 avril 2027",),
    },
    "offer_proposed": {
        "offer_title": "Développeuse ou développeur, contrat à durée indéterminée",
        "offer_place": "67000 Strasbourg",
        "offer_until": "vendredi 30 avril 2027",
        "offer_link": "emploi.example/offres/42",
    },
}
