"""What a fact does to one duty, before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lifecycle.agenda import OPENING, PLANNED
from lifecycle.dossier import Instance

OPEN, PLAN, TAKE_OVER = "open-obligation", "plan-obligation", "take-over-obligation"
CLOSE, CANCEL, REPLAN = "close-obligation", "cancel-obligation", "replan-obligation"
PROGRESS, PAUSE = "progress-obligation", "pause-obligation"
DATES = ("started_on", "due_on", "opens_on")
"""The dates that make a duty another: where none has changed, there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a fact does to one duty of `ref`; `duty` is none when it opens a new one.

    `of` tells apart the occurrences of one duty: the date that it counts from, or its period.
    """

    command: str
    ref: str
    duty: Instance | None
    data: Mapping[str, Any]

    @property
    def of(self) -> str:
        return str(self.data.get("of") or "")


def replanning(duty: Instance, dates: Mapping[str, Any]) -> str:
    """New dates keep a duty as it is, or plan it again when its window opens later after all."""
    waits = any(row["kind"] == OPENING for row in dates["steps"][dates["next"] :])
    return PLAN if waits and duty.state != PLANNED else REPLAN


def about(duty: Instance, command: str, data: Mapping[str, Any]) -> Reaction:
    return Reaction(command, duty.data["ref"], duty, data)
