"""Histories kept in memory between transactions: used only while the head of the stream agrees."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from lifecycle.events import Event

REMEMBERED = 20_000  # facts kept in memory, those of the dossier least used forgotten first


class Recollection:
    """By stream: how many facts it has, the hash of the last one, and the facts.

    Shared by the threads of a process: one at a time looks or changes.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.known: OrderedDict[str, tuple[int, str, Sequence[Event]]] = OrderedDict()
        self.facts = 0

    def recall(self, stream: str, seq: int, head: str) -> list[Event] | None:
        """The history of a stream whose head, read in this transaction, has not moved."""
        with self.lock:
            known = self.known.get(stream)
            if known is None or known[:2] != (seq, head):
                return None
            self.known.move_to_end(stream)
            return list(known[2])

    def last(self, stream: str) -> Sequence[Event]:
        """The facts last remembered, whatever the head says; none when there are none."""
        with self.lock:
            return self.known[stream][2] if stream in self.known else ()

    def remember(self, stream: str, seq: int, head: str, events: Sequence[Event]) -> None:
        with self.lock:
            self._forget(stream)
            self.known[stream] = (seq, head, events)
            self.facts += len(events)
            while self.facts > REMEMBERED:
                self._forget(next(iter(self.known)))

    def forget_all(self) -> None:
        """Read everything again, as another process does."""
        with self.lock:
            self.known.clear()
            self.facts = 0

    def _forget(self, stream: str) -> None:
        _, _, events = self.known.pop(stream, (0, "", ()))
        self.facts -= len(events)
