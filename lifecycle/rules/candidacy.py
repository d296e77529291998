"""What must hold of a candidacy, of training without a contract, and of a dossier's end."""

from __future__ import annotations

from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-12-1"],
    otherwise="Le statut de stagiaire de la formation professionnelle (Cerfa P2S) doit être signé.",
    lifted_by=(Role.APPRENTI,),
)
def sfp_status_is_signed(case: Case) -> Verdict | bool:
    signed = case.value("cerfa_p2s_signed")
    return UNKNOWN if signed is None else bool(signed)


@rule(
    source=MAISON["dossier clos"],
    otherwise="Le dossier est clos : plus rien ne peut y être ouvert.",
    lifted_by=(Role.GESTIONNAIRE,),
    lasting=True,
)
def pathway_is_alive(case: Case) -> Verdict | bool:
    pathway = case.dossier.one("pathway")
    return pathway is not None and not case.charter.states["pathway", pathway.state].final


@rule(
    source=CHARTE["annexe, poste 2 §2"],
    otherwise="L’admission pédagogique n’est pas encore prononcée.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def apprentice_is_admitted(case: Case) -> Verdict | bool:
    admitted = case.dossier.one("pathway")
    return admitted is not None and bool(admitted.data.get("admitted"))
