"""The cases: who runs against whom, how often, and what the ratio of each line compares.

Nothing of the engine is loaded here: contestants run in processes of their own.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.commands import lifecycle, spent
from benchmarks.contest import Lane, alone, folder, race
from benchmarks.importing import importing
from benchmarks.measures import Measure
from benchmarks.simulating import simulating

STEPS = 12  # commands of one life: `lives.LIFE`
ROUNDS = 3  # cohorts, one after the other, in the same base
READINGS = 3
MORNINGS = 4  # `clock.BEATS`
COMMANDS, FACTS, SECONDS, MS = "commandes/s", "faits/s", "s", "ms"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each: lives for the doors, dossiers due, open obligations, facts, apprentices."""

    lives: int
    lives_on_postgres: int
    due: int
    few: int
    many: int
    facts: int
    lives_decided: int
    runs: int
    cohort: int


FULL = Sizes(500, 100, 1_000, 10_000, 1_000_000, 100_000, 60, 10, 1_000)
QUICK = Sizes(100, 30, 200, 2_000, 100_000, 10_000, 30, 5, 30)
TINY = Sizes(5, 3, 5, 50, 200, 100, 3, 2, 2)
SIZES = {"full": FULL, "quick": QUICK, "tiny": TINY}

Case = Callable[[Sizes], list[Measure]]


def door(sizes: Sizes) -> list[Measure]:
    """(a, b) One command a transaction, and in bulk, beside a bare loop doing the same writes."""
    with folder() as place:
        here = str(place)
        alone(
            "doors:Recording",
            folder=f"{here}/rec",
            copy=f"{here}/raw",
            size=sizes.lives,
            rounds=ROUNDS,
        )
        raw = Lane("raw:Sqlite", {"folder": f"{here}/raw"})
        single = Lane("doors:Single", {"folder": f"{here}/single", "size": sizes.lives})
        bulk = Lane("doors:Bulk", {"folder": f"{here}/bulk", "size": sizes.lives})
        race([raw, single, bulk], STEPS, ROUNDS)
    return [
        _rate("sqlite3 nu, mêmes écritures, FULL", COMMANDS, raw),
        _rate("la porte, une commande à la fois", COMMANDS, single, raw, "sqlite3 nu", "≥ 0.25"),
        _rate("la porte, 500 commandes par appel", COMMANDS, bulk, single, "une à la fois", "≥ 4"),
    ]


def postgres(sizes: Sizes) -> list[Measure]:
    """(a) again on PostgreSQL, for information: client and server share the machine."""
    size = sizes.lives_on_postgres
    with folder() as place, _server(place) as urls:
        here = str(place)
        alone("doors:Recording", folder=f"{here}/rec", copy=f"{here}/raw", size=size, rounds=ROUNDS)
        alone("doors:Single", folder=f"{here}/base", size=0, url=urls["raw_url"])
        options = {"size": size, "url": urls["url"]}
        raw = Lane("raw:Postgres", {"folder": f"{here}/raw", "url": urls["raw_url"]})
        single = Lane("doors:Single", {"folder": f"{here}/single", **options})
        race([raw, single], STEPS, ROUNDS)
    return [
        _rate("PostgreSQL, psycopg nu, mêmes écritures", COMMANDS, raw),
        _rate("PostgreSQL, la porte, une à la fois", COMMANDS, single, raw, "psycopg nu"),
    ]


@contextmanager
def _server(place: Path) -> Iterator[dict[str, str]]:
    with Lane("postgres:Server", {"folder": str(place)}) as lane:
        yield lane.ready


def clock(sizes: Sizes) -> list[Measure]:
    """(c) The whole beat through the door among few and many open obligations; the bare query."""
    with folder() as place:
        few, few_asked = _crowd(f"{place}/few", sizes.due, sizes.few)
        many, many_asked = _crowd(f"{place}/many", sizes.due, sizes.many)
        race([few_asked, many_asked], rounds=READINGS)
        race([few, many], MORNINGS)
    told = f"{sizes.due} dus parmi"
    small, large = f"{told} {_power(sizes.few)}", f"{told} {_power(sizes.many)}"
    return [
        _each(f"requête seule, {small}", few_asked, times=5),
        _each(f"requête seule, {large}", many_asked, few_asked, small, times=5),
        _each(f"battement, {small}", few),
        _each(f"battement, {large}", many, few, small, "≤ 1.5"),
    ]


