"""A worker: the clock and the sender in one process, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Protocol, TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from lifecycle.errors import LifecycleError
from scheduler.jobs import Work, clock

log = logging.getLogger(__name__)
ENDINGS = (signal.SIGTERM, signal.SIGINT)
PATIENCE = 3.0  # seconds that what is under way has to end, out of the five that we are given


def run(beat: Work, drain: Work, stop: Event | None = None) -> None:
    """Beat and drain on the clock; SIGTERM or Ctrl-C sets `stop`, which both of them look at.

    A mail that is in its SMTP window is not waited for beyond `PATIENCE`: its row says so, and the
    next worker shows it as ambiguous. To be called from the main thread.
    """
    asked = stop or Event()
    # Waited for, not handled: a handler that sets an event deadlocks when it interrupts its wait.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    scheduler = clock(_guarded(beat, asked), _guarded(drain, asked))
    scheduler.start()
    signal.sigwait(ENDINGS)
    asked.set()
    _end(scheduler)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(scheduler: BackgroundScheduler) -> None:
    scheduler.pause()
    ending = Thread(target=scheduler.shutdown, daemon=True)
    ending.start()
    ending.join(PATIENCE)
    if ending.is_alive():
        _leave_now()


def _guarded(work: Work, stop: Event) -> Work:
    """One run. What goes wrong is told and the next run tries again: the clock never stops."""

    def once() -> None:
        try:
            if not stop.is_set():
                work()
        except LifecycleError as error:
            log.error("%s", error.message)
        except Exception as error:
            log.error("unexpected: %s: %s", type(error).__name__, error)
            log.debug("where", exc_info=error)

    return once


def _leave_now() -> None:
    """Threads of a pool are waited for when Python ends: this does not wait."""
    log.warning("stopped in the middle of a mail: it will be shown as ambiguous")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


class Told(Protocol):
    """What one beat or one draining did."""

    @property
    def idle(self) -> bool:
        """Nothing."""


B = TypeVar("B", bound=Told)
D = TypeVar("D", bound=Told)


def until_idle(beat: Callable[[], B], drain: Callable[[], D]) -> Iterator[tuple[B, D]]:
    """Beat and drain, again and again, until neither has anything left to do."""
    while True:
        done, sent = beat(), drain()
        yield done, sent
        if done.idle and sent.idle:
            return
