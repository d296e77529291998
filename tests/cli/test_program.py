"""The command as a program: bytes in, bytes out, signals: what only a real process can show."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Desk

PROGRAM = (sys.executable, "-m", "application.cli")
ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "sqlmodel", "jinja2", "apscheduler", "transitions", "rich", "alembic")


def environment() -> dict[str, str]:
    """The poorest locale there is: the program must not depend on it."""
    quiet = {"PYTHONDONTWRITEBYTECODE": "1"}  # a full disk must not leave half a module behind
    return {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONPATH": str(ROOT), **quiet}


def run(*words: str | bytes, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *words]
    return subprocess.run(command, capture_output=True, check=False, env=environment(), **options)  # noqa: S603


def test_help_loads_no_library() -> None:
    code = "import sys, application.cli as cli; cli.main(['--help']); print(*sys.modules)"
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment()
    )
    loaded = ran.stdout.decode().split()
    assert "application.grammar" in loaded
    assert not set(loaded) & set(HEAVY)


def test_json_is_utf8_whatever_the_locale(here: Callable[[], Desk]) -> None:
    folder = here().folder
    ran = run("due", "--from", "2026-12-24", "--delay", "5 jours ouvrés", "--json", cwd=folder)
    assert ran.returncode == 0
    assert "Noël" in json.loads(ran.stdout.decode("utf-8"))["steps"][1]


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    lea, before = desk.candidate(), desk.written()
    ran = run("do", lea, "admit", "--reason", b"re\xe7u", cwd=desk.folder)
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert b"UTF-8" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert len(desk.json("history", lea)) == 1
    assert desk.written() == before


def test_a_reader_who_stops_reading_hears_no_complaint(here: Callable[[], Desk]) -> None:
    folder = here().folder
    with subprocess.Popen(  # noqa: S603
        [*PROGRAM, "charter"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
    ) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        complaint = program.stderr.read()
    assert (program.returncode, complaint) == (0, b"")


def test_two_at_once_both_act(desk: Desk) -> None:
    dossiers = [desk.candidate("Léa", name) for name in ("Martin", "Weber", "Roth")]
    running = [
        subprocess.Popen(  # noqa: S603
            [*PROGRAM, "do", dossier, "admit", "--json"],
            stdout=subprocess.PIPE,
            cwd=desk.folder,
            env=environment(),
        )
        for dossier in dossiers
    ]
    answers = [json.loads(program.communicate()[0]) for program in running]
    assert [program.returncode for program in running] == [0, 0, 0]
    assert {answer["regions"]["pathway"] for answer in answers} == {"seeking"}
    assert desk.json("audit", "verify")["ok"] is True


def test_a_full_disk_says_so_and_keeps_what_was_written(desk: Desk) -> None:
    lea, before = desk.candidate(), desk.written()

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    ran = run("do", lea, "admit", "--json", cwd=desk.folder, preexec_fn=full)
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (7, 7)
    assert desk.written() == before
    assert desk.do(lea, "admit")["facts"][0]["type"] == "ApprenticeAdmitted"


def test_the_worker_ends_well_when_asked(desk: Desk) -> None:
    with subprocess.Popen(  # noqa: S603
        [*PROGRAM, "worker"], stderr=subprocess.PIPE, cwd=desk.folder, env=environment()
    ) as worker:
        assert worker.stderr
        first = worker.stderr.readline().decode()
        worker.send_signal(signal.SIGTERM)
        complaint = worker.stderr.read()
    assert "Au travail" in first
    assert (worker.returncode, complaint) == (0, b"")
