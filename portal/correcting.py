"""The form that corrects a fact: its day, whether it happened, and the fields of its own form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.commands.duties import CORRECT
from lifecycle.commands.fields import Kind
from lifecycle.decisions.correction import NOT_KEPT
from lifecycle.errors import NotFound
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import Charter
from portal.naming import said
from portal.wording import fact, short_day

BESIDES = ("irregularity", "correction")
FACT = "fact"
LONGEST = 300  # characters of what a fact says today
OWN = tuple(f.name for f in CORRECT.fields if f.name != FACT)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the form of a correction shows: the fact as it stands, its fields, what they say now."""

    intention: Intention
    title: str
    known: Mapping[str, str]


def correctable(charter: Charter, event: Event) -> bool:
    """Whether somebody attested the fact: what follows from another is corrected through it."""
    asked = charter.intentions.get(event.move)
    attested = event.actor.role is not Role.HORLOGE and event.cause is None
    return attested and asked is not None and not asked.internal and event.region not in BESIDES


def correction(
    charter: Charter,
    events: Sequence[Event],
    history: Sequence[Mapping[str, Any]],
    number: str,
) -> Correction:
    """The form for the fact of that number, as it now stands; without one, it asks for it.

    Raises NotFound.
    """
    if not number:
        return Correction(replace(CORRECT, accepts_any=False), "", {})
    seq = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    row = next((one for one in history if one["seq"] == seq), None)
    if row is None:
        raise NotFound("Choisissez, dans l’histoire du dossier, le fait à corriger.")
    place = row["place"]
    event = next(e for e in reversed(events) if e.place == place)
    if not correctable(charter, event):
        raise NotFound("Ce fait découle d’un autre : c’est cet autre fait qui se corrige.")
    asked = charter.intentions[event.move]
    words = dict(_personal(history, place))
    own = tuple(
        replace(f, required=False)
        for f in asked.fields
        if f.kind is not Kind.INSTANCE and f.name not in NOT_KEPT
    )
    drawn = replace(CORRECT, fields=(*CORRECT.fields, *own), accepts_any=False)
    values = {f.name: {**event.data, **words}.get(f.name) for f in own}
    known = {
        f.name: _short(said(f.kind, values[f.name], f.name))
        for f in own
        if values[f.name] not in (None, "")
    }
    known["happened_on"] = short_day(event.effective_on)
    title = f"Fait n° {seq} : {fact(event.type, event.move)}, {short_day(event.effective_on)}"
    return Correction(drawn, title, known)


def _short(text: str) -> str:
    """What helps to know the value again: a whole report beside its box would hide the box."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def asked(drawn: Command) -> Command:
    """The command of the door, from the one that the composed form has read."""
    return replace(drawn, intention=CORRECT)


def _personal(history: Sequence[Mapping[str, Any]], place: int) -> Iterator[tuple[str, str]]:
    for row in history:
        if row["place"] == place:
            for values in (row.get("personal") or {}).values():
                yield from ((name, value) for name, value in values.items() if name != "reason")
