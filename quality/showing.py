"""Figures as people and machines read them: both terms, what they are, when, by which convention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lifecycle.charter import charter
from quality.board import Asked
from quality.counting import Count, Counts, Group
from quality.measures import FEW, HIDDEN, Figure, Indicator, Window

NO_OBJECT = "sans objet"
Names = Callable[[str], str]


def described(
    counts: Counts, asked: Asked, computed_at: datetime, names: Names
) -> list[dict[str, Any]]:
    """Every indicator with its figures, in the shape of `lifecycle quality indicators --json`."""
    return [
        {
            "ref": one.ref,
            "label": one.label,
            "axis": int(one.axis),
            "axis_label": one.axis.label,
            "named_by_the_charter": one.named,
            "definition": one.definition,
            "version": one.version,
            "source": str(one.source),
            "conventions": list(one.conventions),
            "horizon": one.horizon or None,
            "elsewhere": one.elsewhere or None,
            **when(asked, computed_at),
            "measures": [_measure(counts, one, m.key, asked.window, names) for m in one.measures],
        }
        for one in counts.indicators
    ]


Row = Mapping[str, Any]


def sorted_out(rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Of described indicators: those with a figure, with nothing to count, counted by the State."""
    ours = [row for row in rows if not row["elsewhere"]]
    counted = [row for row in ours if any(m["denominator"] for m in row["measures"])]
    silent = [row for row in ours if row not in counted]
    return counted, silent, [row for row in rows if row["elsewhere"]]


def when(asked: Asked, computed_at: datetime) -> dict[str, Any]:
    """The period, what was known, on which day one looked, and when it was computed."""
    window = asked.window
    return {
        "formations": list(asked.formations) or None,
        "period": {"from": window.start.isoformat(), "to": window.end.isoformat()},
        "observed_on": window.day.isoformat(),
        "known_at": asked.moment.known_at.isoformat(),
        "computed_at": computed_at.isoformat(),
        "charter": charter().sha256,
    }


def _measure(
    counts: Counts, indicator: Indicator, key: str, window: Window, names: Names
) -> dict[str, Any]:
    count = counts.counts[indicator.ref, key]
    return {
        "key": key,
        "label": count.measure.label,
        "counted": count.measure.counted or None,
        "population": count.measure.among,
        **_figure(count.figure(window)),
        "groups": [
            {"by": group[0], "group": called(group, names), "id": group[1], **_figure(figure)}
            for group, figure in _groups(count, window)
        ],
    }


def _groups(count: Count, window: Window) -> Iterator[tuple[Group, Figure]]:
    yield from count.groups(window).items()


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": figure.kind,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        **dict(figure.more),
        "shown": shown(figure),
        "publishable": not figure.few,
    }


def called(group: Group, names: Names) -> str:
    """A group as people say it: a person by their name, the rest by itself."""
    by, one = group
    if by == "tuteur":
        return names(one) if one else "sans tuteur"
    if by == "obligation":
        declared = charter().obligations.get(one)
        return f"{one} {declared.label}" if declared else one
    return one or "—"


def shown(figure: Figure) -> str:
    """One line: the value, then its terms; nothing to count is «sans objet», never 0 %."""
    if not figure.denominator:
        return NO_OBJECT
    return SHOWN[figure.kind](figure)


def _share(figure: Figure) -> str:
    return f"{comma(figure.value)} % ({figure.numerator} sur {figure.denominator})"


def _delay(figure: Figure) -> str:
    unit, p90 = figure.more["unit"], figure.more["p90"]
    return f"médiane {comma(figure.value)}, neuf fois sur dix {p90} {unit} au plus (sur {figure.denominator})"


def _mean(figure: Figure) -> str:
    return f"{comma(figure.value)} sur 5 ({figure.denominator} notes)"


def _cells(figure: Figure) -> str:
    cells: Mapping[str, int | None] = figure.more["cells"]
    told = (
        f"{name} : {n if n is not None else f'masqué (< {HIDDEN})'}" for name, n in cells.items()
    )
    return f"{' ; '.join(told)} (sur {figure.denominator})"


SHOWN = {"share": _share, "delay": _delay, "mean": _mean, "cells": _cells}


def comma(value: float | None) -> str:
    """A number as French writes it: `87,5`, `3`."""
    return "—" if value is None else f"{value:g}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as a list of figures shows it."""

    ref: str
    label: str
    value: str
    few: bool


def lines(counts: Counts, indicator: Indicator, window: Window) -> list[Line]:
    """The measures of one indicator, or who counts it when the product does not."""
    if indicator.elsewhere:
        return [Line(indicator.ref, indicator.label, indicator.elsewhere, False)]
    found = ((m, counts.figure(indicator.ref, m.key, window)) for m in indicator.measures)
    return [Line(indicator.ref, m.label, shown(f), bool(f.denominator) and f.few) for m, f in found]


SMALL = f"Sous {FEW}, un taux ne se publie pas : il est montré ici pour le pilotage seul."
