"""One long life, told by the same script to SQLite and to PostgreSQL: the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import Refused
from tests.houses import House

DERIVED = ("streams", "instances", "obligations", "idempotency", "outbox")


@pytest.fixture
def two(tmp_path: Path, fresh_postgres: Callable[[], str]) -> list[list[tuple[Any, ...]]]:
    """Every row of every table, by engine, once the life has been lived."""
    found = []
    for name, url in (("sqlite", ""), ("postgres", fresh_postgres())):
        folder = tmp_path / name
        folder.mkdir()
        with House(folder, url, seed="deux moteurs") as house:
            live(house)
            found.append([(table, house.rows(table)) for table in ("events", *DERIVED)])
    return found


def live(house: House) -> None:
    """A year and a half: everything these phases know, late, corrected, silent, in bulk."""
    house.do(house.new_id(), "add-cfa", code="CFA", title="CFA d’Alsace", calendar="alsace-moselle")
    house.open_formation("M2-INFO", cfa="CFA")
    lea, noe, ada = (house.candidate(name) for name in ("Léa", "Noé", "Ada"))
    house.in_contract(lea)
    asked = {"role": "tuteur_academique", "name": "Élise Roth", "email": "roth@u.example"}
    house.do(lea, "appoint", **asked)
    house.do_all([house.command(one, "admit", key=f"k{one}") for one in (noe, ada, lea)])
    house.submit_mission(noe, "2026-11-25", sector="public", telework=None)
    beats(house, 20)
    house.do(noe, "request-mission-changes", actor="responsable_formation", on="2026-11-27")
    house.do(noe, "complete-mission", actor="employeur", telework="Un jour.")
    house.do(noe, "validate-mission", actor="responsable_formation", reason="conforme")
    house.draft_contract(noe, "2026-12-20", "2028-10-31", **{"formation.dureeFormation": 1})
    with pytest.raises(Refused):
        house.do(noe, "issue-documents")
    house.do(noe, "issue-documents", actor="direction", lift="D07", reason="parcours aménagé")
    beats(house, 10)
    house.do(noe, "start-contract", on="2026-12-20")
    house.sign(noe)
    house.do(noe, "transmit-filing", actor="employeur")
    beats(house, 40)
    house.do(lea, "record-visit", actor="tuteur_academique", on="2027-01-12")
    house.do(ada, "start-without-contract", on="2026-12-01")
    beats(house, 3)
    house.beat(house.now + timedelta(days=400))
    house.do(ada, "withdraw-candidacy", actor="apprenti", on="2027-02-20")


def beats(house: House, days: int) -> None:
    for _ in range(days):
        house.beat(house.now + timedelta(days=1))


def test_the_same_script_gives_the_same_bytes(two: list[list[tuple[Any, ...]]]) -> None:
    sqlite, postgres = two
    events = dict(sqlite)["events"]
    assert {row[1] for row in events} == set(range(1, len(events) + 1))
    assert len(events) > 100
    for (table, ours), (_, theirs) in zip(sqlite, postgres, strict=True):
        assert ours == theirs, table
