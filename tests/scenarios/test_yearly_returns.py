"""What a CFA sends each year is sent once it can exist; a certification is one, audited in its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.stories import flagged

CALENDARS = ("france", "alsace-moselle")


@pytest.fixture(params=CALENDARS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, str]]:
    """A CFA that lives by one calendar or the other, since November 2026."""
    with House(tmp_path, "sqlite://") as house:
        said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": request.param}
        roles = {"gestionnaire": "g@cfa.example", "direction": "d@cfa.example"}
        yield house, house.do(house.new_id(), "add-cfa", **said, **roles).dossier.stream


def state(office: tuple[House, str], duty: str) -> str:
    house, cfa = office
    found = house.dossier(cfa).get("obligation", duty)
    assert found is not None
    return found.state


# --- SIFA, bilan ---------------------------------------------------------------------------------------


def test_the_file_of_a_photo_is_not_deposited_before_it(office: tuple[House, str]) -> None:
    house, cfa = office
    size = len(house.events(cfa))
    with pytest.raises(Refused, match=r"photographie.*à partir du 31 décembre 2026") as refused:
        house.do(cfa, "record-sifa", "2026-12-30", sifa_year="2026", sifa_step="depot")
    assert "instructions SIFA" in str(refused.value.refusals[0].source)
    assert len(house.events(cfa)) == size
    assert state(office, "D90.1") in ("open", "planned")


@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-01"])
def test_the_file_of_a_photo_is_deposited_from_its_day_on(
    office: tuple[House, str], day: str
) -> None:
    house, cfa = office
    house.do(cfa, "record-sifa", day, sifa_year="2026", sifa_step="depot")
    assert state(office, "D90.1") == "done"


def test_a_deposit_told_late_is_dated_from_its_day(office: tuple[House, str]) -> None:
    house, cfa = office
    said = {"sifa_year": "2026", "sifa_step": "depot"}
    with pytest.raises(Refused, match="31 décembre 2026"):
        house.do(cfa, "record-sifa", "2027-01-20", sifa_done_on="2026-12-30", **said)
    house.do(cfa, "record-sifa", "2027-01-20", sifa_done_on="2026-12-31", **said)
    assert house.dossier(cfa).get("obligation", "D90.1").data["on_time"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "closes"), [("2026-11-30", False), ("2026-12-01", True), ("2026-12-02", True)]
)
def test_a_check_is_that_of_the_photo_from_december_on(
    office: tuple[House, str], day: str, closes: bool
) -> None:
    house, cfa = office
    house.do(cfa, "record-sifa", day, sifa_year="2026", sifa_step="controle")
    assert (state(office, "D90.1") == "done") is closes


def test_the_bilan_of_a_year_is_not_sent_before_its_end(office: tuple[House, str]) -> None:
    house, cfa = office
    for day in ("2026-12-30", "2026-12-31"):
        with pytest.raises(Refused, match="2026 se transmet à partir du 1er janvier 2027"):
            house.do(cfa, "record-bilan", day, bilan_year="2026")
    assert state(office, "D91.1") != "done"
    house.do(cfa, "record-bilan", "2027-01-01", bilan_year="2026")
    assert state(office, "D91.1") == "done"


# --- Qualiopi ----------------------------------------------------------------------------------------------


def refs(office: tuple[House, str], ref: str) -> list[str]:
    house, cfa = office
    return [d.data["due_on"] for d in house.dossier(cfa).of("obligation") if d.data["ref"] == ref]


@pytest.mark.parametrize("second", ["2026-11-10", "2028-03-01", "2029-11-09"])
def test_a_second_certification_beside_one_in_force_is_refused(
    office: tuple[House, str], second: str
) -> None:
    house, cfa = office
    house.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    with pytest.raises(Refused, match=r"renouvellement.*Certifié le lundi 9 novembre 2026"):
        house.do(cfa, "record-certification", second, certified_on=second)
    assert (refs(office, "D93"), refs(office, "Q-13")) == (["2029-11-09"], ["2028-09-09"])


def test_a_new_certificate_follows_one_that_has_lapsed(office: tuple[House, str]) -> None:
    house, cfa = office
    house.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    house.beat("2029-11-10 08:05")
    house.do(cfa, "record-certification", "2029-11-12", certified_on="2029-11-12")
    assert refs(office, "D93") == ["2029-11-09", "2032-11-12"]


def test_the_day_of_a_certification_is_corrected(office: tuple[House, str]) -> None:
    """It is no other certification than itself."""
    house, cfa = office
    house.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    number = [e.type for e in house.events(cfa)].index("CertificationRecorded") + 1
    moved = {"fact": number, "happened_on": "2026-11-05", "reason": "Date mal lue."}
    house.do(cfa, "correct", "2026-11-11", **moved)
    assert refs(office, "D93") == ["2029-11-05"]


@pytest.mark.parametrize(
    ("day", "in_window", "closes"),
    [
        ("2028-01-08", False, False),
        ("2028-01-09", True, True),
        ("2028-01-10", True, True),
        ("2028-09-08", True, True),
        ("2028-09-09", True, True),
        ("2028-09-10", False, True),
    ],
)
def test_a_surveillance_outside_its_months_is_noted(
    office: tuple[House, str], day: str, in_window: bool, closes: bool
) -> None:
    """From 9 November 2026: 14 months end on 9 January 2028, 22 months on 9 September."""
    house, cfa = office
    house.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    house.beat(f"{day} 08:05")
    house.do(cfa, "record-surveillance", f"{day} 10:00", audited_on=day)
    assert flagged(house, cfa) == ({} if in_window else {"Q-13": "found"})
    assert (state(office, "Q-13.1") == "done") is closes


def test_after_a_renewal_the_window_is_that_of_the_new_certificate(
    office: tuple[House, str],
) -> None:
    house, cfa = office
    house.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    house.do(cfa, "renew-certification", "2028-06-01", certified_on="2028-06-01")
    house.do(cfa, "record-surveillance", "2028-07-03", audited_on="2028-07-03")
    (found,) = house.dossier(cfa).of("irregularity")
    assert "Attendu du mercredi 1er août 2029 au lundi 1er avril 2030" in found.data["reason"]
