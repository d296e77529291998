"""Settings of a house: never weaker than the socle, jalons that ask more and more, a cible ahead."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lifecycle.charter import charter, document
from lifecycle.charter.settings import settings_of
from lifecycle.dossier import fold
from lifecycle.errors import InvalidInput, Refused
from tests.houses import House

YEARS = "2027-09-01=6 jours calendaires; 2028-09-01=5 jours calendaires"


@pytest.fixture
def house(tmp_path: Path) -> Any:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def chosen(house: House, **said: str) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", actor="direction", **said)


def shown(house: House, key: str, day: str = "2026-11-02") -> dict[str, Any]:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    rows = settings_of(charter(), date.fromisoformat(day), fold(stream, house.events(stream)))
    return next(row for row in rows if row["key"] == key)


@pytest.mark.parametrize(
    "said",
    [
        {"D01": "7 jours calendaires"},
        {"D01": "5 jours ouvrés"},
        {"D01.jalons": YEARS},
        {"D01.jalons": "01/09/2028 = 5 jours calendaires ; 2027-09-01=6 jours calendaires;"},
        {"D01.jalons": "2027-09-01=5 jours ouvrés; 2028-09-01=5 jours calendaires"},
        {"D01.cible": "3 jours ouvrés"},
        {"D01.jalons": YEARS, "D01.cible": "5 jours calendaires"},
        {"D32.times": "3"},
        {"D01.owner": "direction"},
    ],
)
def test_what_asks_as_much_or_more_is_chosen(house: House, said: dict[str, str]) -> None:
    chosen(house, **said)
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    kept = house.events(stream)[-1].data
    assert all(f"set:{key}" in kept and kept[f"chosen:{key}"]["by"] for key in said)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"D01": "8 jours calendaires"}, "dépasse le socle de 7 jours calendaires"),
        ({"D01": "6 jours ouvrés"}, "dépasse le socle de 5 jours ouvrés"),
        ({"D01": "6 jours ouvrables"}, "ne se compare pas au socle"),
        ({"D01.cible": "9 jours calendaires"}, "dépasse le socle"),
        ({"D01.jalons": "2027-09-01=8 jours calendaires"}, "dépasse le socle"),
        (
            {"D01.jalons": "2027-09-01=5 jours calendaires; 2028-09-01=6 jours calendaires"},
            "n’exige pas plus que celui du 2027-09-01",
        ),
        (
            {"D01.jalons": "2027-09-01=5 jours calendaires; 2028-09-01=5 jours calendaires"},
            "n’exige pas plus",
        ),
        ({"D01.jalons": YEARS, "D01.cible": "6 jours calendaires"}, "dépasse la cible"),
        ({"D32.times": "1"}, "est sous le socle de 2"),
    ],
)
def test_what_is_weaker_is_refused_with_its_source(
    house: House, said: dict[str, str], why: str
) -> None:
    before = len(house.rows("events", "pos"))
    with pytest.raises(Refused, match=why) as refused:
        chosen(house, **said)
    assert "Charte" in refused.value.refusals[0].source
    assert len(house.rows("events", "pos")) == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"D01.jalons": "2027-09-01"}, "2027-09-01=valeur"),
        ({"D01.jalons": "bientôt=3 jours ouvrés"}, "n’est pas une date"),
        ({"D01.jalons": "2027-09-01=3 jours ouvrés; 2027-09-01=2 jours ouvrés"}, "chaque date une fois"),
        ({"D01.jalons": "2027-09-01=vite"}, "délai"),
        ({"D32.times": "deux"}, "un nombre entier"),
        ({"D32.times": "0"}, "un nombre entier"),
        ({"D01.owner": "voisin"}, "il faut"),
        ({"O-13": "peut-être"}, "il faut keep ou replan"),
        ({"D99": "1"}, "Réglage inconnu"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(house: House, said: dict[str, str], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        chosen(house, **said)


def test_a_later_cible_may_not_fall_behind_the_jalons_already_chosen(house: House) -> None:
    chosen(house, **{"D01.jalons": YEARS})
    with pytest.raises(Refused, match="dépasse la cible"):
        chosen(house, **{"D01.cible": "6 jours calendaires"})
    chosen(house, **{"D01.jalons": "aucun"})
    chosen(house, **{"D01.cible": "6 jours calendaires"})
    assert shown(house, "D01")["jalons"] == []


def test_a_setting_is_shown_with_its_trajectory_and_its_authors(house: House) -> None:
    chosen(house, **{"D01.jalons": YEARS, "D01.cible": "3 jours ouvrés"})
    row = shown(house, "D01")
    assert (row["value"], row["default"], row["chosen_by"]) == (
        "7 jours calendaires", "7 jours calendaires", None
    )  # fmt: skip
    assert [j["value"] for j in row["jalons"]] == ["6 jours calendaires", "5 jours calendaires"]
    assert row["cible"] == "3 jours ouvrés"
    assert (row["cible_chosen_by"], row["jalons_chosen_on"]) == ("direction", "2026-11-02")
    assert row["phase"] == "Validation de mission"
    for day, value in {
        "2027-08-31": "7 jours calendaires",
        "2027-09-01": "6 jours calendaires",
        "2028-09-01": "5 jours calendaires",
    }.items():
        assert shown(house, "D01", day)["value"] == value


def test_every_open_interpretation_is_a_setting() -> None:
    said = document(charter())["settings"]
    refs = {s["ref"] for s in said if (s["ref"] or "").startswith("O-")}
    assert refs == {f"O-{n:02}" for n in range(1, 17)}
    opened = [s for s in said if (s["ref"] or "").startswith("O-")]
    assert all(s["default"] == s["choices"][0] and s["label"] and s["source"] for s in opened)
