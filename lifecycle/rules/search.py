"""What must hold of the search for an employer, and of the offers sent to somebody."""

from __future__ import annotations

from lifecycle.commands.search import PAPERS
from lifecycle.dossier import Dossier
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.rules.offers import SHOWN
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule

SEARCHING = ("seeking", "sfp_before", "sfp_after")
AFTER = ("graduated", "failed", "follow_up", "alumni")
FOUND = ("validated",)
APPRENTICESHIP = "alternance"
SEARCH = CHARTE["§2.2 (missions 1, 2 et 5), annexe, poste 2 §2"]


@rule(source=SEARCH, otherwise="L’apprenti ne cherche pas, ou plus, d’employeur.")
def apprentice_is_searching(case: Case) -> Verdict | bool:
    """Admitted or in training without a contract, and no mission of a new employer is accepted."""
    pathway = case.dossier.one("pathway")
    if pathway is None or pathway.state not in SEARCHING:
        return False
    missions = (m for m in case.dossier.of("mission") if m.state in FOUND)
    return not any(m.since >= pathway.since for m in missions)


@rule(
    source=CHARTE["annexe, poste 4, cible (diffusion des offres aux ex-apprentis)"],
    otherwise="Cette personne n’a pas accepté de recevoir des offres, ou n’en veut plus.",
    lifted_by=(Role.APPRENTI,),
)
def offers_are_welcome(case: Case) -> Verdict | bool:
    """Who looks for an employer receives offers unless they decline; a graduate who has agreed."""
    pathway = case.dossier.one("pathway")
    said = pathway.data.get("offers_welcome") if pathway else None
    return bool(said) if said is not None else bool(pathway and pathway.state in SEARCHING)


@rule(
    source=MAISON["une offre qui est au produit est envoyée telle qu’elle y est"],
    otherwise="Cette offre n’est pas diffusée.",
    lifted_by=(Role.SERVICE_DEDIE, Role.GESTIONNAIRE),
    needs="offer_named",
)
def offer_is_published(case: Case) -> Verdict | bool:
    """One of a formation or of a CFA, by its number; an offer from elsewhere has its title and link."""
    of, number = (case.command.fields.get(name) for name in ("offer_of", "offer_id"))
    if not of:
        return True
    known = case.answers.get("offer_named", {}).get((of, number))
    if known is None:  # a correction of something else
        return UNKNOWN
    state = case.charter.states.get(("offer", known))
    now = f"Elle est « {state.label} »." if state else f"« {of} » n’a pas d’offre « {number} »."
    return Verdict(known in SHOWN, now)


def may_receive(dossier: Dossier, kind: str) -> bool:
    """Who an offer of that kind is for: who looks for an employer, or a graduate who has agreed."""
    pathway = dossier.one("pathway")
    if pathway is None or pathway.data.get("offers_welcome") is False:
        return False
    if kind == APPRENTICESHIP:
        return pathway.state in SEARCHING
    return pathway.state in AFTER and bool(pathway.data.get("offers_welcome"))


def application_is_complete(case: Case) -> bool:
    """Every paper has been seen, now or before."""
    known = case.subject.data if case.subject else {}
    return all(case.command.fields.get(name, known.get(name)) for name in PAPERS)
