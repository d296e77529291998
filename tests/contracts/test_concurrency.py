"""Several writers: the log has every fact that was acknowledged, one by one, without gap."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context

from persistence import opening
from persistence.engine import Database
from persistence.keys import HouseKeys
from persistence.opening import Installation
from persistence.sealing import GENESIS
from tests.contracts.conftest import NETWORK, Make
from tests.contracts.facts import LEA, record

WRITERS, EACH = 4, 15


def lives_elsewhere(url: str, keys: HouseKeys, writer: int) -> list[int]:
    """A process of its own: opens the base, writes, says which positions were acknowledged."""
    database = Database(url)
    house = opening.open_installation(url, NETWORK, {}, database=database, keys=keys)
    found = writes(house, writer)
    database.close()
    return found


def writes(house: Installation, writer: int) -> list[int]:
    """Facts in a stream shared by all and in one's own, each its own transaction."""
    own = f"{writer:016x}"
    streams = [LEA if n % 2 else own for n in range(EACH)]
    person = house.register.new_id()
    said = {"secrets": {person: {"reason": "x"}}}
    return [record(house, {"stream": s, **said})[0].event.pos for s in streams]


def check(house: Installation, acknowledged: list[int]) -> None:
    """Every acknowledged position is in the log, and the chains hold."""
    assert sorted(acknowledged) == list(range(1, WRITERS * EACH + 1))
    heads: dict[str, tuple[int, str]] = {}
    rows = list(house.reader.log())
    assert [row.pos for row in rows] == sorted(acknowledged)
    for row in rows:
        seq, prev = heads.get(row.stream, (0, GENESIS))
        assert row.seq == seq + 1
        assert prev.encode() in row.envelope
        assert row.hash == sha256(b"\0" + row.envelope).hexdigest()
        heads[row.stream] = (row.seq, row.hash)
    instants = [row.columns["recorded_at"] for row in rows]
    assert instants == sorted(set(instants))
    assert house.reader.heads() == heads


def test_processes_lose_nothing(shared: Installation) -> None:
    url = shared.database.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn")) as pool:
        found = pool.map(
            lives_elsewhere, [url] * WRITERS, [shared.keys] * WRITERS, range(1, WRITERS + 1)
        )
        check(shared, [pos for one in found for pos in one])


def test_threads_lose_nothing(shared: Installation) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        found = pool.map(lambda n: writes(shared, n), range(1, WRITERS + 1))
        check(shared, [pos for one in found for pos in one])


def test_more_threads_than_connections_wait_for_their_turn(install: Make) -> None:
    """Who holds the lock needs the register too: it must not wait for those who wait for it."""
    house = install("postgres")
    count = 40

    def one(n: int) -> int:
        person = house.register.new_id()
        fact = {"stream": f"{n:016x}", "secrets": {person: {"reason": "x"}}}
        return record(house, fact)[0].event.pos

    with ThreadPoolExecutor(count) as pool:
        assert sorted(pool.map(one, range(count))) == list(range(1, count + 1))
