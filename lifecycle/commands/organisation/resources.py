"""The means of the quality trajectory: for which aim, how much, given by whom, until when (charter §3.1)."""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

AIMS = (
    *("P1-C01", "P1-C02", "P1-C03"),
    *("P2-C01", "P2-C02", "P2-C03", "P2-C04", "P2-C05", "P2-C06", "P2-C07"),
    *("P3-C00", "P3-C01", "P3-C02", "P3-C03", "P3-C04", "P3-C05", "P3-C06"),
    *("P4-C00", "P4-C01", "P4-C02", "P4-C03", "P4-C04", "P4-C05"),
)
"""The cibles of the annexe: what means are given for."""
NATURE_LABELS: Mapping[str, str] = {
    "personnel": "temps de personnel",
    "heures": "heures d’enseignement ou de décharge",
    "budget": "budget",
    "outil": "outil ou équipement",
    "locaux": "locaux",
}
GIVERS = ("cfa", "etablissement", "employeurs", "opco", "region", "autre")

AMOUNT = "Combien (0,2 ETP, 24 heures, 1 500 €…)"
RESOURCE = Field("resource", "Moyens", Kind.INSTANCE)


GIVE_RESOURCE = Intention(
    "give-resource",
    "Donner des moyens à une action de la trajectoire",
    (
        Field("aim", "Cible de la charte", Kind.CHOICE, True, AIMS),
        Field("nature", "Nature", Kind.CHOICE, True, tuple(NATURE_LABELS)),
        Field("amount", AMOUNT, required=True),
        Field("given_by", "Donnés par", Kind.CHOICE, True, GIVERS),
        Field("given_until", "Jusqu’au", Kind.DATE, True),
        Field("given_on", "À partir du", Kind.DATE),
        Field("agreed_in", "Réunion qui en a convenu (son numéro, e3)"),
    ),
    dated_by="given_on",
)
EXTEND_RESOURCE = Intention(
    "extend-resource",
    "Reconduire des moyens",
    (
        RESOURCE,
        Field("given_until", "Jusqu’au", Kind.DATE, True),
        Field("amount", AMOUNT),
        Field("agreed_in", "Réunion qui en a convenu (son numéro, e3)"),
    ),
)
WITHDRAW_RESOURCE = Intention("withdraw-resource", "Mettre fin à des moyens", (RESOURCE,))
