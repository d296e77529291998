"""The collective events of one apprentice: those they attended, those they are invited to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lifecycle.commands.organisation.events import ATTEND_EVENT, EVENT_LABELS
from lifecycle.dossier import Dossier, fold, standing
from lifecycle.events import Event
from lifecycle.stages import house_name
from portal.deeds import home
from portal.pages import link
from portal.record import Record
from portal.wording import initial


@dataclass(frozen=True, slots=True)
class Attended:
    """One event at which the apprentice was, with the page of the house that held it."""

    on: date
    label: str
    house: str
    path: str
    reflexive: bool


def attended(read: Record) -> list[Attended]:
    """The latest first."""
    facts = [e for e in standing(read.seen.histories[read.stream]) if _tells(e)]
    houses = _houses(read, {str(e.data["house"]) for e in facts})
    return [_attended(read, e, houses.get(str(e.data["house"]))) for e in reversed(facts)]


def _tells(event: Event) -> bool:
    return event.move == ATTEND_EVENT.name and event.state is not None


def _houses(read: Record, streams: set[str]) -> dict[str, Dossier]:
    found = read.visit.desk.many(sorted(streams)) if streams else {}
    return {stream: fold(stream, events) for stream, events in found.items() if events}


def _attended(read: Record, event: Event, house: Dossier | None) -> Attended:
    kind = str(event.data["event_kind"])
    shown = house is not None and read.visit.sees(house)
    return Attended(
        event.effective_on,
        initial(EVENT_LABELS.get(kind, kind)),
        house_name(house) if house else "",
        link(*home(house)) if house and shown else "",
        bool(event.data.get("reflexive")),
    )
