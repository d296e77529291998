"""Offers in and out, as CSV: what platforms give, and what they take.

An offer is known again by its reference at whoever issued it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from exchange.lists import Asked, Form, Item, ListReport, Planned, take
from exchange.report import harmless
from lifecycle.commands import Command, Intention
from lifecycle.commands.offers import PERSON, RECEIVE_OFFER, SHEET, UPDATE_OFFER
from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.errors import InvalidInput
from lifecycle.people import Actor, Person, Role
from lifecycle.service import House
from lifecycle.vocabulary import Charter

COLUMNS = {
    "reference": "reference",
    "type": "kind",
    "intitule": "title",
    "employeur": "employer_name",
    "siret": "employer_siret",
    "courriel": "employer_email",
    "lieu": "place",
    "calendrier_site": "site_calendar",
    "missions": "missions",
    "profil": "profile",
    "competences": "skills",
    "rome": "rome",
    "niveau": "level",
    "debut": "starts_on",
    "duree_mois": "months",
    "lien": "link",
    "origine": "origin",
    "recue_le": "received_on",
}
OF_THE_HOUSE = {"numero": "", "etat": "", "canaux": "channels", "diffusee_jusqu_au": "expires_on"}
"""Columns that an export adds; an import leaves them aside, for they say what the house does."""
FORM = Form("offre", COLUMNS | dict.fromkeys(OF_THE_HOUSE, ""), ("reference", "intitule"))
OWN = {field.name for field in SHEET}


def import_offers(
    house: House, stream: str, content: bytes, filename: str, at: datetime, *, actor: Actor,
    commit: bool = False, encoding: str | None = None,
) -> ListReport:  # fmt: skip
    """The offers of a file for a formation or CFA. Raises FileRefused."""

    def plan(known: House, items: Sequence[Item]) -> Iterator[Planned]:
        return _planned(known, stream, items, actor)

    return take(house, FORM, plan, content, filename, at, commit=commit, encoding=encoding)


def _planned(house: House, stream: str, items: Sequence[Item], actor: Actor) -> Iterator[Planned]:
    offers = _by_reference(house, stream)
    people = house.register.find({employer(o) for o in offers.values()} - {""})
    rows: dict[str, int] = {}
    for item in items:
        reference = str(item.values.get("reference") or "")
        if not reference:
            yield item.fault("l’offre n’a pas de référence.")
        elif (first := rows.setdefault(reference, item.row)) != item.row:
            yield item.fault(f"la référence est déjà à la ligne {first}.")
        else:
            yield _asked(house.charter, stream, item, actor, offers.get(reference), people)


def _by_reference(house: House, stream: str) -> dict[str, Instance]:
    """The offers by reference: the last one, when a reference has come back after its end."""
    with house.store.transaction() as work:
        known = fold(stream, work.histories([stream])[stream])
    return {str(o.data["reference"]): o for o in known.of("offer") if o.data.get("reference")}


def employer(offer: Instance) -> str:
    return str(offer.data.get(f"role:{Role.EMPLOYEUR}") or "")


def _asked(
    charter: Charter, stream: str, item: Item, actor: Actor, offer: Instance | None,
    people: Mapping[str, Person],
) -> Planned:  # fmt: skip
    said = {name: value for name, value in item.values.items() if name}
    try:
        if offer is None:
            fields = RECEIVE_OFFER.read({"kind": "alternance", **said})
            return Asked(item, _command(RECEIVE_OFFER, stream, fields, actor), is_new=True)
        fields = UPDATE_OFFER.read({n: v for n, v in said.items() if n in OWN})
    except InvalidInput as wrong:
        return item.fault(wrong.message)
    if charter.states["offer", offer.state].final:
        label = charter.states["offer", offer.state].label
        return Asked(item, None, warning=f"l’offre {offer.id} est {label} : rien n’est changé.")
    news = _news(fields, offer, people.get(employer(offer)))
    asked = {"offer": offer.id, **news}
    return Asked(item, _command(UPDATE_OFFER, stream, asked, actor) if news else None)


def _news(fields: Mapping[str, Any], offer: Instance, known: Person | None) -> dict[str, Any]:
    """What the line says that is not known; the employer is said whole, so as to stay the same."""
    person = {name: getattr(known, attribute, "") for attribute, name in PERSON.attributes}
    before = {**offer.data, **person}
    news = {name: value for name, value in fields.items() if value != before.get(name)}
    again = {n: v for n, v in {**person, **fields}.items() if n in person and v}
    return {**news, **again} if news.keys() & person.keys() else news


def _command(intention: Intention, stream: str, fields: Mapping[str, Any], actor: Actor) -> Command:
    return Command(intention=intention, stream=stream, fields=fields, actor=actor, channel="import")


# --- out -------------------------------------------------------------------------------------------


def export_offers(
    charter: Charter, house: Dossier, people: Mapping[str, Person], states: Sequence[str] = ()
) -> bytes:
    """The offers of a formation or CFA, as `import_offers` and a French Excel read them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow((*COLUMNS, *OF_THE_HOUSE))
    for offer in house.of("offer"):
        if not states or offer.state in states:
            row = offer_row(charter, offer, people.get(employer(offer)))
            writer.writerow([harmless(str(row[name])) for name in (*COLUMNS, *OF_THE_HOUSE)])
    return out.getvalue().encode("utf-8-sig")


def offer_row(charter: Charter, offer: Instance, known: Person | None) -> dict[str, str]:
    """One offer, by the names of the columns of the file."""
    person = {name: getattr(known, attribute, "") for attribute, name in PERSON.attributes}
    said = {**offer.data, **person}
    row = {column: _shown(said.get(name)) for column, name in {**COLUMNS, **OF_THE_HOUSE}.items()}
    label = charter.states["offer", offer.state].label
    return {**row, "numero": offer.id, "etat": label}


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
