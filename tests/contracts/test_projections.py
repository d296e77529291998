"""Rows are projected with the facts, and can be made again from the facts alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lifecycle.errors import InvalidInput, NotFound
from persistence.opening import Installation
from persistence.rebuilding import rebuild
from tests.contracts.facts import (
    LEA,
    PAUL,
    STEP,
    TUESDAY,
    a_change,
    a_duty,
    a_fact,
    record,
    table,
    write,
)

NEXT_STEP = TUESDAY + timedelta(days=5)
CONTRACT = {"region": "contract", "instance": "c1", "state": "draft"}
FILING = {"region": "filing", "instance": "c1", "state": "to_transmit"}
ASIDE = {"state": None, "corrects": 3, "place": 3}
PROJECTED = ("streams", "instances", "obligations")


class TestRows:
    def test_a_stream_has_a_head_and_a_person(self, house: Installation) -> None:
        last = record(house, {"data": {"role:apprenti": "p1"}}, formation="ING", stage="candidacy")[
            0
        ]
        row = ("principal", LEA, "apprentice", 1, last.hash, "", "ING", "candidacy", "p1")
        assert table(house, "streams") == [row]

    def test_instances_have_the_state_they_are_in(self, house: Installation) -> None:
        record(house, {}, {**CONTRACT, "data": {"role:maitre_apprentissage": "p9"}})
        record(house, {**CONTRACT, "state": "to_sign"})
        found = table(house, "instances", "region, instance, state, holder")
        assert found == [
            ("contract", "c1", "to_sign", "p9"),
            ("pathway", "pathway", "candidate", ""),
        ]

    def test_what_is_set_aside_is_gone_alone(self, house: Installation) -> None:
        """A contract and its filing share their id: one goes, the other stays."""
        record(house, {}, CONTRACT, FILING)
        record(house, {**FILING, **ASIDE})
        assert table(house, "instances", "region, instance") == [
            ("contract", "c1"),
            ("pathway", "pathway"),
        ]

    def test_what_comes_back_in_the_same_append_stays(self, house: Installation) -> None:
        record(house, {}, CONTRACT, FILING)
        with house.store.transaction() as work:
            history = list(work.histories([LEA])[LEA])
            made = [
                a_fact(4 + n, work.last_instant() + (n + 1) * STEP, **{**FILING, **ASIDE, **said})
                for n, said in enumerate(({}, {"state": "transmitted"}))
            ]
            work.append([a_change(made[:1], history), a_change(made[1:], [*history, made[0]])])
        assert ("filing", "transmitted") in table(house, "instances", "region, state")

    def test_duties_are_the_agenda(self, house: Installation) -> None:
        record(house, {}, {"duty": True}, formation="ING")
        found = table(house, "obligations", "id, state, due_on, next_step_at, formation")
        assert found == [("D01.1", "open", "2026-12-01", "2026-11-30T07:00:00.000000Z", "ING")]
        ended = {"next_on": None, "next_at": None}
        record(house, {"duty": True, "state": "done", "data": ended}, formation="ING")
        assert table(house, "obligations", "state, next_step_at") == [("done", None)]


class TestAgenda:
    def test_who_has_something_due_the_earliest_first(self, house: Installation) -> None:
        record(house, {}, {"duty": True})
        record(
            house,
            {"stream": PAUL},
            {"stream": PAUL, "duty": True, "data": {"next_at": "2026-11-29T07:00:00.000000Z"}},
        )
        due = house.reader.due_streams
        assert due(NEXT_STEP, 10) == [PAUL]
        assert due(NEXT_STEP + timedelta(days=1), 10) == [PAUL, LEA]
        assert due(NEXT_STEP + timedelta(days=1), 1) == [PAUL]

    def test_a_dossier_with_many_duties_hides_no_other(self, house: Installation) -> None:
        """Else one broken dossier would stop the beat for all (a batch counts dossiers)."""
        duties = [a_duty(n, TUESDAY + n * STEP, n) for n in range(1, 31)]
        with house.store.transaction() as work:
            work.append([a_change(duties)])
            write(
                work, {"stream": PAUL, "duty": True, "data": {"next_at": duties[0].data["next_at"]}}
            )
        assert set(house.reader.due_streams(NEXT_STEP + timedelta(days=1), 5)) == {LEA, PAUL}

    def test_the_agenda_is_in_the_order_of_due_days(self, house: Installation) -> None:
        record(house, {"duty": True, "instance": "D01.1", "data": {"due_on": "2026-12-05"}},
               {"duty": True, "instance": "D01.2", "data": {"due_on": "2026-12-02"}})  # fmt: skip
        record(house, {"duty": True, "instance": "D01.3", "state": "done"})
        pending = house.reader.pending
        assert [row.id for row in pending()] == ["D01.2", "D01.1"]
        assert [row.id for row in pending("2026-12-02")] == ["D01.2"]
        assert house.reader.late_streams("2026-12-02") == set()
        assert house.reader.late_streams("2026-12-03") == {LEA}


class TestLists:
    def test_a_dossier_is_found_by_the_beginning_of_its_id(self, house: Installation) -> None:
        twin = f"{LEA[:8]}ffffffff"
        for stream in (LEA, PAUL, twin):
            record(house, {"stream": stream})
        assert house.reader.find(PAUL[:4]) == PAUL
        assert house.reader.find(LEA) == LEA
        with pytest.raises(InvalidInput):
            house.reader.find(LEA[:4])
        for nobody in (PAUL[:3], "ffff", "%%%%", "____", ""):
            with pytest.raises(NotFound):
                house.reader.find(nobody)

    def test_dossiers_are_listed_by_stage(self, house: Installation) -> None:
        record(house, {}, stage="candidacy")
        record(house, {"stream": PAUL}, stage="mission")
        assert [row.stream for row in house.reader.streams(stage="mission")] == [PAUL]
        assert len(house.reader.streams()) == 2

    def test_the_log_is_read_from_any_position(self, house: Installation) -> None:
        record(house, {}, CONTRACT, FILING)
        assert [row.pos for row in house.reader.log(2)] == [2, 3]
        assert list(house.reader.log(4)) == []


class TestRebuilding:
    def test_the_same_rows_come_from_the_facts_alone(self, house: Installation) -> None:
        apprentice = {"data": {"role:apprenti": "p1", "formation": "ING"}}
        record(house, apprentice, CONTRACT, FILING, {"duty": True}, formation="ING", stage="s")
        record(house, {**FILING, **ASIDE}, formation="ING", stage="s")
        house_of = {"stream": PAUL, "region": "formation", "data": {"code": "ING"}}
        record(house, house_of, kind="formation", code="ING", formation="ING")
        before = {name: table(house, name) for name in PROJECTED}
        with house.database.main.begin() as connection:
            connection.exec_driver_sql("UPDATE instances SET state = 'wrong'")
            connection.exec_driver_sql("DELETE FROM obligations")
            connection.exec_driver_sql("UPDATE streams SET seq = 9, hash = 'wrong', stage = ''")
        rebuild(house.store, stage_of=lambda d: "s" if d.one("pathway") else "")
        assert {name: table(house, name) for name in PROJECTED} == before
        assert record(house, CONTRACT)[0].seq == 6

    def test_an_empty_log_has_no_rows(self, house: Installation) -> None:
        rebuild(house.store, stage_of=lambda _: "")
        assert all(table(house, name) == [] for name in PROJECTED)
