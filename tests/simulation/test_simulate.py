"""A made-up cohort lives the whole charter: the same twice, whole, and nothing due in silence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from application.settings import Settings
from application.simulation import census
from application.simulation.living import Cohort, cohort
from application.verbs.simulation import opened
from application.wiring import App, open_app
from lifecycle.calendar import paris_instant
from notifications.press import Press, unwritten
from notifications.press import here as here_written
from tests.cli.conftest import Desk, here  # noqa: F401 - a fixture
from tests.houses import made_durable

YEARS, SIZE, SEED = 2, 12, 7


def lived(
    folder: Path,
    seed: int,
    size: int,
    years: int,
    url: str = "",
    sends: bool = False,
    press: Press = here_written,
) -> dict[str, Any]:
    """What a cohort of its own base became, letters counted and not sent unless it is asked."""
    folder.mkdir()
    env = {"LIFECYCLE_KEYS": str(folder / "keys"), "LIFECYCLE_SPOOL": str(folder / "spool")}
    url = url or f"sqlite:///{folder}/house.db"
    with opened(Settings(url, env, "principal", "Suivi", "suivi@cfa.example"), seed) as app:
        one = cohort(app, size, years, seed, sends=sends, press=press)
        one.begin()
        one.live(lambda _: None)
        return census.described(one, census.taken(app))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return lived(tmp_path_factory.mktemp("one") / "base", SEED, SIZE, YEARS)


def test_nothing_due_is_left_in_silence_and_every_fact_has_a_source(story: dict[str, Any]) -> None:
    assert (story["silent"], story["without_source"], story["verified"]) == ([], [], True)
    assert story["facts"] > 1_000
    assert sum(story["dossiers"].values()) == SIZE


def test_a_cohort_meets_every_kind_of_end_of_a_duty(story: dict[str, Any]) -> None:
    assert {"done", "waived", "cancelled", "escalated"} <= story["obligations"].keys()
    assert {"follow_up", "training"} <= story["dossiers"].keys()
    told = {row["role"] for row in story["mails"]}
    assert {"apprenti", "employeur", "tuteur_academique", "responsable_formation"} <= told
    assert all(row["max"] >= row["median"] >= 1 for row in story["mails"])


def test_people_are_seldom_refused(story: dict[str, Any]) -> None:
    """A tale that does not hold together would be refused at every step."""
    assert sum(one["times"] for one in story["refused"]) < story["acts"] / 20, story["refused"]


def test_the_same_seed_gives_the_same_log_and_another_another(tmp_path: Path) -> None:
    logs = [lived(tmp_path / n, seed, 2, 1)["log"] for n, seed in (("a", 3), ("b", 3), ("c", 4))]
    assert logs[0] == logs[1]
    assert logs[0] != logs[2]


def test_the_same_seed_gives_the_same_log_on_postgresql(
    tmp_path: Path, fresh_postgres: Callable[[], str]
) -> None:
    """Every fact has the same hash, those of the mails too; and as many mails for each person."""
    on_sqlite = lived(tmp_path / "sqlite", 3, 2, 1, sends=True)
    url = made_durable(fresh_postgres())
    assert lived(tmp_path / "postgres", 3, 2, 1, url, sends=True) == on_sqlite


def test_mails_that_are_not_written_are_the_same_mails(tmp_path: Path) -> None:
    """As many for each person, sent, given up or waiting; only the fingerprint of a text is missing."""
    presses = {"written": here_written, "blank": unwritten}
    written, blank = (lived(tmp_path / n, 3, 3, 1, sends=True, press=p) for n, p in presses.items())
    apart = {"log": "", "head": ""}
    assert written["log"] != blank["log"]
    assert {**written, **apart} == {**blank, **apart}


def test_a_duty_that_nobody_was_told_of_is_found(tmp_path: Path) -> None:
    """The check can fail: a clock that stops beating leaves what falls due in silence."""
    env = {"LIFECYCLE_KEYS": str(tmp_path / "keys")}
    base = Settings(
        f"sqlite:///{tmp_path}/house.db", env, "principal", "Suivi", "suivi@cfa.example"
    )
    with opened(base, SEED) as app:
        one: Cohort = replace(cohort(app, 3, 1, SEED, sends=False), last=date(2026, 9, 20))
        one.begin()
        one.live(lambda _: None)
        app.set_clock(paris_instant(date(2027, 6, 1), 12))
        assert census.taken(app).silent


def test_the_command_sends_counts_verifies_and_keeps_to_simulated_clocks(
    here: Callable[[], Desk],  # noqa: F811
) -> None:
    desk = here()
    told = desk.json("simulate", "--cohort", "2", "--years", "1", "--seed", "3")
    assert (told["verified"], told["silent"], told["sent"]) == (True, [], True)
    assert {"role", "persons", "mails", "median", "max"} == set(told["mails"][0])
    assert desk.json("audit", "verify")["head"] == told["head"]
    assert desk.json("outbox", "--status", "failed") == []
    assert not (desk.folder / "spool").exists()  # no mail of made-up people leaves
    more = desk.say("simulate", "--cohort", "1", "--years", "1")
    assert (more.code, "L’histoire est entière" in more.out) == (0, True)


def test_the_base_of_a_cohort_is_one_like_any_other_once_it_has_lived(tmp_path: Path) -> None:
    """While it lives nobody waits for the disk; whoever opens it afterwards does."""
    env = {"LIFECYCLE_KEYS": str(tmp_path / "keys")}
    base = Settings(f"sqlite:///{tmp_path}/house.db", env, "principal", "Suivi", "a@cfa.example")
    with opened(base, SEED) as app:
        cohort(app, 1, 1, SEED).begin()
        assert kept(app) == ("memory", 0, 0)
    with open_app(base) as app:
        assert kept(app) == ("wal", 2, 1)


def kept(app: App) -> tuple[object, ...]:
    """How the log and the register are kept on the disk."""
    names = ("journal_mode", "synchronous", "secure_delete")
    database, found = app.installation.database, set[tuple[object, ...]]()
    for engine in (database.main, database.identity):
        with engine.connect() as held:
            found.add(tuple(held.exec_driver_sql(f"PRAGMA {one}").scalar() for one in names))
    (same,) = found
    return same


def test_a_base_on_the_real_clock_is_refused_and_left_alone(here: Callable[[], Desk]) -> None:  # noqa: F811
    desk = here()
    desk.json("init")
    before = desk.json("audit", "verify")["facts"]
    said = desk.say("simulate", "--cohort", "1", "--years", "1", "--json")
    assert (said.code, said.error["message"].count(".")) == (4, 1)
    assert desk.json("audit", "verify")["facts"] == before


def test_a_history_that_was_altered_ends_with_8(here: Callable[[], Desk]) -> None:  # noqa: F811
    desk = here()
    assert desk.say("simulate", "--cohort", "1", "--years", "1", "--unsent").code == 0
    with closing(sqlite3.connect(desk.folder / "lifecycle.db")) as log, log:
        log.execute("DROP TRIGGER events_no_update")
        log.execute(ALTERED)
    said = desk.say("simulate", "--cohort", "1", "--years", "1", "--unsent", "--json")
    assert said.code == 8
    assert {one["kind"] for one in said.error["findings"]} == {"payload"}


ALTERED = "UPDATE events SET payload = CAST(payload || ' ' AS BLOB) WHERE pos = 1"
