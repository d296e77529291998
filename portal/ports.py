"""What the pages ask of an open installation: `application.wiring.App` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from lifecycle.events import Event
from lifecycle.people import Actor, Role
from lifecycle.service import House
from persistence.attachments import Attachments
from persistence.opening import Installation
from persistence.outbox import Outbox
from persistence.reading import Reader


class Desk(Protocol):
    """One open installation. Its clock is the one that dossiers live by, simulated or not."""

    house: House
    reader: Reader
    outbox: Outbox
    attachments: Attachments
    installation: Installation

    def now(self) -> datetime:
        """Aware UTC."""

    def seen_by(self, role: Role) -> Desk:
        """The same installation without what is reserved to others."""

    def events(self, stream: str) -> Sequence[Event]:
        """The facts of a stream in the order of their positions; none for an unknown stream."""

    def many(self, streams: Sequence[str]) -> Mapping[str, Sequence[Event]]:
        """The facts of several streams, read set-wise."""

    def history(self, stream: str) -> list[dict[str, Any]]:
        """Every fact with its author, source and words: what `lifecycle history` prints."""

    def actions(self, stream: str, actor: Actor) -> list[dict[str, Any]]:
        """What `lifecycle actions` prints: each command on each instance, and why not."""
