"""What letters say of a collective event to which somebody is invited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.calendar import french
from lifecycle.commands.organisation.events import EVENT_LABELS
from notifications.letters.rendering import Value
from notifications.words import NOT_SAID

if TYPE_CHECKING:
    from notifications.telling import Telling


def gathered(telling: Telling) -> dict[str, Value]:
    """The event by its title, else by its kind; when and where it is held."""
    said = telling.fact.data
    kind, planned = str(said.get("event_kind")), said.get("planned_on")
    return {
        "event_label": str(said.get("title") or EVENT_LABELS.get(kind, NOT_SAID)),
        "event_on": french(date.fromisoformat(str(planned))) if planned else NOT_SAID,
        "event_place": str(said.get("place") or NOT_SAID),
        "event_link": str(said.get("link") or NOT_SAID).removeprefix("https://"),
    }
