"""The rules of the training, true, false and without data: what they flag, never what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.errors import InvalidInput
from tests.houses import House
from tests.scenarios.stories import signed


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


@pytest.fixture
def lea(house: House) -> str:
    """From 16 November 2026 to 31 October 2028: 716 days."""
    dossier = signed(house)
    house.beat("2026-11-16 08:05")
    return dossier


def found(house: House, dossier: str, command: str, at: str, **said: Any) -> dict[str, str]:
    """The irregularities of an act, by rule: the reason."""
    done = house.do(dossier, command, at, **said)
    return {i["rule"]: i["reason"] for i in done.irregularities}


SIGNED = {"mobility_convention_on": "2026-12-01"}


@pytest.mark.parametrize(
    ("back", "flagged"), [("2027-11-23", False), ("2027-11-24", False), ("2027-11-25", True)]
)
def test_a_mobility_lasts_half_of_the_contract_at_most(
    house: House, lea: str, back: str, flagged: bool
) -> None:
    """Half of 716 days is 358: from 1 December 2026, back on 24 November 2027."""
    said = found(house, lea, "start-mobility", "2026-12-01", returns_on=back, **SIGNED)
    assert ("mobility_is_short_enough" in said) is flagged


@pytest.mark.parametrize(
    ("back", "flagged"), [("2027-11-30", False), ("2027-12-01", False), ("2027-12-02", True)]
)
def test_a_mobility_lasts_one_year_at_most(
    house: House, lea: str, back: str, flagged: bool
) -> None:
    longer = {"amendment_type": "36", "takes_effect_on": "2026-11-20", "ends_on": "2029-10-31"}
    house.do(lea, "amend-contract", "2026-11-20", **longer)
    said = found(house, lea, "start-mobility", "2026-12-01", returns_on=back, **SIGNED)
    assert ("mobility_is_short_enough" in said) is flagged


def test_two_mobilities_add_up(house: House, lea: str) -> None:
    first = {"returns_on": "2027-06-01", **SIGNED}
    assert found(house, lea, "start-mobility", "2026-12-01", **first) == {}
    house.do(lea, "end-mobility", "2027-06-01")
    again = {"returns_on": "2028-03-01", "mobility_convention_on": "2027-09-01"}
    said = found(house, lea, "start-mobility", "2027-09-01", **again)
    assert said["mobility_is_short_enough"].endswith("364 jours à l’étranger en tout.")


@pytest.mark.parametrize(
    ("signed_on", "reason"),
    [
        ("2026-11-30", None),
        ("2026-12-01", None),
        ("2026-12-02", "La convention de mobilité se conclut avant le départ."),
        (None, "Non vérifié : La convention de mobilité se conclut avant le départ."),
    ],
)
def test_the_convention_comes_before_the_departure(
    house: House, lea: str, signed_on: str | None, reason: str | None
) -> None:
    said = {"mobility_convention_on": signed_on} if signed_on else {}
    flagged = found(house, lea, "start-mobility", "2026-12-01", returns_on="2027-02-01", **said)
    assert flagged.get("mobility_convention_precedes_departure") == reason


@pytest.mark.parametrize(
    ("until", "flagged"),
    [("2027-12-23", False), ("2027-12-24", False), ("2027-12-25", True)],
)
def test_a_hosting_lasts_half_of_the_contract_at_most(
    house: House, lea: str, until: str, flagged: bool
) -> None:
    hosting = {"from_on": "2027-01-01", "until_on": until, "convention_signed_on": "2026-12-01"}
    said = found(house, lea, "record-hosting", "2026-12-02", **hosting)
    assert ("hosting_is_short_enough" in said) is flagged


def test_a_third_host_is_flagged(house: House, lea: str) -> None:
    hosting = {
        "from_on": "2027-01-04",
        "until_on": "2027-01-29",
        "convention_signed_on": "2026-12-01",
    }
    for siret in ("73282932000074", "73282932000074", "35600000000048"):
        assert found(house, lea, "record-hosting", "2026-12-02", host_siret=siret, **hosting) == {}
    third = found(
        house, lea, "record-hosting", "2026-12-02", host_siret="55210055400013", **hosting
    )
    assert set(third) == {"hosts_are_few_enough"}


def test_a_mediation_without_a_difficulty_is_flagged(house: House, lea: str) -> None:
    assert set(found(house, lea, "open-mediation", "2026-12-01")) == {"difficulty_was_reported"}


def test_a_mediation_after_a_difficulty_is_not(house: House, lea: str) -> None:
    house.do(lea, "report-difficulty", "2026-12-01")
    assert found(house, lea, "open-mediation", "2026-12-02") == {}


AMENDED = {"amendment_type": "36", "takes_effect_on": "2027-01-04"}


@pytest.mark.parametrize(
    ("type_", "ends_on", "flagged"),
    [
        ("36", "2029-11-15", set()),
        ("36", "2029-11-16", {"amended_duration_is_lawful"}),
        ("33", "2030-11-15", set()),  # one more year after a failure
        ("33", "2030-11-16", {"amended_duration_is_lawful"}),
        ("36", "2028-10-30", {"amended_contract_covers_the_exams"}),
    ],
)
def test_an_avenant_keeps_the_contract_lawful(
    house: House, lea: str, type_: str, ends_on: str, flagged: set[str]
) -> None:
    said = {**AMENDED, "amendment_type": type_, "ends_on": ends_on}
    assert set(found(house, lea, "amend-contract", "2027-01-04", **said)) == flagged


MAITRE = {
    "maitre_apprentissage_name": "Alex Noir",
    "maitre_apprentissage_email": "alex.noir@dupont.example",
    "maitre_apprentissage_years_of_practice": 3,
    "maitre_apprentissage_has_diploma": True,
    "maitre1.dateNaissance": "1990-01-01",
}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"maitre_apprentissage_years_of_practice": 0}, "Le nouveau maître"),
        ({"maitre1.dateNaissance": "2010-01-01"}, "Le nouveau maître"),
        ({"maitre_apprentissage_years_of_practice": None}, "Non vérifié : Le nouveau maître"),
    ],
)
def test_a_new_maitre_apprentissage_is_competent(
    house: House, lea: str, changes: dict[str, Any], reason: str | None
) -> None:
    form = {**AMENDED, **MAITRE, **changes}
    given = {name: value for name, value in form.items() if value is not None}
    said = found(house, lea, "amend-contract", "2027-01-04", **given)
    told = said.get("new_maitre_apprentissage_is_competent")
    assert (told is None) if reason is None else (told or "").startswith(reason)


def test_an_avenant_that_says_nothing_of_them_asks_nothing_of_them(house: House, lea: str) -> None:
    assert found(house, lea, "amend-contract", "2027-01-04", **AMENDED) == {}


@pytest.mark.parametrize(
    ("signed_on", "flagged"), [("2027-01-03", False), ("2027-01-04", False), ("2027-01-05", True)]
)
def test_an_avenant_is_signed_before_its_effect(
    house: House, lea: str, signed_on: str, flagged: bool
) -> None:
    said = found(
        house, lea, "amend-contract", "2027-01-06", amendment_signed_on=signed_on, **AMENDED
    )
    assert ("amendment_is_signed_before_its_effect" in said) is flagged


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"ends_on": "2027-01-03"}, "ne finit pas avant la date d’effet"),
        ({"maitre_apprentissage_name": "Alex Noir"}, "avec son courriel"),
        ({"tuteur_academique_email": "anne@univ.example"}, "avec son courriel"),
    ],
)
def test_an_avenant_that_cannot_be_is_refused(
    house: House, lea: str, said: dict[str, str], reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        house.do(lea, "amend-contract", "2027-01-04", **AMENDED, **said)
