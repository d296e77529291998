"""Each row of the texts has one answer, and the answer points at what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from application.cli import main
from lifecycle.charter import charter
from lifecycle.charter.traceability import Kind, Row, answered, asked, labels, traced

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "traceability.md"
LETTERS = ROOT / "notifications" / "letters"
TEMPLATES = ROOT / "portal" / "templates"
# What will answer the rows that are not covered yet.
PARTS = {
    *("formations et CFA", "preuves", "indicateurs", "enquêtes", "offres", "cas réservés"),
    *("contacts et recherche", "livret et assiduité", "échanges et accès", "trajectoire qualité"),
    *("rapports et exports", "informations", "employeurs", "référents"),
}


def of(kind: Kind) -> list[Row]:
    return [row for row in traced() if row.kind is kind]


def test_every_row_has_one_answer() -> None:
    rows = [one["id"] for one in asked()]
    assert len(rows) == len(set(rows)) == 249
    assert [answer["row"] for answer in answered()] == rows


def test_what_is_said_of_a_row_is_whole() -> None:
    """Covered: what answers and what proves it. Nothing: why. Not covered: what will answer."""
    for row in of(Kind.COVERED):
        assert row.targets, row.id
        assert row.tests, row.id
    for row in of(Kind.NOTHING):
        assert (bool(row.words), row.targets, row.tests) == (True, (), ()), row.id
    for row in of(Kind.MISSING):
        assert (row.part in PARTS, bool(row.words), row.tests) == (True, True, ()), row.id
    assert {row.part for row in of(Kind.MISSING)} <= PARTS


def test_every_target_exists() -> None:
    known = labels(charter())
    lost = [(r.id, t) for r in traced() for t in r.targets if t not in known and not found(t)]
    assert lost == []


def found(target: str) -> bool:
    """Letters, pages and files, which the charter does not know."""
    kind, _, name = target.partition(":")
    places = {
        "letter": LETTERS / name / "subject.txt",
        "page": TEMPLATES / name,
        "code": ROOT / name,
    }
    return bool(name) and kind in places and places[kind].is_file()


@pytest.mark.parametrize(
    "target",
    ["D999", "T99", "", "letter:", "letter:nobody", "page:nothing.html", "rule:none",
     "state:pathway.nowhere", "command:undo", "code:lifecycle", "field:admit.mood"],
)  # fmt: skip
def test_a_target_that_does_not_exist_is_seen(target: str) -> None:
    assert target not in labels(charter())
    assert not found(target)


def test_every_proof_exists() -> None:
    for row in traced():
        for proof in row.tests:
            file, _, name = proof.partition("::")
            text = (ROOT / file).read_text(encoding="utf-8")
            assert re.search(rf"^def {name}\(", text, re.MULTILINE), (row.id, proof)


def test_the_page_is_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charter", "--format", "traceability"]) == 0
    assert capsys.readouterr().out == PAGE.read_text(encoding="utf-8"), (
        "what answers has changed: "
        ".venv/bin/lifecycle charter --format traceability > docs/traceability.md"
    )


def test_the_page_counts_at_its_top_what_it_says_of_each_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    said = re.search(r"^\*\*(\d+) couverts?, (\d+) rien à faire, (\d+) non couverts?\*\*", text, re.MULTILINE)  # fmt: skip
    assert said
    rows = [line for line in text.splitlines() if re.match(r"\| [A-Z]+\d?-", line)]
    missing = sum("| non couvert : " in line for line in rows)
    nothing = sum("| rien à faire : " in line for line in rows)
    assert tuple(map(int, said.groups())) == (249 - missing - nothing, nothing, missing)
    assert len(rows) == 249
