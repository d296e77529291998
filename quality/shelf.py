"""The last boards that were counted, kept while the log has not grown: a page asks twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from quality.census import Census
from quality.counting import Counts

Board = tuple[Counts, Census]


class Shelf:
    """At most `most` boards, the last used ones. One is counted at a time: each takes the machine."""

    def __init__(self, most: int = 8) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Board] = OrderedDict()
        self.busy = Lock()

    def take(self, key: Hashable, make: Callable[[], Board]) -> Board:
        """The board under `key`, made when it is not there. The key says the size of the log."""
        with self.busy:
            if key not in self.kept:
                self.kept[key] = make()
            self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
            return self.kept[key]
