"""What the domain asks of the world: a memory that only grows, and a register of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lifecycle.commands import Command
from lifecycle.dossier import Dossier
from lifecycle.events import Event
from lifecycle.people import Person
from lifecycle.vocabulary import History


@dataclass(frozen=True, slots=True)
class Written:
    """One fact as it now stands in the log: what a receipt shows."""

    event: Event
    seq: int
    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one accepted command asserts about one stream: what is sealed, stored and projected.

    `before` and `after` are the folded dossier. `kind` is the kind of stream, `code` the code of
    a formation or CFA, `formation` the code of the formation that an apprentice belongs to,
    `mail` whether its letters leave (open) or wait (held).
    """

    command: Command
    kind: str
    before: Dossier
    after: Dossier
    events: Sequence[Event]
    charter: str
    code: str = ""
    formation: str = ""
    stage: str = ""
    mail: str = "open"


NOTHING: Mapping[str, Collection[str]] = {}
Answered = tuple[str, str, int, int]
"""What an idempotency key stands for: command hash, stream, first and last position."""


class Work(Protocol):
    """One transaction: what it reads is true until it commits, what it appends is all or none."""

    network: str

    def next_pos(self) -> int:
        """The position that the next fact will take: gapless, under one lock per network."""

    def last_instant(self) -> datetime:
        """`recorded_at` of the last fact, aware UTC: the log's time never runs backwards."""

    def histories(
        self, streams: Iterable[str], only: Mapping[str, Collection[str]] = NOTHING
    ) -> Mapping[str, History]:
        """The facts of each stream, read when somebody looks; none for an unknown stream.

        `only`: of these streams, the instances of which the dossier is to speak.
        """

    def stream_named(self, kind: str, code: str) -> str | None:
        """The stream of a formation or CFA by its code."""

    def kinds(self, streams: Iterable[str]) -> Mapping[str, str]:
        """The kind of each known stream: apprentice, formation, cfa, correspondence, log."""

    def append(self, changes: Sequence[Change]) -> Sequence[Sequence[Written]]:
        """Seal and store the facts of `changes`, in order, and every projection of them."""

    def answered(self, keys: Collection[str]) -> Mapping[str, Answered]:
        """What was answered under those of these idempotency keys that have served."""

    def remember(self, answers: Mapping[str, Answered]) -> None:
        """Keep the answer of each key with the facts that it wrote."""

    def written(self, stream: str, first: int, last: int) -> Sequence[Written]:
        """The facts of a stream between two positions, as they stand in the log."""

    def dossiers_of(self, persons: Iterable[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """(stream, formation) of the dossiers of each person who has some."""

    def marked(self, streams: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Of these dossiers those whose duties are to be planned again, each with why."""

    def unmark(self, streams: Iterable[str]) -> None:
        """These have been planned again, whether anything changed or not."""

    def count_held(self, region: str, holder: str, states: Sequence[str], but: str) -> int:
        """How many instances of `region` in `states` the person `holder` holds, stream `but` aside."""


class Store(Protocol):
    """The memory of the house: it only ever grows."""

    def transaction(self) -> AbstractContextManager[Work]:
        """Lock the network and open one transaction; commit on a clean exit.

        Raises TryLater when the lock or the disk is not to be had.
        """

    def savepoint(self, work: Work) -> AbstractContextManager[None]:
        """A part of the transaction that can be undone alone."""


class Register(Protocol):
    """People in clear, apart from the history; written before the facts, orphans are harmless."""

    def match_all(self, asked: Sequence[Person]) -> Sequence[Person | None]:
        """Who is already known, one answer for each, read set-wise.

        By folded name and birth date, else by folded name and e-mail, else by e-mail alone.
        """

    def save(self, people: Sequence[Person]) -> None:
        """Add or update, with a key for each new person."""

    def find(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """The persons known under these ids."""

    def new_id(self) -> str:
        """A random id for a person or a stream."""
