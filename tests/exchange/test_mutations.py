"""Whatever bytes come in, an import answers with a report or one sentence, and a refused file writes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.refusals import FileRefused
from exchange.report import Report
from tests.exchange.acts import rehearsed, taken, written
from tests.exchange.files import STATE_FILE, contract, file, line
from tests.houses import House

ROW = line(1, **contract(1, date(2026, 1, 5), date(2027, 8, 31)))
SEEDS = {
    "f.csv": file([ROW, line(2)], "csv"),
    "f.xlsx": file([ROW, line(2)]),
    "state.xlsx": STATE_FILE.read_bytes(),
}
CALM = settings(
    max_examples=150,
    derandomize=True,  # the same files at each run: what they find fails for everybody
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def lasting() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder, House(Path(folder), at="2026-11-24") as house:
        yield house


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with a few pieces cut out, repeated, replaced or cut short."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    content = SEEDS[name]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        until = min(len(content), at + draw(st.integers(0, 40)))
        new = draw(st.one_of(st.binary(max_size=12), st.just(content[at:until] * 2), st.just(b"")))
        content = content[:at] + new + content[until:]
    return name, content[: draw(st.integers(len(content) // 2, len(content)))] if draw(
        st.booleans()
    ) else content


def answer(house: House, name: str, content: bytes) -> Report | FileRefused:
    try:
        return taken(house, content, name)
    except FileRefused as refused:
        return refused


@CALM
@given(mutated())
def test_any_file_is_answered(lasting: House, given_file: tuple[str, bytes]) -> None:
    name, content = given_file
    before = written(lasting)

    said = answer(lasting, name, content)

    if isinstance(said, FileRefused):
        assert written(lasting) == before
        assert said.message
        assert (said.code, said.status) in ((3, 413), (3, 415), (3, 422))
    else:
        assert said.rows == said.created + said.updated + said.unchanged + said.rejected_rows


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    st.sampled_from(
        ["", " ", "None", "NULL", "NaN", "0", "-1", "1e400", "9" * 30, "=1+1", "+33", "{{7*7}}", "<b>",
         "Robert'); DROP TABLE events;--", "É" * 300, "\u202e", "a\u0301", "İ", "ß", "0001-01-01",
         "9999-12-31", "29/02/2027", "01/01/2100", "infinity", "\ud7ff", "\ufffd", "１２"]
    ),
)  # fmt: skip


@CALM
@given(st.dictionaries(st.sampled_from(sorted(ROW)), CELLS, min_size=1, max_size=3))
def test_any_cell_is_read_or_refused_and_the_rehearsal_says_the_same(
    lasting: House, cells: dict[str, str]
) -> None:
    content = file([{**ROW, **cells}, line(3)], "csv")
    said = rehearsed(lasting, content, "f.csv")
    done = taken(lasting, content, "f.csv")
    assert (said.created, said.updated, said.unchanged) == (
        done.created,
        done.updated,
        done.unchanged,
    )
    assert said.rejected == done.rejected
    assert all(fault.reason for fault in done.rejected)
