"""What must hold when a dossier is silenced, and when its mail goes on (interpretation O-15)."""

from __future__ import annotations

from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

HOLD = "hold"


@rule(
    source=CHARTE["§1.2 (interprétation O-15)"],
    otherwise="Ce dossier est déjà en silence.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def mail_is_leaving(case: Case) -> Verdict | bool:
    return not _silent(case)


@rule(
    source=CHARTE["§1.2 (interprétation O-15)"],
    otherwise="Les courriels de ce dossier ne sont pas suspendus.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def mail_is_stopped(case: Case) -> Verdict | bool:
    return _silent(case)


def _silent(case: Case) -> bool:
    pathway = case.dossier.one("pathway")
    return bool(pathway and pathway.data.get("silent"))


def silence(case: Case) -> str | bool:
    """Whether what was waiting to leave is dropped, or held until the mail goes on."""
    return HOLD if case.setting("O-15") == HOLD else True
