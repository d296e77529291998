"""The whole clock on one page: APScheduler wakes us, the tables say what is due.

Nothing is scheduled per apprentice. Jobs live in memory and are written here; a missed run is run
late, several missed runs are one, two never overlap (ecosystem notes, traps 7 to 9). The clock is
in UTC: an interval knows no summer time, and civil days are counted by the domain.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again. `seconds` from one start to the next."""

    name: str
    seconds: int
    does: str


JOBS = (
    Job("beat", 30, "tell what is due: reminders, escalations, effects"),
    Job("send", 10, "beat, then send: the mail of the day carries all that the day has to tell"),
)


def clock(beat: Work, drain: Work) -> BackgroundScheduler:
    """A scheduler, not started, whose jobs are due at once."""

    def send() -> None:
        beat()
        drain()

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a run still going on is no news
    work: dict[str, Work] = {"beat": beat, "send": send}
    scheduler = BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": MemoryJobStore()},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for job in JOBS:
        scheduler.add_job(
            work[job.name],
            "interval",
            seconds=job.seconds,
            id=job.name,
            name=job.does,
            next_run_time=datetime.now(UTC),
        )
    return scheduler
