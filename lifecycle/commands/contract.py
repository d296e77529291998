"""Drawing up the contract, signing it, authorising it, starting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.cerfa import cerfa_fields
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

CONTRACT = Field("contract", "Contrat", Kind.INSTANCE)
LIFT = Field("lift", "Règles levées (refs), motif obligatoire", Kind.REFS)
PARTIES = ("employer", "apprentice", "legal_representative")


def _dates(fields: Mapping[str, Any]) -> str | None:
    if fields.get("starts_on") and fields.get("ends_on", "9") <= fields["starts_on"]:
        return "la fin doit être après le début."
    return None


DRAFT_CONTRACT = Intention(
    "draft-contract",
    "Préparer un contrat",
    (
        Field("mission", "Mission", Kind.INSTANCE),
        Field("starts_on", "Début d’exécution", Kind.DATE, required=True),
        Field("ends_on", "Fin du contrat", Kind.DATE, required=True),
        Field("age_exempt", "Dérogation à la limite d’âge, justificatif vu", Kind.BOOLEAN),
        Field("extended_duration", "Durée portée à 4 ans, justificatif vu", Kind.BOOLEAN),
        Field("renewal_within_a_year", "Contrat dans l’année du précédent", Kind.BOOLEAN),
        *cerfa_fields("employeur", "apprenti", "contrat", "formation"),
    ),
    check=_dates,
)
OPEN_FILING = Intention("open-filing", "Ouvrir le dépôt", internal=True)
ISSUE_DOCUMENTS = Intention("issue-documents", "Éditer convention et CERFA", (CONTRACT, LIFT))
SIGN_CONTRACT = Intention(
    "sign-contract",
    "Enregistrer une signature",
    (CONTRACT, Field("party", "Signataire", Kind.CHOICE, True, PARTIES)),
)
COMPLETE_SIGNATURES = Intention("complete-signatures", "Constater la signature", internal=True)
REFUSE_SIGNATURE = Intention(
    "refuse-signature",
    "Enregistrer un refus de signature",
    (CONTRACT, Field("party", "Signataire", Kind.CHOICE, choices=PARTIES)),
)
GRANT_VISA = Intention("grant-visa", "Viser le contrat", (CONTRACT, LIFT))
ENDORSE_CONTRACT = Intention("endorse-contract", "Constater le visa", internal=True)
START_CONTRACT = Intention("start-contract", "Constater le début d’exécution", (CONTRACT,))
AMEND_CONTRACT = Intention(
    "amend-contract",
    "Enregistrer un avenant",
    (
        CONTRACT,
        Field("amendment_type", "Type d’avenant (CERFA)", Kind.CHOICE, True, tuple(map(str, range(31, 39)))),
        Field("takes_effect_on", "Date d’effet", Kind.DATE, required=True),
    ),
)  # fmt: skip
CANCEL_CONTRACT = Intention("cancel-contract", "Annuler le contrat", (CONTRACT,))
RECORD_VISIT = Intention(
    "record-visit",
    "Enregistrer une rencontre avec l’employeur",
    (
        CONTRACT,
        Field("mode", "Modalité", Kind.CHOICE, choices=("site", "visio", "telephone")),
        Field("means_checked", "Moyens et mission vérifiés", Kind.BOOLEAN),
    ),
)
