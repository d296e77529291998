"""The page of jobs: what APScheduler is asked, and what it runs."""

from __future__ import annotations

from threading import Event, get_ident

from apscheduler.jobstores.memory import MemoryJobStore

from scheduler.jobs import JOBS, clock


def test_every_job_of_the_page_is_run_late_rather_than_never_and_never_twice_at_once() -> None:
    scheduler = clock(lambda: None, lambda: None)
    scheduler.start(paused=True)
    try:
        assert isinstance(scheduler._lookup_jobstore("default"), MemoryJobStore)
        assert str(scheduler.timezone) == "UTC"
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert set(jobs) == {job.name for job in JOBS}
        for declared in JOBS:
            job = jobs[declared.name]
            assert job.trigger.interval.total_seconds() == declared.seconds <= 60
            assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    finally:
        scheduler.shutdown()


def test_the_jobs_are_due_at_once_and_what_sends_has_beaten_first() -> None:
    """In the same run: else the mail of the day leaves before the day has told what it has to."""
    order: list[tuple[str, int]] = []
    drained = Event()

    def beat() -> None:
        order.append(("beat", get_ident()))

    def drain() -> None:
        order.append(("drain", get_ident()))
        drained.set()

    scheduler = clock(beat, drain)
    scheduler.start()
    try:
        assert drained.wait(30)
    finally:
        scheduler.shutdown()
    (run,) = {ident for name, ident in order if name == "drain"}
    assert [name for name, ident in order if ident == run][-2:] == ["beat", "drain"]
    assert len(order) == 3
