"""What the correction of a fact of a house says again of each dossier that the fact lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lifecycle.commands import Command
from lifecycle.commands.duties import CORRECT
from lifecycle.events import Event
from lifecycle.vocabulary import Charter, Spread

Histories = Mapping[str, Sequence[Event]]
SAME = ("house", "event", "promotion")


def spread_of(charter: Charter, move: str) -> Spread | None:
    """What a move says of other dossiers, if it is declared to."""
    return next((t.spreads for t in charter.by_command.get(move, ()) if t.spreads), None)


def corrected(command: Command, history: Sequence[Event]) -> Event | None:
    """The fact that a correction names, as it now stands; none for any other command."""
    seq = command.fields.get("fact")
    if command.name != CORRECT.name or not isinstance(seq, int) or not 1 <= seq <= len(history):
        return None
    place = history[seq - 1].place
    return next(e for e in reversed(history) if e.place == place)


def amendments(
    charter: Charter, command: Command, events: Sequence[Event], histories: Histories
) -> list[Command]:
    """Of each who is listed no more, that it never was; of the new ones, that it was; of those who
    stay, what has changed."""
    now = next((e for e in events if e.corrects is not None and _is_named(command, e)), None)
    spread = spread_of(charter, now.move) if now else None
    if now is None or spread is None:
        return []
    was = _before(histories[now.stream], now)
    old, new = _list(was, spread), _list(now, spread)
    asked = _Again(command, spread, was, histories)
    left = [asked.correction(s, {"set_aside": True}) for s in old if s not in new]
    come = [asked.first(s, now) for s in new if s not in old]
    stay = [asked.correction(s, asked.change(now)) for s in new if s in old and asked.change(now)]
    return [c for c in (*left, *come, *stay) if c]


def _is_named(command: Command, event: Event) -> bool:
    return command.again is not None and event.place == command.again.place


def _before(history: Sequence[Event], now: Event) -> Event:
    """The version of the fact that this one takes the place of."""
    return next(e for e in reversed(history) if e.place == now.place and e.pos < now.pos)


def _list(event: Event, spread: Spread) -> list[str]:
    return list(event.data.get(spread.to) or ()) if event.state is not None else []


class _Again:
    """The correction of one fact, said of each dossier in its own words."""

    def __init__(self, command: Command, spread: Spread, was: Event, histories: Histories) -> None:
        self.command, self.spread, self.was, self.histories = command, spread, was, histories

    def first(self, stream: str, now: Event) -> Command:
        """What is said of a dossier that was not listed."""
        return self._asked(stream, self.spread.on, self.spread.says(now), now.effective_on)

    def change(self, now: Event) -> dict[str, Any]:
        """What the fact now says that it did not say, in the words of a correction."""
        before, after = self.spread.says(self.was), self.spread.says(now)
        said = {name: value for name, value in after.items() if before.get(name) != value}
        if now.effective_on != self.was.effective_on:
            said["happened_on"] = now.effective_on.isoformat()
        return said

    def correction(self, stream: str, said: Mapping[str, Any]) -> Command | None:
        """Of the fact that was written there; none where it is already set aside."""
        seq = self._number(stream)
        return self._asked(stream, CORRECT, {"fact": seq, **said}) if seq else None

    def _number(self, stream: str) -> int:
        """The number, in that history, of what the fact said of it; 0 once that is set aside."""
        said, wanted = enumerate(self.histories[stream], 1), self.spread.says(self.was)
        told = [(n, e) for n, e in said if e.move == self.spread.on.name and _says(e, wanted)]
        number, event = told[-1]
        return number if event.state is not None else 0

    def _asked(
        self, stream: str, intention: Any, fields: Mapping[str, Any], on: date | None = None
    ) -> Command:
        command = replace(self.command, again=None, persons={}, key=None, expect=None)
        return replace(command, stream=stream, intention=intention, fields=fields, effective_on=on)


def _says(event: Event, wanted: Mapping[str, Any]) -> bool:
    """Whether it speaks of the same event or promotion of the same house."""
    return all(event.data.get(name) == wanted.get(name) for name in SAME)
