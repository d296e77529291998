"""What a fact of a house says of each dossier that it lists: commands of their own, in the same unit."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from lifecycle.commands import Command
from lifecycle.errors import LifecycleError
from lifecycle.events import Event
from lifecycle.service.amending import Histories, amendments, corrected, spread_of
from lifecycle.vocabulary import Charter

LETTERS = frozenset(("correspondence",))


def listed(charter: Charter, command: Command, history: Sequence[Event] = ()) -> list[str]:
    """The dossiers, each once, that the command speaks of beside its own: of a correction, those
    that the fact lists, and those that it is to list."""
    was = corrected(command, history)
    spread = spread_of(charter, was.move if was else command.name)
    if spread is None:
        return []
    said = command.fields.get(spread.to) or ()
    names = said.split(",") if isinstance(said, str) else said
    known = was.data.get(spread.to) or () if was else ()
    return list(dict.fromkeys([*known, *(name.strip() for name in names)]))


def follow_ups(
    charter: Charter, command: Command, events: Sequence[Event], histories: Histories
) -> list[Command]:
    """What is then said of each, as the same actor, on the day of the fact."""
    if command.again:
        return amendments(charter, command, events, histories)
    spread, event = spread_of(charter, command.name), events[0]
    if spread is None:
        return []
    return [
        Command(
            intention=spread.on,
            stream=stream,
            fields=spread.says(event),
            actor=command.actor,
            on_behalf_of=command.on_behalf_of,
            effective_on=event.effective_on,
            channel=command.channel,
        )
        for stream in listed(charter, command)
    ]


def streams(
    charter: Charter, unit: Sequence[Command], histories: Histories = MappingProxyType({})
) -> set[str]:
    """Every dossier that the commands of a unit may write to, as far as what is read tells."""
    own = {c.stream for c in unit}
    return own.union(*(listed(charter, c, histories.get(c.stream, ())) for c in unit))


def told_whose(refused: Exception, command: Command, unit: Sequence[Command]) -> Exception:
    """A refusal names the dossier that it is about, when nobody asked about that one by itself."""
    if isinstance(refused, LifecycleError) and all(command.stream != c.stream for c in unit):
        refused.message = f"Dossier {command.stream} : {refused.message}"
    return refused


def alone(charter: Charter, commands: Sequence[Command]) -> dict[str, set[str]]:
    """By stream, the only letters that these commands look at: each lives by itself in its stream."""
    found: dict[str, set[str]] = {}
    for command in commands:
        for move in charter.by_command.get(command.name, ()):
            if charter.homes.get(move.region) == LETTERS and move.named_by:
                found.setdefault(command.stream, set()).add(str(command.fields[move.named_by]))
    others = {c.stream for c in commands if c.stream not in found}
    return {stream: letters for stream, letters in found.items() if stream not in others}
