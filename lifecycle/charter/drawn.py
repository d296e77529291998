"""The state diagrams as pictures: one SVG per region, laid out in columns from the first state on.

An exit to which five states or more lead is drawn without their arrows: it says how many, and its
title says from where. What takes over a life that ran before the house is left out: it may jump.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from lifecycle.charter.printed import diagram
from lifecycle.machine import ABSENT
from lifecycle.vocabulary import Charter

BOX, TALL, ACROSS, DOWN, EDGE = 150, 46, 260, 84, 30
MANY = 5
TAKE_OVER = "take_over"  # the phase
LINE = 20  # characters of a label
INTRODUCTION = (
    "Imprimé par `lifecycle charter --format diagrams --out docs`, comparé au code par un test. Un cadre "
    "épais finit l’instance ; un cadre en tirets est une sortie à laquelle mènent au moins cinq états ; "
    "⟲ compte les actes qui laissent l’état comme il est. Les reprises n’y sont pas : elles sautent."
)
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1b1b35}.small{font-size:10px;fill:#3a3a55}"
    ".halo{paint-order:stroke;stroke:#fff;stroke-width:4px}"
    "rect{fill:#eef2fb;stroke:#2f4b8f}.final rect{fill:#f4f4f4;stroke-width:2.5}"
    ".met rect{stroke-dasharray:5 3}path{fill:none;stroke:#5b6ea3}"
)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A region laid out: where each state stands, and which commands lead from one to another."""

    charter: Charter
    region: str
    places: Mapping[str, tuple[int, int]]
    arrows: Mapping[Pair, tuple[str, ...]]
    met: Mapping[str, tuple[str, ...]]
    loops: Mapping[str, tuple[str, ...]]


def pages(charter: Charter) -> dict[str, str]:
    """The files of the diagrams under `docs/`: a picture for each region, and the page of them all."""
    pictures = {f"diagrams/{region}.svg": svg(charter, region) for region in regions(charter)}
    return {"diagrams.md": _page(charter), **pictures}


def _page(charter: Charter) -> str:
    parts = [
        f"## `{r}`\n\n![]({f'diagrams/{r}.svg'})\n\n{_folded(charter, r)}" for r in regions(charter)
    ]
    return "\n\n".join([f"# Les états, région par région\n\n{INTRODUCTION}", *parts]) + "\n"


def _folded(charter: Charter, region: str) -> str:
    drawn = "\n".join(diagram(charter, region)[1:])
    return (
        "<details><summary>Tous les mouvements (mermaid)</summary>\n\n"
        f"```mermaid\n{drawn}\n```\n\n</details>"
    )


def regions(charter: Charter) -> list[str]:
    return list(dict.fromkeys(region for region, _, _ in charter.table))


def svg(charter: Charter, region: str) -> str:
    """The diagram of one region. Its text is French, its titles name the commands."""
    drawing = _laid_out(charter, region)
    columns = 1 + max(x for x, _ in drawing.places.values())
    rows = 1 + max(y for _, y in drawing.places.values())
    size = (columns * ACROSS - (ACROSS - BOX) + 2 * EDGE, rows * DOWN - (DOWN - TALL) + 2 * EDGE)
    inside = [*_arrows(drawing), *_boxes(drawing)]
    return "\n".join([_head(region, *size), *inside, "</svg>\n"])


def _head(region: str, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="États de {region}">\n'
        f"<style>{STYLE}</style>\n"
        '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#5b6ea3"/></marker></defs>'
    )


# --- the layout ------------------------------------------------------------------------------------


def _laid_out(charter: Charter, region: str) -> Drawing:
    pairs = _pairs(charter, region)
    exits = {
        s.name
        for (where, _), s in charter.states.items()
        if where == region and (s.final or s.left)
    }
    sources = _sources(pairs)
    met = {dest: found for dest, found in sources.items() if len(found) >= MANY and dest in exits}
    drawn = {p: tuple(c) for p, c in pairs.items() if p[0] != p[1] and p[1] not in met}
    loops = {a: tuple(c) for (a, b), c in pairs.items() if a == b}
    return Drawing(charter, region, _places(pairs, drawn), drawn, met, loops)


def _pairs(charter: Charter, region: str) -> dict[Pair, list[str]]:
    jumps = {t.on.name for p in charter.phases if p.name == TAKE_OVER for t in p.transitions}
    pairs: dict[Pair, list[str]] = defaultdict(list)
    for (where, source, command), dest in charter.table.items():
        if where == region and command not in jumps:
            pairs[source, dest].append(command)
    return pairs


