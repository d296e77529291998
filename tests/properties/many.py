"""`python -m tests.properties.many 20000`: that many random lives, told late and corrected, beside
the naive story. Progress goes to stderr; stdout says the number of cases and of differences.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import monotonic

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.properties.comparing import differences
from tests.properties.lives import SHORT, WHOLE, Act, acts

SIZE = 250  # lives drawn from one seed: a long run of Hypothesis spends its time on being clever
SHOWN = 3


@dataclass
class Batch:
    """What came of some lives; a few of those that differ, in words."""

    cases: int = 0
    differ: int = 0
    shown: list[str] = field(default_factory=list)


def main(cases: int, first: int = 0) -> int:
    """As many processes as there are processors: the lives do not know of one another."""
    begun, done = monotonic(), Batch()
    for one in batches(cases, first):
        done.cases += one.cases
        done.differ += one.differ
        for words in one.shown[: max(SHOWN - done.differ + one.differ, 0)]:
            print(f"\n{words}", file=sys.stderr)
        said = f"{done.cases} / {cases}, {done.differ} differences, {monotonic() - begun:.0f} s"
        print(f"\r{said}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"cases {done.cases} differences {done.differ}")
    return 1 if done.differ else 0


def batches(cases: int, first: int) -> Iterator[Batch]:
    sizes = [min(SIZE, cases - start) for start in range(0, cases, SIZE)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        asked = [pool.submit(batch, first + n, size) for n, size in enumerate(sizes)]
        for one in as_completed(asked):
            yield one.result()


def batch(number: int, size: int) -> Batch:
    """Lives as far as the filing, and whole lives every other time."""
    found = Batch()

    def lived(life: list[Act]) -> None:
        wrong = differences(life)
        found.cases += 1
        found.differ += bool(wrong)
        if wrong and len(found.shown) < SHOWN:
            found.shown.append(f"{life}\n  {wrong[0]}")

    drawn = settings(
        max_examples=size,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(drawn(given(acts(**(WHOLE if number % 2 else SHORT)))(lived)))()
    return found


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [1000]
    sys.exit(main(*asked))
