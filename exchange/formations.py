"""The formations that a file names: found by their code, created without roles when unknown.

With a reprise, those in which a dossier is created hold all their mail until somebody opens the tap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from exchange.records import Formation, Record
from lifecycle.commands import Command, Intention
from lifecycle.commands.organisation.houses import ADD_FORMATION, SET_FORMATION
from lifecycle.dossier import fold
from lifecycle.people import Actor
from lifecycle.ports import Work
from lifecycle.service import House, handle_many

HOLD = {"mail": "held"}


class Formations:
    """What one import knows and makes of formations."""

    def __init__(self, house: House, actor: Actor, at: datetime, held: bool) -> None:
        self.house = house
        self.actor = actor
        self.at = at
        self.holds = held
        self.streams: dict[str, str] = {}
        self.open: set[str] = set()
        self.created: dict[str, Formation] = {}
        self.held: list[str] = []
        self.refused: dict[str, str] = {}

    def look_up(self, work: Work, records: Iterable[Record]) -> None:
        """Which of these formations exist, and which let their mail leave."""
        unknown = {r.formation.code for r in records} - self.streams.keys() - self.created.keys()
        found = {code: work.stream_named("formation", code) for code in sorted(unknown)}
        streams = {code: stream for code, stream in found.items() if stream}
        histories = work.histories(streams.values()) if streams else {}
        for code, stream in streams.items():
            self.streams[code] = stream
            formation = fold(stream, histories[stream]).instances["formation", "formation"]
            if formation.data.get("set:mail") != "held":
                self.open.add(code)

    def prepare(self, strangers: Sequence[Record]) -> Mapping[str, str]:
        """Create and hold what these new dossiers need; the reason of each code that cannot be."""
        wanted = {r.formation.code: r.formation for r in reversed(strangers)}
        new = [f for code, f in wanted.items() if code not in self.streams]
        self._ask([(f.code, self._creation(f)) for f in new if f.code not in self.refused])
        self.created |= {f.code: f for f in new if f.code in self.streams}
        if self.holds:
            closing = [code for code in wanted if code in self.open]
            self._ask(
                [(code, self._command(SET_FORMATION, self.streams[code], HOLD)) for code in closing]
            )
            self.open -= set(closing)
            self.held += [*closing, *(f.code for f in new if f.code in self.streams)]
        return self.refused

    def _creation(self, formation: Formation) -> Command:
        said = {"code": formation.code, "title": formation.title, "calendar": formation.calendar}
        tap = HOLD if self.holds else {}
        stream = self.house.register.new_id()
        return self._command(ADD_FORMATION, stream, {**said, **formation.roles, **tap})

    def _command(self, intention: Intention, stream: str, fields: Mapping[str, str]) -> Command:
        return Command(
            intention=intention, stream=stream, fields=fields, actor=self.actor, channel="import"
        )

    def _ask(self, asked: Sequence[tuple[str, Command]]) -> None:
        answers = (
            handle_many(self.house, [command for _, command in asked], self.at) if asked else []
        )
        for (code, command), answer in zip(asked, answers, strict=True):
            if isinstance(answer, Exception):
                self.refused[code] = f"La formation {code} n’a pas pu être créée : {answer}"
            else:
                self.streams[code] = command.stream

    def notes(self) -> list[str]:
        """What somebody must complete: roles, and the calendar that the place suggests."""
        told = [f"{f.code} (calendrier {f.calendar})" for f in self.created.values()]
        shown = ", ".join(told[:20]) + (f" et {len(told) - 20} autres" if told[20:] else "")
        created = f"Formations créées, à compléter (rôles, calendrier) : {shown}."
        held = ", ".join(self.held[:20]) + (
            f" et {len(self.held) - 20} autres" if self.held[20:] else ""
        )
        kept = f"Courriels retenus jusqu’à « formation set CODE mail=open » : {held}."
        return [*([created] if told else []), *([kept] if self.held else [])]
