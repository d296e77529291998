"""Contestants: each in a process of its own, so that its memory is its own, led leg by leg.

Everything else on the machine moves too. Contestants that are compared therefore take turns: leg 1
of each, leg 2 of each…, in several rounds, and each step counts at its best. The parent loads nothing heavy: on
Linux a child's `ru_maxrss` is never less than what its parent held when it was started.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Protocol

Leg = Callable[[], int]
"""The part of a leg that is timed; answers how many units it did."""


class Contestant(Protocol):
    """What runs in the child. Making one (its `__init__`) is never timed."""

    def leg(self, n: int, /) -> Leg:
        """Get leg `n` ready, untimed."""

    def close(self) -> None:
        """Put everything away."""


class Preparation:
    """A contestant with nothing to time: once it is made, what others need is there."""

    def leg(self, n: int, /) -> Leg:
        raise NotImplementedError(f"leg {n}: a preparation times nothing")

    def close(self) -> None:
        """Closed already."""


class Broken(Exception):
    """A contestant died; its own words went to stderr."""


@dataclass
class Lane:
    """One contestant as the parent sees it. Options are JSON values."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    peak_mb: float = 0.0
    steps: int = 1

    def __enter__(self) -> Lane:
        words = [sys.executable, "-m", "benchmarks.contest", self.name, json.dumps(self.options)]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ready = self._heard()
        return self

    def run(self, leg: int) -> None:
        answer = self._asked({"leg": leg})
        self.seconds.append(answer["seconds"])
        self.units.append(answer["units"])

    def _asked(self, question: Mapping[str, Any]) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(f"{json.dumps(question)}\n")
        self.process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise Broken(self.name)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        with self.process:
            if kind is None:
                self.peak_mb = self._asked({})["peak_mb"]

    def best(self) -> float:
        """Seconds for all steps, each at its best of all rounds: a stall of the disk is no cost."""
        return sum(min(self.seconds[step :: self.steps]) for step in range(self.steps))

    @property
    def rate(self) -> float:
        """Units per second over all steps."""
        return sum(self.units[: self.steps]) / self.best()


def race(lanes: Sequence[Lane], steps: int = 1, rounds: int = 1) -> None:
    """Every leg by every contestant, whoever begins changing each time.

    Leg `n` is step `n % steps` of round `n // steps`: the same work again each round.
    """
    with ExitStack() as stack:
        for lane in lanes:
            lane.steps = steps
            stack.enter_context(lane)
        for leg in range(steps * rounds):
            turn = leg % len(lanes)
            for lane in (*lanes[turn:], *lanes[:turn]):
                lane.run(leg)


def alone(name: str, **options: Any) -> Lane:
    """Let a preparation do its work."""
    with Lane(name, options) as lane:
        pass
    return lane


@contextmanager
def folder() -> Iterator[Path]:
    """A place of our own. Short: a UNIX socket may live in it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        yield Path(place)


# --- in the child --------------------------------------------------------------------------


def serve(name: str, options: Mapping[str, Any]) -> None:
    """Make the contestant, then do each leg that is asked for; an empty question ends it."""
    module, _, made = name.partition(":")
    contestant = getattr(import_module(f"benchmarks.contestants.{module}"), made)(**options)
    asked: dict[str, int] = {"leg": 0}
    try:
        _say(getattr(contestant, "ready", {}))
        for line in sys.stdin:
            asked = json.loads(line)
            if not asked:
                break
            _say(_timed(contestant.leg(asked["leg"])))
    finally:
        contestant.close()
    if asked:  # the parent is gone, or did not wait for the end
        return
    _say({"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def _timed(leg: Leg) -> dict[str, Any]:
    begun = perf_counter()
    units = leg()
    return {"seconds": perf_counter() - begun, "units": units}


def _say(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], json.loads(sys.argv[2]))
