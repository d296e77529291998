"""The employers of before and of today, as a table and as a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from exchange.report import harmless
from lifecycle.people import Person
from lifecycle.rules.employers import Employer

COLUMNS = {
    "siret": "SIRET",
    "employer": "Employeur",
    "email": "Courriel",
    "apprentices": "Apprentis",
    "running": "En cours",
    "ruptures": "Ruptures",
    "last_contract": "Dernier contrat",
    "last_contact": "Dernier contact",
    "offers": "Offres ouvertes",
    "last_offer": "Dernière offre",
    "formations": "Formations",
}


def employer_rows(
    employers: Iterable[Employer], people: Mapping[str, Person], not_since: date | None = None
) -> list[dict[str, Any]]:
    """The employers, who was spoken with longest ago first; those silent since a day if one is given."""
    silent = (e for e in employers if not_since is None or (e.last_contact or date.min) < not_since)
    found = sorted(silent, key=lambda e: (e.last_contact or date.min, e.key))
    return [_row(one, people.get(one.person)) for one in found]


def _row(one: Employer, person: Person | None) -> dict[str, Any]:
    return {
        "siret": one.siret or None,
        "employer": person.name if person else None,
        "email": person.email if person else None,
        "apprentices": len(one.apprentices),
        "running": one.running,
        "ruptures": one.ruptures,
        "last_contract": _iso(one.last_contract),
        "last_contact": _iso(one.last_contact),
        "offers": one.offers,
        "last_offer": _iso(one.last_offer),
        "formations": sorted(filter(None, one.formations)),
    }


def employers_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with its mark and `;`, as a French Excel opens it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else harmless(str(value))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
