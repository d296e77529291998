"""The training through the door: each act, and each deadline the day before, the day, the day after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.dossier import Instance
from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.stories import flagged, signed

TERM = "2028-10-31"


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


def contract(house: House, dossier: str) -> str:
    return str(house.states(dossier)["contracts"][0]["state"])


def situations(house: House, dossier: str) -> list[tuple[str, str]]:
    return [(s["kind"], s["state"]) for s in house.states(dossier)["situations"]]


def visit(house: House, dossier: str, on: str, **said: Any) -> None:
    house.do(dossier, "record-visit", f"{on} 12:00", actor="tuteur_academique", mode="site", **said)


# --- T22, D20: the 45 days of presence -------------------------------------------------------------


@pytest.mark.parametrize(
    ("beat", "state"),
    [("2027-01-18 23:59", "probation"), ("2027-01-20 00:01", "running")],
)
def test_the_clock_ends_the_45_days(house: House, lea: str, beat: str, state: str) -> None:
    assert house.duty(lea, "D20").data["due_on"] == "2027-01-19"
    house.beat(beat)
    assert contract(house, lea) == state


def test_the_office_ends_them_too_and_the_counter_closes(house: House, lea: str) -> None:
    house.do(lea, "end-probation", "2027-01-04 10:00")
    assert (contract(house, lea), house.duty(lea, "D20").state) == ("running", "done")
    with pytest.raises(Refused):
        house.do(lea, "end-probation")


def test_tuteur_and_cfa_hear_of_the_thirtieth_and_of_the_fortieth_day(
    house: House, lea: str
) -> None:
    for beat in ("2026-12-28 08:05", "2027-01-12 08:05"):
        house.beat(beat)
    steps = [e for e in house.events(lea) if e.instance == "D20.1" and "step" in e.data]
    assert [e.effective_on.isoformat() for e in steps] == ["2026-12-28", "2027-01-12"]


@pytest.mark.parametrize(
    ("leaves", "comes_back"),
    [
        (("record-absence", {}), ("record-return", {})),
        (("suspend-contract", {}), ("resume-contract", {})),
        (("start-mobility", {"returns_on": "2026-12-14"}), ("end-mobility", {})),
    ],
)
def test_days_away_are_not_counted(
    house: House,
    lea: str,
    leaves: tuple[str, dict[str, str]],
    comes_back: tuple[str, dict[str, str]],
) -> None:
    """Ten jours ouvrés away, from Monday 30 November to Friday 11 December."""
    house.do(lea, leaves[0], "2026-11-30 09:00", **leaves[1])
    house.do(lea, comes_back[0], "2026-12-14 09:00", **comes_back[1])
    assert house.duty(lea, "D20").data["due_on"] == "2027-02-02"
    assert [state for _, state in situations(house, lea)] == ["resolved"]


def test_nobody_is_out_of_probation_while_away(house: House, lea: str) -> None:
    house.do(lea, "record-absence", "2026-11-17 09:00")
    house.beat("2027-08-01 08:05")
    assert contract(house, lea) == "probation"
    assert house.duty(lea, "D20").state == "open"  # nobody knows when the 45th day will be
    assert "ObligationExpired" not in [e.type for e in house.events(lea) if e.instance == "D20.1"]
    house.do(lea, "record-return", "2027-08-02 09:00", absence_nature="autre")
    house.beat("2027-10-15 08:05")
    assert contract(house, lea) == "running"


# --- situations -------------------------------------------------------------------------------------


def test_situations_overlap_and_leave_the_contract_as_it_is(house: House, lea: str) -> None:
    tuteur = {"name": "Anne Roth", "email": "anne.roth@univ.example"}
    house.do(lea, "appoint", role="tuteur_academique", **tuteur)
    house.beat("2027-01-25 08:05")
    house.do(lea, "report-difficulty", "2027-02-01", actor="apprenti", raised_by="apprenti")
    house.do(lea, "open-mediation", "2027-02-05", mediator="cfa")
    house.do(lea, "start-mobility", "2027-03-01", returns_on="2027-06-01",
             mobility_convention_on="2027-02-20")  # fmt: skip
    assert situations(house, lea) == [
        ("difficulty", "open"),
        ("mediation", "open"),
        ("mobility", "open"),
    ]
    assert contract(house, lea) == "running"
    house.do(lea, "resolve-situation", "2027-04-01", situation="s1", outcome="resolved")
    with pytest.raises(Refused, match="son propre acte"):
        house.do(lea, "resolve-situation", situation="s3", outcome="resolved")
    house.do(lea, "end-mobility", "2027-06-01")
    assert [state for _, state in situations(house, lea)] == ["resolved", "open", "resolved"]
    assert flagged(house, lea) == {}


@pytest.mark.parametrize("command", ["resume-contract", "end-mobility", "record-return"])
def test_nobody_comes_back_who_has_not_left(house: House, lea: str, command: str) -> None:
    with pytest.raises(Refused):
        house.do(lea, command)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("suspend-contract", {}),
        ("record-absence", {}),
        ("start-mobility", {"returns_on": "2027-02-01"}),
    ],
)
def test_nobody_leaves_twice(house: House, lea: str, command: str, said: dict[str, str]) -> None:
    house.do(lea, command, "2026-12-01", **said)
    with pytest.raises(Refused):
        house.do(lea, command, "2026-12-02", **said)


def test_a_difficulty_is_reported_of_a_contract_that_is_performed(house: House) -> None:
    early = signed(house)
    with pytest.raises(Refused, match="Aucun contrat n’est en cours"):
        house.do(early, "report-difficulty")


def test_what_is_said_of_a_difficulty_or_an_absence_stays_the_apprentices(
    house: House, lea: str
) -> None:
    house.do(lea, "report-difficulty", "2026-12-01", difficulty="mots confiés au tuteur")
    house.do(lea, "record-absence", "2026-12-02", absence_nature="maladie_professionnelle")
    house.do(lea, "record-return", "2026-12-10", absence_nature="maladie_professionnelle")
    told = "".join(str(e.data) for e in house.events(lea))
    assert "confiés" not in told
    assert "maladie" not in told
    payloads = b"".join(payload for (payload,) in house.rows("events", "payload"))
    assert b"maladie" not in payloads
    assert "'return_visit': True" in told


# --- D43: after an absence ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nature", "back", "due"),
    [
        ("accident_du_travail", "2026-12-30", False),  # 29 days
        ("accident_du_travail", "2026-12-31", True),
        ("accident_du_travail", "2027-01-01", True),
        ("maladie", "2027-01-29", False),  # 59
        ("maladie", "2027-01-30", True),
        ("maternite", "2026-12-02", True),
        ("maladie_professionnelle", "2026-12-02", True),
        ("autre", "2027-06-01", False),
        (None, "2026-12-30", False),  # nobody says: the shorter
        (None, "2026-12-31", True),
    ],
)
def test_a_return_visit_is_due_within_eight_days(
    house: House, lea: str, nature: str | None, back: str, due: bool
) -> None:
    said = {"absence_nature": nature} if nature else {}
    house.do(lea, "record-absence", "2026-12-01 09:00", **said)
    house.do(lea, "record-return", f"{back} 09:00", **said)
    found = duties(house, lea, "D43")
    assert bool(found) is due
    assert all((d.day("due_on") - d.day("started_on")).days == 8 for d in found)  # type: ignore[operator]


# --- D30 to D37: meetings, retours, grid ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "counts"), [("site", True), ("visio", False), ("telephone", False)]
)
def test_a_meeting_counts_by_its_mode(house: House, lea: str, mode: str, counts: bool) -> None:
    house.do(lea, "record-visit", "2026-12-01", mode=mode, actor="tuteur_academique")
    assert (house.duty(lea, "D30").state == "done") is counts


def test_the_partnership_may_take_any_mode(house: House) -> None:
    house.open_formation("L3-GEO", **{"O-02": "any"})
    lea = house.candidate(formation="L3-GEO")
    house.in_contract(lea)
    house.beat("2026-11-16 08:05")
    house.do(lea, "record-visit", "2026-12-01", mode="telephone", actor="tuteur_academique")
    assert house.duty(lea, "D30").state == "done"


@pytest.mark.parametrize(
    ("on", "closes"),
    [("2028-08-30", False), ("2028-08-31", True), ("2028-10-31", True)],
)
def test_the_last_meeting_falls_in_the_last_two_months(
    house: House, lea: str, on: str, closes: bool
) -> None:
    visit(house, lea, "2026-12-10")
    visit(house, lea, on)
    last = house.duty(lea, "D31")
    assert (last.state == "done", last.data["due_on"]) == (closes, TERM)


def short(house: House) -> str:
    """A contract cut to three months by an avenant: its two windows overlap."""
    lea = signed(house)
    house.beat("2026-11-16 08:05")
    house.do(lea, "amend-contract", "2026-11-20", amendment_type="36",
             takes_effect_on="2026-11-20", ends_on="2027-02-15")  # fmt: skip
    return lea


def test_one_meeting_does_not_serve_two_windows_that_overlap(house: House) -> None:
    lea = short(house)
    visit(house, lea, "2026-12-20")
    assert (house.duty(lea, "D30").state, house.duty(lea, "D31").state) == ("done", "planned")
    visit(house, lea, "2027-02-10")
    assert house.duty(lea, "D31").state == "done"


def test_the_partnership_may_let_one_meeting_serve_both(house: House) -> None:
    house.do(formation(house), "set-formation", **{"O-05": "shared"})
    lea = short(house)
    house.beat("2026-12-16 08:05")
    visit(house, lea, "2026-12-20")
    assert (house.duty(lea, "D30").state, house.duty(lea, "D31").state) == ("done", "done")


def formation(house: House) -> str:
    streams = {stream for (stream,) in house.rows("events", "stream")}
    return next(s for s in streams if house.dossier(s).of("formation"))


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2027-11-14", True), ("2027-11-15", True), ("2027-11-16", False)]
)
def test_two_meetings_a_year(house: House, lea: str, done_on: str, on_time: bool) -> None:
    visit(house, lea, "2026-12-10")
    year = duties(house, lea, "D32")[0]
    assert (year.state, year.data["count"]) == ("open", 1)
    visit(house, lea, done_on)
    year = duties(house, lea, "D32")[0]
    assert (year.state, year.data["on_time"]) == ("done", on_time)


def test_nobody_is_told_at_mid_year_of_a_tuteur_who_has_gone(house: House, lea: str) -> None:
    visit(house, lea, "2026-12-10")
    house.beat("2027-05-18 08:05")
    (step,) = (e for e in house.events(lea) if e.instance == "D32.1" and "step" in e.data)
    assert (step.effective_on.isoformat(), step.data["told"]) == ("2027-05-18", [])


def test_a_quarter_without_retour_is_told_then_late(house: House, lea: str) -> None:
    house.do(lea, "record-retour", "2026-12-15", actor="responsable_formation")
    first, second = duties(house, lea, "D33")
    assert (first.state, first.data["due_on"]) == ("done", "2026-12-31")
    assert (second.data["opens_on"], second.data["due_on"]) == ("2027-01-01", "2027-03-31")
    house.beat("2027-04-01 08:05")
    assert [d.state for d in duties(house, lea, "D33")][1] == "escalated"


@pytest.mark.parametrize(("wanted", "states"), [("non", []), ("oui", ["open", "planned"])])
def test_a_reflexive_analysis_is_owed_where_the_partnership_wants_it(
    house: House, wanted: str, states: list[str]
) -> None:
    house.open_formation("L3-GEO", **{"D34.wanted": wanted})
    noe = house.in_contract(house.candidate("Noé", "Roth", formation="L3-GEO"))
    house.beat("2026-11-25 08:05")
    house.do(noe, "record-retour", "2026-12-01")
    assert [d.state for d in duties(house, noe, "D34")] == states
    house.do(noe, "record-retour", "2026-12-02", reflexive=True)
    assert [d.state for d in duties(house, noe, "D34")] == [
        s.replace("open", "done") for s in states
    ]


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2026-12-15", True), ("2026-12-16", True), ("2026-12-17", False)]
)
def test_three_parties_know_the_grid_within_a_month(
    house: House, lea: str, done_on: str, on_time: bool
) -> None:
    for party in ("maitre_apprentissage", "tuteur_academique"):
        house.do(lea, "acknowledge-grid", "2026-12-01 10:00", party=party)
    assert house.duty(lea, "D35").state != "done"
    house.do(lea, "acknowledge-grid", f"{done_on} 23:00", party="apprenti", actor="apprenti")
    grid = house.duty(lea, "D35")
    assert (grid.state, grid.data["on_time"]) == ("done", on_time)


def test_a_first_meeting_that_checked_nothing_leaves_its_checklist_open(
    house: House, lea: str
) -> None:
    visit(house, lea, "2026-12-01", means_checked=False, profile_checked=False)
    assert (house.duty(lea, "D30").state, house.duty(lea, "D36").state) == ("done", "open")
    assert "count" not in duties(house, lea, "D37")[0].data
    visit(house, lea, "2026-12-08", means_checked=True)
    assert house.duty(lea, "D36").state == "done"


def test_the_first_meeting_waits_for_who_is_abroad(house: House, lea: str) -> None:
    house.do(lea, "start-mobility", "2026-12-01", returns_on="2027-03-01")
    assert house.duty(lea, "D30").data["paused"] is True
    house.beat("2027-01-20 08:05")
    assert house.duty(lea, "D30").state == "open"
    house.do(lea, "end-mobility", "2027-03-01 09:00")
    first = house.duty(lea, "D30")
    assert (first.data["paused"], first.data["due_on"]) == (
        False,
        "2027-04-16",
    )  # 46 days were left


# --- D19, D16, D42, D38, D45 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2027-01-15", True), ("2027-01-16", True), ("2027-01-17", False)]
)
def test_the_medical_visit_takes_place_within_two_months(
    house: House, lea: str, done_on: str, on_time: bool
) -> None:
    house.do(lea, "fulfil-obligation", f"{done_on} 20:00", obligation="D19", evidence="attestation")
    assert house.duty(lea, "D19").data["on_time"] is on_time


AID = {"employeur.nombreDeSalaries": 249, "formation.typeDiplome": "41"}


@pytest.mark.parametrize(
    ("terms", "sector", "owed"),
    [
        (AID, "private", True),
        ({**AID, "employeur.nombreDeSalaries": 250}, "private", False),
        ({**AID, "formation.typeDiplome": "54"}, "private", False),
        ({**AID, "formation.typeDiplome": "BTS"}, "private", False),
        ({}, "private", False),
        (AID, "public", False),
    ],
)
def test_the_aid_is_lost_after_six_months(
    house: House, terms: dict[str, Any], sector: str, owed: bool
) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea, sector=sector)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", TERM, **terms)
    house.sign(lea, "2026-11-10 10:00")
    assert [d.data["due_on"] for d in duties(house, lea, "D16")] == (["2027-05-10"] if owed else [])
    told = "".join(str(e.data) for e in house.events(lea))
    assert "nombreDeSalaries" not in told


@pytest.mark.parametrize(
    ("born", "raises"),
    [
        ("2008-11-15", ["2026-12-01"]),  # eighteen the day before the start
        ("2009-03-14", ["2027-04-01"]),
        ("2009-03-31", ["2027-04-01"]),
        ("2009-04-01", ["2027-05-01"]),
        ("2008-12-31", ["2027-01-01"]),
        ("2008-02-29", []),
        ("2002-02-28", ["2028-03-01"]),
        ("2002-11-01", []),  # the contract ends before
    ],
)
def test_the_pay_rises_on_the_first_of_the_month_that_follows(
    house: House, born: str, raises: list[str]
) -> None:
    zoe = born_on(house, born)
    assert [d.data["due_on"] for d in duties(house, zoe, "D42")] == raises
    assert born not in "".join(str(e.data) for e in house.events(zoe))


def born_on(house: House, born: str) -> str:
    """In contract, with a legal representative's signature, which only a minor needs."""
    zoe = house.in_contract(house.candidate("Zoé", "Klein", birth_date=born))
    if house.states(zoe)["contracts"][0]["state"] == "in_signature":
        house.do(zoe, "sign-contract", on="2026-11-12", party="legal_representative")
    house.beat("2026-11-25 08:05")
    return zoe


