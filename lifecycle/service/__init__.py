"""The one door: people, links, imports and the clock all come in here.

Lock, read set-wise, decide in order in memory, write set-wise: all or nothing, then answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from lifecycle.commands import Command
from lifecycle.decisions.prospects import Prospect
from lifecycle.decisions.prospects import prospects as considered
from lifecycle.errors import LifecycleError
from lifecycle.lookups import every_answer
from lifecycle.ports import Work
from lifecycle.service.checks import check_exists
from lifecycle.service.desk import Answer, Desk, Done, House

__all__ = ["CHUNK", "Answer", "Done", "House", "handle", "handle_many", "prospects"]

CHUNK = 500


def handle(house: House, command: Command, at: datetime) -> Done:
    """One command in one transaction. Raises what refused it (`lifecycle.errors`)."""
    answer = handle_many(house, [command], at)[0]
    if isinstance(answer, Exception):
        raise answer
    return answer


def handle_many(house: House, commands: Sequence[Command], at: datetime) -> list[Answer]:
    """Many commands in one transaction, in order: a later one sees the facts of an earlier one.

    A refused command writes nothing and stops no other; its answer is the exception. A chunk that
    the store refuses is tried again one command at a time.
    """
    answers: list[Answer] = []
    with house.store.transaction() as work:
        for start in range(0, len(commands), CHUNK):
            answers += _chunk(house, work, commands[start : start + CHUNK], at)
    return answers


def prospects(house: House, command: Command, at: datetime) -> list[Prospect]:
    """What the actor of `command` may ask of its dossier, and why not the rest."""
    with house.store.transaction() as work:
        desk = Desk(house, work, at)
        desk.read({command.stream})
        check_exists(house.charter, command, desk.histories[command.stream])
        case = desk.case(desk.enrolment.of(command, desk.dossier(command.stream)))
        return considered(replace(case, answers=every_answer(work, case)))


def _chunk(house: House, work: Work, commands: Sequence[Command], at: datetime) -> list[Answer]:
    try:
        with house.store.savepoint(work):
            return Desk(house, work, at).serve(commands)
    except LifecycleError as refused:
        if len(commands) == 1:
            return [refused]
    return [answer for command in commands for answer in _chunk(house, work, [command], at)]
