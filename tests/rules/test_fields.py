"""What is read in a field: a list of dossiers is no social security number, whatever chance drew."""

from __future__ import annotations

import pytest

from lifecycle.commands import Field, Kind
from lifecycle.errors import InvalidInput

LIST = Field("attended", "Présents", Kind.REFS)
DRAWN = "1850167482123fab"  # an id with thirteen digits in a row, as chance may draw one


def test_an_id_that_looks_like_a_number_is_an_id() -> None:
    assert LIST.read(f"0a12f3c4d5e6f708, {DRAWN}") == ["0a12f3c4d5e6f708", DRAWN]


@pytest.mark.parametrize("typed", ["1850167482123", "185016748212345", "1 85 01 67 482 123 45"])
def test_a_number_among_ids_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="sécurité sociale"):
        LIST.read(f"{DRAWN}, {typed}")
