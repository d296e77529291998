"""What the forms of a region ask, and what one of its instances is called, whatever the region."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.commands import Intention
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.dossier import ROOTS, Instance
from lifecycle.vocabulary import Charter
from portal.wording import LISTS, choice, initial, region, short_day

AN_EXAMPLE = re.compile(r" \([a-z]\d\)$")  # the id that a label gives as an example to a terminal
# Of a house, what its page and its card tell under words of their own.
HOUSE_APART = ("code", "title", "cfa", "alternance", "consulted_on", "consulted", "consulted_event")


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
    title = str(values.get("title") or values.get("label") or "")
    nature = _nature(one.region, str(values.get("kind") or ""))
    repeated = title.casefold().startswith(nature.casefold())
    name = title if repeated else f"{nature} : {title}" if title else nature
    return f"{initial(name)}, {short_day(day_of(charter, one))}"


def _nature(of: str, kind: str) -> str:
    """« Comité de pilotage », « Convention externe », « contrôle pédagogique » and not twice « contrôle »."""
    if kind in EVENT_LABELS:
        return EVENT_LABELS[kind]
    said, name = choice(kind) if kind else "", region(of)
    return said if said.casefold().startswith(name.casefold()) else f"{name} {said}".strip()


def day_of(charter: Charter, one: Instance) -> date:
    """The day that it is known by: the one that dates its facts, the first that a form asks."""
    return one.day(_day_field(charter, one)) or one.since


def _day_field(charter: Charter, one: Instance) -> str:
    """The field that says the day that it is known by; nothing when none does yet."""
    forms = _forms(charter, one.region)
    dating = [on.dated_by for on in forms if on.dated_by]
    asked = [f.name for f in fields_of(charter, one.region) if f.kind is Kind.DATE]
    return next((name for name in (*dating, *asked) if one.day(name)), "")


# --- what is said of one ---------------------------------------------------------------------------


def details(
    charter: Charter,
    one: Instance,
    values: Mapping[str, Any],
    names: Mapping[str, str],
    but: Collection[str] = ("kind", "title"),
) -> Iterator[tuple[str, str]]:
    """(label, value) of what its forms said shortly: no long text, no list of dossiers.

    The day that is in its name is not said twice. `but`: the fields that are told elsewhere.
    """
    in_its_name = "" if one.region in ROOTS else _day_field(charter, one)
    unsaid = {*but, *dossier_fields(charter, one.region), in_its_name}
    for field in fields_of(charter, one.region):
        value = values.get(field.name)
        if field.kind is not Kind.LONG_TEXT and field.name not in unsaid and value not in NOTHING:
            yield AN_EXAMPLE.sub("", field.label), told(field, value, names)


SITUATION_DAYS = (
    ("from_on", "Du"),
    ("until_on", "Jusqu’au"),
    ("returns_on", "Retour prévu le"),
    ("extended_until", "Jusqu’au"),
)


def of_a_situation(one: Instance) -> Iterator[tuple[str, str]]:
    """Its days and how it ended: one region holds every kind, so the forms would say too much."""
    for name, label in SITUATION_DAYS:
        if value := one.data.get(name):
            yield label, short_day(value)
    if outcome := one.data.get("outcome"):
        yield "Issue", choice(outcome)


NOTHING: tuple[object, ...] = (None, "", [])


def told(field: Field, value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it; an id of the dossier by what it is called."""
    if isinstance(value, list):
        words = LISTS.get(field.name, {})
        return ", ".join(words.get(str(one), str(one)) for one in value)
    return names.get(str(value)) or said(field.kind, value, field.name)


def said(kind: Kind, value: Any, name: str) -> str:
    """A value as people read it."""
    if kind is Kind.DATE:
        return short_day(value)
    if kind is Kind.BOOLEAN:
        return "oui" if value else "non"
    return choice(str(value), name)
