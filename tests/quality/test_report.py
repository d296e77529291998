"""The yearly report: what it counts, in what order, and nothing that a reader could break."""

from __future__ import annotations

from datetime import date

import pytest

from quality.board import read
from quality.document import Heading, Sentence, Table, html, markdown
from quality.measures import Axis
from quality.profiles import PROFILES
from quality.report import Report
from tests.houses import House
from tests.quality.population import asked, source

FIRST, LAST = "2026-11-02", "2027-12-15"


def made(house: House, reader: str) -> Report:
    wanted = asked(house, FIRST, LAST)
    counts, census = read(source(house), wanted)
    return Report(wanted, census, counts, date(2028, 1, 10), PROFILES[reader])


def headings(report: Report, level: int) -> list[str]:
    return [b.text for b in report.blocks() if isinstance(b, Heading) and b.level == level]


def table_after(report: Report, heading: str) -> Table:
    blocks = report.blocks()
    where = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == heading)
    return next(b for b in blocks[where:] if isinstance(b, Table))


def test_figures_duties_events_and_irregularities_come_axis_by_axis(house: House) -> None:
    report = made(house, "charte")
    assert headings(report, 2)[:4] == [
        "Indicateurs",
        "Engagements tenus et en retard",
        "Événements tenus",
        "Irrégularités relevées dans la période",
    ]
    axes = [f"Axe {int(a)} : {a.label}" for a in Axis]
    assert headings(report, 3)[:8] == axes * 2
    before = table_after(report, axes[1])
    assert ("I-01", "Décidées dans les sept jours", "75 % (6 sur 8) *") in before.rows


def test_the_duties_of_an_axis_are_counted_by_outcome(house: House) -> None:
    rows = [row for b in made(house, "charte").blocks() if isinstance(b, Table) for row in b.rows]
    (visit,) = (row for row in rows if row[0] == "D30")
    assert visit[2:] == ("1", "1", "2")


@pytest.mark.parametrize("reader", PROFILES)
def test_every_reader_gets_every_point_of_their_profile(house: House, reader: str) -> None:
    report = made(house, reader)
    told = {row[0] for b in report.blocks() if isinstance(b, Table) for row in b.rows}
    asked_for = {p.number for chapter in PROFILES[reader].chapters for p in chapter.points}
    assert asked_for <= told
    text = markdown(report.blocks())
    assert PROFILES[reader].note in text
    assert "rectrice déléguée" in text


def test_a_report_of_the_charter_ends_with_the_fourteen_missions(house: House) -> None:
    assert headings(made(house, "charte"), 3)[-1].startswith("Les quatorze missions du CFA")


def test_the_same_blocks_make_a_page_and_a_text() -> None:
    blocks = [
        Heading(1, "Titre & <b>"),
        Sentence("Une phrase."),
        Table(("A", "B"), [("1|2", "un\nmot <i>")]),
        Table(("A",), [], "Rien du tout."),
    ]
    assert markdown(blocks) == (
        "# Titre & <b>\n\nUne phrase.\n\n| A | B |\n| --- | --- |\n| 1/2 | un mot <i> |\n\nRien du tout.\n"
    )
    page = html("T & t", blocks)
    assert "<h1>Titre &amp; &lt;b&gt;</h1>" in page
    assert '<th scope="row">1|2</th><td>un\nmot &lt;i&gt;</td>' in page
    assert "<p>Rien du tout.</p>" in page
    assert "<script" not in page
