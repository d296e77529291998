"""Irregularities that stand: on which fact each was noted, and what people read of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lifecycle.dossier import Instance, irregularities
from quality.lives import Life


@dataclass(frozen=True, slots=True)
class Doubt:
    """One irregularity that nobody has explained: its rule and reason, the fact beside which it stands.

    `kind` is that of an event; `beside` names the fact: its stream, and its place there.
    """

    ref: str
    reason: str
    fact: str
    kind: str
    beside: tuple[str, int]


def doubts(life: Life) -> Iterator[tuple[date, Doubt]]:
    """Each with the day of the fact beside which it was noted."""
    return ((flag.opened_on, _doubt(life, flag)) for flag in irregularities(life.dossier))


def _doubt(life: Life, flag: Instance) -> Doubt:
    place = life.about[flag.id][0].cause or 0
    told = life.about.get(str(flag.data.get("about")), ())
    fact = next((one for one in told if one.place == place), None)
    return Doubt(
        ref=str(flag.data.get("rule_ref") or flag.data.get("rule") or ""),
        reason=str(flag.data.get("reason") or ""),
        fact=fact.type if fact else "",
        kind=str(fact.data.get("kind") or "") if fact else "",
        beside=(life.stream, place),
    )


def facts_in_doubt(found: Sequence[Doubt]) -> int:
    """How many facts they stand beside: one fact may have several."""
    return len({doubt.beside for doubt in found})


def words(found: Sequence[Doubt]) -> str:
    """One sentence for all of them, each reason once."""
    each = Counter((doubt.reason.rstrip("."), doubt.ref) for doubt in found)
    told = " ; ".join(_once(reason, ref, n) for (reason, ref), n in each.items())
    if len(found) == 1:
        return f"une irrégularité reste à expliquer : {told}"
    return f"{len(found)} irrégularités restent à expliquer : {told}"


def _once(reason: str, ref: str, n: int) -> str:
    return f"« {reason} » ({ref}{f', {n} fois' if n > 1 else ''})"
