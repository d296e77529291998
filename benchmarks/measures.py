"""One figure of the bench, the table that people read, and the file that machines read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table.

    `ratio_to_limit` is `value` over the value of the line named in `against`, measured in the same
    run; `aim` says where that ratio ("≥ 0.25"), or the value in its unit ("≤ 0.4 s"), should be.
    `peak_mb` is the largest resident memory of the process that did this line and nothing else.
    """

    case: str
    value: float
    unit: str
    peak_mb: float
    ratio_to_limit: float | None = None
    against: str = ""
    aim: str = ""

    def row(self) -> dict[str, object]:
        """The five keys that the outside relies on."""
        ratio = None if self.ratio_to_limit is None else rounded(self.ratio_to_limit)
        return {
            "case": self.case,
            "value": rounded(self.value),
            "unit": self.unit,
            "ratio_to_limit": ratio,
            "peak_mb": round(self.peak_mb, 1),
        }

    @property
    def reached(self) -> bool | None:
        """Whether the aim is met; None when there is none."""
        if not self.aim:
            return None
        sign, bound, *unit = self.aim.split()
        found = self.value if unit or self.ratio_to_limit is None else self.ratio_to_limit
        return found >= float(bound) if sign == "≥" else found <= float(bound)


def rounded(value: float) -> float:
    """Four significant digits: the rest is noise."""
    return float(f"{value:.4g}")


def shown(value: float) -> str:
    """A number for people: `12 345`, `4,27`, `0,312`."""
    digits = 0 if value >= 100 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


HEADINGS = ("Cas", "Valeur", "Unité", "Rapport", "à", "But", "Atteint", "Pic Mo")
NUMBERS = (1, 3, 7)


def table(measures: Sequence[Measure]) -> str:
    """One table, as wide as its words."""
    rows = [HEADINGS, *(_cells(m) for m in measures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:]])


def _cells(m: Measure) -> tuple[str, ...]:
    ratio = "" if m.ratio_to_limit is None else f"× {shown(m.ratio_to_limit)}"
    reached = {True: "oui", False: "non", None: ""}[m.reached]
    aim = m.aim.replace(".", ",")
    return (m.case, shown(m.value), m.unit, ratio, m.against, aim, reached, shown(m.peak_mb))


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if n in NUMBERS else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def write(path: Path, measures: Sequence[Measure]) -> None:
    """The list that the outside reads: written whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([m.row() for m in measures], ensure_ascii=False, indent=2)
    fresh = path.with_suffix(".part")
    fresh.write_text(f"{text}\n", encoding="utf-8")
    fresh.replace(path)
