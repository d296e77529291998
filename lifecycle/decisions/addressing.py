"""Which fact a correction is about, on which day it is to stand, what its own form makes of the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from lifecycle.calendar import paris_day
from lifecycle.commands import Again, Command, Intention
from lifecycle.commands.duties import CORRECT
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import Charter, seen

OWN = tuple(f.name for f in CORRECT.fields)


def addressed(
    charter: Charter, command: Command, history: Sequence[Event], at: datetime
) -> Command:
    """The correction once its fact is found: its day, and its values read by the fact's own form.

    Any other command as it is. Raises NotFound (no such fact) or InvalidInput.
    """
    if command.intention is not CORRECT:
        return command
    event = _fact(charter, command, history)
    intention = charter.intentions[event.move]
    asked = {k: v for k, v in command.fields.items() if k not in OWN}
    if command.fields.get("happened_on") and intention.dated_by in event.data:
        asked = {intention.dated_by: command.fields["happened_on"], **asked}  # one day, said once
    said = intention.read_some(asked)
    _check(intention, event, said)
    aside = bool(command.fields.get("set_aside"))
    if aside and (said or command.fields.get("happened_on")):
        raise InvalidInput("Un fait qui ne s’est jamais passé ne se corrige pas : dites l’un ou l’autre.")  # fmt: skip
    first = next(e for e in history if e.place == event.place)
    persons = {r: str(p) for r in Role if (p := event.data.get(f"role:{r}"))}
    form = (*CORRECT.fields, *intention.fields)
    return replace(
        command,
        intention=replace(CORRECT, fields=form, people=intention.people, accepts_any=False),
        fields={**_open_values(intention, event), **command.fields, **said},
        effective_on=_day(command, intention, event, first, said, at),
        again=Again(event.place, event.move, persons, said, aside),
    )


def _fact(charter: Charter, command: Command, history: Sequence[Event]) -> Event:
    """The fact of that number as it now stands, whichever of its versions is named.

    What is reserved to others is unknown to whoever asks.
    """
    seq = command.fields["fact"]
    known = {e.pos for e in seen(charter, history, command.actor.role)}
    if not (1 <= seq <= len(history) and history[seq - 1].pos in known):
        raise NotFound(f"Ce dossier n’a pas de fait n° {seq} : « history » les déroule.")
    place = history[seq - 1].place
    return next(e for e in reversed(history) if e.place == place)


def _open_values(intention: Intention, event: Event) -> dict[str, Any]:
    names = {f.name for f in intention.fields}
    return {k: v for k, v in event.data.items() if k in names}


def _check(intention: Intention, event: Event, said: Mapping[str, Any]) -> None:
    """What the correction makes impossible together, unless it already was."""
    kept = _open_values(intention, event)
    wrong = _wrong(intention, {**kept, **said})
    if wrong and wrong != _wrong(intention, kept):
        raise InvalidInput(f"{intention.label} : {wrong}")


def _wrong(intention: Intention, values: Mapping[str, Any]) -> str | None:
    """What its form says of these values; nothing when it needs one that the history keeps sealed."""
    with suppress(KeyError):
        return intention.check(values) if intention.check else None
    return None


def _day(
    command: Command,
    intention: Intention,
    event: Event,
    first: Event,
    said: Mapping[str, Any],
    at: datetime,
) -> date:
    """The day on which it happened: as said, else as the corrected field that dates it, else as known."""
    if command.effective_on not in (None, paris_day(at)):
        raise InvalidInput("Une correction ne se date pas : « happened_on » dit le jour du fait.")
    if happened := command.fields.get("happened_on"):
        return date.fromisoformat(happened)
    dated, known_on = intention.dated_by, paris_day(first.recorded_at)
    was = event.data.get(dated)
    if dated in said and was and event.effective_on == min(date.fromisoformat(was), known_on):
        return min(date.fromisoformat(said[dated]), known_on)
    return event.effective_on
