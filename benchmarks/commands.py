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

LOOKED = 0.02  # seconds between two looks at the memory


def lifecycle() -> list[str]:
    """The installed command, else its module."""
    beside = Path(sys.executable).parent / "lifecycle"
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "application.cli"]


def spent(words: Sequence[str]) -> tuple[float, float]:
    """The wall time of a command in seconds, and its peak in megabytes; on no base but its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("LIFECYCLE_")}
    begun, peak = perf_counter(), 0.0
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=env)
    while True:
        try:
            child.wait(LOOKED)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, memory(child.pid))
    if child.returncode:
        raise Broken(json.dumps(list(words)))
    return perf_counter() - begun, peak


def memory(pid: int) -> float:
    """What a process and those that it has started hold together now, in megabytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # ended meanwhile
        return 0.0
    own = next((ln.split()[1] for ln in status.splitlines() if ln.startswith("VmRSS:")), "0")
    return int(own) / 1024 + sum(memory(int(one)) for one in children)
