"""A document of headings, sentences and tables, written in Markdown or in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2430}"
    "table{border-collapse:collapse;width:100%;margin:.6rem 0 1.4rem}"
    "th,td{border:1px solid #cfd3da;padding:.35rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f2f4f7}@media print{body{margin:0;max-width:none}}"
)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` and rows of as many cells; without rows it says `empty`."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = "Rien."


Block = Heading | Sentence | Table


def markdown(blocks: Iterable[Block]) -> str:
    return "\n".join(line for block in blocks for line in (*_marked(block), "")).rstrip() + "\n"


def _marked(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * block.level} {block.text}"]
    if isinstance(block, Sentence):
        return [block.text]
    if not block.rows:
        return [block.empty]
    return [_row(line) for line in (block.heads, ["---"] * len(block.heads), *block.rows)]


def _row(cells: Sequence[str]) -> str:
    """A bar or a line end would open another cell."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in cells)} |"


def html(title: str, blocks: Iterable[Block]) -> str:
    """One page that needs nothing else: no script, no image, no address."""
    body = "\n".join(_tagged(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _tagged(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Sentence):
        return f"<p>{escape(block.text)}</p>"
    if not block.rows:
        return f"<p>{escape(block.empty)}</p>"
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in block.heads)
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in block.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(row: Sequence[str]) -> str:
    first, *rest = (escape(cell) for cell in row)
    return f'<th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}'
