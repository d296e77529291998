"""The sender put together: what it reads of dossiers, its transport, its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from application.wiring import App
from lifecycle.people import Role
from notifications.delivery import transport_from_env
from notifications.sender import Sender
from notifications.writing import Formation

ANSWERS = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)


class HouseLibrary:
    """`notifications.writing.Library` over one App."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.streams: dict[tuple[str, str], str] = {}  # a code never changes hands

    def formation(self, code: str) -> Formation:
        data = self._data("formation", code)
        return self._told(code, data, {**self._data("cfa", str(data.get("cfa") or "")), **data})

    def cfa(self, code: str) -> Formation:
        data = self._data("cfa", code)
        return self._told(code, data, data)

    def _told(self, code: str, data: Mapping[str, Any], whole: Mapping[str, Any]) -> Formation:
        ids = [str(p) for role in ANSWERS if (p := whole.get(f"role:{role}"))]
        people = self.app.house.register.find(ids)
        return Formation(
            str(data.get("title") or code), [people[i] for i in ids if i in people], whole
        )

    def _data(self, kind: str, code: str) -> Mapping[str, Any]:
        """What the facts of a formation or CFA say; nothing of one that nobody has opened."""
        stream = self._stream(kind, code) if code else None
        return self.app.installation.recall.dossiers([stream])[stream].said if stream else {}

    def _stream(self, kind: str, code: str) -> str | None:
        known = self.streams.get((kind, code)) or self.app.house_stream(kind, code)
        if known:
            self.streams[kind, code] = known
        return known


def sender(app: App, stopped: Callable[[], bool] = lambda: False) -> Sender:
    """The sender of one installation; `stopped` is asked between two mails."""
    return Sender(
        app.house,
        app.outbox,
        app.installation.register,
        app.installation.recall,
        HouseLibrary(app),
        transport_from_env(app.settings.env),
        app.settings.sender_name,
        app.settings.sender_address,
        app.now,
        stopped,
        pages=app.settings.pages,
    )
