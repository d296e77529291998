"""What `audit verify` sees of a tampered log, attack by attack, and what it honestly cannot see."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from audit.verify import LIMITS, Finding, Head, verify
from persistence import reading
from persistence.opening import Installation
from persistence.sealing import canonical
from tests.houses import House

Log = sqlite3.Connection
PLACES = range(2, 20, 3)  # positions attacked; the first fact opens the log


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two dossiers, one of which goes all the way: some forty facts in several streams."""
    with House(tmp_path_factory.mktemp("lived")) as house:
        house.open_formation()
        house.in_contract(house.candidate("Léa", "Martin"))
        house.do(house.candidate("Hugo", "Weber"), "admit")
        yield house


@pytest.fixture
def log(lived: House) -> Iterator[Log]:
    """The log as an insider holds it: triggers dropped, everything rolled back afterwards."""
    with closing(sqlite3.connect(lived.folder / "house.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER events_no_{verb}")
        yield connection
        connection.rollback()


def findings(log: Log, installation: Installation) -> list[Finding]:
    """What the verifier says of the rows that this transaction sees."""
    rows = _stored(log)
    size, last, log_id = log.execute("SELECT size, last_hash, log_id FROM log_head").fetchone()
    heads = {s: (seq, h) for s, seq, h in log.execute("SELECT stream, seq, hash FROM streams")}
    assert installation.reader.head().log_id == log_id
    return list(verify(rows, Head(log_id, size, last, heads), 1))


def _stored(log: Log) -> list[Any]:
    sql = reading.LOG.replace("?", "{}").format("'principal'", 1, 100_000)
    return [reading.stored(row) for row in log.execute(sql)]


def kinds(log: Log, house: House) -> set[str]:
    return {f.kind for f in findings(log, house.app.installation)}


# --- attacks -----------------------------------------------------------------------------------


def alter_payload(log: Log, pos: int) -> None:
    log.execute("UPDATE events SET payload = CAST(payload || ' ' AS BLOB) WHERE pos = ?", (pos,))


def alter_envelope(log: Log, pos: int) -> None:
    _rewrite(log, pos, lambda e: {**e, "effective_on": "2020-01-01"})


def alter_and_hash(log: Log, pos: int) -> None:
    """Who knows how the hash of one fact is made, and nothing of the chain."""
    _rewrite(log, pos, lambda e: {**e, "source": "x"}, hashed=True)


def alter_a_column(log: Log, pos: int) -> None:
    log.execute("UPDATE events SET state = 'deceased' WHERE pos = ?", (pos,))


def delete(log: Log, pos: int) -> None:
    log.execute("DELETE FROM events WHERE pos = ?", (pos,))


def insert(log: Log, pos: int) -> None:
    """A copy of a fact is put at the end of the log, under a new position."""
    (size,) = log.execute("SELECT size FROM log_head").fetchone()
    columns = [r[1] for r in log.execute("PRAGMA table_info(events)")]
    moved = {"pos": str(size + 1), "seq": "seq + 900", "id": "id || 'f'"}
    chosen = ", ".join(moved.get(c, c) for c in columns)
    log.execute(f"INSERT INTO events SELECT {chosen} FROM events WHERE pos = ?", (pos,))  # noqa: S608


def swap(log: Log, pos: int) -> None:
    """Two facts exchange their bytes."""
    one, other = (_bytes(log, p) for p in (pos, pos + 1))
    for place, (envelope, payload, hash_) in ((pos, other), (pos + 1, one)):
        sql = "UPDATE events SET envelope = ?, payload = ?, hash = ? WHERE pos = ?"
        log.execute(sql, (envelope, payload, hash_, place))


def cut(log: Log, pos: int) -> None:
    """The end of the log is cut off."""
    log.execute("DELETE FROM events WHERE pos >= ?", (pos,))


def drop_a_stream(log: Log, pos: int) -> None:
    (stream,) = log.execute("SELECT stream FROM events WHERE pos = ?", (pos,)).fetchone()
    log.execute("DELETE FROM events WHERE stream = ?", (stream,))
    log.execute("DELETE FROM streams WHERE stream = ?", (stream,))


def rewrite_every_hash(log: Log, pos: int) -> None:
    """A competent insider: the fact is changed and every later hash made again, not the heads."""
    _rewrite(log, pos, lambda e: {**e, "source": "x"}, hashed=True)
    _chain_again(log)


def rewrite_the_heads_too(log: Log, pos: int) -> None:
    rewrite_every_hash(log, pos)
    for stream, hash_ in log.execute(
        "SELECT stream, hash FROM events e WHERE seq = "
        "(SELECT max(seq) FROM events WHERE stream = e.stream)"
    ).fetchall():
        log.execute("UPDATE streams SET hash = ? WHERE stream = ?", (hash_, stream))
    last = "(SELECT hash FROM events ORDER BY pos DESC LIMIT 1)"
    log.execute(f"UPDATE log_head SET last_hash = {last}")  # noqa: S608


def _bytes(log: Log, pos: int) -> tuple[bytes, bytes, str]:
    sql = "SELECT envelope, payload, hash FROM events WHERE pos = ?"
    found: tuple[bytes, bytes, str] = log.execute(sql, (pos,)).fetchone()
    return found


def _rewrite(
    log: Log, pos: int, change: Callable[[dict[str, Any]], dict[str, Any]], hashed: bool = False
) -> None:
    envelope, _, hash_ = _bytes(log, pos)
    altered = canonical(change(json.loads(envelope)))
    hash_ = sha256(b"\0" + altered).hexdigest() if hashed else hash_
    log.execute("UPDATE events SET envelope = ?, hash = ? WHERE pos = ?", (altered, hash_, pos))


def _chain_again(log: Log) -> None:
    heads: dict[str, str] = {}
    for pos, stream in log.execute("SELECT pos, stream FROM events ORDER BY pos").fetchall():
        if stream in heads:
            _rewrite(log, pos, lambda e, prev=heads[stream]: {**e, "prev": prev}, hashed=True)
        heads[stream] = _bytes(log, pos)[2]


SEEN = {
    alter_payload: "payload",
    alter_envelope: "hash",
    alter_and_hash: "chain",
    alter_a_column: "column",
    delete: "missing",
    insert: "sequence",
    swap: "column",
    cut: "cut",
    drop_a_stream: "missing",
    rewrite_every_hash: "stream",
}


def test_an_untouched_log_has_no_finding(log: Log, lived: House) -> None:
    assert findings(log, lived.app.installation) == []
    assert len(_stored(log)) > max(PLACES) + 3


@pytest.mark.parametrize("pos", PLACES)
@pytest.mark.parametrize("attack", SEEN, ids=lambda attack: attack.__name__)
def test_an_attack_is_seen_wherever_it_strikes(
    log: Log, lived: House, attack: Callable[[Log, int], None], pos: int
) -> None:
    attack(log, pos)
    found = kinds(log, lived)
    assert found
    if _is_last_of_its_stream(lived, pos) and attack is alter_and_hash:
        assert "stream" in found or "head" in found
    else:
        assert SEEN[attack] in found


def _is_last_of_its_stream(house: House, pos: int) -> bool:
    rows = {r.pos: r for r in house.app.reader.log()}
    return house.app.reader.heads()[rows[pos].stream] == (rows[pos].seq, rows[pos].hash)


@pytest.mark.parametrize("pos", PLACES)
def test_a_rewrite_of_everything_is_not_seen_and_the_report_says_so(
    log: Log, lived: House, pos: int
) -> None:
    rewrite_the_heads_too(log, pos)
    assert findings(log, lived.app.installation) == []
    assert "point de contrôle" in LIMITS


def test_a_finding_says_where_and_what(log: Log, lived: House) -> None:
    alter_payload(log, 5)
    (found,) = findings(log, lived.app.installation)
    assert (found.position, found.kind) == (5, "payload")
    assert found.message == "le contenu n’est pas celui que l’enveloppe scelle"


def test_a_second_log_in_the_same_place_is_seen(tmp_path: Path, lived: House) -> None:
    """The facts of another installation, whole and well chained, are not ours."""
    with House(tmp_path, seed="other") as other:
        rows = list(other.app.reader.log())
        head = lived.app.reader.head()
        found = list(verify(rows, Head(head.log_id, len(rows), rows[-1].hash, {}), 1))
    assert {"log"} <= {f.kind for f in found}
