"""What the CFA checks before it issues or authorises: the day before, the day, the day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest

from lifecycle.errors import InvalidInput, NotAllowed, Refused
from tests.houses import House, lawful_terms

START = "2026-11-16"
PRACTICE, TRAINING = "contrat.dateDebutFormationPratique", "formation.dateDebutFormation"
HOURS, EXAMS = "formation.dureeFormation", "formation.dateFinFormation"
NEW = count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("rules"), "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def drafted(
    house: House, born: str = "2004-03-14", mission: dict[str, Any] | None = None, **terms: Any
) -> str:
    """A dossier whose contract no rule stops, but for these terms."""
    n = next(NEW)
    lea = house.candidate(f"Léa{n}", f"Martin{n}", birth_date=born)
    house.do(lea, "admit")
    somebody = {"maitre_apprentissage_email": f"ma{n}@dupont.example"}
    house.submit_mission(lea, **{**somebody, **(mission or {})})
    house.do(lea, "validate-mission", actor="responsable_formation")
    start = terms.pop("starts_on", START)
    months = f"{int(start[:4]) + 1}{start[4:]}".replace("02-29", "02-28")
    lawful = lawful_terms(start, terms.get("ends_on", months))
    said = {**lawful, TRAINING: start, HOURS: 5000, **terms}
    given = {name: value for name, value in said.items() if value is not None}
    house.do(lea, "draft-contract", **given)
    return lea


def refused(house: House, dossier: str, command: str = "issue-documents", **said: Any) -> set[str]:
    """The refs of the rules that refuse, each with its reason and its source."""
    answer = house.do_all([house.command(dossier, command, **said)])[0]
    refusals = answer.refusals if isinstance(answer, Refused) else ()
    assert all(r.reason.endswith(".") and r.source for r in refusals)
    return {r.rule for r in refusals}


@pytest.mark.parametrize("field", [PRACTICE, TRAINING])
@pytest.mark.parametrize(
    ("start", "begins", "lawful"),
    [
        ("2026-11-16", "2027-02-15", True),
        ("2026-11-16", "2027-02-16", True),
        ("2026-11-16", "2027-02-17", False),
        ("2026-11-30", "2027-02-28", True),  # no 30 February: the last day of the month
        ("2026-11-30", "2027-03-01", False),
        ("2027-11-30", "2028-02-29", True),  # leap year
        ("2027-11-30", "2028-03-01", False),
        ("2026-11-16", "2026-09-07", True),
    ],
)
def test_training_begins_within_three_months(
    house: House, field: str, start: str, begins: str, lawful: bool
) -> None:
    ref = "D03" if field == PRACTICE else "D04"
    found = refused(house, drafted(house, starts_on=start, **{field: begins}))
    assert found == (set() if lawful else {ref})


@pytest.mark.parametrize(
    ("start", "ends", "more", "lawful"),
    [
        ("2026-11-16", "2027-05-14", {}, False),
        ("2026-11-16", "2027-05-15", {}, True),  # six months, the last day included
        ("2026-11-16", "2027-05-16", {}, True),
        ("2026-08-31", "2027-02-26", {}, False),
        ("2026-08-31", "2027-02-27", {}, True),
        ("2026-11-16", "2029-11-14", {}, True),
        ("2026-11-16", "2029-11-15", {}, True),
        ("2026-11-16", "2029-11-16", {}, False),
        ("2026-11-16", "2030-11-15", {"extended_duration": True}, True),
        ("2026-11-16", "2030-11-16", {"extended_duration": True}, False),
    ],
)
def test_the_contract_lasts_from_six_months_to_three_years(
    house: House, start: str, ends: str, more: dict[str, Any], lawful: bool
) -> None:
    found = refused(house, drafted(house, starts_on=start, ends_on=ends, **more))
    assert found == (set() if lawful else {"D06"})


@pytest.mark.parametrize(("hours", "lawful"), [(401, False), (402, True), (403, True)])
def test_a_quarter_of_1607_hours_a_year_is_spent_at_the_cfa(
    house: House, hours: int, lawful: bool
) -> None:
    dossier = drafted(house, ends_on="2027-11-15", **{HOURS: hours})
    assert refused(house, dossier) == (set() if lawful else {"D07"})


@pytest.mark.parametrize(
    ("born", "start", "more", "lawful"),
    [
        ("2010-11-15", START, {}, True),
        ("2010-11-16", START, {}, True),  # sixteen that very day
        ("2010-11-17", START, {}, False),
        ("1996-11-17", START, {}, True),  # twenty-nine for one day more
        ("1996-11-16", START, {}, False),
        ("1996-11-15", START, {}, False),
        ("1996-02-29", "2026-02-28", {}, True),  # thirty on 1 March only
        ("1996-02-29", "2026-03-01", {}, False),
        ("1990-11-17", START, {"renewal_within_a_year": True}, True),
        ("1990-11-16", START, {"renewal_within_a_year": True}, False),
        ("1970-01-01", START, {"age_exempt": True}, True),
        ("2010-11-17", START, {"age_exempt": True}, False),
    ],
)
def test_the_age_of_the_apprentice(
    house: House, born: str, start: str, more: dict[str, Any], lawful: bool
) -> None:
    found = refused(house, drafted(house, born=born, starts_on=start, **more))
    assert found == (set() if lawful else {"D08"})


@pytest.mark.parametrize(
    ("exams", "lawful"), [("2027-10-30", True), ("2027-10-31", True), ("2027-11-01", False)]
)
def test_the_contract_covers_the_exams(house: House, exams: str, lawful: bool) -> None:
    found = refused(house, drafted(house, ends_on="2027-10-31", **{EXAMS: exams}))
    assert found == (set() if lawful else {"D71"})


@pytest.mark.parametrize(
    ("mission", "lawful"),
    [
        ({"maitre_apprentissage_years_of_practice": 0}, False),
        ({"maitre_apprentissage_years_of_practice": 1}, True),
        ({"maitre_apprentissage_years_of_practice": 2}, True),
        (
            {
                "maitre_apprentissage_years_of_practice": 1,
                "maitre_apprentissage_has_diploma": False,
            },
            False,
        ),
        (
            {
                "maitre_apprentissage_years_of_practice": 2,
                "maitre_apprentissage_has_diploma": False,
            },
            True,
        ),
        ({"maitre1.dateNaissance": "2008-11-02"}, True),  # of age on the day of the mission
        ({"maitre1.dateNaissance": "2008-11-03"}, False),
    ],
)
def test_the_maitre_apprentissage_is_competent(
    house: House, mission: dict[str, Any], lawful: bool
) -> None:
    assert refused(house, drafted(house, mission=mission)) == (set() if lawful else {"D24"})


def test_a_maitre_apprentissage_follows_two_apprentices_at_most(house: House) -> None:
    same = {"maitre_apprentissage_email": "seule@dupont.example"}
    dossiers = [drafted(house, mission=same) for _ in range(3)]
    assert refused(house, dossiers[2]) == {"D24"}
    house.do(dossiers[0], "cancel-contract")
    assert refused(house, dossiers[2]) == set()


def test_another_maitre_apprentissage_may_be_appointed(house: House) -> None:
    same = {"maitre_apprentissage_email": "debordee@dupont.example"}
    dossiers = [drafted(house, mission=same) for _ in range(3)]
    new = {"name": "Sacha Klein", "email": "sacha.klein@dupont.example"}
    house.do(dossiers[2], "appoint", role="maitre_apprentissage", **new)
    assert refused(house, dossiers[2]) == set()


@pytest.mark.parametrize(
    ("ref", "terms", "mission"),
    [
        ("D03", {PRACTICE: None}, {}),
        ("D04", {TRAINING: None}, {}),
        ("D07", {HOURS: None}, {}),
        ("D71", {EXAMS: None}, {}),
        ("D24", {}, {"maitre_apprentissage_years_of_practice": None}),
        ("D24", {}, {"maitre1.dateNaissance": None}),
    ],
)
def test_without_data_nothing_is_conforme_nothing_blocks_and_the_start_says_so(
    house: House, ref: str, terms: dict[str, Any], mission: dict[str, Any]
) -> None:
    dossier = drafted(house, mission=mission, **terms)
    done = house.do(dossier, "issue-documents")
    assert done.written[0].event.data["unverified"] == [ref]
    started = house.do(dossier, "start-contract")
    said = {i["rule_ref"]: i["reason"] for i in started.irregularities}
    assert said[ref].startswith("Non vérifié : ")


def test_every_fault_is_told_at_once_with_who_can_lift_it(house: House) -> None:
    dossier = drafted(
        house,
        born="1990-01-01",
        mission={"maitre_apprentissage_years_of_practice": 0},
        ends_on="2026-12-01",
        **{PRACTICE: "2027-04-01", TRAINING: "2027-04-01", HOURS: 1},
    )
    with pytest.raises(Refused) as error:
        house.do(dossier, "issue-documents")
    by_rule = {r.rule: r for r in error.value.refusals}
    assert set(by_rule) == {"D03", "D04", "D06", "D07", "D08", "D24"}
    assert {r.lifted_by for r in by_rule.values()} == {("direction",)}
    assert by_rule["D06"].source.endswith("R. 6222-60 et R. 6222-23-1")
    assert by_rule["D08"].reason.endswith("Il ou elle en aura 36.")


def test_the_direction_lifts_with_a_reason_and_nobody_else(house: House) -> None:
    dossier = drafted(house, ends_on="2026-12-01")
    lift = {"lift": "D06", "reason": "avenant à venir"}
    assert refused(house, dossier, actor="gestionnaire", **lift) == {"D06"}
    assert refused(house, dossier, actor="direction", lift="D06") == {"D06"}
    assert refused(house, dossier, actor="direction", lift="D07", reason="non") == {"D06"}
    done = house.do(dossier, "issue-documents", actor="direction", **lift)
    assert [w.event.type for w in done.written] == ["DocumentsIssued", "RuleLifted"]
    started = house.do(dossier, "start-contract")
    assert "D06" not in {i["rule_ref"] for i in started.irregularities}


def test_nobody_lifts_the_mission(house: House) -> None:
    lea = house.candidate("Ada", "Sans")
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.draft_contract(lea, START, "2028-10-31")
    for command in ("issue-documents", "grant-visa"):
        asked = {"actor": "direction", "lift": "E-03", "reason": "urgent"}
        assert refused(house, lea, command, **asked) == {"E-03"}
    with pytest.raises(Refused) as error:
        house.do(lea, "issue-documents")
    assert error.value.refusals[0].lifted_by == ("responsable_formation",)
    house.sign(lea)
    started = house.do(lea, "start-contract")
    assert {"E-03", "T13"} <= {i["rule_ref"] for i in started.irregularities}


def test_a_missing_right_wins_and_every_other_refusal_is_told(house: House) -> None:
    dossier = drafted(house, ends_on="2026-12-01")
    with pytest.raises(NotAllowed) as error:
        house.do(dossier, "issue-documents", actor="responsable_formation")
    assert {r.rule for r in error.value.refusals} == {"right", "D06"}


@pytest.mark.parametrize(
    ("born", "emancipated", "needed"),
    [
        ("2008-11-02", None, False),  # eighteen on the day of the signature
        ("2008-11-03", None, True),
        ("2008-11-03", False, True),
        ("2008-11-03", True, False),
    ],
)
def test_a_minor_signs_with_a_legal_representative(
    house: House, born: str, emancipated: bool | None, needed: bool
) -> None:
    said = {} if emancipated is None else {"apprenti.apprentiMineurNonEmancipe": not emancipated}
    dossier = drafted(house, born=born, **said)
    house.sign(dossier)
    (contract,) = house.states(dossier)["contracts"]
    assert contract["state"] == ("in_signature" if needed else "signed")
    if needed:
        house.sign(dossier, None, "legal_representative")
        assert house.states(dossier)["contracts"][0]["state"] == "signed"


def test_who_supervises_does_not_validate(house: House) -> None:
    lea = house.candidate("Zoé", "Weber")
    house.do(lea, "admit")
    house.submit_mission(lea, maitre_apprentissage_email="camille@dupont.example")
    mine = "responsable_formation:camille@dupont.example"
    with pytest.raises(Refused, match="ne peut pas valider la mission qu’il encadrera"):
        house.do(lea, "validate-mission", actor=mine)
    house.do(lea, "validate-mission", actor="responsable_formation:autre@dupont.example")


def test_a_mission_on_which_somebody_signed_is_not_withdrawn(house: House) -> None:
    dossier = drafted(house)
    house.sign(dossier, None, "employer")
    with pytest.raises(Refused, match="Un contrat signé repose sur cette mission"):
        house.do(dossier, "withdraw-mission", actor="employeur")
    house.do(dossier, "refuse-signature", actor="apprenti")
    house.do(dossier, "withdraw-mission", actor="employeur")


def test_a_date_is_never_after_the_paris_day(house: House) -> None:
    lea = house.candidate("Noé", "Roth")
    late = "2026-11-02 23:59"
    with pytest.raises(InvalidInput, match="après aujourd’hui"):
        house.do(lea, "admit", late, on=date(2026, 11, 3))
    house.do(lea, "admit", "2026-11-03 00:00", on=date(2026, 11, 3))
