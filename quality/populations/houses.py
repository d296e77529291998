"""What formations and CFAs did together: events held, by kind and by quarter."""

from __future__ import annotations

from collections.abc import Iterator

from quality.lives import Life
from quality.measures import Population, Unit

HELD = "EventHeld"


def events_held(*kinds: str) -> Population:
    """Events of these kinds (none: all), on the day on which they were held."""

    def units(life: Life) -> Iterator[Unit]:
        for fact in life.told(HELD):
            kind = _kind(life, fact.instance)
            if not kinds or kind in kinds:
                said = {**fact.data, "kind": kind}
                yield Unit(life, fact.instance, fact.effective_on, data=said)

    return units


def _kind(life: Life, event: str) -> str:
    """Said when it was planned, or when it was held."""
    instance = life.dossier.get("event", event)
    return str(instance.data.get("kind") or "") if instance else ""


def kind(unit: Unit) -> str:
    return str(unit.data["kind"])
