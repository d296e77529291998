"""`kill -9` in the middle of work: what was acknowledged is there, whole, and the log goes on."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection

import pytest

from audit.verify import Head, verify
from persistence import opening
from persistence.engine import Database
from persistence.keys import HouseKeys
from persistence.opening import Installation
from tests.contracts.conftest import NETWORK
from tests.contracts.facts import record

KILLS = (1, 2, 3, 7)  # after how many acknowledgements


def writes_for_ever(url: str, keys: HouseKeys, told: Connection) -> None:
    """Acknowledges each position once it is committed, until somebody pulls the plug."""
    database = Database(url)
    house = opening.open_installation(url, NETWORK, {}, database=database, keys=keys)
    n = 0
    while True:
        n += 1
        fact = {"stream": f"{n:016x}", "secrets": {f"p{n}": {"reason": "x"}}}
        told.send(record(house, fact, {**fact, "region": "mission"})[-1].event.pos)


@pytest.mark.parametrize("acknowledged", KILLS)
def test_what_was_acknowledged_survives(shared: Installation, acknowledged: int) -> None:
    context = get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    url = shared.database.url.render_as_string(hide_password=False)
    writer = context.Process(target=writes_for_ever, args=(url, shared.keys, theirs))
    writer.start()
    theirs.close()
    heard = [mine.recv() for _ in range(acknowledged)]
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    mine.close()
    rows = list(shared.reader.log())
    head = shared.reader.head()
    assert set(heard) <= {row.pos for row in rows}
    assert len(rows) % 2 == 0  # never half a transaction
    claimed = Head(head.log_id, head.size, head.last_hash, shared.reader.heads())
    assert list(verify(rows, claimed, 1)) == []
    assert record(shared)[0].event.pos == len(rows) + 1
