"""The whole door, one command a transaction or five hundred a call, and who records what it writes."""

from __future__ import annotations

import pickle
import shutil
from datetime import datetime
from pathlib import Path
from typing import IO

from application.wiring import App
from benchmarks.contest import Leg, Preparation
from benchmarks.houses import accepted, again, opened
from benchmarks.lives import LIFE, Cohort
from benchmarks.recording import Recorder
from lifecycle.commands import Command
from lifecycle.service import handle, handle_many
from persistence.engine import PRAGMAS

BULK = 500


class Single:
    """`service.handle`: lock, read, decide, seal, project, commit; for each command.

    A leg is one step of the life, for every apprentice of a cohort: commands of different dossiers
    follow one another, as they do in a CFA. Forms are read before the clock starts.
    """

    def __init__(self, folder: str, size: int, url: str = "") -> None:
        self.app = opened(folder, url)
        self.size = size

    def leg(self, n: int) -> Leg:
        round_, step = divmod(n, len(LIFE))
        if step == 0:
            self.cohort = Cohort(self.app, self.size, first=round_ * self.size)
        commands = self.cohort.commands(LIFE[step])
        return lambda: self.serve(commands, LIFE[step].at)

    def serve(self, commands: list[Command], at: datetime) -> int:
        return sum(bool(handle(self.app.house, c, at)) for c in commands)

    def close(self) -> None:
        self.app.installation.database.close()


class Bulk(Single):
    """`service.handle_many` on the same commands, five hundred a call."""

    def serve(self, commands: list[Command], at: datetime) -> int:
        chunks = (commands[start : start + BULK] for start in range(0, len(commands), BULK))
        return sum(accepted(handle_many(self.app.house, c, at)) for c in chunks)


class Recording(Preparation):
    """Copies a new installation, then lives on it and keeps what was written.

    Leg `n` goes to `leg-n`, one pickle a command, so that nobody holds it all in memory. Nothing
    waits for the disk: this run is thrown away.
    """

    def __init__(self, folder: str, copy: str, size: int, rounds: int) -> None:
        opened(folder).installation.database.close()
        shutil.copytree(folder, copy)
        (Path(copy) / "pragmas").write_text("\n".join(PRAGMAS))
        with again(folder) as app:
            recorder = Recorder(app.installation.database)
            for round_ in range(rounds):
                cohort = Cohort(app, size, first=round_ * size)
                for n, step in enumerate(LIFE, start=round_ * len(LIFE)):
                    with (Path(copy) / f"leg-{n}").open("wb") as file:
                        self._live(app, recorder, cohort.commands(step), step.at, file)

    def _live(
        self, app: App, recorder: Recorder, commands: list[Command], at: datetime, file: IO[bytes]
    ) -> None:
        for command in commands:
            recorder.taken()
            handle(app.house, command, at)
            pickle.dump(recorder.of_one(command), file)
