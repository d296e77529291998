"""The facts of one stream in order, read when somebody looks at them.

Few decisions need every fact: the dossier that they make, the last day of which they speak and the
numbers already given are enough, and cost nothing to go on from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, overload

from lifecycle.dossier import Dossier, entered, fold
from lifecycle.events import Event

DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a history comes to.

    `latest` is the last day of which a fact speaks; `numbers` are the last ones given to instances,
    by what stands before the number (`m` for `m2`, `D33.` for `D33.4`).
    """

    dossier: Dossier
    latest: date = date.min
    numbers: Mapping[str, int] = field(default_factory=dict)

    def after(self, events: Sequence[Event]) -> Summary | None:
        """With these later facts; nothing where one is placed among those before: fold again."""
        instances, latest = dict(self.dossier.instances), self.latest
        for event in events:
            if event.corrects is not None or event.effective_on < latest or event.state is None:
                return None
            instances[event.key] = entered(instances.get(event.key), event)
            latest = event.effective_on
        version = self.dossier.version + len(events)
        numbers = numbered(self.new(events), self.numbers)
        return Summary(Dossier(self.dossier.stream, version, instances), latest, numbers)

    def new(self, events: Iterable[Event]) -> list[Event]:
        """Those about instances that were not there: only they bear new numbers."""
        known = self.dossier.instances
        return [event for event in events if event.key not in known]


def numbered(events: Iterable[Event], known: Mapping[str, int]) -> dict[str, int]:
    """The last numbers once these facts have happened."""
    numbers = dict(known)
    for id_ in dict.fromkeys(event.instance for event in events):
        series = id_.rstrip(DIGITS)
        if series != id_ and not series[:1].isdigit():
            numbers[series] = max(numbers.get(series, 0), int(id_[len(series) :]))
    return numbers


class History(Sequence[Event]):
    """The facts of a stream in the order of their positions."""

    def __init__(
        self,
        stream: str,
        size: int,
        read: Callable[[], Sequence[Event]],
        summary: Summary | None = None,
    ) -> None:
        self.stream = stream
        self.size = size
        self.read = read
        self.known = summary

    @classmethod
    def of(cls, stream: str, events: Sequence[Event]) -> History:
        return cls(stream, len(events), lambda: events)

    @cached_property
    def facts(self) -> Sequence[Event]:
        return self.read()[: self.size]

    @cached_property
    def summary(self) -> Summary:
        if self.known is not None:
            return self.known
        latest = max((event.effective_on for event in self.facts), default=date.min)
        return Summary(fold(self.stream, self.facts), latest, numbered(self.facts, {}))

    @property
    def dossier(self) -> Dossier:
        return self.summary.dossier

    def plus(self, events: Sequence[Event], dossier: Dossier) -> History:
        """With what was just decided, and the dossier that it leaves."""
        latest = max(self.summary.latest, *(event.effective_on for event in events))
        numbers = numbered(self.summary.new(events), self.summary.numbers)
        summary = Summary(dossier, latest, numbers)
        size = self.size + len(events)
        return History(self.stream, size, lambda: [*self.facts, *events], summary)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...

    def __getitem__(self, index: Any) -> Any:
        return self.facts[index]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.facts)

    def __reversed__(self) -> Iterator[Event]:
        return reversed(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self.facts) == list(other)
