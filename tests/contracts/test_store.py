"""The contract of `Store` and `Work`: one transaction, positions without gap, nothing half done."""

from __future__ import annotations

from contextlib import suppress

import pytest

from lifecycle.errors import LifecycleError, NotFound
from lifecycle.people import CLOCK, Actor, Role
from persistence.opening import Installation
from persistence.store import SqlStore
from persistence.work import BEGINNING
from tests.contracts.facts import (
    LEA,
    PAUL,
    STEP,
    TUESDAY,
    a_change,
    a_fact,
    as_read,
    record,
    table,
    write,
)

MISSION = {"region": "mission", "instance": "m1", "state": "submitted"}


class Stop(Exception):
    """A test undoes its transaction with this."""


def reopened(house: Installation) -> SqlStore:
    """The same database as another process sees it: nothing remembered."""
    old = house.store
    return SqlStore(old.database, old.network, old.register, old.entropy)


def write_and_ignore(house: Installation) -> None:
    """A caller who swallows what went wrong in the middle of an append."""
    with house.store.transaction() as work, suppress(Stop):
        write(work, MISSION)


class TestReading:
    def test_an_empty_log_begins_at_one(self, house: Installation) -> None:
        with house.store.transaction() as work:
            assert work.next_pos() == 1
            assert work.last_instant() == BEGINNING
            assert work.histories([LEA]) == {LEA: []}
            assert work.kinds([LEA]) == {}
            assert work.stream_named("formation", "ING") is None

    def test_facts_come_back_in_the_order_of_their_positions(self, house: Installation) -> None:
        record(house, {"data": {"a": 1}}, MISSION)
        record(house, {"stream": PAUL})
        record(house, {**MISSION, "state": "validated"})
        with reopened(house).transaction() as work:
            found = work.histories([LEA, PAUL])
        assert [e.pos for e in found[LEA]] == [1, 2, 4]
        assert [e.pos for e in found[PAUL]] == [3]
        assert found[LEA][0].data == {"a": 1}

    def test_a_fact_comes_back_as_its_columns_say(self, house: Installation) -> None:
        said = {"cause": 1, "corrects": 1, "place": 1, "state": None, "data": {"x": ["é", None]}}
        record(house, {}, {**MISSION, **said})
        with reopened(house).transaction() as work:
            found = work.histories([LEA])[LEA][1]
        expected = a_fact(2, TUESDAY + STEP, **{**MISSION, **said})
        assert found == as_read(expected)

    def test_what_is_remembered_is_what_would_be_read(self, house: Installation) -> None:
        person = house.register.new_id()
        record(
            house,
            {
                "secrets": {person: {"reason": "malade"}},
                "data": {"roles": ("a", "b")},
                "on_behalf_of": Actor(Role.APPRENTI, person),
                "actor": Actor(Role.TUTEUR_ACADEMIQUE, person),
            },
        )
        with house.store.transaction() as work:
            remembered = work.histories([LEA])
        with reopened(house).transaction() as work:
            assert work.histories([LEA]) == remembered

    def test_the_clock_is_recognised_when_read_back(self, house: Installation) -> None:
        record(house, {"actor": CLOCK}, {})
        with reopened(house).transaction() as work:
            assert [e.by_clock for e in work.histories([LEA])[LEA]] == [True, False]

    def test_streams_have_a_kind_and_houses_a_code(self, house: Installation) -> None:
        record(house, {})
        record(house, {"stream": PAUL, "region": "formation"}, kind="formation", code="ING")
        with house.store.transaction() as work:
            assert work.kinds([LEA, PAUL, "nobody"]) == {LEA: "apprentice", PAUL: "formation"}
            assert work.stream_named("formation", "ING") == PAUL
            assert work.stream_named("cfa", "ING") is None
            assert work.stream_named("apprentice", "") is None

    def test_held_instances_are_counted_but_those_of_one_stream(self, house: Installation) -> None:
        held = {**MISSION, "data": {"role:maitre_apprentissage": "p1"}}
        record(house, held)
        record(house, {**held, "stream": PAUL, "state": "validated"})
        with house.store.transaction() as work:
            states = ("submitted", "validated")
            assert work.count_held("mission", "p1", states, "") == 2
            assert work.count_held("mission", "p1", states, LEA) == 1
            assert work.count_held("mission", "p1", ("validated",), PAUL) == 0
            assert work.count_held("mission", "", states, "") == 0

    def test_a_history_of_many_streams_is_read_at_once(self, house: Installation) -> None:
        streams = [f"{n:016x}" for n in range(1_200)]
        with house.store.transaction() as work:
            facts = [a_fact(n + 1, TUESDAY + n * STEP, stream=s) for n, s in enumerate(streams)]
            work.append([a_change([fact]) for fact in facts])
        with reopened(house).transaction() as work:
            found = work.histories(streams)
            assert len(work.kinds(streams)) == 1_200
        assert [found[s][0].pos for s in streams] == list(range(1, 1_201))

    def test_a_network_without_log_is_said(self, house: Installation) -> None:
        other = SqlStore(house.database, "ailleurs", house.register, house.store.entropy)
        with pytest.raises(NotFound, match="init"), other.transaction():
            pass


