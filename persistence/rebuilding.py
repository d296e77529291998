"""The projected rows made again from the facts alone: what proves that the log is the only truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from lifecycle.commands import Command, Intention
from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from lifecycle.ports import Change, Written
from lifecycle.stages import formation_of
from persistence.engine import Hot
from persistence.marking import mark_all
from persistence.projections import project
from persistence.sealing import decode, unseal
from persistence.store import SqlStore

PROJECTED = ("streams", "instances", "obligations", "marks")
REBUILD = Intention("rebuild", "Reprojeter", internal=True)
ALL = "SELECT envelope, payload, hash FROM events WHERE network_id = ? ORDER BY stream, seq"
Pair = tuple[Change, Sequence[Written]]


def rebuild(store: SqlStore, stage_of: Callable[[Dossier], str]) -> int:
    """Forget the rows of streams, instances and duties, and project every fact again.

    What was marked is not in the facts: all that owes something is marked, and the next beat looks. One transaction, under the network's lock. Returns how many streams there are.
    """
    with store.transaction() as work:
        pairs = list(_pairs(work.hot, store.network, stage_of))
        for table in PROJECTED:
            work.hot.run(f"DELETE FROM {table} WHERE network_id = ?", (store.network,))
        project(work.hot, store.network, pairs)
        mark_all(work.hot, store.network)
    store.recollection.forget_all()
    return len(pairs)


def _pairs(hot: Hot, network: str, stage_of: Callable[[Dossier], str]) -> Iterator[Pair]:
    rows = hot.all(ALL, (network,))
    written = (_written(bytes(e), bytes(p), h) for e, p, h in rows)
    for stream, facts in groupby(written, key=lambda w: w.event.stream):
        yield _pair(stream, list(facts), stage_of)


def _written(envelope: bytes, payload: bytes, hash_: str) -> Written:
    said = decode(envelope)
    return Written(unseal(envelope, payload), said["seq"], said["id"], hash_)


def _pair(stream: str, facts: list[Written], stage_of: Callable[[Dossier], str]) -> Pair:
    """The whole life of a stream as one change: only its last word is projected."""
    events: list[Event] = [written.event for written in facts]
    dossier = fold(stream, events)
    kind = dossier.kind
    change = Change(
        Command(intention=REBUILD, stream=stream),
        kind,
        Dossier(stream, 0, {}),
        dossier,
        events,
        "",
        code=_code(dossier, kind),
        formation=formation_of(dossier),
        stage=stage_of(dossier),
    )
    return change, facts


def _code(dossier: Dossier, kind: str) -> str:
    houses = dossier.of(kind)
    return str(houses[0].data.get("code", "")) if houses else ""
