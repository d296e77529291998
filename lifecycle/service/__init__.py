"""The one door: people, links, imports and the clock all come in here.

Lock, read set-wise, decide in order in memory, write set-wise: all or nothing, then answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lifecycle.commands import Command
from lifecycle.decisions.prospects import Prospect
from lifecycle.decisions.prospects import prospects as considered
from lifecycle.errors import LifecycleError
from lifecycle.lookups import every_answer
from lifecycle.ports import Work
from lifecycle.service.answers import Answer, Done, House, UnitAnswer
from lifecycle.service.checks import check_exists
from lifecycle.service.desk import Desk

__all__ = [
    "CHUNK",
    "Answer",
    "Done",
    "House",
    "UnitAnswer",
    "handle",
    "handle_many",
    "handle_units",
    "prospects",
]

CHUNK = 500


def handle(house: House, command: Command, at: datetime) -> Done:
    """One command in one transaction. Raises what refused it (`lifecycle.errors`)."""
    with house.store.transaction() as work:
        (answer,) = Desk(house, work, at).serve([command])
    if isinstance(answer, Exception):
        raise answer
    return answer


def handle_many(house: House, commands: Sequence[Command], at: datetime) -> list[Answer]:
    """Many commands in one transaction, in order: a later one sees the facts of an earlier one.

    A refused command writes nothing and stops no other; its answer is the exception. A chunk that
    the store refuses is tried again one command at a time.
    """
    answers = handle_units(house, [[command] for command in commands], at)
    return [one if isinstance(one, Exception) else one[0] for one in answers]


def handle_units(
    house: House, units: Sequence[Sequence[Command]], at: datetime
) -> list[UnitAnswer]:
    """As `handle_many`, by units: the commands of one are all accepted, or none of them.

    The answer of a refused unit is the exception of the command that was refused.
    """
    answers: list[UnitAnswer] = []
    with house.store.transaction() as work:
        for chunk in _chunks(units):
            answers += _chunk(house, work, chunk, at)
    return answers


def _chunks(units: Sequence[Sequence[Command]]) -> Iterator[list[Sequence[Command]]]:
    """Whole units, CHUNK commands or a little more at a time."""
    chunk: list[Sequence[Command]] = []
    size = 0
    for unit in units:
        chunk.append(unit)
        size += len(unit)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def prospects(house: House, command: Command, at: datetime) -> list[Prospect]:
    """What the actor of `command` may ask of its dossier, and why not the rest."""
    with house.store.transaction() as work:
        desk = Desk(house, work, at)
        desk.read({command.stream})
        check_exists(house.charter, command, desk.histories[command.stream])
        case = desk.case(desk.enrolment.of(command, desk.dossier(command.stream)))
        return considered(replace(case, answers=every_answer(work, case)))


def _chunk(
    house: House, work: Work, units: Sequence[Sequence[Command]], at: datetime
) -> list[UnitAnswer]:
    try:
        with house.store.savepoint(work):
            return Desk(house, work, at).serve_units(units)
    except LifecycleError as refused:
        if len(units) == 1:
            return [refused]
    return [answer for unit in units for answer in _chunk(house, work, [unit], at)]
