"""Data about graduates that leave the house: for whom, on what basis, and who is left out.

An observatory counts graduates; the alumni network receives those who have joined it. Nobody is
named to anybody once they are dead, silenced, or have objected to surveys.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from lifecycle.commands.follow_up import ALUMNI
from lifecycle.dossier import Dossier, Instance
from lifecycle.events import Data
from lifecycle.legal import RGPD
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Charter, Verdict, rule

PUBLIC_INTEREST = "public_interest"
BASES = {
    PUBLIC_INTEREST: "mission d’intérêt public (RGPD, art. 6 §1 e)",
    "legitimate_interest": "intérêt légitime (RGPD, art. 6 §1 f)",
    "consent": "consentement (RGPD, art. 6 §1 a)",
}
"""Each legal basis, as the file says it to whoever receives it."""


class LeftOut(StrEnum):
    """Why a graduate is not in what is sent."""

    DECEASED = "deceased"
    SILENCED = "silenced"
    OBJECTED = "objected"
    NOT_JOINED = "not_joined"
    ERASED = "erased"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    LeftOut.DECEASED: "décès",
    LeftOut.SILENCED: "dossier en silence",
    LeftOut.OBJECTED: "opposition aux enquêtes",
    LeftOut.NOT_JOINED: "pas d’adhésion au réseau",
    LeftOut.ERASED: "personne effacée",
}
_SAID: tuple[tuple[LeftOut, Callable[[Data], bool]], ...] = (
    (LeftOut.SILENCED, lambda said: bool(said.get("silent"))),
    (LeftOut.OBJECTED, lambda said: bool(said.get("no_surveys"))),
)


def is_graduate(dossier: Dossier) -> bool:
    return bool(dossier.said.get("obtained_on"))


def basis(said: Data, recipient: str) -> str:
    """On what basis `recipient` is told of somebody: for the network, that of their joining."""
    return str(said.get("legal_basis") or "") if recipient == ALUMNI else PUBLIC_INTEREST


def left_out(charter: Charter, pathway: Instance, recipient: str) -> LeftOut | None:
    """Why `recipient` is not told of this graduate, if they are not."""
    if charter.states[pathway.region, pathway.state].over:
        return LeftOut.DECEASED
    found = next((why for why, holds in _SAID if holds(pathway.data)), None)
    if found is None and not basis(pathway.data, recipient):
        return LeftOut.NOT_JOINED
    return found


@rule(
    source=RGPD["art. 5 §1 b, 6 et 21"],
    otherwise="Ces données ne peuvent pas être transmises à ce destinataire.",
    lifted_by=(Role.APPRENTI,),
)
def recipient_may_be_told(case: Case) -> Verdict | bool:
    pathway = case.dossier.one("pathway")
    if pathway is None or not is_graduate(case.dossier):
        return Verdict(False, "Aucun diplôme n’est enregistré.")
    why = left_out(case.charter, pathway, str(case.command.fields["sent_to"]))
    return Verdict(why is None, f"Motif : {why.label}." if why else "")


def basis_of_the_transmission(case: Case) -> str:
    return basis(case.dossier.said, str(case.command.fields["sent_to"]))
