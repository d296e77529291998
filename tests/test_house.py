"""The rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.charter import charter

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
SOURCES = sorted(path for name in (*PACKAGES, "benchmarks") for path in (ROOT / name).rglob("*.py"))
LONGEST = 300
CONFIGURATION = sorted(
    path
    for pattern in ("*.toml", "*.cfg", "*.ini", "Makefile", "dev", ".ci/*", "requirements/*")
    for path in ROOT.glob(pattern)
)
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "time.localtime"),
    *("time.gmtime", "time.strftime", "time.sleep"),
}


def test_the_packages_are_the_declared_layers() -> None:
    linter = PROJECT["tool"]["importlinter"]
    house = next(c for c in linter["contracts"] if c["id"] == "house")
    layers = {name for layer in house["layers"] for name in layer.split(" | ")}
    assert layers == PACKAGES
    assert set(linter["root_packages"]) == PACKAGES


def test_every_package_is_typed_and_shipped() -> None:
    tools = PROJECT["tool"]
    assert set(tools["mypy"]["packages"]) >= PACKAGES
    assert set(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: make it a folder of the same name"


def calls(path: Path) -> Iterator[str]:
    """Every dotted call of a file, by its last two words: `datetime.now`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield f"{name}.{node.func.attr}"


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "lifecycle").rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_nobody_in_the_domain_reads_a_clock(path: Path) -> None:
    assert not set(calls(path)) & CLOCKS
    names = re.findall(
        r"^(?:import|from) (time|random|os|secrets)\b", path.read_text("utf-8"), re.M
    )
    assert names == []


def test_a_clock_read_would_be_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import datetime\nat = datetime.datetime.now()\n", encoding="utf-8")
    assert set(calls(wrong)) & CLOCKS


@pytest.mark.parametrize("path", CONFIGURATION, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_configuration_names_a_package_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"https?://\S+|(?<!no-emit-)index-url\b|--index\b|--find-links\b", text)


SPOKEN = ("open", "due", "done", "failed", "cancelled", "refused", "duties", "contract", "mission",
          "excluded")  # fmt: skip
"""Words that also name other things than a state, a phase or a duty: of mails, forms, regions."""


def declared() -> set[str]:
    """The names of states, phases, duties and grounds of rupture."""
    phases, duties = charter().phases, charter().obligations.values()
    lived = ("pathway", "mission", "contract", "filing", "situation", "obligation")
    words = {state for region, state in charter().states if region in lived}
    words |= {p.name for p in phases}
    words |= {o.ref for o in duties} | {o.name for o in duties}
    return (words | {g.ref for p in phases for g in p.grounds}) - set(SPOKEN)


def compared(path: Path) -> Iterator[str]:
    """Every text that a comparison of a file names, alone or in a list."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                parts = side.elts if isinstance(side, (ast.Tuple, ast.List, ast.Set)) else [side]
                yield from (str(p.value) for p in parts if isinstance(p, ast.Constant))


TOLD = ("states", "rules", "demo", "simulation")
"""Declarations, and lives that are made up: those speak as people do."""
OTHERS = [p for p in SOURCES if p.relative_to(ROOT).parts[1] not in TOLD]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_asks_for_a_state_a_phase_or_a_duty_by_name(path: Path) -> None:
    """What depends on one of them is declared with it; elsewhere the table and the data decide."""
    assert set(compared(path)) & declared() == set()
