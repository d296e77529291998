"""The hand-made population, settled once for all the tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.houses import House
from tests.quality.population import TOLD_ON, settle


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house"), "sqlite://", at=TOLD_ON) as made:
        settle(made)
        yield made
