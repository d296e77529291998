"""Making an installation, and opening one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from lifecycle.errors import Conflict
from persistence import keys as key_file
from persistence.engine import Database, Hot, beside, translated
from persistence.keys import HouseKeys
from persistence.migrating import refuse_another_schema, upgrade
from persistence.outbox import Outbox
from persistence.projections import Projection
from persistence.reading import Reader
from persistence.recall import Recall
from persistence.register import SqlRegister
from persistence.sealing import GENESIS, Entropy, instant_text
from persistence.store import SqlStore


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that reads or writes one network of one database."""

    database: Database
    store: SqlStore
    register: SqlRegister
    outbox: Outbox
    reader: Reader
    recall: Recall
    keys: HouseKeys


def create(
    url: str,
    network: str,
    env: Mapping[str, str],
    simulated_at: datetime | None = None,
    entropy: Entropy = os.urandom,
) -> tuple[str, str]:
    """Make the schema, the keys and the head of the log. Returns the log's id and public key."""
    _make_private(beside(url))
    database = Database(url)
    try:
        upgrade(database)
        house = _keys(key_file.keys_path(url, env), entropy)
        log = begin_log(database, network, house, simulated_at, entropy)
    finally:
        database.close()
    return log, house.public


def _make_private(identity: str) -> None:
    """The file of the identity store, for its owner's eyes only; SQLite's own companions follow."""
    parsed = make_url(identity)
    path = Path(parsed.database or "")
    if parsed.get_backend_name() == "sqlite" and path.name.endswith(".identity"):
        with suppress(OSError):  # whoever opens it next says why it cannot be
            path.touch(mode=0o600)


def _keys(path: Path, entropy: Entropy) -> HouseKeys:
    """Those of the file, made when there are none yet."""
    if path.exists():
        return key_file.read(path)
    house = key_file.generated(entropy)
    key_file.write(path, house)
    return house


def begin_log(
    database: Database,
    network: str,
    house: HouseKeys,
    simulated_at: datetime | None,
    entropy: Entropy = os.urandom,
) -> str:
    """The head of an empty log, in a schema that exists. Raises Conflict when there is one."""
    with translated(), database.main.begin() as connection:
        hot = Hot(connection, database.postgres)
        if hot.one("SELECT 1 FROM log_head WHERE network_id = ?", (network,)):
            raise Conflict(
                "Cette base a déjà un journal : « lifecycle init » ne s’appelle qu’une fois."
            )
        log = entropy(16).hex()
        clock = instant_text(simulated_at) if simulated_at else None
        hot.run(
            "INSERT INTO log_head VALUES (?,?,?,?,?,?,?)",
            (network, log, 0, GENESIS, "", clock, house.public),
        )
    return log


def open_installation(
    url: str,
    network: str,
    env: Mapping[str, str],
    projections: Sequence[Projection] = (),
    entropy: Entropy = os.urandom,
    database: Database | None = None,
    keys: HouseKeys | None = None,
) -> Installation:
    """Open what `create` made. Raises TryLater on another schema, NotFound without keys."""
    database = database or Database(url)
    refuse_another_schema(database)
    keys = keys or key_file.read(key_file.keys_path(url, env))
    register = SqlRegister(database, network, keys, entropy)
    store = SqlStore(database, network, register, entropy, projections)
    return Installation(
        database,
        store,
        register,
        Outbox(database, network),
        Reader(database, network),
        Recall(database, network, register, store.recollection),
        keys,
    )


def keep_document(database: Database, sha256: str, kind: str, body: bytes) -> None:
    """A charter document by its hash, once."""
    with translated(), database.main.begin() as connection:
        sql = "INSERT INTO documents VALUES (?,?,?) ON CONFLICT (sha256) DO NOTHING"
        Hot(connection, database.postgres).run(sql, (sha256, kind, body))
