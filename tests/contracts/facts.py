"""Hand-made facts and changes: the contracts of the stores need no charter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.dossier import fold
from lifecycle.events import Event
from lifecycle.people import Actor, Role
from lifecycle.ports import Change, Written
from persistence.opening import Installation
from persistence.work import SqlWork

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
STEP = timedelta(microseconds=1)
CHARTER = sha256(b"charter").hexdigest()
WRITE_DOWN = Intention("write-down", "Noter")
STAFF = Actor(Role.GESTIONNAIRE)
LEA, PAUL = "1ea0000000000001", "0a01000000000002"


def seeded(seed: str = "seed") -> Callable[[int], bytes]:
    """The same bytes in the same order for the same seed."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return sha256(f"{seed}:{count}".encode()).digest()[:size]

    return draw


def a_fact(pos: int, at: datetime = TUESDAY, stream: str = LEA, **said: Any) -> Event:
    """A candidacy registered by the staff, unless `said` otherwise."""
    usual: dict[str, Any] = {
        "type": "CandidacyRegistered",
        "move": "register-candidacy",
        "ref": "T01",
        "region": "pathway",
        "instance": "pathway",
        "state": "candidate",
        "effective_on": DAY,
        "place": pos,
        "actor": STAFF,
        "rule": "a_rule",
        "source": "Charte, poste 1 «é»",
    }
    return Event(pos=pos, recorded_at=at, stream=stream, **{**usual, **said})


def a_duty(pos: int, at: datetime = TUESDAY, n: int = 1, **said: Any) -> Event:
    """A duty opened, due in a week, whose next step leaves on the day before."""
    data = {
        "ref": "D01",
        "name": "review_mission",
        "subject": "m1",
        "about": "mission",
        "owed_by": "responsable_formation",
        "due_on": "2026-12-01",
        "next_on": "2026-11-30",
        "next_at": "2026-11-30T07:00:00.000000Z",
        "steps": [],
        **said.pop("data", {}),
    }
    usual = {
        "type": "ObligationOpened",
        "move": "open-obligation",
        "ref": "D01",
        "region": "obligation",
        "instance": f"D01.{n}",
        "state": "open",
    }
    return a_fact(pos, at, data=data, **{**usual, **said})


def a_change(
    facts: Sequence[Event],
    history: Sequence[Event] = (),
    *,
    kind: str = "apprentice",
    key: str | None = None,
    **said: Any,
) -> Change:
    """What one command asserts about the stream of `facts`, after `history`."""
    stream = facts[0].stream
    command = Command(intention=WRITE_DOWN, stream=stream, actor=STAFF, key=key)
    before, after = fold(stream, history), fold(stream, [*history, *facts])
    return Change(command, kind, before, after, facts, CHARTER, **said)


def write(work: SqlWork, *facts: Mapping[str, Any], **said: Any) -> Sequence[Written]:
    """Append facts at the end of the log, at the earliest instants; `duty=True` makes a duty."""
    made = []
    first = max(TUESDAY, work.last_instant() + STEP)
    for n, fact in enumerate(facts):
        make = a_duty if fact.get("duty") else a_fact
        rest = {k: v for k, v in fact.items() if k != "duty"}
        made.append(make(work.next_pos() + n, first + n * STEP, **rest))
    history = work.histories([made[0].stream])[made[0].stream]
    return work.append([a_change(made, history, **said)])[0]


def record(house: Installation, *facts: Mapping[str, Any], **said: Any) -> Sequence[Written]:
    """`write` in a transaction of its own."""
    with house.store.transaction() as work:
        return write(work, *(facts or ({},)), **said)


def as_read(event: Event) -> Event:
    """What a store gives back of a fact: its columns and its data, nothing personal."""
    return replace(
        event, secrets={}, actor=Actor(event.actor.role), on_behalf_of=None, rule="", source=""
    )


def table(house: Installation, name: str, columns: str = "*") -> list[tuple[Any, ...]]:
    """The rows of a table of the log, in order."""
    with house.database.main.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT {columns} FROM {name}")  # noqa: S608
        found = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in rows]
    return sorted(found, key=str)
