"""Facts read set-wise: whole histories, or a few facts of each of many dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from lifecycle.events import Event
from persistence.engine import Hot, marks
from persistence.rows import EVENTS, FIELDS, event_of

NAMED = ", ".join(f"e.{name}" for name in FIELDS.split(", "))
SINCE = (
    f"WITH wanted(stream, pos) AS (VALUES {{wanted}}) SELECT {NAMED} FROM wanted w "
    "JOIN events f ON f.network_id = ? AND f.pos = w.pos AND f.stream = w.stream "
    "JOIN events e ON e.network_id = f.network_id AND e.stream = f.stream AND e.seq >= f.seq"
)
ABOUT = (
    f"WITH wanted(stream, instance) AS (VALUES {{wanted}}) SELECT {NAMED}, e.envelope FROM wanted w "
    "JOIN events e ON e.network_id = ? AND e.stream = w.stream WHERE e.instance = w.instance"
)
AT_ONCE = 500


def whole(hot: Hot, network: str, streams: Sequence[str]) -> Iterator[tuple[str, list[Event]]]:
    """(stream, its facts in order) for each stream that has some."""
    for start in range(0, len(streams), AT_ONCE):
        some = streams[start : start + AT_ONCE]
        # By stream and number: by position, SQLite would go through the whole log.
        rows = hot.all(f"{EVENTS}({marks(some)}) ORDER BY stream, seq", (network, *some))
        for stream, facts in groupby(rows, itemgetter(1)):
            yield stream, [event_of(row) for row in facts]


def joined(hot: Hot, network: str, sql: str, pairs: Sequence[tuple[Any, Any]]) -> list[Any]:
    """The rows of `SINCE` or `ABOUT` for these pairs (a stream, and what is wanted of it), in order."""
    found: list[Any] = []
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        asked = sql.format(wanted=",".join(["(?,?)"] * len(some)))
        found += hot.all(asked, (*(value for pair in some for value in pair), network))
    return sorted(found, key=itemgetter(0))
