"""The hours of training of a month: planned, done, absent, at a distance; whole hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from exchange.cells import as_text
from exchange.feeds import Column, Feed, Says
from exchange.identifiers import one_of
from exchange.reading import CellFault
from exchange.tables import Cell
from lifecycle.commands.hours import COUNTED, MONTH, PROOFS, RECORD_HOURS
from lifecycle.dossier import standing
from lifecycle.events import Event

TURNED = re.compile(r"(\d{1,2})[/-](\d{4})", re.ASCII)
NOT_WHOLE = re.compile(r"\d+[.,]\d+", re.ASCII)
_PROOF = one_of({name: name for name in PROOFS}, f"Écrivez {', '.join(PROOFS)}.")


def _month(cell: Cell, _: bool) -> str:
    """`2026-10`, `10/2026`, or the date of one of its days."""
    if isinstance(cell, date | datetime):
        return f"{cell:%Y-%m}"
    text = as_text(cell)
    turned = TURNED.fullmatch(text)
    month = f"{turned[2]}-{int(turned[1]):02d}" if turned else text[:7]
    if not MONTH.fullmatch(month) or (not turned and len(text) not in (7, 10)):
        raise CellFault("ce n’est pas un mois.", "Écrivez-le AAAA-MM, comme 2026-10.")
    return month


def _hours(cell: Cell, _: bool) -> int:
    text = as_text(cell).removesuffix("h").strip()
    if NOT_WHOLE.fullmatch(text):
        raise CellFault("ces heures ne sont pas entières.", "Arrondissez à l’heure.")
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise CellFault("ce n’est pas un nombre d’heures.", "Écrivez un nombre entier, comme 35.")
    return int(text)


def _proof(cell: Cell, _: bool) -> Any:
    return _PROOF(as_text(cell))


def _column(
    name: str, filled: str, required: bool = False, read: Callable[[Cell, bool], Any] = _hours
) -> Column:
    return Column(name, read, filled, required)


def _beside(events: Sequence[Event], fields: Mapping[str, Any]) -> Says:
    """Beside what the dossier last said of that month."""
    month = fields["month"]
    told = [e for e in standing(events) if e.move == RECORD_HOURS.name and e.state is not None]
    of_it = [e.data for e in told if e.data.get("month") == month]
    if not of_it:
        return Says.NEW
    return Says.SAME if _figures(of_it[-1]) == _figures(fields) else Says.CHANGED


def _figures(said: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*(said.get(name) or 0 for name in COUNTED), said.get("distance_proof"))


HOURS = Feed(
    noun="mois ajouté(s)",
    intention=RECORD_HOURS,
    columns=(
        _column("mois", "month", True, _month),
        _column("heures_prevues", "planned", True),
        _column("heures_realisees", "done", True),
        _column("absence_justifiee", "absent_justified"),
        _column("absence_non_justifiee", "absent_unjustified"),
        _column("heures_distance", "distance"),
        _column("preuve_distance", "distance_proof", False, _proof),
    ),
    key=lambda fields: (fields["month"],),
    beside=_beside,
)
