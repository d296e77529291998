"""The same verbs on PostgreSQL: one story, from init to the verified history."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import MISSION, TUESDAY, Desk
from tests.houses import made_durable


def test_a_week_on_postgresql(
    here: Callable[[], Desk],
    fresh_postgres: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIFECYCLE_DATABASE_URL", made_durable(fresh_postgres()))
    desk = here()
    desk.json("init", "--simulated-clock", TUESDAY)
    assert [p.name for p in desk.folder.iterdir()] == ["lifecycle.keys"]
    desk.open_formation()
    lea = desk.candidate()
    desk.do(lea, "admit", key="clic-1")
    assert desk.do(lea, "admit", key="clic-1")["replayed"] is True
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    desk.clock("2026-12-02T08:05:00+01:00")
    ran = desk.json("worker", "--until-idle")
    assert (ran["reminders"], ran["escalations"], ran["failed"]) == (1, 1, 0)
    assert desk.json("explain", lea, "D01")["status"] == "escalated"
    assert desk.say("do", lea, "validate-mission").code == 5
    assert desk.say("init").code == 4
    assert desk.json("upgrade")["schema"]
    assert desk.json("doctor")["ok"] is True
    assert desk.json("audit", "verify")["ok"] is True
