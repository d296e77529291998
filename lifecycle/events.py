"""Facts: past tense, frozen. In code the word is `Event`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lifecycle.people import CLOCK, Actor

Data = Mapping[str, Any]
"""JSON values under ASCII keys: str, int, bool, None, lists and maps of them. Dates are ISO text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact about one instance of a region, with the state that it entered.

    `state` is None when a restatement sets the fact aside. `place` is the position of the fact
    whose place this one takes: its own `pos`, or that of the fact that it restates.
    `secrets` are clear values by person, encrypted at the door and empty when read back.
    """

    pos: int
    stream: str
    type: str
    move: str
    ref: str
    region: str
    instance: str
    state: str | None
    effective_on: date
    recorded_at: datetime
    place: int
    data: Data = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actor: Actor = CLOCK
    on_behalf_of: Actor | None = None
    cause: int | None = None
    corrects: int | None = None
    rule: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.region, self.instance)

    @property
    def by_clock(self) -> bool:
        return self.actor is CLOCK or self.actor == CLOCK
