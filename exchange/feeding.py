"""The import of a feed: rehearsed first, then done by ordinary commands through the one door.

One line, one command: what the dossier holds already is not said again, so that the same file
twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from exchange import feeds, tables
from exchange.apprentices import Find, Found, found, identified
from exchange.feeds import Act, Feed, FeedReport, Says
from exchange.importing import AT_ONCE, CHUNK, GESTIONNAIRE, Progress
from exchange.reading import CellFault
from exchange.rehearsal import RehearsedStore, rehearsed
from exchange.report import Finding
from lifecycle.commands import Command
from lifecycle.errors import LifecycleError, TryLater
from lifecycle.people import Actor
from lifecycle.service import House, UnitAnswer, handle_units

REMEDY = "Corrigez la ligne, ou le dossier."


@dataclass(frozen=True, slots=True)
class Bringing:
    """A file that somebody brings at `at`: `find` knows a dossier by the beginning of its id."""

    content: bytes
    filename: str
    at: datetime
    find: Find = str
    encoding: str | None = None
    actor: Actor = GESTIONNAIRE
    progress: Progress | None = None


def dry_run(house: House, feed: Feed, brought: Bringing) -> FeedReport:
    """What `commit` would do, decided by the same rules; nothing is written. Raises FileRefused."""
    return _Feeding(rehearsed(house), feed, brought).run(committed=False)


def commit(house: House, feed: Feed, brought: Bringing) -> FeedReport:
    """Take every valid line of a file. Raises FileRefused when the file itself is at fault."""
    return _Feeding(house, feed, brought).run(committed=True)


@dataclass(slots=True)
class _Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)


class _Feeding:
    """One import of one file into one house."""

    def __init__(self, house: House, feed: Feed, brought: Bringing) -> None:
        self.house = house
        self.feed = feed
        self.brought = brought
        self.tally = _Tally()
        self.said: dict[tuple[Any, ...], Any] = {}

    def run(self, committed: bool) -> FeedReport:
        content, name = self.brought.content, self.brought.filename
        table = tables.read(content, name, self.brought.encoding)
        read, unknown = feeds.read(self.feed, table)
        self.tally.rejected += read.faults
        self.take(sorted(read.acts, key=lambda act: self.feed.key(act.fields)))
        tally = self.tally
        return FeedReport(
            rows=read.rows,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=tuple(sorted(tally.rejected, key=lambda finding: finding.row)),
            unknown_columns=unknown,
            notes=(*table.notes, *_unknown(unknown)),
            committed=committed,
            filename=name,
            sha256=sha256(content).hexdigest(),
            noun=self.feed.noun,
        )

    def take(self, acts: Sequence[Act]) -> None:
        """In the order of their days: each earlier fact known later is decided with all that follows."""
        progress = self.brought.progress or (lambda *_: None)
        for start in range(0, len(acts), CHUNK):
            self.chunk(acts[start : start + CHUNK])
            progress("Reprise", min(start + CHUNK, len(acts)), len(acts))

    def chunk(self, acts: Sequence[Act]) -> None:
        named = [act.who for act in acts]
        ids = identified(self.brought.find, named)
        with self.house.store.transaction() as work:
            dossiers = found(self.house, work, named, ids)
        asked = list(self.asked(acts, dossiers))
        for start in range(0, len(asked), AT_ONCE):
            some = asked[start : start + AT_ONCE]
            answers = handle_units(self.house, [[c] for _, c, _ in some], self.brought.at)
            for (act, _, says), answer in zip(some, answers, strict=True):
                self.count(act, says, answer)
        self.forget({command.stream for _, command, _ in asked})

    def asked(
        self, acts: Sequence[Act], dossiers: Sequence[Found | CellFault]
    ) -> Iterator[tuple[Act, Command, Says]]:
        """The commands of the lines that say something new."""
        for act, known in zip(acts, dossiers, strict=True):
            if isinstance(known, CellFault):
                self.reject(act.row, known.reason, known.remedy, act.who.column, act.who.shown)
                continue
            says = self.says(act, known)
            if says is Says.SAME:
                self.tally.unchanged += 1
            else:
                yield act, self.command(act, known.dossier.stream), says

    def says(self, act: Act, known: Found) -> Says:
        """Beside an earlier line of the file that speaks of the same thing, else beside the facts."""
        key = (known.dossier.stream, *self.feed.key(act.fields))
        before, self.said[key] = self.said.get(key), act.fields
        if before is None:
            return self.feed.beside(known.events, act.fields)
        return Says.SAME if before == act.fields else Says.CHANGED

    def command(self, act: Act, stream: str) -> Command:
        return Command(
            intention=self.feed.intention,
            stream=stream,
            fields=act.fields,
            actor=self.brought.actor,
            channel="import",
        )

    def count(self, act: Act, says: Says, answer: UnitAnswer) -> None:
        if isinstance(answer, TryLater) or not isinstance(answer, LifecycleError | list):
            raise answer
        if isinstance(answer, LifecycleError):
            self.reject(act.row, answer.message, REMEDY)
        elif says is Says.NEW:
            self.tally.created += 1
        else:
            self.tally.updated += 1

    def reject(self, row: int, reason: str, remedy: str, column: str = "", value: str = "") -> None:
        self.tally.rejected.append(Finding(row, column, value, reason, remedy))

    def forget(self, streams: set[str]) -> None:
        """A rehearsal keeps no more than what is at hand."""
        if isinstance(self.house.store, RehearsedStore):
            self.house.store.forget(streams)


def _unknown(names: Sequence[str]) -> list[str]:
    shown = ", ".join(f"« {name} »" for name in names[:20])
    return [f"Colonnes inconnues, non lues : {shown}."] if names else []
