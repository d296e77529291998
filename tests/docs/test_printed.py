"""Documentation that cannot lie: the charter printed, the glossary, the links, the map."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from lifecycle.charter import charter, markdown, public_intentions
from lifecycle.charter.drawn import pages
from lifecycle.people import Role
from lifecycle.stages import STAGE_LABELS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")


def test_the_charter_on_paper_is_the_charter_applied() -> None:
    printed = (DOCS / "charter.md").read_text(encoding="utf-8")
    assert printed == f"{markdown(charter())}\n", (
        "the charter has changed: .venv/bin/lifecycle charter > docs/charter.md"
    )


def test_the_diagrams_are_those_of_the_table() -> None:
    again = "the charter has changed: .venv/bin/lifecycle charter --format diagrams --out docs"
    drawn = pages(charter())
    kept = {
        p.relative_to(DOCS).as_posix() for p in [DOCS / "diagrams.md", *DOCS.glob("diagrams/*")]
    }
    assert kept == set(drawn), again
    assert [n for n, text in drawn.items() if (DOCS / n).read_text("utf-8") != text] == [], again


def test_a_diagram_is_a_picture_in_which_every_state_is_named() -> None:
    for name, text in pages(charter()).items():
        if name.endswith(".svg"):
            root = ElementTree.fromstring(text)  # noqa: S314 (we drew it)
            words = " ".join(root.itertext())
            region = name.removeprefix("diagrams/").removesuffix(".svg")
            states = [s for (where, _), s in charter().states.items() if where == region]
            assert [s.name for s in states if s.name not in words] == []


SHOWN = re.compile(r"```python\n# (\S+\.py)\n(.*?)```", re.DOTALL)


def test_the_code_that_a_page_shows_is_the_code() -> None:
    """A block of Python that begins with the name of a file is found in it, word for word."""
    shown = [one for page in PAGES for one in SHOWN.findall(page.read_text("utf-8"))]
    assert len(shown) >= 3
    for file, code in shown:
        assert code in (ROOT / file).read_text("utf-8"), file


def test_every_command_is_in_the_charter_on_paper() -> None:
    printed = (DOCS / "charter.md").read_text(encoding="utf-8")
    missing = [name for name in public_intentions(charter()) if f"| `{name}` |" not in printed]
    assert missing == []


OURS = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|^\| (?!CFA)[A-Z]+ \|", re.MULTILINE)


def test_the_charter_on_paper_is_in_french_words_but_for_what_one_types() -> None:
    printed = (DOCS / "charter.md").read_text(encoding="utf-8")
    assert OURS.findall(re.sub(r"`[^`]+`", "", printed)) == []
    assert "jusqu’à : dernier jour de formation" in printed
    assert "« Préparer un contrat » (début d’exécution)" in printed
    assert "| D54 (au moins 5 jours ouvrables)" in printed


def glossary() -> dict[str, dict[str, str]]:
    """Rows by section: the word in code → the words in French."""
    sections: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            rows = sections.setdefault(line.lstrip("# ").split(" — ")[0].strip("`"), {})
        elif row := re.match(r"\| `([^`]+)` \| ([^|]+?) \|", line):
            rows[row[1]] = row[2]
    return sections


def test_every_region_and_state_is_in_the_glossary() -> None:
    declared: dict[str, dict[str, str]] = {}
    for (region, name), state in charter().states.items():
        declared.setdefault(region, {})[name] = state.label
    found = glossary()
    assert {region: found.get(region) for region in declared} == declared


def test_every_role_and_stage_is_in_the_glossary() -> None:
    assert glossary()["Roles"] == {str(role): role.label for role in Role}
    assert glossary()["Stages"] == STAGE_LABELS


def links() -> list[tuple[Path, str]]:
    return [(page, link) for page in PAGES for link in LINK.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("page", "link"), links(), ids=lambda value: getattr(value, "name", str(value))
)
def test_a_link_points_at_something(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = page.parent / unquote(path) if path else page
    assert target.exists()
    assert not anchor or anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    """The titles of a page as links name them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_the_map_of_the_readme_names_every_package() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    packages = {p.parent.name for p in ROOT.glob("*/__init__.py") if p.parent.name != "tests"}
    assert packages <= set(re.findall(r"\[`(\w+)/`\]", readme))


def test_every_decision_has_its_three_parts_and_is_listed() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    pages = [p for p in (DOCS / "decisions").glob("*.md") if p.name != "README.md"]
    assert len(pages) >= 11
    for page in pages:
        titles = re.findall(r"^## (\w+)$", page.read_text("utf-8"), re.MULTILINE)
        assert titles == ["Context", "Decision", "Consequences"], page.name
        assert re.search(r"^Date: \d{4}-\d\d-\d\d\.", page.read_text("utf-8"), re.MULTILINE)
        assert f"({page.name})" in index


def test_the_changelog_speaks_of_rules_that_exist() -> None:
    """Each reference of its table is a duty or a rule, since the day that it says."""
    known = {o.ref: o.source.since for o in charter().obligations.values()}
    for phase in charter().phases:
        for t in phase.transitions:
            known |= {r.ref: r.source.since for r in (*t.requires, *t.flags) if r.ref}
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| (\d{4}-\d\d-\d\d) \|",
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        re.MULTILINE,
    )
    said = {ref: since for refs, since in rows for ref in refs.split(", ")}
    assert said == {ref: known[ref].isoformat() for ref in said}
    owed = {o.ref for o in charter().obligations.values() if o.ref.startswith("D")}
    assert owed - set(said) == set(), "a row of CHANGELOG.md is missing"
