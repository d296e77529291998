"""`lifecycle user` and `lifecycle serve`: accounts made at a terminal, pages of a real process."""

from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from application.cli import main

ROOT = Path(__file__).parents[2]
PASSWORD = "un bon mot de passe\n"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LIFECYCLE_DATABASE_URL", raising=False)
    monkeypatch.delenv("LIFECYCLE_KEYS", raising=False)
    assert main(["init", "--simulated-clock", "2026-11-24"]) == 0
    assert main(["formation", "add", "M2", "--title", "Master"]) == 0
    return tmp_path


def user(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = PASSWORD) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password))
    return main(["user", *words])


ADD = ("add", "anne@cfa.fr", "--role", "direction", "--name", "Anne Roth", "--password-stdin")


def test_an_account_is_opened_changed_listed_and_closed(
    base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert user(monkeypatch, *ADD, "--formation", "M2") == 0
    assert user(monkeypatch, *ADD) == 4
    assert user(monkeypatch, "password", "anne@cfa.fr", "--password-stdin") == 0
    assert user(monkeypatch, "close", "anne@cfa.fr") == 0
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["email"], row["formations"], row["closed"]) == ("anne@cfa.fr", ["M2"], True)
    kept = b"".join(p.read_bytes() for p in base.iterdir() if p.is_file())
    assert b"un bon mot de passe" not in kept


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("words", "password", "code"),
    [
        (("--formation", "ZZZ"), PASSWORD, 3),
        ((), "trop court\n", 3),
        ((), "x" * 500, 3),
        ((), "", 3),
        (("--role", "apprenti"), PASSWORD, 2),
        (("--name", ""), PASSWORD, 3),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], password: str, code: int
) -> None:
    assert user(monkeypatch, *ADD, *words, password=password) == code
    assert main(["user", "list"]) == 0
    assert user(monkeypatch, "close", "anne@cfa.fr") == 6


@pytest.mark.usefixtures("base")
def test_without_a_terminal_a_password_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user(monkeypatch, *ADD[:-1]) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_pages_are_served_until_they_are_asked_to_stop(
    base: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", "application.cli", "serve", "--port", "0", "--worker"]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=base, stderr=subprocess.PIPE, env=env) as running:  # noqa: S603
        assert running.stderr is not None
        said = running.stderr.readline().decode()
        address = said.split()[2]
        with urlopen(f"{address}healthz") as answer:  # noqa: S310
            assert answer.status == 200
        with urlopen(Request(address)) as page:  # noqa: S310
            assert "Connexion" in page.read().decode()
        running.send_signal(number)
        left = running.stderr.read().decode()
        assert running.wait(timeout=20) == 0
    assert "127.0.0.1" in said
    assert "Traceback" not in left


@pytest.mark.usefixtures("base")
def test_a_port_that_is_taken_or_is_none_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 7
    for port in ("beaucoup", "70000", "-1"):
        assert main(["serve", "--port", port]) in (2, 3)
