"""One beat: what is due, once, in batches; a broken dossier stops no other and is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from application.wiring import App
from scheduler.heartbeat import BATCH, Beat, beat
from tests.houses import EMPLOYER, SHEET, House

FRIDAY, WEDNESDAY = "2026-11-27 08:05", "2026-12-02 08:05"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, at="2026-11-24 09:00") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def proposed(house: House, count: int) -> list[str]:
    """Dossiers whose missions were all submitted at the same moment."""
    streams = [house.candidate(f"Prenom{n}", "Martin") for n in range(count)]
    mission = {**EMPLOYER, **SHEET}
    house.do_all([house.command(s, "admit") for s in streams])
    house.do_all([house.command(s, "submit-mission", "employeur", **mission) for s in streams])
    return streams


def steps(house: House | App, stream: str) -> list[str]:
    kinds = ("ObligationReminded", "ObligationDue", "ObligationEscalated")
    return [e.type for e in house.events(stream) if e.type in kinds]


def written(house: House, statement: str, **values: object) -> None:
    """What nobody should do to a database: by hand, its guards put out of the way."""
    with house.app.installation.database.main.begin() as connection:
        for verb in ("update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS events_no_{verb}"))
        connection.execute(sa.text(statement), values)


def told(house: House, at: str) -> Beat:
    """A beat by another process, which remembers nothing."""
    app = house.another()
    done = beat(app.house, app.reader.due_streams, house.at(at))
    app.installation.database.close()
    return done


def test_a_second_beat_does_nothing(house: House) -> None:
    (lea,) = proposed(house, 1)
    first = house.beat(FRIDAY)
    facts = house.rows("events", "pos, hash")
    again = house.beat("2026-11-27 08:06")
    assert (first.reminders, first.idle, again.idle) == (1, False, True)
    assert house.rows("events", "pos, hash") == facts
    assert steps(house, lea) == ["ObligationReminded"]


def test_nothing_is_told_before_eight(house: House) -> None:
    proposed(house, 1)
    assert house.beat("2026-11-27 07:59").idle
    assert house.beat("2026-11-27 08:00").reminders == 1


def test_a_beat_goes_on_batch_after_batch(house: House) -> None:
    streams = proposed(house, BATCH + 7)
    done = house.beat(FRIDAY)
    assert (done.reminders, done.broken) == (BATCH + 7, {})
    assert {tuple(steps(house, one)) for one in streams} == {("ObligationReminded",)}


def test_a_beat_stops_between_two_batches_and_the_next_one_goes_on(house: House) -> None:
    proposed(house, BATCH + 7)
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 1

    done = beat(house.app.house, house.app.reader.due_streams, house.at(FRIDAY), stopped)
    left = BATCH + 7 - done.reminders
    assert 0 < left < BATCH
    assert house.beat().reminders == left


def test_an_unreadable_dossier_stops_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    lea, *others = proposed(house, 9)
    broken = "UPDATE events SET payload = :junk WHERE stream = :stream AND seq = 2"
    written(house, broken, junk=b"not JSON", stream=lea)

    done = told(house, FRIDAY)
    assert done.reminders == 8
    assert list(done.broken) == [lea]
    assert f"dossier {lea}" in caplog.text
    assert {tuple(steps(house, one)) for one in others} == {("ObligationReminded",)}
    again = told(house, "2026-11-27 08:06")
    assert (again.idle, list(again.broken)) == (True, [lea])


def test_an_agenda_that_lies_does_not_make_a_beat_spin(house: House) -> None:
    lea, hugo = proposed(house, 2)
    lie = "UPDATE obligations SET next_step_at = '2020-01-01' WHERE stream = :stream"
    written(house, lie, stream=lea)
    done = told(house, "2026-11-25 08:05")
    assert done.broken == {lea: "toujours dû après son battement"}
    assert told(house, FRIDAY).reminders == 2
    assert steps(house, lea) == steps(house, hugo) == ["ObligationReminded"]


def test_a_row_of_no_dossier_is_reported(house: House) -> None:
    (lea,) = proposed(house, 1)
    written(house, "UPDATE obligations SET stream = 'ghost' WHERE stream = :stream", stream=lea)
    done = told(house, FRIDAY)
    assert list(done.broken) == ["ghost"]
    assert "inconnu" in done.broken["ghost"]


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_beats_of_several_workers_tell_each_step_once(
    tmp_path: Path, fresh_postgres: Callable[[], str], engine: str
) -> None:
    url = fresh_postgres() if engine == "postgres" else ""
    with House(tmp_path, url, at="2026-11-24 09:00") as house:
        house.open_formation("M2-INFO")
        streams = proposed(house, 20)
        apps = [house.another() for _ in range(3)]
        at = house.at(WEDNESDAY)
        with ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda a: beat(a.house, a.reader.due_streams, at), apps))
        for app in apps:
            app.installation.database.close()
        assert [d.broken for d in done] == [{}, {}, {}]
        assert sum(d.escalations for d in done) == 20
        assert {steps(house, one).count("ObligationEscalated") for one in streams} == {1}