class TestAppending:
    def test_what_was_written_is_answered_and_found_again(self, house: Installation) -> None:
        written = record(house, {}, MISSION)
        assert [(w.event.pos, w.seq) for w in written] == [(1, 1), (2, 2)]
        with house.store.transaction() as work:
            again = work.written(LEA, 1, 2)
        assert [(w.seq, w.id, w.hash) for w in again] == [(w.seq, w.id, w.hash) for w in written]

    def test_a_position_that_does_not_follow_is_a_bug(self, house: Installation) -> None:
        for pos in (0, 2):
            with pytest.raises(AssertionError), house.store.transaction() as work:
                work.append([a_change([a_fact(pos)])])
        assert table(house, "events") == []

    def test_an_instant_that_does_not_follow_is_a_bug(self, house: Installation) -> None:
        record(house)
        with pytest.raises(AssertionError), house.store.transaction() as work:
            work.append([a_change([a_fact(2, TUESDAY)], [a_fact(1)])])
        assert len(table(house, "events")) == 1

    def test_nothing_is_written_unless_the_whole_transaction_is(self, house: Installation) -> None:
        record(house)
        before = {name: table(house, name) for name in ("events", "streams", "log_head")}
        with pytest.raises(Stop), house.store.transaction() as work:
            write(work, MISSION)
            raise Stop
        assert before == {name: table(house, name) for name in before}
        assert record(house, MISSION)[0].event.pos == 2

    def test_projections_are_part_of_the_transaction(self, house: Installation) -> None:
        def refuse(*_: object) -> None:
            raise Stop

        house.store.projections = (*house.store.projections, refuse)
        with pytest.raises(Stop):
            record(house)
        assert table(house, "events") == table(house, "streams") == []

    def test_a_half_append_that_the_caller_ignores_is_not_committed(
        self, house: Installation
    ) -> None:
        def refuse(*_: object) -> None:
            raise Stop

        house.store.projections = (*house.store.projections, refuse)
        with pytest.raises(LifecycleError):
            write_and_ignore(house)
        assert table(house, "events") == []

    def test_a_second_formation_under_a_code_is_refused_as_a_fault(
        self, house: Installation
    ) -> None:
        record(house, {"region": "formation"}, kind="formation", code="ING")
        with pytest.raises(LifecycleError) as refused:
            record(house, {"region": "formation", "stream": PAUL}, kind="formation", code="ING")
        assert refused.value.code == 70
        assert len(table(house, "events")) == 1


class TestIdempotency:
    def test_the_answer_of_a_key_is_kept_with_its_facts(self, house: Installation) -> None:
        with house.store.transaction() as work:
            assert work.answered({"k"}) == {}
            write(work, {}, key="k")
            work.remember({"k": ("hash", LEA, 1, 1)})
            assert work.answered({"k", "j"}) == {"k": ("hash", LEA, 1, 1)}
        with house.store.transaction() as work:
            assert work.answered({"k", "j"}) == {"k": ("hash", LEA, 1, 1)}

    def test_it_goes_back_with_its_facts(self, house: Installation) -> None:
        with pytest.raises(Stop), house.store.transaction() as work:
            write(work, {}, key="k")
            work.remember({"k": ("hash", LEA, 1, 1)})
            raise Stop
        with house.store.transaction() as work:
            assert work.answered({"k"}) == {}


class TestSavepoint:
    def test_a_part_is_undone_alone(self, house: Installation) -> None:
        with house.store.transaction() as work:
            write(work, {})
            with pytest.raises(Stop), house.store.savepoint(work):
                write(work, MISSION)
                raise Stop
            assert work.next_pos() == 2
            assert len(work.histories([LEA])[LEA]) == 1
            write(work, {**MISSION, "state": "validated"})
        with reopened(house).transaction() as work:
            assert [e.state for e in work.histories([LEA])[LEA]] == ["candidate", "validated"]

    def test_the_chain_goes_on_from_what_stands(self, house: Installation) -> None:
        with house.store.transaction() as work:
            first = write(work, {})[0]
            with pytest.raises(Stop), house.store.savepoint(work):
                write(work, MISSION)
                raise Stop
            write(work, MISSION)
        assert house.reader.history(LEA)[1]["prev"] == first.hash

    def test_a_history_remembers_nothing_of_what_was_undone(self, house: Installation) -> None:
        record(house, {})
        house.store.recollection.forget_all()
        second, third = (TUESDAY + n * STEP for n in (1, 2))
        with house.store.transaction() as work:
            history = [as_read(a_fact(1)), a_fact(2, second, **MISSION)]
            work.append([a_change(history[1:], history[:1])])
            with pytest.raises(Stop), house.store.savepoint(work):
                work.append([a_change([a_fact(3, third, **MISSION)], history)])
                raise Stop
            kept = a_fact(3, third, **{**MISSION, "state": "validated"})
            work.append([a_change([kept], history)])
        with house.store.transaction() as work:
            found = work.histories([LEA])[LEA]
        assert [e.state for e in found] == ["candidate", "submitted", "validated"]

    def test_a_refused_row_undoes_its_part_only(self, house: Installation) -> None:
        record(house, {"region": "formation"}, kind="formation", code="ING")
        twice = {"region": "formation", "stream": PAUL}
        with house.store.transaction() as work:
            with pytest.raises(LifecycleError), house.store.savepoint(work):
                write(work, twice, kind="formation", code="ING")
            write(work, {**MISSION, "stream": PAUL})
        assert [row[0] for row in table(house, "events", "pos")] == [1, 2]


def test_a_caller_cannot_change_what_is_remembered(house: Installation) -> None:
    record(house, {}, MISSION)
    with house.store.transaction() as work:
        found = work.histories([LEA])[LEA]
        if isinstance(found, list):
            found.clear()
    with house.store.transaction() as work:
        assert len(work.histories([LEA])[LEA]) == 2
