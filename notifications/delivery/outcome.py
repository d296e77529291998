"""What came of one try to hand a mail over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from notifications.letters.text import cut, visible

_LONGEST_ANSWER = 500  # characters

Status = Literal["sent", "deferred", "failed", "ambiguous"]


@dataclass(frozen=True)
class Outcome:
    """What came of one try. `relay_answer`: the relay's own line, or our reason in French."""

    status: Status
    relay_answer: str


class Transport(Protocol):
    """Where mails go. Both addresses are already checked, each is one ASCII address."""

    def send(self, raw: bytes, sender: str, recipient: str) -> Outcome:
        """Try once. Never raises for what a relay or a disk may do."""


def short(answer: str) -> str:
    """One line that can be stored and shown, whatever a relay answered."""
    return cut(visible(answer), _LONGEST_ANSWER)