def _sources(pairs: Mapping[Pair, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for source, dest in pairs:
        if source != dest:
            found[dest].append(source)
    return {dest: tuple(names) for dest, names in found.items()}


def _places(
    pairs: Mapping[Pair, list[str]], drawn: Mapping[Pair, tuple[str, ...]]
) -> dict[str, tuple[int, int]]:
    """Column: the longest way from the first state. Row: near the middle of where one comes from."""
    columns: dict[int, list[str]] = defaultdict(list)
    for state, depth in _depths(pairs).items():
        columns[depth].append(state)
    rows: dict[str, float] = {}
    for depth in sorted(columns):
        ordered = sorted(columns[depth], key=lambda s: (_middle(s, drawn, rows), s))
        rows |= {state: n for n, state in enumerate(ordered)}
    return {s: (depth, int(rows[s])) for depth, states in columns.items() for s in states}


def _depths(pairs: Mapping[Pair, list[str]]) -> dict[str, int]:
    """The longest way to each state, without what leads back."""
    depths: dict[str, int] = {}

    def walk(state: str, way: tuple[str, ...]) -> None:
        if len(way) <= depths.get(state, -1):
            return
        depths[state] = len(way)
        for source, dest in pairs:
            if source == state and dest not in (*way, state) and (state, dest) not in back:
                walk(dest, (*way, state))

    back = _back(pairs)
    walk(ABSENT, ())
    return depths


def _back(pairs: Mapping[Pair, list[str]]) -> set[Pair]:
    """Moves that lead back: to a state that is met before, in the order of declaration."""
    order = list(dict.fromkeys(state for pair in pairs for state in pair))
    return {(a, b) for a, b in pairs if order.index(b) < order.index(a)}


def _middle(state: str, drawn: Mapping[Pair, tuple[str, ...]], rows: Mapping[str, float]) -> float:
    known = [rows[a] for a, b in drawn if b == state and a in rows]
    return sum(known) / len(known) if known else float(len(rows))


# --- the drawing -----------------------------------------------------------------------------------


def _boxes(drawing: Drawing) -> Iterator[str]:
    for state, (x, y) in drawing.places.items():
        left, top = EDGE + x * ACROSS, EDGE + y * DOWN
        if state == ABSENT:
            yield f'<circle cx="{left + BOX}" cy="{top + TALL // 2}" r="9"/>'
        else:
            yield f'<g class="{_class(drawing, state)}">{_box(drawing, state, left, top)}</g>'


def _class(drawing: Drawing, state: str) -> str:
    final = drawing.charter.states[drawing.region, state].final
    return " ".join([*(["final"] if final else []), *(["met"] if state in drawing.met else [])])


def _box(drawing: Drawing, state: str, left: int, top: int) -> str:
    label = drawing.charter.states[drawing.region, state].label
    lines = wrap(label, LINE)[:2] or [state]
    first = top + (20 if len(lines) == 1 else 15)
    words = "".join(
        f'<text x="{left + BOX // 2}" y="{first + 13 * n}" text-anchor="middle">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    note = _note(drawing, state)
    return (
        f"<title>{escape(_title(drawing, state))}</title>"
        f'<rect x="{left}" y="{top}" width="{BOX}" height="{TALL}" rx="7"/>{words}'
        f'<text class="small" x="{left + BOX // 2}" y="{top + TALL - 5}" text-anchor="middle">'
        f"{escape(note)}</text>"
    )


def _note(drawing: Drawing, state: str) -> str:
    met, loops = drawing.met.get(state, ()), drawing.loops.get(state, ())
    words = [f"depuis {len(met)} états"] if met else []
    words += [f"⟲ {len(loops)}"] if loops else []
    return " · ".join(words)


def _title(drawing: Drawing, state: str) -> str:
    met, loops = drawing.met.get(state, ()), drawing.loops.get(state, ())
    told = [state]
    told += [f"depuis {', '.join(sorted(met))}"] if met else []
    told += [f"sans changer d’état : {', '.join(sorted(loops))}"] if loops else []
    return " ; ".join(told)


def _arrows(drawing: Drawing) -> Iterator[str]:
    for (source, dest), commands in drawing.arrows.items():
        start, end = drawing.places[source], drawing.places[dest]
        curve, (x, y) = _curve(start, end)
        shown = commands[0] if len(commands) == 1 else f"{commands[0]} +{len(commands) - 1}"
        yield (
            f"<g aria-label={quoteattr(f'{source} → {dest}')}><title>{escape(', '.join(commands))}"
            f'</title><path d="{curve}" marker-end="url(#end)"/><text class="small halo" x="{x}" '
            f'y="{y}" text-anchor="middle">{escape(shown)}</text></g>'
        )


def _curve(start: tuple[int, int], end: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """Forward from side to side; back, and within a column, around below."""
    (x1, y1), (x2, y2) = start, end
    top1, top2 = EDGE + y1 * DOWN + TALL // 2, EDGE + y2 * DOWN + TALL // 2
    if x2 > x1:
        left, right = EDGE + x1 * ACROSS + BOX, EDGE + x2 * ACROSS
        bend = (right - left) // 2
        curve = f"M{left} {top1}C{left + bend} {top1} {right - bend} {top2} {right} {top2}"
        return curve, ((left + right) // 2, (top1 + top2) // 2 - 4)
    left, right = EDGE + x1 * ACROSS + BOX // 2, EDGE + x2 * ACROSS + BOX // 2 + 18
    low = max(top1, top2) + TALL // 2
    side = TALL // 2 if y2 >= y1 and x1 == x2 else -TALL // 2
    tip = top2 - side if x1 == x2 else top2 + TALL // 2
    begin = top1 + side if x1 == x2 else top1 + TALL // 2
    curve = f"M{left} {begin}C{left} {low + 30} {right} {low + 30} {right} {tip}"
    if x1 == x2:
        curve = f"M{left} {begin}L{right - 18} {tip}"
    return curve, ((left + right) // 2, low + 24 if x1 != x2 else (begin + tip) // 2 + 4)
