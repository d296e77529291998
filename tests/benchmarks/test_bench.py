"""The bench runs and writes what the outside reads; no speed is asserted here."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.cases import STEPS
from benchmarks.contestants.doors import Recording
from benchmarks.contestants.raw import Sqlite
from benchmarks.measures import Measure, table
from benchmarks.recording import parted
from benchmarks.simulating import simulating

ROOT = Path(__file__).parents[2]
FILES = {
    "house.db": ("log_head", "streams", "events", "instances", "obligations", "outbox"),
    "house.db.identity": ("people", "person_keys"),
}


def test_a_case_runs_and_its_file_holds_the_five_keys(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    words = ("-m", "benchmarks", "--case", "door", "--size", "tiny", "--out", str(out))
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(out.read_text(encoding="utf-8"))
    keys = {"case", "value", "unit", "ratio_to_limit", "peak_mb"}
    assert [set(row) for row in rows] == [keys] * 3
    assert all(row["value"] > 0 and row["peak_mb"] > 0 for row in rows)
    raw, single, bulk = rows
    assert raw["ratio_to_limit"] is None
    assert single["ratio_to_limit"] == pytest.approx(single["value"] / raw["value"], rel=0.01)
    assert bulk["ratio_to_limit"] == pytest.approx(bulk["value"] / single["value"], rel=0.01)
    assert all(str(row["case"]) in done.stdout for row in rows)


def test_the_bare_loop_writes_the_very_bytes_that_the_door_wrote(tmp_path: Path) -> None:
    """The limit is fair: every table of both files holds the same rows afterwards."""
    door, copy = tmp_path / "door", tmp_path / "raw"
    Recording(str(door), str(copy), 2, 1).close()
    raw = Sqlite(str(copy))
    assert [raw.leg(n)() for n in range(STEPS)] == [2] * STEPS
    raw.close()
    for file, tables in FILES.items():
        for table_ in tables:
            assert rows(copy / file, table_) == rows(door / file, table_) != []


def rows(file: Path, table_: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as base:
        return sorted(base.execute(f"SELECT * FROM {table_}").fetchall(), key=repr)  # noqa: S608


def test_a_statement_gives_its_values_back() -> None:
    """What the bare loop writes is what the door wrote, quotes and bytes included."""
    heard = "INSERT INTO t (a, b2) VALUES ('l''été',x'00ff',NULL,12) ON CONFLICT (a) DO NOTHING"
    assert parted(heard) == (
        "INSERT INTO t (a, b2) VALUES (?,?,?,?) ON CONFLICT (a) DO NOTHING",
        ("l'été", b"\x00\xff", None, 12),
    )


def test_a_cohort_is_measured_in_time_and_in_memory_each_with_its_aim() -> None:
    """The very command, on a base of its own: time first, then its peak."""
    spent, memory = simulating(1, years=1)
    assert (spent.unit, spent.aim, spent.reached) == ("s", "≤ 240 s", True)
    assert (memory.unit, memory.aim, memory.reached) == ("Mo", "≤ 500 Mo", True)
    assert memory.value == memory.peak_mb == spent.peak_mb > 0


@pytest.mark.parametrize(
    ("ratio", "aim", "cell"),
    [
        (0.24, "≥ 0.25", "non"),
        (0.25, "≥ 0.25", "oui"),
        (1.6, "≤ 1.5", "non"),
        (5, "≤ 0.4 s", "oui"),
    ],
)
def test_an_aim_is_compared_with_the_ratio_or_with_the_value(
    ratio: float, aim: str, cell: str
) -> None:
    measure = Measure("cas", 0.3, "s", 20.0, ratio, "limite", aim)
    assert f"  {cell}  " in table([measure])
