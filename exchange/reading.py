"""What reading a cell gives: a value, perhaps with a warning, or a fault with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

AS_TEXT = "Mettez la colonne au format Texte, puis saisissez la valeur entière."


class CellFault(Exception):
    """The cell cannot be read: why, and what to write instead. The value is never part of it."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, and what a person should look at again."""

    value: Any
    warning: str = ""
