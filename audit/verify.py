"""Verification: every hash recomputed from the stored bytes, every chain followed to its head.

What it cannot see: a competent rewrite of the hashes *and* of the head. Only a checkpoint kept
outside shows that (reliability notes §9.6), and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from persistence.reading import Stored

GENESIS = "0" * 64
LIMITS = (
    "Sans point de contrôle gardé ailleurs, une réécriture complète des empreintes et de la tête "
    "du journal ne se voit pas."
)
decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Head:
    """What the log says of its own end: its id, how many facts, the last hash, and per stream."""

    log: str
    size: int
    last_hash: str
    streams: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where, of which kind, in one French sentence."""

    position: int | None
    kind: str
    message: str


@dataclass(slots=True)
class _Chain:
    """Where the verification stands: the next position, and the head of each stream."""

    log: str
    next_pos: int
    last_hash: str = GENESIS
    last_instant: str = ""
    streams: dict[str, tuple[int, str]] = field(default_factory=dict)


def verify(rows: Iterable[Stored], head: Head, first: int) -> Iterator[Finding]:
    """Every fault of the log, in the order of positions. `first` is the position of its start."""
    chain = _Chain(head.log, first)
    for row in rows:
        yield from _row(chain, row)
    yield from _ends(chain, head, first)


def _row(chain: _Chain, row: Stored) -> Iterator[Finding]:
    yield from _position(chain, row)
    if sha256(b"\x00" + row.envelope).hexdigest() != row.hash:
        yield Finding(row.pos, "hash", "l’empreinte ne correspond pas à l’enveloppe")
    try:
        envelope = decode(row.envelope)
    except msgspec.DecodeError:
        yield Finding(row.pos, "envelope", "l’enveloppe n’est pas lisible")
        return
    yield from _envelope(chain, row, envelope)
    yield from _stream(chain, row, envelope)


def _position(chain: _Chain, row: Stored) -> Iterator[Finding]:
    if row.pos > chain.next_pos:
        yield Finding(chain.next_pos, "missing", f"il manque {row.pos - chain.next_pos} fait(s)")
    elif row.pos < chain.next_pos:
        yield Finding(row.pos, "duplicate", "cette position est prise deux fois")
    chain.next_pos = row.pos + 1
    chain.last_hash = row.hash


def _envelope(chain: _Chain, row: Stored, envelope: Mapping[str, Any]) -> Iterator[Finding]:
    if sha256(row.payload).hexdigest() != envelope.get("payload_sha256"):
        yield Finding(row.pos, "payload", "le contenu n’est pas celui que l’enveloppe scelle")
    if envelope.get("log") != chain.log:
        yield Finding(row.pos, "log", "ce fait vient d’un autre journal")
    for name, value in row.columns.items():
        if envelope.get(name) != value:
            yield Finding(row.pos, "column", f"la colonne {name} contredit l’enveloppe")
    if str(envelope.get("recorded_at")) < chain.last_instant:
        yield Finding(row.pos, "time", "le temps du journal recule")
    chain.last_instant = str(envelope.get("recorded_at"))


def _stream(chain: _Chain, row: Stored, envelope: Mapping[str, Any]) -> Iterator[Finding]:
    seq, previous = chain.streams.get(row.stream, (0, GENESIS))
    if row.seq != seq + 1:
        yield Finding(row.pos, "sequence", f"le fait {seq + 1} du dossier manque ou est déplacé")
    if envelope.get("prev") != previous:
        yield Finding(row.pos, "chain", "le maillon précédent n’est pas celui qui est scellé")
    chain.streams[row.stream] = (row.seq, row.hash)


def _ends(chain: _Chain, head: Head, first: int) -> Iterator[Finding]:
    found = chain.next_pos - first
    if found != head.size:
        yield Finding(chain.next_pos, "cut", f"le journal dit {head.size} faits, il y en a {found}")
    if chain.last_hash != head.last_hash:
        yield Finding(None, "head", "la tête du journal n’est pas l’empreinte du dernier fait")
    for stream in head.streams.keys() | chain.streams.keys():
        if head.streams.get(stream) != chain.streams.get(stream):
            yield Finding(None, "stream", f"la tête du dossier {stream} ne correspond pas")
