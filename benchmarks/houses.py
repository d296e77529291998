"""Installations to measure on, made as `lifecycle init` makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from application.settings import Settings
from application.wiring import App, initialise, open_app
from benchmarks.lives import LIFE, OPENING, Cohort
from lifecycle.commands import Command
from lifecycle.service import Answer, Done, handle_many

WARM = 3  # lives lived before the clock starts: compiled templates, imports, calendars of the years
NETWORK = "principal"


class Refusal(Exception):
    """A command of the bench was refused: what is measured is not what was meant."""


def settings(folder: str | Path, url: str = "") -> Settings:
    """SQLite in `folder`, or the PostgreSQL at `url`; its keys are in `folder`."""
    env = {"LIFECYCLE_KEYS": f"{folder}/keys", "LIFECYCLE_SPOOL": f"{folder}/spool"}
    database = url or f"sqlite:///{folder}/house.db"
    return Settings(database, env, NETWORK, "Suivi", "suivi@cfa.example")


def opened(folder: str | Path, url: str = "") -> App:
    """A new installation with one formation and a few lives already lived."""
    Path(folder).mkdir(exist_ok=True)
    said = settings(folder, url)
    initialise(said, OPENING.at)
    app = open_app(said)
    formation = Cohort(app, 1)
    accepted(handle_many(app.house, formation.commands(OPENING), OPENING.at))
    warm = Cohort(app, WARM, first=900_000)
    for step in LIFE:
        accepted(handle_many(app.house, warm.commands(step), OPENING.at))
    return app


def again(folder: str | Path) -> App:
    """An installation made by another process."""
    return open_app(settings(folder))


def accepted(answers: Sequence[Answer]) -> int:
    """How many there are. Raises Refusal unless the door said yes to all."""
    for answer in answers:
        if not isinstance(answer, Done):
            raise Refusal(str(answer)) from answer
    return len(answers)


def live(app: App, commands: Sequence[Command], at: datetime) -> int:
    """Commands through the door five hundred a call, to prepare what others read."""
    return sum(
        accepted(handle_many(app.house, commands[start : start + 500], at))
        for start in range(0, len(commands), 500)
    )
