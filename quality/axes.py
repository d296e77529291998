"""The axis of each duty: that which its source names, else that of the phase which declares it."""

from __future__ import annotations

import re
from functools import cache

from lifecycle.charter import charter
from quality.measures import Axis

POSTE = re.compile(r"poste (\d)|postes (\d)")
PHASES = {
    Axis.BEFORE: ("candidacy", "search", "exchanges", "mission", "contract", "filing", "offers"),
    Axis.DURING: ("training", "evidence", "livret", "rupture", "reserved"),
    Axis.AFTER: ("follow_up",),
}
OF_PHASE = {phase: axis for axis, phases in PHASES.items() for phase in phases}


@cache
def axes() -> dict[str, Axis]:
    """The axis of every duty of the charter, by its ref."""
    return {
        duty.ref: _said(str(duty.source)) or OF_PHASE.get(phase.name, Axis.PILOTAGE)
        for phase in charter().phases
        for duty in phase.obligations
    }


def _said(source: str) -> Axis | None:
    found = POSTE.search(source)
    return Axis(int(found[1] or found[2])) if found else None


def axis_of(ref: str) -> Axis:
    """Of a duty that the charter no longer declares, the steering of the whole."""
    return axes().get(ref, Axis.PILOTAGE)
