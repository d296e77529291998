"""A house whose clock stands on Monday 2 November 2026, with one formation in Strasbourg."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import House


@pytest.fixture
def strasbourg(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened
