"""Marks: written with the fact of a house, for what it owes and nothing else, read, cleared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from persistence.opening import Installation
from persistence.rebuilding import rebuild
from tests.contracts.conftest import Make
from tests.contracts.facts import LEA, PAUL, TUESDAY, record, table, write

HOUSE, CFA = "f000000000000001", "cfa0000000000001"
DONE = {"state": "done", "data": {"next_on": None, "next_at": None}}


def owing(house: Installation, stream: str, formation: str = "ING", **duty: Any) -> None:
    record(house, {"stream": stream}, {"stream": stream, "duty": True, **duty}, formation=formation)


def said(house: Installation, kind: str = "formation", code: str = "ING", **data: Any) -> None:
    """What a formation or CFA says of itself."""
    stream = HOUSE if kind == "formation" else CFA
    fact = {"stream": stream, "region": kind, "instance": kind, "data": {"code": code, **data}}
    record(house, fact, kind=kind, code=code)


def marks(house: Installation) -> list[tuple[Any, ...]]:
    return table(house, "marks", "stream, why")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"calendar": "france"}, "calendar"),
        ({"alternance": "2026-09-01/2027-08-31 CCEEE--"}, "alternance"),
        ({"set:D01": "3 jours ouvrés"}, "setting"),
        ({"set:D01.jalons": "2027-09-01=5 jours ouvrés"}, "setting"),
        ({"set:D01.owner": "direction"}, "owner"),
        ({"set:O-09": "extend"}, "setting"),
        ({"cfa": "CFAU"}, "setting"),
    ],
)
def test_a_fact_of_the_house_marks_what_it_owes(
    house: Installation, data: dict[str, str], why: str
) -> None:
    owing(house, LEA)
    owing(house, PAUL, formation="BUT")
    said(house, **data)
    assert marks(house) == [(LEA, why)]


@pytest.mark.parametrize(
    "data",
    [
        {"title": "Autre"},
        {"role:direction": "p1"},
        {"set:mail": "held"},
        {"set:D01.cible": "3 jours ouvrés"},
        {"set:D30": "2 mois"},
        {"set:D30.owner": "direction"},
    ],
)
def test_what_changes_no_date_of_what_is_owed_marks_nobody(
    house: Installation, data: dict[str, str]
) -> None:
    owing(house, LEA)
    said(house, **data)
    assert marks(house) == []


def test_who_owes_nothing_more_is_not_marked(house: Installation) -> None:
    owing(house, LEA)
    owing(house, PAUL)
    record(house, {"stream": PAUL, "duty": True, **DONE}, formation="ING")
    said(house, calendar="france")
    assert marks(house) == [(LEA, "calendar")]


def test_a_cfa_marks_the_dossiers_of_its_formations(house: Installation) -> None:
    owing(house, LEA)
    owing(house, PAUL, formation="BUT")
    said(house, cfa="CFAU")
    with house.store.transaction() as work:
        work.unmark([LEA])
    said(house, "cfa", "CFAU", calendar="france")
    assert marks(house) == [(LEA, "calendar")]


def test_a_mark_is_read_by_the_beat_and_cleared_once(house: Installation) -> None:
    owing(house, LEA)
    owing(house, PAUL)
    said(house, calendar="france")
    said(house, **{"set:D01": "3 jours ouvrés"})
    early = TUESDAY - timedelta(days=1)
    assert house.reader.due_streams(early, 10) == sorted([LEA, PAUL])
    assert house.reader.due_streams(early, 1) == [min(LEA, PAUL)]
    with house.store.transaction() as work:
        assert work.marked([LEA, "unknown"]) == {LEA: ["calendar", "setting"]}
        work.unmark([LEA])
    assert house.reader.due_streams(early, 10) == [PAUL]


def test_a_mark_is_undone_with_its_fact(house: Installation) -> None:
    owing(house, LEA)
    with pytest.raises(RuntimeError), house.store.transaction() as work:
        fact = {"stream": HOUSE, "region": "formation", "instance": "formation",
                "data": {"code": "ING", "calendar": "france"}}  # fmt: skip
        write(work, fact, kind="formation", code="ING")
        raise RuntimeError
    assert marks(house) == []


def test_after_a_rebuilding_all_that_owes_something_is_looked_at_again(house: Installation) -> None:
    owing(house, LEA)
    record(house, {"stream": PAUL}, formation="ING")
    rebuild(house.store, stage_of=lambda _: "")
    assert marks(house) == [(LEA, "setting")]


def test_what_is_marked_is_found_by_its_indexes(install: Make) -> None:
    house = install("file")
    asked = (
        "EXPLAIN QUERY PLAN SELECT DISTINCT network_id, stream FROM obligations WHERE "
        "network_id = 'a' AND state IN ('planned', 'open', 'reminded', 'due', 'escalated') "
        "AND formation IN ('x') AND ref = 'D01'",
        "EXPLAIN QUERY PLAN SELECT DISTINCT stream FROM marks WHERE network_id = 'a' "
        "ORDER BY stream LIMIT 5",
    )
    for sql, index in zip(asked, ("ix_obligations_formation", "marks"), strict=True):
        with house.database.main.connect() as connection:
            plan = " ".join(str(row[3]) for row in connection.exec_driver_sql(sql))
        assert index in plan
        assert not plan.startswith("SCAN obligations")


@pytest.mark.parametrize(("choice", "found"), [("replan", [(LEA, "setting")]), ("keep", [])])
def test_a_new_charter_marks_those_who_follow_it(
    house: Installation, choice: str, found: list[tuple[str, str]]
) -> None:
    """Interpretation O-13, said by the CFA of the formation."""
    said(house, "cfa", "CFAU", **{"set:O-13": choice})
    said(house, cfa="CFAU")
    owing(house, LEA)
    loaded = {"stream": "109", "type": "CharterLoaded", "region": "log", "instance": "log"}
    record(house, loaded, kind="log")
    assert marks(house) == found
