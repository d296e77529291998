"""Who sees what: what is reserved to some, and everything that is about it, for all lists and pages.

A reserved case is known of those whom its kind names and of nobody else: its facts, its duties, the
documents and irregularities about it, the corrections of all these. Whoever shows facts asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lifecycle.dossier import Dossier, Key
from lifecycle.events import Data, Event
from lifecycle.people import Role
from lifecycle.vocabulary.case import Charter

DUTY, CORRECTION = "obligation", "correction"
SUBJECT = {DUTY: "subject"}
"""Where an instance of a region says what it is about, when not under `about`."""


def hidden_refs(charter: Charter, role: Role) -> tuple[str, ...]:
    """The duties that `role` never sees: what a list of rows leaves out."""
    duties = charter.obligations.values()
    return tuple(o.ref for o in duties if o.reserved_to and not _sees(o.reserved_to, role))


def seen(charter: Charter, events: Sequence[Event], role: Role) -> Sequence[Event]:
    """The facts of a stream that `role` may see, in their order."""
    if not any(e.region in charter.reserved for e in events):
        return events  # most dossiers: this runs wherever anybody looks
    kept = _hidden(charter, ((e.key, e.data) for e in events), role)
    places = {e.place for e in events if e.key in kept}
    return [e for e in events if not (e.key in kept or _says_again(e, places))]


def visible(charter: Charter, dossier: Dossier, role: Role) -> Dossier:
    """The dossier without what is reserved to others; it is the same version of it."""
    if not any(region in charter.reserved for region, _ in dossier.instances):
        return dossier
    kept = _hidden(charter, ((i.key, i.data) for i in dossier.instances.values()), role)
    left = {key: one for key, one in dossier.instances.items() if key not in kept}
    return replace(dossier, instances=left)


def _says_again(event: Event, places: set[int]) -> bool:
    """Whether it corrects one of the facts that stand in these places."""
    return event.region == CORRECTION and event.data.get("fact") in places


def _sees(seen_by: tuple[Role, ...], role: Role) -> bool:
    """The clock sees all: it is nobody."""
    return role in (Role.HORLOGE, *seen_by)


def _hidden(charter: Charter, said: Iterable[tuple[Key, Data]], role: Role) -> frozenset[Key]:
    """The reserved instances that `role` does not see, and those that are about them."""
    told = list(said)
    kept = frozenset(_reserved(charter, told, role))
    ids = {id_ for _, id_ in kept}
    return kept | {key for key, data in told if data.get(SUBJECT.get(key[0], "about")) in ids}


def _reserved(charter: Charter, told: Iterable[tuple[Key, Data]], role: Role) -> Iterator[Key]:
    """Each by the last word on its kind; what says none is shown to nobody."""
    words: dict[Key, str] = {}
    for key, data in told:
        if reserved := charter.reserved.get(key[0]):
            words[key] = str(data.get(reserved.by) or words.get(key, ""))
    for key, word in words.items():
        if not _sees(charter.reserved[key[0]].seen_by.get(word, ()), role):
            yield key
