"""The convention between the CFA and the établissement: signed, renewed, ended (charter §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

PARTNERSHIPS = ("externe", "interne", "mixte")
CONVENTION_KINDS = ("externe", "interne")
CONVENTION = Field("convention", "Convention", Kind.INSTANCE)


def _ends_after_its_start(fields: Mapping[str, Any]) -> str | None:
    wrong = fields["ends_on"] <= fields["starts_on"]
    return "la convention finit après avoir commencé." if wrong else None


SIGN_CONVENTION = Intention(
    "sign-convention",
    "Enregistrer la convention CFA–établissement",
    (
        Field("kind", "Nature", Kind.CHOICE, True, CONVENTION_KINDS),
        Field("starts_on", "En vigueur du", Kind.DATE, True),
        Field("ends_on", "Jusqu’au", Kind.DATE, True),
        Field("signed_on", "Signée le", Kind.DATE),
        Field("link", "Lien"),
        Field("duties_cfa", "Droits et obligations du CFA", Kind.LONG_TEXT),
        Field("duties_etablissement", "Droits et obligations de l’établissement", Kind.LONG_TEXT),
    ),
    dated_by="signed_on",
    check=_ends_after_its_start,
)
RENEW_CONVENTION = Intention(
    "renew-convention",
    "Renouveler la convention",
    (
        CONVENTION,
        Field("ends_on", "Jusqu’au", Kind.DATE, True),
        Field("signed_on", "Signée le", Kind.DATE),
        Field("link", "Lien"),
    ),
    dated_by="signed_on",
)
END_CONVENTION = Intention("end-convention", "Mettre fin à la convention", (CONVENTION,))
LAPSE_CONVENTION = Intention("lapse-convention", "Constater la convention échue", internal=True)
