"""The French words of letters that no declaration holds."""

from __future__ import annotations

from lifecycle.people import Role

NOT_SAID = "non renseigné"
DOCUMENTS = ("contrat d’apprentissage (CERFA 10103)", "convention de formation")
EFFECTS = {
    "T14": "le contrat est noté comme commencé",
    "T20": "prise en charge réputée refusée",
    "T21": "dépôt réputé accepté",
    "T22": "fin de la période probatoire",
    "T23": "contrat noté comme rompu",
    "T31": "contrat noté comme rompu",
    "T34": "fin du statut de stagiaire, la suite est à décider",
    "T40": "contrat noté comme arrivé à son terme",
    "T42": "suivi après la formation",
}
# What happened, in a sentence. A fact that is not here is told without its name (privacy).
HAPPENED = {
    "DifficultyReported": "une difficulté signalée, à suivre",
    "MediationOpened": "une médiation ouverte",
    "ContractResumed": "la reprise du contrat, autorisée par l’administration",
    "ProbationEnded": "la fin de la période probatoire",
    "MobilityStarted": "le départ en mobilité",
    "MobilityEnded": "le retour de mobilité",
    "HostingRecorded": "l’accueil dans une autre entreprise",
    "TrainingResumed": "la reprise de la formation avec un nouveau contrat",
    "TrainingExtended": "la prolongation de la formation",
    "ContractEnded": "la fin du contrat, à son terme",
    "FollowUpEntered": "le début du suivi après la formation",
    "AlumniJoined": "l’entrée dans le réseau des anciens",
}
AT_THE_END = (
    "le certificat de travail",
    "le reçu pour solde de tout compte",
    "l’attestation destinée à France Travail",
)
# What is checked during a meeting, by the duty that asks for it.
VISIT_POINTS = {
    "D30": (
        "les moyens mis à disposition et la mission",
        "le profil du poste",
        "l’intégration dans l’équipe",
    ),
    "D31": (
        "les compétences acquises",
        "le profil du poste",
        "la suite après le contrat",
    ),
    "*": ("l’avancement de la mission", "le profil du poste"),
}
# Who owes a duty, when nobody is named.
UNKNOWN = {
    Role.OPCO: "l’OPCO",
    Role.DDETS: "la DDETS",
    Role.EMPLOYEUR: "l’employeur",
    Role.APPRENTI: "l’apprenti",
    Role.JURY: "le jury",
}
ADDRESSEES = {"private": "l’OPCO", "public": "la DDETS", "cross_border": "l’OPCO transfrontalier"}
