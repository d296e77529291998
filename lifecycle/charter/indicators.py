"""The indicators by name, for what only cites them: `quality/` declares how each one is counted."""

from __future__ import annotations

from collections.abc import Mapping

INDICATORS: Mapping[str, str] = {
    "I-01": "Délai de validation de mission",
    "I-02": "Délai entre mission validée, contrat signé et dépôt",
    "I-03": "Délai de réponse du service dédié",
    "I-04": "Dépôts dans les cinq jours ouvrables, dossiers incomplets, refus",
    "I-05": "Taux de réalisation de la formation",
    "I-06": "Taux d’assiduité",
    "I-07": "Taux de rupture des contrats",
    "I-08": "Taux de rupture dans les neuf mois (méthode Dares)",
    "I-09": "Taux d’abandon (interruption en cours de formation)",
    "I-10": "Taux d’échec",
    "I-11": "Taux d’obtention",
    "I-12": "Taux de poursuite d’études",
    "I-13": "Taux d’emploi InserJeunes",
    "I-14": "Part en emploi à N mois (trajectoires pro, Orion)",
    "I-15": "Taux d’emploi salarié en France (InserSup)",
    "I-16": "Taux d’insertion (enquête)",
    "I-17": "Qualité de l’insertion",
    "I-18": "Visites dans les temps",
    "I-19": "Comptes rendus de visite partagés, actions closes",
    "I-20": "Satisfaction des apprentis",
    "I-21": "Satisfaction des maîtres d’apprentissage et des employeurs",
    "I-22": "Répartition des apprentis",
    "I-23": "Qualité du suivi",
    "I-24": "Tuteurs et maîtres d’apprentissage formés",
    "I-25": "Usage du livret",
    "I-26": "Retours d’alternance tenus",
    "I-27": "Efficacité des relances",
    "I-28": "Formations sans contrat (SFP) qui trouvent un employeur",
    "I-29": "Valeur ajoutée de l’établissement",
    "I-30": "Effectifs à date, par statut",
}
"""Every indicator of the domain notes §4.2, in their order: its ref, and what people call it."""
