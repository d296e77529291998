"""A fact as a row of columns, and back: what folding reads without opening any bytes."""

from __future__ import annotations

from typing import Any

from lifecycle.events import Data, Event
from lifecycle.people import Actor, Role
from persistence.sealing import Sealed, day_of, decode_data, instant_of, instant_text
from persistence.unread import Unread

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
    return _event(row, said_in(row[14]))


def unread_event_of(row: Any) -> Event:
    """As `event_of`, where few will look at what it says."""
    return _event(row, Unread(row[14], said_in))


def said_in(payload: bytes) -> dict[str, Any]:
    return decode_data(payload).data


def _event(row: Any, data: Data) -> Event:
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
        data=data,
    )


def as_read(event: Event, sealed: Sealed) -> Event:
    """A fact as any other process will read it: nothing personal, its data as JSON gives it."""
    return Event(
        pos=event.pos,
        stream=event.stream,
        type=event.type,
        move=event.move,
        ref=event.ref,
        region=event.region,
        instance=event.instance,
        state=event.state,
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        place=event.place,
        data=decode_data(sealed.payload).data,
        actor=ACTORS[str(event.actor.role)],
        cause=event.cause,
        corrects=event.corrects,
    )
