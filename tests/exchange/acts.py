"""What the tests of this folder do to a house with a file, and what they look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from audit.verify import Head, verify
from exchange import importing
from exchange.report import Report
from lifecycle.agenda import is_late
from lifecycle.dossier import irregularities
from tests.exchange.files import Row, file
from tests.houses import House


def rehearsed(house: House, content: bytes, name: str = "f.xlsx", **said: Any) -> Report:
    return importing.dry_run(house.app.house, content, name, house.now, **said)


def taken(house: House, content: bytes, name: str = "f.xlsx", **said: Any) -> Report:
    return importing.commit(house.app.house, content, name, house.now, **said)


def take_rows(house: House, *rows: Row, reprise: date | None = None) -> Report:
    return taken(house, file(rows), reprise=reprise)


def streams(house: House) -> dict[str, str]:
    """Dossier by the name of the apprentice."""
    return {name: stream for stream, name in house.app.names().items()}


def only(house: House) -> str:
    (stream,) = house.app.names()
    return stream


def written(house: House) -> tuple[Any, ...]:
    """Everything that an import might write, people included."""
    with house.app.installation.database.identity.connect() as connection:
        people = connection.exec_driver_sql("SELECT * FROM people").fetchall()
    return (house.rows("events"), house.rows("outbox"), sorted(map(tuple, people)))


def states(house: House, stream: str) -> tuple[str, list[tuple[str, str]]]:
    regions: Mapping[str, Any] = house.states(stream)
    return regions["pathway"], [(c["state"], c["filing"]) for c in regions["contracts"]]


def flagged(house: House) -> list[str]:
    return [i.data["rule"] for s in house.app.names() for i in irregularities(house.dossier(s))]


def late(house: House) -> list[str]:
    duties = [d for s in house.app.names() for d in house.dossier(s).of("obligation")]
    return [duty.id for duty in duties if is_late(duty, house.now)]


def altered(house: House) -> list[Any]:
    """What a verification of the whole log finds."""
    head = house.app.reader.head()
    known = Head(head.log_id, head.size, head.last_hash, house.app.reader.heads())
    return list(verify(house.app.reader.log(), known, 1))
