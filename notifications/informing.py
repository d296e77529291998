"""What letters say of the first weeks and of what is shared: aids, rules, papers, reports, trainings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.people import Role
from lifecycle.rules.evidence import NO_ADDRESS, PAPER_NAMES, REPORTED, untold
from notifications.letters.rendering import Told

if TYPE_CHECKING:
    from notifications.telling import Telling

# As a letter to everybody says them: what touches somebody’s body is never named in a mail.
TOPICS = {
    "logement": "logement",
    "restauration": "restauration",
    "mobilite": "mobilité (transports, permis de conduire)",
    "sante": "accès aux soins",
    "premier_equipement": "premier équipement",
    "recherche_emploi": "recherche d’emploi",
}
BENEFITS = (
    "restaurant d’entreprise ou titres-restaurant",
    "remboursement de la moitié de l’abonnement aux transports",
    "complémentaire de l’entreprise",
    "œuvres du comité social et économique",
    "primes, intéressement et participation",
)
WELCOME = (
    "poste, accès et matériel prêts",
    "équipe prévenue et maître d’apprentissage disponible",
    "calendrier de l’alternance connu du service",
    "règles de sécurité expliquées le premier jour",
    "première mission préparée",
)
MISSIONS = (
    "prendre contact avec le maître d’apprentissage dans le mois",
    "rencontrer l’employeur au moins deux fois par an, et partager chaque compte rendu",
    "vérifier que la mission, les moyens et le poste conviennent à la formation",
    "suivre les acquis avec la grille d’évaluation et le livret",
    "signaler toute difficulté au responsable de formation",
)
PAPERS = {
    "referentiel": "référentiel de compétences et d’évaluation",
    "follow_up_terms": "modalités de suivi",
    "evaluation_terms": "modalités d’évaluation",
}


def informed(telling: Telling, subject: Instance | None) -> Told:
    """The addresses of the house, what is still to be told, what a fact shares."""
    pathway = telling.now.one("pathway")
    return {
        "training_at": lambda: _address(telling, "alterkit_url"),
        "aids_at": lambda: _address(telling, "aids_url"),
        "aids_reviewed": lambda: _reviewed(telling),
        "rules_at": lambda: _address(telling, "rules_url"),
        "grid_at": lambda: _address(telling, "grid_url"),
        "papers_at": lambda: _address(telling, "follow_up_terms_url"),
        "orientation": lambda: tuple(_orientation(telling, subject)),
        "topics": lambda: tuple(TOPICS[name] for name in untold(pathway.data if pathway else {})),
        "benefits": lambda: BENEFITS,
        "welcome": lambda: WELCOME,
        "missions": lambda: MISSIONS,
        "trained_as": lambda: _trained_as(telling.told_as),
        "papers": lambda: tuple(_papers(telling)),
        "meetings": lambda: tuple(_meetings(telling)),
        "agreed": lambda: tuple(_agreed(telling)),
        "action": lambda: tuple(filter(None, (telling.personal.get("label"),))),
    }


def _said(telling: Telling, key: str) -> str:
    """What the house says under a setting, else its default."""
    chosen = telling.house.get(f"set:{key}")
    return str(chosen or telling.charter.settings[key].default)


def _address(telling: Telling, key: str) -> tuple[str, ...]:
    said = _said(telling, key)
    return () if said == NO_ADDRESS else (_short(said),)


def _short(address: str) -> str:
    """As people write an address: a mail holds no link."""
    return address.removeprefix("https://").removeprefix("http://")


def _reviewed(telling: Telling) -> tuple[str, ...]:
    said = _said(telling, "aids_reviewed_on")
    return () if said == NO_ADDRESS else (french(date.fromisoformat(said)),)


def _orientation(telling: Telling, subject: Instance | None) -> Iterator[str]:
    """The service of orientation by its name and how to reach it, then its page."""
    person = telling.person(subject, Role.SERVICE_ORIENTATION)
    if person is not None:
        reach = ", ".join(telling.reach(subject, Role.SERVICE_ORIENTATION))
        yield f"{person.name} ({reach})" if reach and reach != person.name else person.name
    yield from _address(telling, "orientation_url")


def _trained_as(role: str) -> str:
    known = Role(role) if role in (Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE) else None
    return (known or Role.TUTEUR_ACADEMIQUE).label


def _papers(telling: Telling) -> Iterator[str]:
    said = telling.fact.data
    for name in PAPER_NAMES:
        if where := said.get(name):
            yield f"{PAPERS[name]}\u00a0: {_short(str(where))}"


def _meetings(telling: Telling) -> Iterator[str]:
    """The meetings whose report this very fact shares."""
    days = (k.partition(":")[2] for k in telling.fact.data if k.startswith(f"{REPORTED}:"))
    yield from (french(date.fromisoformat(day)) for day in sorted(days))


def _agreed(telling: Telling) -> Iterator[str]:
    """The actions of this contract that are still owed: by whom and when, not what."""
    for one in telling.now.of("action"):
        said: Mapping[str, object] = one.data
        if one.state == "agreed" and said.get("contract") == telling.fact.instance:
            due = french(date.fromisoformat(str(said["due_on"])))
            yield f"{Role(str(said['owed_by'])).label}, au plus tard le {due}"
