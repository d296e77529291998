"""Marks: a fact of a house says which open duties may have other dates; beats plan them again.

Written with the fact, set-wise: the cost is what is marked. A mark says why: `setting`, `owner`,
`calendar` or `alternance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lifecycle.ports import Change, Written
from persistence.engine import Hot, marks
from persistence.sealing import decode_data

PENDING = "state IN ('planned', 'open', 'reminded', 'due', 'escalated')"
MARK = (
    "INSERT INTO marks (network_id, stream, why) "
    "SELECT DISTINCT network_id, stream, CAST(? AS TEXT) FROM obligations "
    f"WHERE network_id = ? AND {PENDING} "
)
ONCE = "ON CONFLICT (network_id, stream, why) DO NOTHING"
MARKED = (
    "SELECT stream, why FROM marks WHERE network_id = ? AND stream IN ({}) ORDER BY stream, why"
)
UNMARK = "DELETE FROM marks WHERE network_id = ? AND stream IN "
FIRST = "SELECT DISTINCT stream FROM marks WHERE network_id = ? ORDER BY stream LIMIT ?"
HOUSES = (
    "SELECT s.code, e.payload FROM streams s JOIN events e "
    "ON e.network_id = s.network_id AND e.stream = s.stream "
    "WHERE s.network_id = ? AND s.kind = ? AND e.region = s.kind ORDER BY e.pos"
)
WORDS = {"calendar": "calendar", "alternance": "alternance", "cfa": "setting"}
OWNER, INTERPRETATION = ".owner", "O-"
SAME_DUTY = (OWNER, ".times", ".jalons", ".waves")
SAID_BY_NONE = ("mail",)
TARGETS = ".cible"  # what the house aims at binds nobody yet
ADAPTED = "MeetingsAdapted"  # a dossier that has a number of its own
RULE_CHANGES, REPLAN = "set:O-13", "replan"  # what is open follows a changed definition

Pairs = Sequence[tuple[Change, Sequence[Written]]]
Reason = tuple[str, str]
"""Why, and the ref of the only duties concerned; empty when all may be."""


def mark(hot: Hot, network: str, written: Pairs) -> None:
    """The projection: the dossiers of a house whose calendar, settings or alternance change.

    A dossier that has a setting of its own is marked alone.
    """
    for change, _ in written:
        if any(event.type == ADAPTED for event in change.events):
            hot.run(f"{MARK}AND stream = ? {ONCE}", ("setting", network, change.before.stream))
        if reasons := dict.fromkeys(_reasons(change)):
            codes = _codes(hot, network, change)
            for reason in reasons:
                _mark(hot, network, codes, reason)


def mark_all(hot: Hot, network: str) -> None:
    """Every dossier that owes something: nobody knows any more what was marked."""
    hot.run(f"{MARK}{ONCE}", ("setting", network))


def _mark(hot: Hot, network: str, codes: Sequence[str], reason: Reason) -> None:
    why, ref = reason
    only, extra = ("AND ref = ? ", (ref,)) if ref else ("", ())
    for start in range(0, len(codes), 500):
        some = codes[start : start + 500]
        sql = f"{MARK}AND formation IN ({marks(some)}) {only}{ONCE}"
        hot.run(sql, (why, network, *some, *extra))


def _reasons(change: Change) -> Iterator[Reason]:
    for event in change.events:
        if event.type == "CharterLoaded":
            yield "setting", ""
        if event.region == change.kind and change.kind in ("formation", "cfa"):
            yield from _said(event.data)


def _said(data: Mapping[str, Any]) -> Iterator[Reason]:
    yield from ((why, "") for name, why in WORDS.items() if name in data)
    for name in data:
        key = name.removeprefix("set:")
        if key == name or key in SAID_BY_NONE or key.endswith(TARGETS):
            continue
        why = "owner" if key.endswith(OWNER) else "setting"
        yield why, "" if key.startswith(INTERPRETATION) else _duty(key)


def _duty(key: str) -> str:
    """The ref of the duty that a setting is about, whichever of its settings it is."""
    for suffix in SAME_DUTY:
        while key.endswith(suffix):
            key = key.removesuffix(suffix)
    return key


def _codes(hot: Hot, network: str, change: Change) -> list[str]:
    """The formations concerned: itself, those of a CFA; of a new charter, those that follow it.

    A CFA is of no formation: its own duties are those of "".
    """
    if change.kind == "formation":
        return [change.code]
    known = houses(hot, network, "formation")
    if change.kind == "cfa":
        return ["", *(code for code, said in known.items() if said.get("cfa") == change.code)]
    above = houses(hot, network, "cfa")
    return [code for code, said in known.items() if _follows(said, above)]


def _follows(formation: Mapping[str, Any], above: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether what is open follows a changed definition here (interpretation O-13)."""
    cfa = above.get(str(formation.get("cfa")), {})
    return (formation.get(RULE_CHANGES) or cfa.get(RULE_CHANGES)) == REPLAN


def houses(hot: Hot, network: str, kind: str) -> dict[str, dict[str, Any]]:
    """What the facts of each formation or CFA say, by its code."""
    said: dict[str, dict[str, Any]] = {}
    for code, payload in hot.all(HOUSES, (network, kind)):
        said.setdefault(code, {}).update(decode_data(payload).data)
    return said


# --- reading and clearing -------------------------------------------------------------------------


def marked(hot: Hot, network: str, streams: Sequence[str]) -> dict[str, list[str]]:
    """Of these dossiers those that are marked, each with why."""
    found: dict[str, list[str]] = {}
    for stream, why in hot.among(MARKED, streams, network):
        found.setdefault(stream, []).append(why)
    return found


def unmark(hot: Hot, network: str, streams: Sequence[str]) -> None:
    for start in range(0, len(streams), 500):
        some = streams[start : start + 500]
        hot.run(f"{UNMARK}({marks(some)})", (network, *some))


def first_marked(hot: Hot, network: str, limit: int) -> list[str]:
    return [row[0] for row in hot.all(FIRST, (network, limit))]
