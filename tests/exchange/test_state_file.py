"""The State's own file: rehearsed, imported, imported again; and its twins in CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exchange import tables
from tests.exchange.acts import altered, flagged, only, rehearsed, states, taken, written
from tests.exchange.files import STATE_FILE, file, lives
from tests.houses import House

STATE = STATE_FILE.read_bytes()
NAME = STATE_FILE.name


def twin(separator: str, encoding: str) -> bytes:
    """The same line as a CSV, as a French Excel writes it."""
    table = tables.read(STATE, NAME)
    (line,) = table.lines
    cells = [
        "" if c is None else str(int(c)) if isinstance(c, float) else str(c) for c in line.cells
    ]
    rows = (table.header, [f'"{cell}"' for cell in cells])
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def test_a_rehearsal_says_what_the_commit_does_and_writes_nothing(house: House) -> None:
    before = written(house)

    said = rehearsed(house, STATE, NAME)
    assert written(house) == before
    done = taken(house, STATE, NAME)

    assert (said.rows, said.created, said.rejected) == (1, 1, ())
    assert replace(said, committed=True) == done


def test_it_enters_with_its_dates_and_nothing_that_it_cannot_know(house: House) -> None:
    report = taken(house, STATE, NAME)

    dossier = only(house)
    assert states(house, dossier) == ("abandoned", [("broken", "broken")])
    days = {e.type: e.effective_on.isoformat() for e in house.events(dossier)}
    assert days["TrainingAbandoned"] == "2022-09-28"
    assert (days["StartTakenOver"], days["RuptureTakenOver"]) == ("2023-01-11", "2024-06-11")
    assert flagged(house) == []
    assert house.letters() == []
    assert report.formations_created == ("RNCP12345-0123456A",)
    assert altered(house) == []


def test_the_four_identical_contracts_count_once(house: House) -> None:
    taken(house, STATE, NAME)
    assert len(house.dossier(only(house)).of("contract")) == 1


def test_a_wrong_checksum_is_a_warning(house: House) -> None:
    warned = {w.column for w in taken(house, STATE, NAME).warnings}
    assert "siret_employeur" in warned


def test_the_same_file_twice_changes_nothing(house: House) -> None:
    taken(house, STATE, NAME)
    before = written(house)

    again = taken(house, STATE, NAME)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert written(house) == before


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_its_twins_in_csv_say_the_same(house: House, separator: str, encoding: str) -> None:
    taken(house, STATE, NAME)
    asked = "cp1252" if encoding == "cp1252" else None

    again = taken(house, twin(separator, encoding), "export.csv", encoding=asked)

    assert (again.unchanged, again.rejected) == (1, ())


def test_postgresql_gives_the_same_answers(
    tmp_path: Path, fresh_postgres: Callable[[], str]
) -> None:
    rows = file(lives(60, seed=3))
    with House(tmp_path, fresh_postgres(), at="2026-11-24") as house:
        before = house.rows("events")
        said = rehearsed(house, rows)
        assert house.rows("events") == before
        done = taken(house, rows)
        again = taken(house, rows)
    assert done == replace(said, committed=True)
    assert (done.created, again.unchanged) == (60, 60)
