"""A CFA's file taken over: generated lines of every kind of life, a few faults planted in them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.contest import Leg
from benchmarks.houses import Refusal, opened
from exchange.importing import commit, dry_run
from exchange.report import Report
from lifecycle.calendar import paris_instant
from tests.exchange.files import FAULTS, TODAY, file, lives, spoilt

TODAY_AT_NOON = paris_instant(TODAY, 12)


class Import:
    """`lifecycle import`, rehearsed or done; each leg on a base of its own, the file ready."""

    def __init__(self, folder: str, rows: int, done: bool) -> None:
        self.folder = Path(folder)
        self.folder.mkdir()
        self.rows = rows
        self.run = commit if done else dry_run
        made = lives(rows)
        self.faults = len(spoilt(made, FAULTS[: max(rows // 10, 1)]))
        self.content = file(made)

    def leg(self, n: int) -> Leg:
        return lambda: self.imported(n)

    def imported(self, n: int) -> int:
        app = opened(str(self.folder / str(n)))
        try:
            return self.checked(self.run(app.house, self.content, "f.xlsx", TODAY_AT_NOON))
        finally:
            app.installation.database.close()

    def checked(self, report: Report) -> int:
        if report.rejected_rows != self.faults or report.created != self.rows - self.faults:
            raise Refusal(report.summary)
        return report.rows

    def close(self) -> None:
        """Nothing is left open."""
