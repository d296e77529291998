"""What a kept document may be about."""

from __future__ import annotations

from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule, visible


@rule(
    source=MAISON["documents gardés"],
    otherwise="Ce dossier n’a rien sous l’identifiant dont parle le document.",
)
def document_is_about_something_known(case: Case) -> Verdict | bool:
    """What is reserved to others is not known: a document never tells that it is there."""
    about = case.command.fields.get("about")
    known = visible(case.charter, case.dossier, case.command.actor.role)
    return about is None or any(i.id == about for i in known.instances.values())


@rule(
    source=MAISON["documents gardés"],
    otherwise="Le retrait d’un document porte un motif.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def withdrawal_is_motivated(case: Case) -> Verdict | bool:
    return bool(case.command.reason.strip())
