"""An offer lives in a house until it is filled or its last day has passed; suggestions change a course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House

OFFER = {
    "kind": "alternance",
    "reference": "LBA-1",
    "title": "Développeuse",
    "employer_name": "Dupont Systèmes",
    "employer_email": "rh@dupont.example",
    "missions": "Concevoir et livrer.",
    "profile": "Master informatique.",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        made.open_formation(service_dedie="alternance@cfa.example")
        yield made


@pytest.fixture
def formation(house: House) -> str:
    return str(house.app.house_stream("formation", "M2-INFO"))


def published(house: House, formation: str, until: str | None = "2027-01-15") -> None:
    house.do(formation, "receive-offer", "2026-12-07", **OFFER)
    house.do(formation, "qualify-offer", "2026-12-08", mission_fits=True, profile_fits=True)
    said = {"expires_on": until} if until else {}
    house.do(formation, "publish-offer", "2026-12-09", channels="site, alumni", **said)


def state(house: House, formation: str) -> str:
    offer = house.dossier(formation).get("offer", "o1")
    assert offer is not None
    return offer.state


def duties(house: House, stream: str, ref: str) -> list[Any]:
    return [d for d in house.dossier(stream).of("obligation") if d.data["ref"] == ref]


def test_an_offer_is_qualified_and_shown_within_the_week(house: House, formation: str) -> None:
    house.do(formation, "receive-offer", "2026-12-07", **OFFER)
    assert duties(house, formation, "P2-P02")[0].data["due_on"] == "2026-12-14"
    house.do(formation, "qualify-offer", "2026-12-14", mission_fits=True, profile_fits=True)
    assert duties(house, formation, "P2-P02")[0].data["on_time"] is True
    house.do(formation, "publish-offer", "2026-12-22", channels="site")
    assert duties(house, formation, "P2-P03")[0].data["on_time"] is False


def test_an_offer_is_shown_until_the_end_of_its_last_day(house: House, formation: str) -> None:
    published(house, formation)
    house.beat("2027-01-08 08:05")
    assert duties(house, formation, "P2-C03")[0].state == "reminded"
    house.beat("2027-01-15 23:59")
    assert state(house, formation) == "published"
    house.beat("2027-01-16 00:01")
    assert state(house, formation) == "expired"
    assert duties(house, formation, "P2-C03")[0].state == "done"


def test_an_offer_that_is_renewed_lives_on_and_may_come_back(house: House, formation: str) -> None:
    published(house, formation)
    house.do(formation, "renew-offer", "2027-01-11", expires_on="2027-01-31")
    house.beat("2027-01-16 08:05")
    assert state(house, formation) == "published"
    house.beat("2027-02-01 08:05")
    assert state(house, formation) == "expired"
    house.do(formation, "renew-offer", "2027-02-02", expires_on="2027-02-28")
    house.beat("2027-03-01 08:05")
    assert [d.data["due_on"] for d in duties(house, formation, "P2-C03")] == [
        "2027-01-31",
        "2027-02-28",
    ]
    assert state(house, formation) == "expired"


def test_an_offer_whose_end_nobody_tells_is_shown_two_months(house: House, formation: str) -> None:
    published(house, formation, until=None)
    assert duties(house, formation, "P2-C03")[0].data["due_on"] == "2027-02-09"


def test_an_offer_that_is_filled_is_never_expired(house: House, formation: str) -> None:
    published(house, formation)
    house.do(formation, "fill-offer", "2027-01-04", filled_by="lea")
    house.beat("2027-01-20 08:05")
    assert state(house, formation) == "filled"
    with pytest.raises(Refused):
        house.do(formation, "renew-offer", "2027-01-20")


def test_an_offer_that_does_not_fit_is_not_shown(house: House, formation: str) -> None:
    house.do(formation, "receive-offer", "2026-12-07", **OFFER)
    house.do(formation, "qualify-offer", "2026-12-08", mission_fits=True, profile_fits=False)
    with pytest.raises(Refused, match="ne convient pas"):
        house.do(formation, "publish-offer", "2026-12-08", channels="site")
    house.do(formation, "qualify-offer", "2026-12-09", mission_fits=True, profile_fits=True)
    with pytest.raises(InvalidInput, match="canal"):
        house.do(formation, "publish-offer", "2026-12-09", channels="minitel")
    with pytest.raises(Refused, match="déjà passée"):
        house.do(formation, "publish-offer", "2026-12-09", channels="site", expires_on="2026-12-08")


def test_a_reference_is_that_of_one_living_offer(house: House, formation: str) -> None:
    published(house, formation)
    with pytest.raises(Refused, match="référence"):
        house.do(formation, "receive-offer", **OFFER)
    house.do(formation, "withdraw-offer")
    house.do(formation, "receive-offer", **OFFER)
    assert len(house.dossier(formation).of("offer")) == 2


def test_an_employer_of_an_offer_is_nobody_elses_employer(house: House, formation: str) -> None:
    """Whoever offers a job to the formation does not answer for an apprentice of it."""
    published(house, formation)
    lea = house.candidate()
    house.do(lea, "admit", "2026-12-10")
    house.do(lea, "record-exclusion", "2026-12-11")
    told = {row.role for row in house.letters() if row.stream == lea}
    assert "gestionnaire" in told
    assert "employeur" not in told


def test_an_offer_lives_in_a_house_only(house: House) -> None:
    lea = house.candidate()
    with pytest.raises(InvalidInput, match="une formation"):
        house.do(lea, "receive-offer", **OFFER)


# --- suggestions --------------------------------------------------------------------------------------


def suggested(house: House, formation: str, party: str, day: str, kind: str = "cours") -> None:
    house.do(formation, "raise-suggestion", day, party=party, kind=kind, about="Bases de données",
             suggestion_text="Les voir au premier semestre.", author_name="Camille Weber",
             author_email="camille.weber@dupont.example")  # fmt: skip


def test_what_a_maitre_says_is_considered_then_changes_the_course(
    house: House, formation: str
) -> None:
    suggested(house, formation, "maitre_apprentissage", "2026-12-07")
    assert duties(house, formation, "P1-P08")[0].data["due_on"] == "2027-06-07"
    house.do(formation, "consider-suggestion", "2027-02-01")
    assert duties(house, formation, "P1-P08")[0].data["on_time"] is True
    assert duties(house, formation, "P1-S05")[0].data["due_on"] == "2027-05-01"
    house.do(
        formation,
        "settle-suggestion",
        "2027-03-01",
        decision="retenue",
        change="Un atelier en mars.",
    )
    suggestion = house.dossier(formation).get("suggestion", "g1")
    assert suggestion is not None
    assert (suggestion.state, suggestion.data["change"]) == ("settled", "Un atelier en mars.")
    assert duties(house, formation, "P1-S05")[0].state == "done"


def test_the_words_of_a_maitre_are_their_own(house: House, formation: str) -> None:
    suggested(house, formation, "maitre_apprentissage", "2026-12-07")
    suggestion = house.dossier(formation).get("suggestion", "g1")
    assert suggestion is not None
    assert "suggestion_text" not in suggestion.data
    rows = house.app.reader.history(formation, house.app.installation.register)
    said = rows[-2]["personal"][suggestion.data["role:maitre_apprentissage"]]
    assert said["suggestion_text"] == "Les voir au premier semestre."


def test_a_meeting_that_nobody_held_considers_nothing(house: House, formation: str) -> None:
    suggested(house, formation, "employeur", "2026-12-07")
    with pytest.raises(Refused, match="Aucune réunion"):
        house.do(formation, "consider-suggestion", meeting="e9")


def test_each_party_is_heard_once_a_year(house: House, formation: str) -> None:
    """Three returns on experience, of three parties: the same party twice counts once."""
    heard = ("maitre_apprentissage", "maitre_apprentissage", "apprenti", "tuteur_academique")
    for day, party in enumerate(heard, start=7):
        suggested(house, formation, party, f"2026-12-{day:02}", "retour_experience")
        counted = duties(house, formation, "E-09")[0]
        expected = [1, 1, 2, 3][day - 7]
        assert int(counted.data.get("count", 0)) == expected
    assert duties(house, formation, "E-09")[0].state == "done"
