"""One beat: who has something due, each told once, by the same door as people."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lifecycle.commands import Command
from lifecycle.commands.duties import KEEP_TIME
from lifecycle.decisions.replanning import TERMS
from lifecycle.errors import TryLater
from lifecycle.people import CLOCK
from lifecycle.service import Answer, Done, House, handle_many

log = logging.getLogger(__name__)

BATCH = 100  # dossiers in one transaction: they are in memory together
DueStreams = Callable[[datetime, int], Sequence[str]]
"""(now, at most) → dossiers to be planned again, then those whose next step has come, the earliest first."""


@dataclass(slots=True)
class Beat:
    """What one beat did; `broken` are the dossiers that failed, with why, and stopped no other."""

    reminders: int = 0
    escalations: int = 0
    expired: int = 0
    opened: int = 0
    replanned: int = 0
    broken: dict[str, str] = field(default_factory=dict)

    def count(self, done: Done) -> None:
        kinds = Counter(w.event.type for w in done.written if not w.event.data.get("overtaken"))
        self.reminders += kinds["ObligationReminded"] + kinds["ObligationDue"]
        self.escalations += kinds["ObligationEscalated"]
        self.expired += kinds["ObligationExpired"]
        self.opened += kinds["ObligationOpened"]
        self.replanned += sum(1 for w in done.written if TERMS in w.event.data)

    @property
    def idle(self) -> bool:
        """Whether nothing was due, what is broken aside."""
        told = self.reminders or self.escalations or self.expired
        return not (told or self.opened or self.replanned)


def beat(
    house: House,
    due_streams: DueStreams,
    at: datetime,
    stopped: Callable[[], bool] = lambda: False,
) -> Beat:
    """Do what is due by `at` (aware UTC): batches, until nothing is left but what is broken.

    `stopped` is asked between two batches. Raises TryLater when the base is busy or full.
    """
    done = Beat()
    seen: set[str] = set()
    while not stopped() and (streams := _next(due_streams, at, done, seen)):
        for stream, answer in zip(streams, _kept_time(house, streams, at), strict=True):
            _note(done, stream, answer)
        seen |= set(streams)
    return done


def _next(due_streams: DueStreams, at: datetime, done: Beat, seen: set[str]) -> list[str]:
    """The next batch. What has had its turn and is due still is broken: it must not spin."""
    found = due_streams(at, BATCH + len(done.broken))
    for stream in seen & set(found) - done.broken.keys():
        _report(done, stream, "toujours dû après son battement")
    return [stream for stream in found if stream not in done.broken]


def _kept_time(house: House, streams: Sequence[str], at: datetime) -> list[Answer]:
    """An answer for each dossier; a batch that a broken one stops is cut in two, again and again."""
    commands = [_keep_time(stream) for stream in streams]
    try:
        return handle_many(house, commands, at)
    except TryLater:
        raise
    except Exception as error:
        if len(streams) == 1:
            return [error]
        half = len(streams) // 2
        return [
            *_kept_time(house, streams[:half], at),
            *_kept_time(house, streams[half:], at),
        ]


def _keep_time(stream: str) -> Command:
    return Command(intention=KEEP_TIME, stream=stream, actor=CLOCK, channel="worker")


def _note(done: Beat, stream: str, answer: Answer) -> None:
    """Another worker may have done it meanwhile: then nothing is written, and nothing is wrong."""
    if isinstance(answer, Done):
        done.count(answer)
    else:
        _report(done, stream, str(answer) or type(answer).__name__, answer)


def _report(done: Beat, stream: str, why: str, error: Exception | None = None) -> None:
    done.broken[stream] = why
    log.error("dossier %s: %s", stream, why)
    log.debug("where", exc_info=error)
