"""What the first weeks owe, through the door: tutors, their training, papers, rules, aids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.dossier import Instance
from lifecycle.errors import InvalidInput, NotAllowed, Refused
from tests.houses import House
from tests.scenarios.stories import signed

SIX = ("logement", "restauration", "mobilite", "sante", "premier_equipement", "recherche_emploi")
BRUNO = {"name": "Bruno Keller", "email": "bruno.keller@univ.example"}


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


@pytest.fixture
def lea(house: House) -> str:
    """Started by the clock on Monday 16 November 2026, until 31 October 2028."""
    dossier = signed(house)
    house.beat("2026-11-16 08:05")
    return dossier


def duties(house: House, dossier: str, ref: str) -> list[Instance]:
    return [d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == ref]


def said(house: House, dossier: str, region: str, instance: str) -> Any:
    return house.dossier(dossier).instances[region, instance].data


def states(house: House, dossier: str, *refs: str) -> list[str]:
    return [house.duty(dossier, ref).state for ref in refs]


# --- tutors ------------------------------------------------------------------------------------------------


def test_only_the_tuteur_acknowledges_a_letter_of_mission(house: House, lea: str) -> None:
    maitre = {"name": "Alex Noir", "email": "alex.noir@dupont.example"}
    house.do(lea, "appoint", "2026-11-18", role="maitre_apprentissage", **maitre)
    assert duties(house, lea, "E-05") == []
    with pytest.raises(Refused, match="Aucun tuteur académique"):
        house.do(lea, "accept-tutoring")
    house.do(lea, "appoint", "2026-11-18", role="tuteur_academique", **BRUNO)
    assert house.duty(lea, "E-05").data["due_on"] == "2026-12-03"
    with pytest.raises(NotAllowed):
        house.do(lea, "accept-tutoring", actor="employeur")
    house.do(lea, "accept-tutoring", "2026-12-01", actor="tuteur_academique")
    assert states(house, lea, "E-05") == ["done"]


def test_tuteur_and_maitre_are_trained_apart(house: House, lea: str) -> None:
    house.do(lea, "record-training", "2026-12-01", who="maitre_apprentissage",
             trained_on="2025-10-03", means="alterkit")  # fmt: skip
    assert states(house, lea, "M-06", "P3-P01") == ["done", "open"]
    house.do(lea, "record-training", "2027-01-05", who="tuteur_academique", means="session")
    assert states(house, lea, "P3-P01") == ["done"]
    kept = said(house, lea, "contract", "c1")
    assert kept["trained:maitre_apprentissage"]["on"] == "2025-10-03"
    assert kept["trained:tuteur_academique"]["on"] == "2027-01-05"


def test_a_contact_between_tutors_is_the_first_of_them(house: House, lea: str) -> None:
    house.do(lea, "record-coordination", "2026-11-30", actor="tuteur_academique", channel="visio")
    assert states(house, lea, "E-08", "D30") == ["done", "open"]


# --- papers, rules, aids ---------------------------------------------------------------------------------------


def test_the_papers_are_those_of_the_formation_or_those_of_the_form(house: House, lea: str) -> None:
    with pytest.raises(Refused, match="dans ses réglages"):
        house.do(lea, "share-referentiel", actor="responsable_formation")
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", referentiel_url="https://cfa.example/ref-2026")
    house.do(lea, "share-referentiel", "2026-11-20", actor="responsable_formation")
    assert states(house, lea, "P3-S00") == ["open"]  # the follow-up terms are wanted too
    house.do(lea, "share-referentiel", "2026-11-23", follow_up_terms="v3 du 1er septembre 2026")
    assert states(house, lea, "P3-S00") == ["done"]
    kept = said(house, lea, "contract", "c1")
    assert (kept["referentiel"], kept["follow_up_terms"]) == (
        "https://cfa.example/ref-2026", "v3 du 1er septembre 2026"
    )  # fmt: skip
    told = [e.data["told"] for e in house.events(lea) if e.type == "ReferentielShared"]
    assert {one["for"] for one in told[-1]} >= {"apprenti", "maitre_apprentissage"}


@pytest.mark.parametrize(
    "value", ["cfa.example", "https://x", "javascript:alert(1)", "https://a b.fr"]
)
def test_an_address_that_nobody_could_follow_is_refused(house: House, value: str) -> None:
    with pytest.raises(InvalidInput, match="referentiel_url"):
        house.do(house.open_formation("L3"), "set-formation", referentiel_url=value)


@pytest.mark.parametrize("day", ["2026-02-31", "2026-13-01", "31/08/2026", "2026-09-31"])
def test_a_day_of_review_that_does_not_exist_is_refused(house: House, day: str) -> None:
    with pytest.raises(InvalidInput, match="aids_reviewed_on"):
        house.do(house.open_formation("L3"), "set-formation", aids_reviewed_on=day)


def test_each_party_reads_the_grid_in_its_version_and_the_referentiel_with_it(
    house: House, lea: str
) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", grid_url="https://cfa.example/grille-v2")
    house.do(lea, "acknowledge-grid", party="apprenti", with_referentiel=True)
    house.do(lea, "acknowledge-grid", party="maitre_apprentissage")
    kept = said(house, lea, "contract", "c1")
    assert kept["grid_version"] == "https://cfa.example/grille-v2"
    assert ("referentiel:apprenti" in kept, "referentiel:maitre_apprentissage" in kept) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2026-12-15", True), ("2026-12-16", True), ("2026-12-17", False)]
)
def test_the_apprentice_knows_the_rules_within_a_month(
    house: House, lea: str, done_on: str, on_time: bool
) -> None:
    house.do(lea, "acknowledge-rules", f"{done_on} 18:00", actor="apprenti")
    found = house.duty(lea, "C-13")
    assert (found.state, found.data["on_time"]) == ("done", on_time)


def test_six_topics_of_aids_are_told_at_once_or_one_after_the_other(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit", "2026-11-03")
    assert house.duty(lea, "V2-02").data["due_on"] == "2026-12-03"
    with pytest.raises(InvalidInput, match="au moins un sujet"):
        house.do(lea, "acknowledge-aids", logement=False)
    house.do(lea, "acknowledge-aids", "2026-11-04", **dict.fromkeys(SIX[:4], True))
    assert states(house, lea, "V2-02") == ["open"]
    house.do(lea, "acknowledge-aids", "2026-11-10", actor="apprenti",
             **dict.fromkeys(SIX[4:], True), employer_benefits=True)  # fmt: skip
    assert states(house, lea, "V2-02") == ["done"]
    kept = said(house, lea, "pathway", "pathway")
    assert [kept[f"aid:{topic}"] for topic in (SIX[0], SIX[-1])] == ["2026-11-04", "2026-11-10"]
    assert kept["aid:employer_benefits"] == "2026-11-10"


def test_what_belongs_to_the_first_weeks_is_not_asked_of_a_contract_taken_over(
    house: House,
) -> None:
    said_ = {"situation": "in_training", "contract_state": "running", "starts_on": "2026-09-01",
             "ends_on": "2028-08-31", "formation": "M2-INFO", "email": "ida@etu.example",
             "first_name": "Ida", "last_name": "Kuhn", "birth_date": "2004-05-05"}  # fmt: skip
    ida = house.do(house.new_id(), "take-over", **said_).dossier.stream
    owed = {d.data["ref"] for d in house.dossier(ida).of("obligation")}
    assert not owed & {"V2-02", "C-13", "P3-S00", "E-08", "P3-P01", "M-06"}
    assert "D30" in owed


def test_a_session_for_tutors_counts_for_the_tuteur_who_came(house: House, lea: str) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    held = {"kind": "retour_alternance", "attended": lea}
    house.do(stream, "hold-event", "2026-11-30", **held)
    assert states(house, lea, "P3-P01") == ["open"]
    house.do(stream, "hold-event", "2026-12-01", **{**held, "kind": "formation_tuteurs"})
    assert states(house, lea, "P3-P01", "M-06") == ["done", "reminded"]
    quarter = duties(house, lea, "D33")[0]
    assert (quarter.state, quarter.data["by"]) == ("done", "EventAttended")
