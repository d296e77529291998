"""A house that remembers what it is told and writes nothing: bulk work is rehearsed in it.

The same door, the same rules, the same answers; what it is told lies over what the house knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from lifecycle.dossier import Dossier
from lifecycle.events import Event
from lifecycle.people import Person, Recognised, recognised_by, ways
from lifecycle.ports import NOTHING, Answered, Change, Register, Store, Work, Written
from lifecycle.service import House
from lifecycle.vocabulary import History

MICROSECOND = timedelta(microseconds=1)


def rehearsed(house: House) -> House:
    """The same house, in which everything can be tried."""
    return replace(house, store=RehearsedStore(house.store), register=_Register(house.register))


class RehearsedStore:
    """`lifecycle.ports.Store` over another: what is appended stays here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.told: dict[str, list[Event]] = {}
        self.after: dict[str, Dossier] = {}
        self.named: dict[tuple[str, str], str] = {}
        self.kinds: dict[str, str] = {}
        self.streams: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.answers: dict[str, Answered] = {}
        self.size = 0
        self.last: datetime | None = None

    @contextmanager
    def transaction(self) -> Iterator[Work]:
        with self.store.transaction() as work:
            yield RehearsedWork(self, work)

    def savepoint(self, _: Work) -> AbstractContextManager[None]:
        return nullcontext()

    def forget(self, streams: Iterable[str]) -> None:
        """Nobody will ask for these dossiers again: thousands of histories do not pile up."""
        for stream in streams:
            self.told.pop(stream, None)
            self.after.pop(stream, None)

    def keep(self, change: Change) -> list[Written]:
        stream = change.after.stream
        if stream not in self.kinds and change.kind == "apprentice":
            person = change.after.instances["pathway", "pathway"].data["role:apprenti"]
            self.streams[person].append((stream, change.formation))
        self.kinds[stream] = change.kind
        if change.code:
            self.named[change.kind, change.code] = stream
        self.told.setdefault(stream, []).extend(change.events)
        self.after[stream] = change.after
        self.size += len(change.events)
        self.last = change.events[-1].recorded_at
        return [Written(event, 0, "", "") for event in change.events]


class RehearsedWork:
    """`lifecycle.ports.Work`: reads the house, then what was told over it."""

    def __init__(self, store: RehearsedStore, work: Work) -> None:
        self.store = store
        self.work = work
        self.network = work.network

    def next_pos(self) -> int:
        return self.work.next_pos() + self.store.size

    def last_instant(self) -> datetime:
        known = self.work.last_instant()
        return max(known, self.store.last) if self.store.last else known

    def histories(
        self, streams: Iterable[str], only: Mapping[str, Collection[str]] = NOTHING
    ) -> Mapping[str, History]:
        known, store = self.work.histories(streams, only), self.store
        return {
            s: history.plus(store.told[s], store.after[s]) if store.told.get(s) else history
            for s, history in known.items()
        }

    def stream_named(self, kind: str, code: str) -> str | None:
        return self.store.named.get((kind, code)) or self.work.stream_named(kind, code)

    def kinds(self, streams: Iterable[str]) -> Mapping[str, str]:
        asked = list(streams)
        told = {s: self.store.kinds[s] for s in asked if s in self.store.kinds}
        return {**self.work.kinds(asked), **told}

    def append(self, changes: Sequence[Change]) -> Sequence[Sequence[Written]]:
        return [self.store.keep(change) for change in changes]

    def answered(self, keys: Collection[str]) -> Mapping[str, Answered]:
        told = {key: self.store.answers[key] for key in keys if key in self.store.answers}
        return {**self.work.answered(keys), **told}

    def remember(self, answers: Mapping[str, Answered]) -> None:
        self.store.answers |= answers

    def written(self, stream: str, first: int, last: int) -> Sequence[Written]:
        return self.work.written(stream, first, last)

    def dossiers_of(self, persons: Iterable[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        asked = set(persons)
        found = self.work.dossiers_of(asked)
        return {p: [*found.get(p, ()), *self.store.streams.get(p, ())] for p in asked}

    def marked(self, streams: Iterable[str]) -> Mapping[str, Sequence[str]]:
        return self.work.marked(streams)

    def unmark(self, streams: Iterable[str]) -> None:
        """A rehearsal leaves every mark where it is."""

    def count_held(self, region: str, holder: str, states: Sequence[str], but: str) -> int:
        return self.work.count_held(region, holder, states, but)


class _Register:
    """`lifecycle.ports.Register` over another: nobody is written down."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.people: dict[str, Person] = {}
        self.recognised: dict[Recognised, str] = {}

    def new_id(self) -> str:
        return self.register.new_id()

    def match_all(self, asked: Sequence[Person]) -> Sequence[Person | None]:
        told = [self.recognised.get(recognised_by(person)) for person in asked]
        known = iter(
            self.register.match_all([p for p, t in zip(asked, told, strict=True) if not t])
        )
        return [self.people[t] if t else self.as_told(next(known)) for t in told]

    def as_told(self, known: Person | None) -> Person | None:
        return self.people.get(known.id, known) if known else None

    def save(self, people: Sequence[Person]) -> None:
        for person in people:
            self.people[person.id] = person
            self.recognised |= dict.fromkeys(ways(person), person.id)

    def find(self, ids: Iterable[str]) -> Mapping[str, Person]:
        asked = set(ids)
        return {
            **self.register.find(asked),
            **{i: self.people[i] for i in asked & self.people.keys()},
        }