def test_an_employer_is_told_of_a_raise_one_month_before_and_it_passes(house: House) -> None:
    lea = born_on(house, "2009-03-14")
    house.beat("2027-03-02 08:05")
    (step,) = (e for e in house.events(lea) if e.instance == "D42.1" and "step" in e.data)
    assert [one["role"] for one in step.data["told"]] == ["employeur"]
    house.beat("2027-04-01 08:05")
    assert house.duty(lea, "D42").state == "done"


def test_two_persons_evaluate_the_training(house: House, lea: str) -> None:
    for _ in range(2):
        house.do(lea, "record-evaluation", "2028-10-02", by="apprenti", actor="apprenti")
    assert house.duty(lea, "D38").data["count"] == 1
    house.do(lea, "record-evaluation", "2028-10-31", by="maitre_apprentissage")
    assert (house.duty(lea, "D38").state, house.duty(lea, "D38").data["on_time"]) == ("done", True)


def test_each_hosting_owes_its_convention(house: House, lea: str) -> None:
    for siret, signed_on in (("73282932000074", "2026-12-21"), ("35600000000048", "2026-12-23")):
        house.do(lea, "record-hosting", "2026-12-24", host_siret=siret, from_on="2027-01-04",
                 until_on="2027-02-26", convention_signed_on=signed_on)  # fmt: skip
    assert [d.data["due_on"] for d in duties(house, lea, "D45")] == ["2026-12-29", "2026-12-31"]
    house.do(lea, "fulfil-obligation", obligation="D45.1", evidence="envoyée")
    assert [d.state for d in duties(house, lea, "D45")] == ["done", "open"]
    with pytest.raises(InvalidInput, match="finit après avoir commencé"):
        house.do(lea, "record-hosting", from_on="2027-01-04", until_on="2027-01-03",
                 convention_signed_on="2026-12-20")  # fmt: skip


