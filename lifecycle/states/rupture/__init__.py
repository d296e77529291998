"""Rupture: fourteen grounds, their procedures, and the months that follow."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.states.rupture.duties import obligations
from lifecycle.states.rupture.grounds import GROUNDS
from lifecycle.states.rupture.moves import transitions
from lifecycle.vocabulary import Ground, Phase


def phase(grounds: Sequence[Ground]) -> Phase:
    """The phase that a table of grounds makes."""
    made = (transitions(grounds), obligations(grounds))
    return Phase("rupture", "Rupture", *made, grounds=tuple(grounds))


PHASE = phase(GROUNDS)
