"""A fact as a row of columns, and back: what folding reads without opening any bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lifecycle.events import Event
from lifecycle.people import Actor, Role
from persistence.sealing import Sealed, day_of, decode_data, instant_of, instant_text

FIELDS = (
    "pos, stream, type, move, ref, region, instance, state, effective_on, recorded_at, place, "
    "cause, corrects, actor_role, payload"
)
EVENTS = f"SELECT {FIELDS} FROM events WHERE network_id = ? AND stream IN "
INSERT = (
    "INSERT INTO events (network_id, pos, stream, seq, id, type, move, ref, region, instance, "
    "state, effective_on, place, recorded_at, cause, corrects, actor_role, envelope, payload, hash)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
ACTORS = {str(role): Actor(role) for role in Role}


def row_of(network: str, e: Event, sealed: Sealed) -> tuple[Any, ...]:
    return (network, e.pos, e.stream, sealed.seq, sealed.id, e.type, e.move, e.ref, e.region,
            e.instance, e.state, e.effective_on.isoformat(), e.place, instant_text(e.recorded_at),
            e.cause, e.corrects, str(e.actor.role), sealed.envelope, sealed.payload,
            sealed.hash)  # fmt: skip


def event_of(row: Any) -> Event:
    """A fact from its columns and its data: personal values stay sealed."""
    return Event(
        pos=row[0],
        stream=row[1],
        type=row[2],
        move=row[3],
        ref=row[4],
        region=row[5],
        instance=row[6],
        state=row[7],
        effective_on=day_of(row[8]),
        recorded_at=instant_of(row[9]),
        place=row[10],
        cause=row[11],
        corrects=row[12],
        actor=ACTORS[row[13]],
        data=decode_data(row[14]).data,
    )


def as_read(event: Event, sealed: Sealed) -> Event:
    """A fact as any other process will read it: nothing personal, its data as JSON gives it."""
    return replace(
        event,
        data=decode_data(sealed.payload).data,
        secrets={},
        actor=ACTORS[str(event.actor.role)],
        on_behalf_of=None,
        rule="",
        source="",
    )
