"""Every command of the README and of the guides is run, in the order of its page."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from application.cli import main
from application.grammar import build_parser
from application.parsing import take_globals
from lifecycle.charter import charter, public_intentions
from tests.cli.conftest import MISSION, TUESDAY

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))
PAGES += (ROOT / "docs" / "adding-a-rule.md",)
SHOWN_ID = "936072bb"  # the dossier of the pages; each run has its own
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`lifecycle ([^`]+)`")
CODE = re.compile(r"# exit code (\d+)$")
UNTIL_CTRL_C = "lifecycle serve"  # tests/portal/test_serve.py lives it
TYPED = ("lifecycle user add", "lifecycle user password")
PASSWORD = "une phrase que je suis seule à connaître\n"


def lines(page: Path) -> Iterator[str]:
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("lifecycle "):
                yield line


def words(line: str) -> list[str]:
    return shlex.split(line, comments=True)[1:]


EVERY = [(page, line) for page in PAGES for line in lines(page)]


@pytest.mark.parametrize(
    ("page", "line"), EVERY, ids=[f"{page.stem}: {line[:60]}" for page, line in EVERY]
)
def test_a_command_of_the_pages_is_in_the_grammar(page: Path, line: str) -> None:
    rest, _, _ = take_globals(words(line))
    args = build_parser().parse_args(rest)
    assert args.run, page
    if args.run == "dossiers:do":
        assert args.command in public_intentions(charter())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_named_in_a_sentence_exists(page: Path) -> None:
    verbs = set(build_parser()._subparsers._group_actions[0].choices)  # type: ignore[arg-type, union-attr]
    named = {said.split()[0] for said in INLINE.findall(page.read_text(encoding="utf-8"))}
    assert named <= verbs | {"VERBE"}


def test_commands_of_dossiers_named_in_the_pages_exist() -> None:
    known = set(charter().intentions) | KEBAB
    pages = [*PAGES, *(ROOT / "docs" / "decisions").glob("*.md"), ROOT / "CHANGELOG.md"]
    for page in pages:
        named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", page.read_text(encoding="utf-8")))
        assert named <= known, page


KEBAB = {"import-linter", "cfa-lifecycle", "alsace-moselle"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SMTP_URL", "SPOOL", "KEYS", "NETWORK"):
        monkeypatch.delenv(f"LIFECYCLE_{name}", raising=False)
    dossier = "" if next(lines(page)).startswith("lifecycle init") else prepared(capsys)
    for line in lines(page):
        if line.startswith(UNTIL_CTRL_C):
            continue
        wanted = int(found[1]) if (found := CODE.search(line)) else 0
        monkeypatch.setattr("sys.stdin", StringIO(PASSWORD))
        said = [*words(line), *(["--password-stdin"] if line.startswith(TYPED) else [])]
        code = main([word.replace(SHOWN_ID, dossier) for word in said])
        out, err = capsys.readouterr()
        assert code == wanted, f"{line}\n{out}{err}"
        opened = re.search(r"^Dossier (\w+)", out)
        if opened and not dossier:
            dossier = opened[1]


def prepared(capsys: pytest.CaptureFixture[str]) -> str:
    """What the guides take for granted: a formation, and a dossier whose mission is submitted."""
    roles = ("responsable_formation", "direction", "gestionnaire")
    held = [word for role in roles for word in ("--set", f"{role}={role}@cfa.example")]
    main(["init", "--simulated-clock", TUESDAY])
    main(["formation", "add", "M2-INFO", "--title", "T", "--calendar", "alsace-moselle", *held])
    said = ("first_name=Léa", "last_name=Martin", "birth_date=2004-03-14", "email=l@etu.example")
    fields = [word for one in (*said, "formation=M2-INFO") for word in ("--set", one)]
    capsys.readouterr()
    main(["do", "new", "register-candidacy", *fields])
    opened = re.search(r"^Dossier (\w+)", capsys.readouterr().out)
    assert opened
    mission = [word for one in MISSION for word in ("--set", one)]
    main(["do", opened[1], "admit"])
    main(["do", opened[1], "submit-mission", "--as", "employeur", *mission])
    capsys.readouterr()
    return opened[1]
