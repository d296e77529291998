"""Documents kept with a dossier: their bytes are sealed in the identity store, the facts name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

DOCUMENT_KINDS = (
    "compte_rendu_visite",
    "pv",
    "convention",
    "grille",
    "livret",
    "reglement",
    "calendrier",
    "referentiel",
    "attestation",
    "contrat",
    "autre",
)
SHA256 = re.compile(r"[0-9a-f]{64}")


def _fingerprint(fields: Mapping[str, Any]) -> str | None:
    found = SHA256.fullmatch(str(fields.get("sha256")))
    return None if found else "l’empreinte (sha256) n’est pas celle d’un fichier."


# Asked only by whoever has just kept the bytes: `lifecycle attach`, and the page that uploads.
KEEP_DOCUMENT = Intention(
    "keep-document",
    "Garder un document",
    (
        Field("kind", "Nature du document", Kind.CHOICE, True, DOCUMENT_KINDS),
        Field("name", "Nom du fichier", required=True, personal=Role.APPRENTI),
        Field("mime", "Type, d’après le contenu", required=True),
        Field("size", "Octets", Kind.INTEGER, required=True),
        Field("sha256", "Empreinte", required=True),
        Field("about", "À propos de (m1, c1, s1, e1…)"),
    ),
    internal=True,
    check=_fingerprint,
)
WITHDRAW_DOCUMENT = Intention(
    "withdraw-document",
    "Retirer un document",
    (Field("document", "Document", Kind.INSTANCE),),
)
