"""`make bench`: every case, one table on stdout, `results/latest.json`; progress on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.cases import CASES, SIZES, Sizes
from benchmarks.contest import Broken
from benchmarks.measures import Measure, table, write

LATEST = Path(__file__).parent / "results" / "latest.json"
OPTIONAL = ("postgres",)  # its wheel does not exist for every machine
NOTE = (
    "Rapport : la valeur sur celle de la ligne nommée à côté, mesurée dans la même course, tour à "
    "tour.\nPic : la plus grande mémoire résidente du processus qui n’a fait que cette ligne\n(au moins "
    "celle de la mesure elle-même, 15 Mo)."
)


def main(argv: Sequence[str] | None = None) -> int:
    """0, or 1 when a case broke: the others are shown, and no file is written."""
    asked = _parser().parse_args(argv)
    sizes = SIZES["quick" if asked.quick else asked.size]
    found = {name: _run(name, sizes) for name in asked.case or CASES}
    measures = [m for some in found.values() for m in some or ()]
    print(f"{table(measures)}\n\n{NOTE}")
    if any(some is None for name, some in found.items() if name not in OPTIONAL):
        return 1
    if out := asked.out or (None if asked.case else LATEST):
        write(out, measures)
        print(f"Écrit dans {out}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Mesure les performances.")
    parser.add_argument(
        "--case",
        action="append",
        choices=tuple(CASES),
        help="ce cas seul ; n’écrit rien sans --out",
    )
    parser.add_argument("--quick", action="store_true", help="tailles réduites, environ 40 s")
    parser.add_argument("--size", choices=tuple(SIZES), default="full", help="tailles (full)")
    parser.add_argument(
        "--out", type=Path, help="où écrire le JSON (benchmarks/results/latest.json)"
    )
    return parser


def _run(name: str, sizes: Sizes) -> list[Measure] | None:
    """The lines of one case, or None when it broke."""
    print(f"{name}…", end=" ", file=sys.stderr, flush=True)
    begun = perf_counter()
    try:
        found = CASES[name](sizes)
    except Broken as broken:
        print(f"sans {name} : {broken} s’est arrêté", file=sys.stderr)
        return None
    print(f"{perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
