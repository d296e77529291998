"""What histories come to, kept in memory between transactions: used only while the head of the stream agrees.

A folded dossier is a thousand small objects: those last used stay alive, the others are kept as
bytes, which take six times less room, and the least used are forgotten. What an instance says stays
in bytes until somebody looks at it: of a hundred duties, most are over.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from sys import intern
from threading import RLock
from typing import Any

import msgspec

from lifecycle.dossier import Dossier, Instance
from lifecycle.vocabulary import Summary
from persistence.unread import Unread

ALIVE = 1024  # dossiers
TIDIED = 16  # facts after which what somebody has looked at goes back to bytes
REMEMBERED = 64 * 1024 * 1024  # bytes


class _One(msgspec.Struct, array_like=True):
    """An `Instance`, its fields in their order, what it says in bytes."""

    region: str
    id: str
    state: str
    since: date
    data: msgspec.Raw
    opened: int
    last: int
    opened_on: date
    last_on: date


class _Kept(msgspec.Struct, array_like=True):
    version: int
    instances: list[_One]
    latest: date
    numbers: dict[str, int]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode
_data = msgspec.msgpack.Decoder(dict[str, Any]).decode


def frozen(summary: Summary) -> bytes:
    """The data of its facts are JSON values, as they were read or will be read."""
    dossier, numbers = summary.dossier, dict(summary.numbers)
    instances = [_frozen(one) for one in dossier.instances.values()]
    return _encode(_Kept(dossier.version, instances, summary.latest, numbers))


def _frozen(i: Instance) -> _One:
    said = i.data.body if isinstance(i.data, Unread) else msgspec.Raw(_encode(i.data))
    return _One(i.region, i.id, i.state, i.since, said, i.opened, i.last, i.opened_on, i.last_on)


def thawed(stream: str, body: bytes) -> Summary:
    kept = _decode(body)
    instances = {(one.region, one.id): _thawed(one) for one in kept.instances}
    return Summary(Dossier(stream, kept.version, instances), kept.latest, kept.numbers)


def _thawed(i: _One) -> Instance:
    region, id_, state, said = (
        intern(i.region),
        intern(i.id),
        intern(i.state),
        Unread(i.data, _data),
    )
    return Instance(region, id_, state, i.since, said, i.opened, i.last, i.opened_on, i.last_on)


@dataclass(slots=True)
class Memory:
    """How many facts a stream has, the hash of the last one, what they come to: alive, as bytes, or both."""

    seq: int
    head: str
    summary: Summary | None
    body: bytes = b""


class Recollection:
    """By stream. Shared by the threads of a process: one at a time looks or changes."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.alive: OrderedDict[str, Memory] = OrderedDict()
        self.asleep: OrderedDict[str, Memory] = OrderedDict()
        self.size = 0

    def recall(self, stream: str, seq: int, head: str) -> Summary | None:
        """What a stream comes to whose head, read in this transaction, has not moved."""
        with self.lock:
            known = self.alive.get(stream) or self.asleep.get(stream)
            if known is None or (known.seq, known.head) != (seq, head):
                return None
            summary = known.summary or thawed(stream, known.body)
            self._wake(stream, Memory(seq, head, summary, known.body))
            return summary

    def remember(self, stream: str, seq: int, head: str, summary: Summary) -> None:
        with self.lock:
            self._wake(stream, Memory(seq, head, summary))

    def forget(self, stream: str) -> None:
        with self.lock:
            self.alive.pop(stream, None)
            if gone := self.asleep.pop(stream, None):
                self.size -= len(gone.body)

    def forget_all(self) -> None:
        """Read everything again, as another process does."""
        with self.lock:
            self.alive.clear()
            self.asleep.clear()
            self.size = 0

    def learn(self, other: Recollection) -> None:
        """All that another one knows."""
        for known in (other.asleep, other.alive):
            for stream, memory in known.items():
                with self.lock:
                    self._wake(stream, memory)

    def copied(self) -> Recollection:
        again = Recollection()
        again.alive, again.asleep = self.alive.copy(), self.asleep.copy()
        again.size = self.size
        return again

    def _wake(self, stream: str, memory: Memory) -> None:
        """The last one used; whoever was used least goes to sleep."""
        known = self.alive.get(stream)
        if known and known.seq // TIDIED < memory.seq // TIDIED and memory.summary:
            memory.summary = thawed(stream, frozen(memory.summary))
        self.forget(stream)
        self.alive[stream] = memory
        while len(self.alive) > ALIVE:
            self._sleep(*self.alive.popitem(last=False))

    def _sleep(self, stream: str, memory: Memory) -> None:
        if not memory.body and memory.summary is not None:
            memory.body = frozen(memory.summary)
        memory.summary = None
        self.asleep[stream] = memory
        self.size += len(memory.body)
        while self.size > REMEMBERED:
            self.forget(next(iter(self.asleep)))
