"""What cannot be is refused in one sentence: an action already late, no such offer, an answer too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.stories import signed

FORMATION = "formation:M2-INFO"
OFFER = {"kind": "alternance", "title": "Développeuse", "employer_name": "Dupont Systèmes",
         "missions": "Outils internes", "profile": "Python, curiosité"}  # fmt: skip


@pytest.fixture(params=["france", "alsace-moselle"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as made:
        made.open_formation("M2-INFO", calendar=request.param)
        yield made


# --- an action -------------------------------------------------------------------------------------------


@pytest.fixture
def lea(house: House) -> str:
    """Her contract began on Monday 16 November 2026."""
    made = signed(house)
    house.beat("2026-11-16 08:05")
    return made


def agreed(house: House, lea: str, due: str, **said: str) -> None:
    house.do(lea, "agree-action", "2026-12-10", label="Ouvrir les accès", owed_by="apprenti",
             due_on=due, **said)  # fmt: skip


def test_an_action_is_not_due_before_it_is_agreed_on(house: House, lea: str) -> None:
    size = len(house.events(lea))
    with pytest.raises(
        Refused, match=r"où l’on en convient\. Le mercredi 9 décembre 2026 est passé"
    ):
        agreed(house, lea, "2026-12-09")
    assert len(house.events(lea)) == size


@pytest.mark.parametrize("due", ["2026-12-10", "2026-12-11"])
def test_an_action_is_due_from_that_day_on(house: House, lea: str, due: str) -> None:
    agreed(house, lea, due)
    assert house.duty(lea, "A-01").data["due_on"] == due


def test_an_action_known_late_is_that_of_the_day_on_which_it_was_agreed(
    house: House, lea: str
) -> None:
    agreed(house, lea, "2026-12-01", on="2026-11-20")
    assert house.duty(lea, "A-01").data["due_on"] == "2026-12-01"


# --- an offer ------------------------------------------------------------------------------------------------


@pytest.fixture
def zoe(house: House) -> str:
    """She is admitted, and looks for an employer."""
    made = house.candidate("Zoé", "Klein")
    house.do(made, "admit")
    return made


def proposed(house: House, zoe: str, of: str, number: str) -> None:
    house.do(zoe, "propose-offer", offer_title="Développeuse", offer_of=of, offer_id=number)


@pytest.mark.parametrize(
    ("of", "number"),
    [(FORMATION, "o2"), ("formation:INCONNUE", "o1"), ("cfa:M2-INFO", "o1"), ("M2-INFO", "o1")],
)
def test_an_offer_that_is_nowhere_is_not_sent(house: House, zoe: str, of: str, number: str) -> None:
    published(house)
    with pytest.raises(Refused, match=f"« {of} » n’a pas d’offre « {number} »"):
        proposed(house, zoe, of, number)
    assert "OfferProposed" not in house.types(zoe)


def published(house: House) -> str:
    formation = str(house.app.house_stream("formation", "M2-INFO"))
    house.do(formation, "receive-offer", **OFFER)
    house.do(formation, "qualify-offer", mission_fits=True, profile_fits=True)
    house.do(formation, "publish-offer", channels="site", expires_on="2026-12-31")
    return formation


def test_an_offer_is_sent_while_it_is_shown(house: House, zoe: str) -> None:
    formation = published(house)
    proposed(house, zoe, FORMATION, "o1")
    assert "OfferProposed" in house.types(zoe)
    house.do(formation, "withdraw-offer")
    with pytest.raises(Refused, match=r"n’est pas diffusée\. Elle est « retirée »"):
        proposed(house, zoe, FORMATION, "o1")


def test_an_offer_from_elsewhere_needs_no_number_and_a_number_needs_its_house(
    house: House, zoe: str
) -> None:
    house.do(zoe, "propose-offer", offer_title="Développeuse", offer_link="https://emploi.example")
    with pytest.raises(InvalidInput, match="qui tient l’offre, et son numéro"):
        house.do(zoe, "propose-offer", offer_title="Développeuse", offer_id="o1")


# --- an answer ---------------------------------------------------------------------------------------------------


def test_a_request_is_not_answered_before_it_was_made(house: House, zoe: str) -> None:
    house.do(zoe, "record-contact", "2026-11-10", asked_by="apprenti", asked_on="2026-11-06")
    size = len(house.events(zoe))
    for named in ({}, {"exchange": "x1"}):
        with pytest.raises(
            InvalidInput, match="x1 » n’est connu que depuis le vendredi 6 novembre"
        ):
            house.do(zoe, "answer-contact", answered_on="2026-11-05", **named)
    assert len(house.events(zoe)) == size


@pytest.mark.parametrize("day", ["2026-11-06", "2026-11-07"])
def test_a_request_is_answered_from_its_day_on(house: House, zoe: str, day: str) -> None:
    house.do(zoe, "record-contact", "2026-11-10", asked_by="apprenti", asked_on="2026-11-06")
    house.do(zoe, "answer-contact", answered_on=day)
    assert house.duty(zoe, "P2-S07").state == "done"


def test_nothing_is_recorded_of_a_house_before_it_is_here(house: House) -> None:
    said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "alsace-moselle"}
    cfa = house.do(house.new_id(), "add-cfa", "2026-11-10", **said).dossier.stream
    with pytest.raises(
        InvalidInput, match="Ce dossier n’est connu que depuis le mardi 10 novembre"
    ):
        house.do(cfa, "record-bilan", bilan_year="2025", bilan_sent_on="2026-11-09")
