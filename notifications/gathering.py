"""What letters say of what a formation gathers: people at an event, returns on experience."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.calendar import french
from lifecycle.commands.organisation.events import EVENT_LABELS
from notifications.letters.rendering import Told
from notifications.words import NOT_SAID

if TYPE_CHECKING:
    from notifications.telling import Telling


def gathered(telling: Telling) -> Told:
    """The event by its title, else by its kind, when and where it is held; a return, until when."""
    said = telling.fact.data
    kind, planned = str(said.get("event_kind")), said.get("planned_on")
    until = said.get("said_before")
    return {
        "event_label": lambda: str(said.get("title") or EVENT_LABELS.get(kind, NOT_SAID)),
        "event_on": lambda: _day(planned) if planned else NOT_SAID,
        "event_place": lambda: str(said.get("place") or NOT_SAID),
        "event_link": lambda: str(said.get("link") or NOT_SAID).removeprefix("https://"),
        "said_before": lambda: (_day(until),) if until else (),
        "as_delegate": lambda: telling.fact.type == "DelegateAsked",
    }


def _day(text: object) -> str:
    return french(date.fromisoformat(str(text)))
