"""Reading a long log again: every dossier folded, every hash and chain verified."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from audit.verify import Head, verify
from benchmarks.contest import Leg, Preparation
from benchmarks.houses import Refusal, again, live, opened
from benchmarks.lives import LIFE, Cohort
from lifecycle.dossier import fold

PAGE = 500


class Past(Preparation):
    """Whole lives through the door, until the log has `facts` of them."""

    def __init__(self, folder: str, facts: int) -> None:
        app = opened(folder)
        begun = app.reader.head().size
        size, first = min(PAGE, facts // 20), 0
        while app.reader.head().size - begun < facts:
            cohort = Cohort(app, size, first)
            for step in LIFE:
                live(app, cohort.commands(step), step.at)
            first += size
        app.installation.database.close()


class Fold:
    """Every dossier of the base, by pages, as `dossiers` and `agenda` read them: nothing is cached."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def leg(self, _: int) -> Leg:
        return self.folded

    def folded(self) -> int:
        with again(self.folder) as app:
            streams = sorted(app.reader.heads())
            pages = (streams[start : start + PAGE] for start in range(0, len(streams), PAGE))
            return sum(self._page(app, page) for page in pages)

    def _page(self, app: Any, page: list[str]) -> int:
        histories = app.many(page)
        return sum(fold(stream, events).version for stream, events in histories.items())

    def close(self) -> None:
        """Nothing is left open."""


class Verify(Fold):
    """`lifecycle audit verify`: every hash from the stored bytes, every column, every chain."""

    def folded(self) -> int:
        with again(self.folder) as app:
            head = app.reader.head()
            told = Head(head.log_id, head.size, head.last_hash, app.reader.heads())
            found = list(verify(app.reader.log(), told, 1))
            if found:
                raise Refusal(str(found[0]))
            return head.size


class _Bare(Fold):
    """The limits: `sqlite3` and the least work that could give the same answer."""

    sql = ""

    def folded(self) -> int:
        with closing(sqlite3.connect(Path(self.folder) / "house.db")) as base:
            return self.read(base.execute(self.sql))

    def read(self, rows: Iterator[Any]) -> int:
        raise NotImplementedError


class BareFold(_Bare):
    """Each row's data decoded, the state of its instance set: no object, no date, no restatement.

    One dossier after the other, along the index.
    """

    sql = (
        "SELECT stream, region, instance, state, payload FROM events "
        "WHERE network_id = 'principal' ORDER BY stream, seq"
    )

    def read(self, rows: Iterator[Any]) -> int:
        decode = msgspec.json.Decoder().decode
        now, count = "", 0
        found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        for stream, region, instance, state, payload in rows:
            if stream != now:
                now, found = stream, {}
            _, data = found.get((region, instance), ("", {}))
            data.update(decode(payload)["data"])
            found[region, instance] = (state, data)
            count += 1
        return count


class BareHash(_Bare):
    """Both hashes of each row, compared with what is stored: no decoding, no column, no chain."""

    sql = "SELECT envelope, payload, hash FROM events ORDER BY pos"

    def read(self, rows: Iterator[Any]) -> int:
        count = 0
        for envelope, payload, stored in rows:
            sealed = sha256(payload).hexdigest().encode()
            if sha256(b"\x00" + envelope).hexdigest() != stored or sealed not in envelope:
                raise Refusal("a hash differs")
            count += 1
        return count
