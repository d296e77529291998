"""A real worker process on a real database: it works, and it stops when it is told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

from persistence.outbox import LEASE
from tests.houses import House
from tests.mail.post import outcomes, proposed, writing
from tests.mail.relays import Line, scripted
from tests.servers import SmtpServer

IN_TIME = 5  # seconds that a worker has to stop
PATIENT = 60  # seconds that a test waits for something to begin


@contextmanager
def working(house: House, relay: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """`lifecycle worker` on the house's database, killed at the end whatever happens."""
    env = {**os.environ, **house.settings.env, "LIFECYCLE_SMTP_URL": relay}
    env |= {"LIFECYCLE_DATABASE_URL": house.settings.database, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "application.cli", "worker", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process: subprocess.Popen[str] = subprocess.Popen(command, env=env, **pipes)  # type: ignore[call-overload]  # noqa: S603
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_worker_stops_when_it_is_told_to(tmp_path: Path, smtp_server: SmtpServer) -> None:
    with writing(tmp_path, smtp_server) as house:
        for number in (signal.SIGTERM, signal.SIGINT):
            with working(house, "") as process:
                assert process.stderr is not None
                assert "Au travail" in process.stderr.readline()
                process.send_signal(number)
                assert process.wait(IN_TIME) == 0


def test_a_worker_beats_and_sends_until_nothing_is_due(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        house.at("2026-11-27 08:05")
        url = f"smtp://{smtp_server.host}:{smtp_server.port}"
        told = []
        for _ in range(2):
            with working(house, url, "--until-idle", "--json") as process:
                out, err = process.communicate(timeout=PATIENT)
                assert process.returncode == 0, out + err
                told.append(json.loads(out))
        assert (told[0]["reminders"], told[0]["mails"], told[0]["sent"]) == (1, 3, 4)
        assert (told[1]["reminders"], told[1]["mails"], told[1]["sent"]) == (0, 0, 0)
        assert len(smtp_server.received) == 3
        assert len(outcomes(house, lea)) == 4


def test_a_worker_stopped_in_the_window_leaves_an_ambiguous_letter(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    taken, over = Event(), Event()

    def never_answers(line: Line) -> None:
        line.welcomes()
        line.takes_content()
        taken.set()
        over.wait(PATIENT)

    with writing(tmp_path, smtp_server) as house, scripted(never_answers) as (relay, _):
        lea = proposed(house)
        house.at("2026-11-25 08:05")
        with working(house, relay) as process:
            assert taken.wait(PATIENT)
            process.send_signal(signal.SIGTERM)
            assert process.wait(IN_TIME) == 0
        over.set()
        (row,) = house.letters("sending")
        house.drain(house.now + LEASE + timedelta(seconds=1))
        (ambiguous,) = house.letters("ambiguous")
        assert ambiguous.id == row.id
        assert [e.type for e in outcomes(house, lea) if e.instance == row.id] == ["LetterAmbiguous"]
        assert len(smtp_server.received) == 2  # the others left by the next sender
