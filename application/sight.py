"""An installation as one role sees it: what is reserved to others is not there, wherever one looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from application.wiring import App
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import hidden_refs, seen


class SeenBy(App):
    """What the verbs and the pages of somebody use in the place of the whole installation."""

    def __init__(self, app: App, role: Role) -> None:
        super().__init__(app.settings, app.installation)
        self.role = role
        self.hidden = hidden_refs(self.house.charter, role)
        self.outbox = app.installation.outbox.hiding(self.hidden)

    def many(self, streams: Sequence[str]) -> Mapping[str, Sequence[Event]]:
        read = super().many(streams)
        return {s: seen(self.house.charter, events, self.role) for s, events in read.items()}

    def history(self, stream: str) -> list[dict[str, Any]]:
        known = {event.pos for event in self.events(stream)}
        return [row for row in super().history(stream) if row["pos"] in known]
