"""`make demo` tells its story, and what it invites to try works."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from application.cli import main
from application.demo.__main__ import main as demo


def test_the_demonstration_ends_with_commands_that_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo(["--no-serve"]) == 0
    told = capsys.readouterr().out
    for title in (
        "En retard : ",
        "À faire dans les sept jours : ",
        "Bloqués avant",
        "Courriels : ",
    ):
        assert f"\n{title}" in told
    assert max(map(len, told.splitlines())) <= 120
    for assignment in shlex.split(line(told, "export "))[1:]:
        monkeypatch.setenv(*assignment.split("=", 1))
    tried = [shlex.split(one)[1:] for one in told.splitlines() if one.startswith(".venv/bin/")]
    assert len(tried) >= 5
    for words in tried:
        assert main(words) == 0, words
    assert "En retard" not in capsys.readouterr().err
    assert "D01" in owed_in("SIM-M2-INFO", capsys)  # the first thing that the README invites to do


def owed_in(formation: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The refs of what is owed in the dossiers of a formation."""
    capsys.readouterr()
    assert main(["dossiers", "--json"]) == main(["agenda", "--json"]) == 0
    rows, duties = parsed(capsys.readouterr().out)
    mine = {row["dossier"] for row in rows if row["formation"] == formation}
    return {duty["obligation"] for duty in duties if duty["dossier"] in mine}


def parsed(told: str) -> list[list[dict[str, Any]]]:
    """One JSON document after the other."""
    decoder, found, left = json.JSONDecoder(), [], told.strip()
    while left:
        value, end = decoder.raw_decode(left)
        found.append(value)
        left = left[end:].strip()
    return found


def line(told: str, start: str) -> str:
    return next(one for one in told.splitlines() if one.startswith(start))
