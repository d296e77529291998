"""Data that stays in bytes until somebody looks: most of what is read is never looked at."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping
from typing import Any


class Unread(Mapping[str, Any]):
    """What a fact or the facts of an instance say: `body`, and how to read it."""

    __slots__ = ("body", "how", "said")

    def __init__(self, body: Any, how: Callable[[Any], dict[str, Any]]) -> None:
        self.body = body
        self.how = how
        self.said: dict[str, Any] | None = None

    @property
    def read(self) -> dict[str, Any]:
        if self.said is None:
            self.said = self.how(self.body)
        return self.said

    def __getitem__(self, name: str) -> Any:
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read)

    def __len__(self) -> int:
        return len(self.read)

    def __contains__(self, name: object) -> bool:
        return name in self.read

    def get(self, name: str, default: Any = None) -> Any:
        return self.read.get(name, default)

    def keys(self) -> KeysView[str]:
        return self.read.keys()

    def items(self) -> ItemsView[str, Any]:
        return self.read.items()
