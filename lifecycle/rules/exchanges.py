"""What must hold of a request or of an exchange, and whose turn it is to answer."""

from __future__ import annotations

from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Conclusion, Rule, Verdict, rule

CONTACT, EXCHANGE = "contact", "exchange"


@rule(
    source=MAISON["une demande et sa réponse"],
    otherwise="Ceci est un échange entre les parties : l’action « Répondre à un échange » y répond.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def it_is_a_request(case: Case) -> Verdict | bool:
    return _kind(case) == CONTACT


@rule(
    source=MAISON["une demande et sa réponse"],
    otherwise="Ceci est une demande faite au service : « Enregistrer la réponse du service dédié » y répond.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def it_is_an_exchange(case: Case) -> Verdict | bool:
    return _kind(case) == EXCHANGE


def _kind(case: Case) -> str:
    return str(case.subject.data.get("kind")) if case.subject else ""


def said(name: str) -> Conclusion:
    """A word of the exchange, again: whom its letter does not go to, or alone goes to."""
    return Conclusion(name, lambda case: case.value(name))


def current_work(case: Case) -> dict[str, str]:
    """The contract and the mission that a request is made about: the last that are alive."""
    return {
        region: found.id for region in ("mission", "contract") if (found := _last(case, region))
    }


def _last(case: Case, region: str) -> Instance | None:
    states = case.charter.states
    alive = (i for i in case.dossier.of(region) if not states[region, i.state].final)
    return max(alive, key=lambda i: i.opened, default=None)


def asked_of(role: Role) -> Rule:
    """Whether it is for this party to answer."""
    return Rule(
        f"exchange_is_asked_of_the_{role}",
        lambda case: case.value("asked_of") == role,
        CHARTE["annexe, poste 1, périmètre 2"],
        "Cet échange attend la réponse d’une autre partie.",
    )
