"""What a dossier keeps beside its own life, told by the forms that say it.

Promotions, events, conventions, offers, exchanges…: a region is known here by its heading only, and
a region that has none is headed by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lifecycle.commands.fields import Kind
from lifecycle.dossier import Instance
from lifecycle.stages import TOLD_APART
from portal.deeds import Deed
from portal.naming import NOTHING, called, day_of, details, dossier_fields, fields_of
from portal.offering import beside
from portal.record import Record
from portal.visits import Visit
from portal.wording import HEADINGS, initial, instance_state, region

# What has a place of its own on the page; a reserved case is read by those who see it, and here.
ELSEWHERE = {*TOLD_APART, "document"} - {"reserved"}
LATEST = 5  # of what is over, those that are told at once
ERASED = "(personne effacée)"
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them: its state, what was said of it, who was there, what may be done of it."""

    id: str
    name: str
    state: str
    since: date
    over: bool
    details: tuple[Line, ...]
    texts: tuple[Line, ...]
    people: tuple[tuple[str, tuple[Line, ...]], ...]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All of one region: what lives, then what is over, the latest first."""

    region: str
    title: str
    alive: tuple[Kept, ...]
    over: tuple[Kept, ...]
    older: tuple[Kept, ...]


def shelves(read: Record) -> list[Shelf]:
    """In the order of the headings; then the regions that have none."""
    found = {i.region for i in read.dossier.instances.values()} - ELSEWHERE
    known = [name for name in HEADINGS if name in found]
    return [_shelf(read, name) for name in (*known, *sorted(found - HEADINGS.keys()))]


def _shelf(read: Record, name: str) -> Shelf:
    instances = read.dossier.of(name)
    names = _attendees(read, instances)
    final = {i.id: read.seen.charter.states[i.region, i.state].final for i in instances}
    ordered = sorted(instances, key=lambda i: (day_of(read.seen.charter, i), i.opened))
    alive = [kept(read, i, names) for i in ordered if not final[i.id]]
    over = [kept(read, i, names) for i in reversed(ordered) if final[i.id]]
    title = HEADINGS.get(name, initial(region(name)))
    return Shelf(name, title, tuple(alive), tuple(over[:LATEST]), tuple(over[LATEST:]))


def kept(
    read: Record,
    one: Instance,
    names: Mapping[str, str] | None = None,
    but: Sequence[str] = ("kind", "title"),
) -> Kept:
    """One instance of any region; `names` are those of the dossiers that it lists.

    `but`: the fields that the page tells elsewhere, such as those that make its name.
    """
    names = names or {}
    fields = [f for f in fields_of(read.seen.charter, one.region) if f.name not in but]
    values = {**one.data, **read.words.get(one.key, {})}
    known = [(f, values[f.name]) for f in fields if values.get(f.name) not in NOTHING]
    listed = dossier_fields(read.seen.charter, one.region)
    return Kept(
        one.id,
        called(read.seen.charter, one, values),
        initial(instance_state(one)),
        one.since,
        read.seen.charter.states[one.region, one.state].final,
        tuple(details(read.seen.charter, one, values, read.names, but)),
        tuple((f.label, str(v)) for f, v in known if f.kind is Kind.LONG_TEXT),
        tuple((f.label, _named(v, names)) for f, v in known if f.name in listed),
        tuple(beside(read.seen.charter, read.actions, one)),
    )


# --- people --------------------------------------------------------------------------------------


def _attendees(read: Record, instances: Sequence[Instance]) -> Mapping[str, str]:
    """The names of everybody whom these instances list, by dossier: read once."""
    if not instances:
        return {}
    listed = dossier_fields(read.seen.charter, instances[0].region)
    streams = {s for i in instances for name in listed for s in i.data.get(name) or ()}
    return names_of(read.visit, sorted(streams))


def names_of(visit: Visit, streams: Sequence[str]) -> dict[str, str]:
    """Whose dossier each one is, by name."""
    persons = visit.browser.apprentices_of(streams)
    people = visit.people(set(persons.values()))
    return {s: people[p].name if p in people else ERASED for s, p in persons.items()}


def _named(streams: Iterable[str], names: Mapping[str, str]) -> tuple[Line, ...]:
    """(dossier, name), by name."""
    return tuple(sorted(((s, names.get(s, ERASED)) for s in streams), key=lambda line: line[1]))