def _crowd(place: str, due: int, size: int) -> tuple[Lane, Lane]:
    alone("clock:Crowd", folder=place, due=due, open_duties=size)
    options = {"folder": place, "due": due}
    return Lane("clock:Beats", options), Lane("clock:Query", options)


def _power(n: int) -> str:
    """10 000 → `10^4`."""
    digits = str(n)
    return f"10^{len(digits) - 1}" if digits.strip("0") == "1" else digits


def replay(sizes: Sizes) -> list[Measure]:
    """(d) A long log folded and verified, beside the least work on the same rows."""
    names = ("history:BareFold", "history:Fold", "history:BareHash", "history:Verify")
    with folder() as place:
        here = {"folder": f"{place}/past"}
        alone("history:Past", facts=sizes.facts, **here)
        lanes = [Lane(name, here) for name in names]
        race(lanes, rounds=READINGS)
    bare_fold, fold, bare_hash, verify = lanes
    return [
        _rate("sqlite3 nu, données décodées", FACTS, bare_fold),
        _rate("replier l’histoire depuis la base", FACTS, fold, bare_fold, "sqlite3 nu"),
        _rate("sqlite3 nu, empreintes seules", FACTS, bare_hash),
        _rate("audit verify", FACTS, verify, bare_hash, "empreintes seules"),
    ]


def pure(sizes: Sizes) -> list[Measure]:
    """(f) Deciding in memory, beside `transitions` with attached models and the bare table."""
    options = {"size": sizes.lives_decided}
    lanes = [Lane(f"pure:{name}", options) for name in ("Table", "Attached", "Decide")]
    race(lanes, rounds=READINGS)
    table, attached, decide = lanes
    peer = "transitions"
    return [
        _rate("table compilée seule, mêmes mouvements", COMMANDS, table),
        _rate("transitions, un modèle attaché par instance", COMMANDS, attached, table, "table"),
        _rate("décider : règles, échéances, faits", COMMANDS, decide, attached, peer),
    ]


def command_line(sizes: Sizes) -> list[Measure]:
    """(e) `lifecycle --help`, beside an interpreter that does nothing: medians, taking turns."""
    runs = [
        (spent([sys.executable, "-c", ""]), spent([*lifecycle(), "--help"]))
        for _ in range(sizes.runs)
    ]
    bare, helped = zip(*runs, strict=True)
    least = statistics.median(s for s, _ in bare)
    median = statistics.median(s for s, _ in helped)
    return [
        Measure("python -c ''", least, SECONDS, max(mb for _, mb in bare)),
        Measure(
            "lifecycle --help", median, SECONDS, max(mb for _, mb in helped), median / least,
            "python -c ''", "≤ 0.4 s",
        ),
    ]  # fmt: skip


CASES: dict[str, Case] = {
    "door": door,
    "postgres": postgres,
    "clock": clock,
    "replay": replay,
    "pure": pure,
    "import": lambda sizes: importing(10 * sizes.lives),
    "simulate": lambda sizes: simulating(sizes.cohort),
    "cli": command_line,
}


# --- lines -------------------------------------------------------------------------------------


def _rate(
    case: str, unit: str, lane: Lane, limit: Lane | None = None, against: str = "", aim: str = ""
) -> Measure:
    ratio = lane.rate / limit.rate if limit else None
    return Measure(case, lane.rate, unit, lane.peak_mb, ratio, against, aim)


def _each(
    case: str,
    lane: Lane,
    limit: Lane | None = None,
    against: str = "",
    aim: str = "",
    times: int = 1,
) -> Measure:
    """The mean of one leg in milliseconds (of one of its `times` repetitions)."""
    spent = 1000 * lane.best() / lane.steps / times
    ratio = lane.best() / limit.best() if limit else None
    return Measure(case, spent, MS, lane.peak_mb, ratio, against, aim)
