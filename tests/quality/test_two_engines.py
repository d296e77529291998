"""The same population gives the same figures on SQLite and on PostgreSQL, page after page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from persistence import lives
from quality.counting import Counts
from tests.houses import House
from tests.quality.population import TOLD_ON, counted, settle, source


def told(counts: Counts) -> dict[tuple[str, str], object]:
    return {one: counts.figure(*one) for one in counts.counts}


def test_both_engines_count_alike(house: House, tmp_path: Path, fresh_postgres: Callable[[], str]) -> None:  # fmt: skip
    with House(tmp_path, fresh_postgres(), at=TOLD_ON) as other:
        settle(other)
        there, _ = counted(other, "2026-11-02", "2027-12-15")
    here, _ = counted(house, "2026-11-02", "2027-12-15")
    assert told(there) == told(here)


def test_a_page_ends_where_the_next_begins(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = counted(house, "2026-11-02", "2027-12-15")
    streams = [one.stream for one in source(house).known("apprentice")]
    monkeypatch.setattr(lives, "PAGE", 2)
    assert [stream for stream, _ in source(house).histories(streams)] == streams
    paged, _ = counted(house, "2026-11-02", "2027-12-15")
    assert told(paged) == told(whole)
