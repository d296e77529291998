"""Missions, and the way from a mission to a contract that is filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.dossier import Instance
from lifecycle.events import Event
from quality.lives import Life
from quality.measures import Unit, Window

WEEK = 7
"""« Sous une semaine »: the socle of the charter, in jours calendaires."""
RECEIVED = ("MissionSubmitted", "MissionCompleted")
SENT_BACK = ("MissionChangesRequested",)
DECIDED = ("MissionValidated", "MissionRefused")
WITHDRAWN = ("MissionWithdrawn",)


def missions_received(life: Life) -> Iterator[Unit]:
    """Missions whose sheet is complete, on the day of its last reception; then the first decision.

    One sent back is not complete; one withdrawn before any decision waits for nobody.
    """
    for mission in life.dossier.of("mission"):
        received, decided, withdrawn = _examined(life, mission)
        if received and not withdrawn:
            yield Unit(life, mission.id, received, decided)


def _examined(life: Life, mission: Instance) -> tuple[date | None, date | None, bool]:
    received: date | None = None
    for fact in life.of(mission, *RECEIVED, *SENT_BACK, *DECIDED, *WITHDRAWN):
        if fact.type in DECIDED:
            return received, fact.effective_on, False
        if fact.type in WITHDRAWN:
            return received, None, True
        received = fact.effective_on if fact.type in RECEIVED else None
    return received, None, False


def decided_within_a_week(unit: Unit, window: Window) -> bool | None:
    """Not countable while the week runs and nobody has decided."""
    if unit.then:
        return (unit.then - unit.on).days <= WEEK
    return False if (window.day - unit.on).days > WEEK else None


def days_between(unit: Unit, _: Window) -> int | None:
    """From the day of the unit to what followed; what came in the wrong order is no delay."""
    days = (unit.then - unit.on).days if unit.then else None
    return days if days is None or days >= 0 else None


# --- from the mission to the filing ----------------------------------------------------------------


def signatures(life: Life) -> Iterator[Unit]:
    """Contracts signed by all, placed on that day; `since` is the day their mission was validated."""
    for contract in life.dossier.of("contract"):
        signed = _last(life.of(contract, "ContractSigned"))
        if signed:
            mission = life.dossier.get("mission", str(contract.data.get("mission") or ""))
            validated = _last(life.of(mission, "MissionValidated")) if mission else None
            yield Unit(life, contract.id, signed, data={"since": validated})


def transmissions(life: Life) -> Iterator[Unit]:
    """Filings sent for the first time, on that day; `since` is the day of the last signature."""
    for filing in life.dossier.of("filing"):
        sent = life.of(filing, "FilingTransmitted")
        if sent:
            contract = life.dossier.get("contract", filing.id)
            signed = _last(life.of(contract, "ContractSigned")) if contract else None
            yield Unit(life, filing.id, sent[0].effective_on, data={"since": signed})


def days_since(unit: Unit, _: Window) -> int | None:
    since = unit.data["since"]
    days = (unit.on - since).days if since else None
    return days if days is None or days >= 0 else None


def was_incomplete(unit: Unit, _: Window) -> bool:
    return _has(unit, "FilingReportedIncomplete")


def was_refused(unit: Unit, _: Window) -> bool:
    """In writing or by silence, even if it was accepted later."""
    return _has(unit, "FilingRefused", "FilingImplicitlyRefused")


def _has(unit: Unit, *types: str) -> bool:
    return any(fact.type in types for fact in unit.life.about.get(unit.about, ()))


def _last(facts: list[Event]) -> date | None:
    return facts[-1].effective_on if facts else None
