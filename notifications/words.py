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
    "DEL-08": "signal de silence du livret",
}
# What happened, in a sentence. A fact that is not here is told without its name (privacy).
HAPPENED = {
    "DifficultyReported": "une difficulté signalée, à suivre",
    "LivretFellSilent": "un livret d’apprentissage sans entrée récente : un signal à examiner",
    "AbsencesSignalled": "des heures d’absence non justifiées, au-delà du seuil du CFA : un signal à examiner",
    "AbsencesSignalledWithoutContract": "des heures d’absence non justifiées, au-delà du seuil du CFA : un signal à examiner",
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
# What an exchange between the parties is about.
TOPICS = {
    "ecart": "d’un écart entre la formation et les compétences attendues",
    "mission": "de la mission",
    "organisation": "de l’organisation",
    "livret": "du livret d’apprentissage",
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
CONFIDENTIAL_IRREGULARITY = {
    "reason": "Un délai ou une étape de procédure est à vérifier : le dossier dit laquelle.",
    "fact_label": "Étape confidentielle",
    "source": "citée dans le dossier",
    "remedy": "lisez l’irrégularité dans le dossier, et justifiez-y la situation.",
}
# What a duty of a house may be about, besides the house itself.
KEPT = {
    "promotion": "promotion",
    "event": "événement collectif",
    "convention": "convention entre le CFA et l’établissement",
    "resource": "moyens de la trajectoire",
    "certification": "certification Qualiopi",
    "control": "contrôle",
    "offer": "offre",
    "suggestion": "suggestion d’un maître d’apprentissage",
}


def spaced(text: str) -> str:
    """A declared text as French prints it: its quotation marks do not stand alone on a line."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
