"""What a fact of a house says of each dossier that it lists: commands of their own, in the same unit."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.commands import Command
from lifecycle.errors import LifecycleError
from lifecycle.events import Event
from lifecycle.vocabulary import Charter, Spread

LETTERS = frozenset(("correspondence",))


def listed(charter: Charter, command: Command) -> list[str]:
    """The dossiers, each once, that the command speaks of beside its own."""
    spread = _declared(charter, command)
    return list(dict.fromkeys(command.fields.get(spread.to) or ())) if spread else []


def follow_ups(charter: Charter, command: Command, event: Event) -> list[Command]:
    """What is then said of each, as the same actor, on the day of the fact."""
    spread = _declared(charter, command)
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


def streams(charter: Charter, unit: Sequence[Command]) -> set[str]:
    """Every dossier that the commands of a unit may write to."""
    return {c.stream for c in unit}.union(*(listed(charter, c) for c in unit))


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


def _declared(charter: Charter, command: Command) -> Spread | None:
    moves = charter.by_command.get(command.name, ())
    return next((t.spreads for t in moves if t.spreads), None)
