"""What is due now, of all that a dossier owes."""

from __future__ import annotations

from datetime import datetime

from lifecycle.agenda.planning import Row, instant, stamp
from lifecycle.calendar import paris_day
from lifecycle.dossier import Dossier, Instance
from lifecycle.rules.duties import PENDING, PLANNED
from lifecycle.vocabulary import StepKind

__all__ = ["PENDING", "PLANNED", "due", "is_late", "past_steps", "pending"]


def pending(dossier: Dossier) -> list[Instance]:
    """The duties of a dossier that are not done, waived or cancelled."""
    return [i for i in dossier.of("obligation") if i.state in PENDING]


def due(dossier: Dossier, at: datetime) -> Instance | None:
    """The duty whose next step came first among those whose instant has passed."""
    now = stamp(at)
    found = [d for d in pending(dossier) if d.data.get("next_at") and d.data["next_at"] <= now]
    return min(found, key=lambda d: (d.data["next_at"], d.opened), default=None)


def past_steps(duty: Instance, at: datetime) -> list[tuple[int, Row]]:
    """The steps of a duty that should have happened by `at`, with their index, in order.

    An effect ends the list: what follows it depends on what it does.
    """
    found: list[tuple[int, Row]] = []
    for index in range(duty.data["next"], len(duty.data["steps"])):
        row = duty.data["steps"][index]
        if instant(row) > at:
            break
        found.append((index, row))
        if row["kind"] == StepKind.EXPIRY:
            break
    return found


def is_late(duty: Instance, at: datetime) -> bool:
    """A duty is late when its last day has ended and nobody has done it; a MIN never is."""
    due_on = duty.day("due_on")
    paused = duty.data.get("paused") or duty.data.get("never_late")
    return duty.state in PENDING and not paused and due_on is not None and due_on < paris_day(at)
