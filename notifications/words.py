"""The French words of letters that no declaration holds."""

from __future__ import annotations

from lifecycle.people import Role

NOT_SAID = "non renseigné"
DOCUMENTS = ("contrat d’apprentissage (CERFA 10103)", "convention de formation")
EFFECTS = {
    "T14": "le contrat est noté comme commencé",
    "T20": "prise en charge réputée refusée",
    "T21": "dépôt réputé accepté",
}
# Who owes a duty, when nobody is named.
UNKNOWN = {
    Role.OPCO: "l’OPCO",
    Role.DDETS: "la DDETS",
    Role.EMPLOYEUR: "l’employeur",
    Role.APPRENTI: "l’apprenti",
}
ADDRESSEES = {"private": "l’OPCO", "public": "la DDETS", "cross_border": "l’OPCO transfrontalier"}
