"""The press: mails become bytes here, or in a process beside while the next ones are being told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from notifications.compose import Mail, compose

TOGETHER = 16  # mails handed over at once: each handing over costs as much as half a mail
Press = Callable[[Iterable[Mail | None]], Iterable[bytes | None]]
"""The bytes of each mail, in order; nothing for none, nor for one that `compose` refuses."""


def pressed(mail: Mail | None) -> bytes | None:
    """One mail. Why it cannot be written is for whoever asks `compose` again."""
    try:
        return compose(mail) if mail else None
    except Exception:
        return None


def here(mails: Iterable[Mail | None]) -> Iterator[bytes | None]:
    return map(pressed, mails)


@contextmanager
def beside() -> Iterator[Press]:
    """For many mails at once. A new process, not a fork: connections are nobody else's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield partial(pool.map, pressed, chunksize=TOGETHER)
