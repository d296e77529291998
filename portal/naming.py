"""What the forms of a region ask, and what one of its instances is called, whatever the region."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lifecycle.commands import Intention
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.dossier import Instance
from lifecycle.vocabulary import Charter
from portal.wording import choice, initial, region, short_day


def fields_of(charter: Charter, name: str) -> list[Field]:
    """What the forms of a region ask, each field once, but the instance that they name."""
    fields = (f for on in _forms(charter, name) for f in on.fields)
    return list({f.name: f for f in fields if f.kind is not Kind.INSTANCE}.values())


def _forms(charter: Charter, name: str) -> dict[Intention, None]:
    moves = (t for some in charter.by_command.values() for t in some)
    return dict.fromkeys(t.on for t in moves if t.region == name and not t.on.internal)


def dossier_fields(charter: Charter, name: str) -> set[str]:
    """The fields of a region that list dossiers: those whom its facts are said of."""
    moves = (t for some in charter.by_command.values() for t in some)
    return {t.spreads.to for t in moves if t.region == name and t.spreads}


def called(charter: Charter, one: Instance, values: Mapping[str, Any]) -> str:
    """Its nature, its title and its day: « Comité de pilotage, 24 nov. 2026 »."""
    kind, title = (
        str(values.get("kind") or ""),
        str(values.get("title") or values.get("label") or ""),
    )
    nature = (
        EVENT_LABELS.get(kind) or f"{region(one.region)} {choice(kind) if kind else ''}".strip()
    )
    name = f"{nature} : {title}" if title else nature
    return f"{initial(name)}, {short_day(day_of(charter, one))}"


def day_of(charter: Charter, one: Instance) -> date:
    """The day that it is known by: the one that dates its facts, the first that a form asks."""
    forms = _forms(charter, one.region)
    dating = [on.dated_by for on in forms if on.dated_by]
    asked = [f.name for f in fields_of(charter, one.region) if f.kind is Kind.DATE]
    days = (one.day(name) for name in (*dating, *asked))
    return next((day for day in days if day), one.since)
