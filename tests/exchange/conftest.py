"""A house on a Tuesday of November, ready to receive the files of a CFA."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, at="2026-11-24") as opened:
        yield opened
