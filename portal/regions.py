"""Where a dossier stands: the present state of each region, with what people ask first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lifecycle.commands.fields import Kind
from lifecycle.dossier import Dossier, Instance
from portal.looking import Look
from portal.naming import of_a_situation, said
from portal.wording import initial, short_day, situation, state

SHOWN = ("pathway", "mission", "contract", "situation")
SIGNATURES = (
    ("signed:employer", "Signé par l’employeur"),
    ("signed:apprentice", "Signé par l’apprenti"),
    ("signed:legal_representative", "Signé par le représentant légal"),
    ("visa", "Visa du CFA"),
)
RUPTURE = "record-rupture"


@dataclass(frozen=True, slots=True)
class Standing:
    """One instance of a region as the page shows it."""

    region: str
    name: str
    state: str
    since: date
    over: bool
    details: tuple[tuple[str, str], ...]


def standings(seen: Look, stream: str, names: Mapping[str, str]) -> list[Standing]:
    """Pathway, missions, contracts with their filing and rupture, situations that overlap."""
    dossier = seen.dossiers[stream]
    return [
        Standing(
            i.region,
            situation(str(i.data.get("kind"))) if i.region == "situation" else names.get(i.id, ""),
            initial(state(i.region, i.state)),
            i.since,
            seen.charter.states[i.region, i.state].final,
            tuple(DETAILS.get(i.region, _nothing)(seen, dossier, i)),
        )
        for region in SHOWN
        for i in dossier.of(region)
    ]


Details = Iterator[tuple[str, str]]


def _nothing(_seen: Look, _dossier: Dossier, _instance: Instance) -> Details:
    return iter(())


def _pathway(_seen: Look, _dossier: Dossier, pathway: Instance) -> Details:
    for name, label in (
        ("exams_on", "Épreuves à partir du"),
        ("exams_end_on", "Dernière épreuve le"),
    ):
        if value := pathway.data.get(name):
            yield label, short_day(value)
    if pathway.data.get("no_surveys"):
        yield "Enquêtes", "a demandé à ne plus en recevoir"


def _mission(seen: Look, _dossier: Dossier, mission: Instance) -> Details:
    employer = seen.people.get(str(mission.data.get("role:employeur") or ""))
    if employer:
        yield "Employeur", employer.organisation or employer.name


def _contract(seen: Look, dossier: Dossier, contract: Instance) -> Details:
    for key, label in SIGNATURES:
        if contract.data.get(key):
            yield label, f"le {short_day(contract.data[key])}"
    if filing := dossier.get("filing", contract.id):
        yield "Dépôt", f"{state('filing', filing.state)}, depuis le {short_day(filing.since)}"
        if number := filing.data.get("deca_number"):
            yield "Numéro DECA", str(number)
    if contract.data.get("common_law"):
        yield "Suite", "le contrat continue en droit commun"
    yield from _rupture(seen, contract)


def _rupture(seen: Look, contract: Instance) -> Details:
    """Its procedure as far as it is known: the form of the rupture names each of its days."""
    asked = seen.charter.intentions.get(RUPTURE)
    for field in asked.fields if asked else ():
        value = contract.data.get(field.name)
        if value in (None, "") or field.personal or field.kind is Kind.INSTANCE:
            continue
        yield field.label, said(field.kind, value, field.name)


def _situation(_seen: Look, _dossier: Dossier, one: Instance) -> Details:
    return of_a_situation(one)


DETAILS = {
    "pathway": _pathway,
    "mission": _mission,
    "contract": _contract,
    "situation": _situation,
}