# --- T24: avenants ---------------------------------------------------------------------------------------


def test_an_avenant_moves_the_end_and_all_that_counts_from_it(house: House, lea: str) -> None:
    house.do(lea, "amend-contract", "2028-09-15", amendment_type="33",
             takes_effect_on="2028-09-15", ends_on="2029-08-31")  # fmt: skip
    last = house.duty(lea, "D31")
    assert (last.state, last.data["opens_on"], last.data["due_on"]) == (
        "planned",
        "2029-06-30",
        "2029-08-31",
    )
    assert house.duty(lea, "D38").data["due_on"] == "2029-09-30"
    house.beat("2028-11-01 08:05")
    assert house.duty(lea, "D31").state == "planned"


def test_an_end_that_moves_while_its_window_is_open_closes_the_window_again(
    house: House, lea: str
) -> None:
    visit(house, lea, "2026-12-10")
    house.beat("2028-09-04 08:05")
    assert house.duty(lea, "D31").state == "reminded"
    house.do(lea, "amend-contract", "2028-09-15", amendment_type="33",
             takes_effect_on="2028-09-15", ends_on="2029-08-31")  # fmt: skip
    visit(house, lea, "2028-10-01")
    assert house.duty(lea, "D31").state == "planned"
    house.beat("2029-07-02 08:05")
    assert house.duty(lea, "D31").state == "reminded"


def test_an_end_that_moves_once_the_last_meeting_is_held_wants_another(
    house: House, lea: str
) -> None:
    visit(house, lea, "2026-12-10")
    visit(house, lea, "2028-09-10")
    house.do(lea, "amend-contract", "2028-09-15", amendment_type="36", takes_effect_on="2028-09-15")
    assert [d.state for d in duties(house, lea, "D31")] == ["done"]
    house.do(lea, "amend-contract", "2028-09-16", amendment_type="33",
             takes_effect_on="2028-09-16", ends_on="2029-08-31")  # fmt: skip
    assert [d.state for d in duties(house, lea, "D31")] == ["done", "planned"]


def test_a_contract_that_starts_on_another_day_than_its_own_is_flagged(house: House) -> None:
    lea = signed(house)
    house.do(lea, "start-contract", "2026-11-15 10:00")
    assert flagged(house, lea) == {"contract_starts_on_its_date": "found"}
