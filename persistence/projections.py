"""Rows projected from facts in the same transaction: streams, instances, the agenda."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lifecycle.dossier import Dossier
from lifecycle.ports import Change, Written
from persistence.engine import Hot

Projection = Callable[[Hot, str, Sequence[tuple[Change, Sequence[Written]]]], None]
"""(connection, network, what was written) → rows of its own, in the same transaction."""

STREAMS = (
    "INSERT INTO streams (network_id, stream, kind, seq, hash, code, formation, stage, person) "
    "VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (network_id, stream) DO UPDATE SET seq=excluded.seq, "
    "hash=excluded.hash, formation=excluded.formation, stage=excluded.stage, person=excluded.person"
)
INSTANCES = (
    "INSERT INTO instances (network_id, stream, region, instance, state, holder) "
    "VALUES (?,?,?,?,?,?) ON CONFLICT (network_id, stream, region, instance) "
    "DO UPDATE SET state=excluded.state, holder=excluded.holder"
)
GONE = "DELETE FROM instances WHERE network_id=? AND stream=? AND region=? AND instance=?"
GONE_DUTY = "DELETE FROM obligations WHERE network_id=? AND stream=? AND id=?"
OBLIGATIONS = (
    "INSERT INTO obligations (network_id, stream, id, ref, name, subject, state, owed_by, due_on, "
    "next_step_at, next_step_on, paused, formation) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (network_id, stream, id) DO UPDATE SET state=excluded.state, "
    "due_on=excluded.due_on, next_step_at=excluded.next_step_at, "
    "next_step_on=excluded.next_step_on, paused=excluded.paused"
)
CLOCK = "UPDATE log_head SET simulated_at = ? WHERE network_id = ? AND simulated_at IS NOT NULL"
DUTY, MAITRE = "obligation", "role:maitre_apprentissage"


def project(hot: Hot, network: str, written: Sequence[tuple[Change, Sequence[Written]]]) -> None:
    """The store's own rows: the last word of each change about what it touched."""
    changes = [change for change, facts in written if facts]
    hot.many(STREAMS, [_stream(network, c, facts[-1]) for c, facts in written if facts])
    hot.many(INSTANCES, [row for c in changes for row in _instances(network, c)])
    hot.many(OBLIGATIONS, [row for c in changes for row in _duties(network, c)])
    hot.many(CLOCK, [row for change in changes for row in _clock(network, change)])
    last = {change.after.stream: change.after for change in changes}
    for change in changes:
        _forget(hot, network, change, last[change.after.stream])


def _clock(network: str, change: Change) -> Iterator[tuple[Any, ...]]:
    """A simulated clock shows what was last said of it."""
    for event in change.events:
        if event.region == "log" and "instant" in event.data:
            yield (event.data["instant"], network)


def _stream(network: str, c: Change, last: Written) -> tuple[Any, ...]:
    pathway = c.after.one("pathway")
    person = pathway.data.get("role:apprenti", "") if pathway else ""
    return (network, c.after.stream, c.kind, last.seq, last.hash, c.code, c.formation, c.stage,
            person)  # fmt: skip


def _instances(network: str, change: Change) -> Iterator[tuple[Any, ...]]:
    for key in {e.key: None for e in change.events}:
        found = change.after.instances.get(key)
        if found is not None and key[0] != DUTY:
            yield (network, change.after.stream, *key, found.state, found.data.get(MAITRE) or "")


def _duties(network: str, change: Change) -> Iterator[tuple[Any, ...]]:
    for key in {e.key: None for e in change.events if e.region == DUTY}:
        duty = change.after.instances.get(key)
        if duty is not None:
            d = duty.data
            yield (network, change.after.stream, duty.id, d["ref"], d["name"], d["subject"],
                   duty.state, d["owed_by"], d["due_on"], d.get("next_at"), d.get("next_on"),
                   int(bool(d.get("paused"))), change.formation)  # fmt: skip


def _forget(hot: Hot, network: str, change: Change, now: Dossier) -> None:
    """An instance whose making was set aside, and that did not come back, is there no more."""
    for key in {e.key: None for e in change.events if e.corrects}:
        if key in now.instances:
            continue
        if key[0] == DUTY:
            hot.run(GONE_DUTY, (network, now.stream, key[1]))
        else:
            hot.run(GONE, (network, now.stream, *key))
