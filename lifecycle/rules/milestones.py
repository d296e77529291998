"""Of which contract a piece of work is: whoever follows the contract follows the work too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lifecycle.dossier import Instance
from lifecycle.vocabulary import Case, Conclusion, State


def of_the_contract_that_runs(started: tuple[State, ...]) -> tuple[Conclusion, ...]:
    """Its id and the calendar of its site; nothing while none runs (training without a contract)."""
    names = {state.name for state in started}

    def running(case: Case) -> Instance | None:
        return next((c for c in case.dossier.of("contract") if c.state in names), None)

    def drawn(read: Callable[[Instance], Any]) -> Callable[[Case], Any]:
        def draw(case: Case) -> Any:
            known = running(case)
            return read(known) if known else None

        return draw

    return (
        Conclusion("contract", drawn(lambda known: known.id)),
        Conclusion("site_calendar", drawn(lambda known: known.data.get("site_calendar"))),
    )
