"""The sender put together: what it reads of dossiers, its transport, its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from application.wiring import App
from lifecycle.dossier import fold
from lifecycle.events import Event
from lifecycle.people import Role
from notifications.delivery import transport_from_env
from notifications.sender import Sender
from notifications.writing import Formation

ANSWERS = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)


class DossierLibrary:
    """`notifications.writing.Library` over the store and the register of one App."""

    def __init__(self, app: App) -> None:
        self.app = app

    def events(self, stream: str) -> Sequence[Event]:
        return self.app.events(stream)

    def personal(self, stream: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
        said: dict[tuple[str, str], dict[str, str]] = {}
        for row in self.app.reader.history(stream, self.app.installation.register):
            for values in row["personal"].values():
                said.setdefault((row["region"], row["instance"]), {}).update(values)
        return said

    def formation(self, code: str) -> Formation:
        data = self._data("formation", code)
        whole = {**self._data("cfa", str(data.get("cfa") or "")), **data}
        ids = [str(p) for role in ANSWERS if (p := whole.get(f"role:{role}"))]
        people = self.app.house.register.find(ids)
        return Formation(
            str(data.get("title") or code), [people[i] for i in ids if i in people], whole
        )

    def _data(self, kind: str, code: str) -> Mapping[str, Any]:
        """What the facts of a formation or CFA say; nothing of one that nobody has opened."""
        stream = self.app.house_stream(kind, code) if code else None
        return fold(stream, self.app.events(stream)).instances[kind, kind].data if stream else {}


def sender(app: App, stopped: Callable[[], bool] = lambda: False) -> Sender:
    """The sender of one installation; `stopped` is asked between two mails."""
    return Sender(
        app.house,
        app.outbox,
        app.installation.register,
        DossierLibrary(app),
        transport_from_env(app.settings.env),
        app.settings.sender_name,
        app.settings.sender_address,
        app.now,
        stopped,
    )
