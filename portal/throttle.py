"""How often somebody may try: a window that slides, in the memory of this process."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

MOST_KEYS = 10_000


class Throttle:
    """At most `limit` failures per key in `window`; a success forgets them."""

    def __init__(self, limit: int, window: timedelta) -> None:
        self.limit = limit
        self.window = window
        self.failures: dict[str, deque[datetime]] = {}
        self.lock = Lock()

    def wait(self, key: str, now: datetime) -> timedelta | None:
        """How long this key has to wait, if it has."""
        with self.lock:
            recent = self._recent(key, now)
            if len(recent) < self.limit:
                return None
            return recent[0] + self.window - now

    def failed(self, key: str, now: datetime) -> None:
        with self.lock:
            if len(self.failures) >= MOST_KEYS:
                self.failures.pop(next(iter(self.failures)))
            self._recent(key, now).append(now)

    def succeeded(self, key: str) -> None:
        with self.lock:
            self.failures.pop(key, None)

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        recent = self.failures.setdefault(key, deque())
        while recent and recent[0] <= now - self.window:
            recent.popleft()
        return recent
