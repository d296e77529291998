"""A house that writes to a real relay, for every test of the sender."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import House
from tests.mail.post import writing
from tests.servers import SmtpServer


@pytest.fixture
def house(tmp_path: Path, smtp_server: SmtpServer) -> Iterator[House]:
    with writing(tmp_path, smtp_server) as opened:
        yield opened
