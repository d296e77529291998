"""The case of the import: a file of thousands of lines, rehearsed and taken over."""

from __future__ import annotations

from benchmarks.contest import Lane, folder, race
from benchmarks.measures import Measure

ROUNDS = 2


def importing(rows: int) -> list[Measure]:
    """(g) A file rehearsed, then taken over: at most a minute, at most 300 MB on two cores."""
    with folder() as place:
        dry = Lane("importing:Import", {"folder": f"{place}/dry", "rows": rows, "done": False})
        done = Lane("importing:Import", {"folder": f"{place}/done", "rows": rows, "done": True})
        race([dry, done], rounds=ROUNDS)
    return [
        Measure(f"importer {rows} lignes, à blanc", dry.best(), "s", dry.peak_mb),
        Measure(
            f"importer {rows} lignes", done.best(), "s", done.peak_mb, done.best() / dry.best(),
            "à blanc", "≤ 60 s",
        ),
    ]  # fmt: skip
