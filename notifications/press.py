"""The press: mails become bytes here, in a process beside while the next ones are told, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from notifications.compose import Mail, compose

TOGETHER = 16  # mails handed over at once: each handing over costs as much as half a mail
Tell = Callable[[], Mail | None]
Press = Callable[[Sequence[Tell]], Iterable[bytes | None]]
"""The bytes of each mail once told, in order; nothing for none, nor for one that `compose` refuses."""


def pressed(mail: Mail | None) -> bytes | None:
    """One mail. Why it cannot be written is for whoever asks `compose` again."""
    try:
        return compose(mail) if mail else None
    except Exception:
        return None


def here(mails: Sequence[Tell]) -> Iterator[bytes | None]:
    return (pressed(tell()) for tell in mails)


def unwritten(mails: Sequence[Tell]) -> list[bytes]:
    """Nobody will read them: each leaves, is counted and recorded, and holds nothing."""
    return [b""] * len(mails)


@contextmanager
def beside() -> Iterator[Press]:
    """For many mails at once. A new process, not a fork: connections are nobody else's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield lambda mails: pool.map(pressed, (tell() for tell in mails), chunksize=TOGETHER)
