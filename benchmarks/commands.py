"""The program as people start it: a process of its own, its time on the wall and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.contest import Broken


def lifecycle() -> list[str]:
    """The installed command, else its module."""
    beside = Path(sys.executable).parent / "lifecycle"
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "application.cli"]


def spent(words: Sequence[str]) -> tuple[float, float]:
    """The wall time of a command in seconds, and its peak in megabytes; on no base but its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("LIFECYCLE_")}
    begun = perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Broken(json.dumps(list(words)))
    return seconds, usage.ru_maxrss / 1024
