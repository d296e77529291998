"""What proves the follow-up, through the door: reports, actions, grids, evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.dossier import Instance
from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.stories import signed

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


def visit(house: House, dossier: str, on: str, **fields: Any) -> None:
    house.do(
        dossier, "record-visit", f"{on} 12:00", actor="tuteur_academique", mode="site", **fields
    )


def states(house: House, dossier: str, *refs: str) -> list[str]:
    return [house.duty(dossier, ref).state for ref in refs]


# --- meetings and their reports -------------------------------------------------------------------


def test_one_meeting_closes_all_that_it_proves_and_owes_its_report(house: House, lea: str) -> None:
    visit(house, lea, "2026-12-10", means_checked=True, profile_checked=True, telework_ok=True,
          environment="satisfactory", progression="excellent", skills="Tests", report="RAS")  # fmt: skip
    assert states(house, lea, "D30", "D36", "E-08") == ["done"] * 3
    assert [d.data["count"] for d in duties(house, lea, "D37")[:1]] == [1]
    report = house.duty(lea, "P3-C04")
    assert (report.state, report.data["due_on"]) == ("open", "2026-12-25")
    kept = said(house, lea, "contract", "c1")
    assert (kept["environment"], kept["telework_ok"]) == ("satisfactory", True)


def test_what_a_report_says_of_somebody_is_sealed(house: House, lea: str) -> None:
    words = {"report": "Assiduité en progrès", "skills": "Recette", "progression": "excellent"}
    visit(house, lea, "2026-12-10", **words)
    payloads = b"".join(payload for (payload,) in house.rows("events", "payload"))
    assert not any(word.encode() in payloads for word in words.values())
    assert not {*words} & {*said(house, lea, "contract", "c1")}


@pytest.mark.parametrize(
    ("shared", "on_time"), [("2026-12-24", True), ("2026-12-25", True), ("2026-12-26", False)]
)
def test_a_report_is_shared_within_fifteen_days(
    house: House, lea: str, shared: str, on_time: bool
) -> None:
    visit(house, lea, "2026-12-10")
    house.do(lea, "share-report", f"{shared} 18:00", actor="tuteur_academique")
    report = house.duty(lea, "P3-C04")
    assert (report.state, report.data["on_time"]) == ("done", on_time)
    told = house.events(lea)[-2].data["told"]
    assert [one["role"] for one in told] == ["apprenti", "maitre_apprentissage"]


def test_two_meetings_wait_for_two_reports_and_none_hides_the_other(house: House, lea: str) -> None:
    visit(house, lea, "2026-12-10")
    visit(house, lea, "2026-12-17")
    assert [d.data["due_on"] for d in duties(house, lea, "P3-C04")] == ["2026-12-25"]
    house.do(lea, "share-report", "2026-12-18", visited_on="2026-12-17")
    assert states(house, lea, "P3-C04") == ["open"]
    with pytest.raises(Refused, match="jeudi 10 décembre 2026"):
        house.do(lea, "share-report", visited_on="2026-12-17")
    house.do(lea, "share-report", "2026-12-21")
    assert states(house, lea, "P3-C04") == ["done"]
    with pytest.raises(Refused, match="Aucune rencontre n’attend"):
        house.do(lea, "share-report")
    visit(house, lea, "2027-03-01")
    assert [d.state for d in duties(house, lea, "P3-C04")] == ["done", "open"]


def test_a_report_of_the_last_meeting_is_owed_after_the_contract(house: House, lea: str) -> None:
    visit(house, lea, "2028-10-30")
    house.beat("2028-11-01 08:05")
    assert states(house, lea, "P3-C04") == ["open"]
    house.do(lea, "share-report", "2028-11-06")
    assert states(house, lea, "P3-C04") == ["done"]


@pytest.mark.parametrize(
    ("environment", "opened"), [("insufficient", 1), ("satisfactory", 0), (None, 0)]
)
def test_an_insufficient_environment_opens_one_difficulty(
    house: House, lea: str, environment: str | None, opened: int
) -> None:
    rated = {"environment": environment} if environment else {}
    visit(house, lea, "2026-12-10", **rated)
    visit(house, lea, "2027-01-10", **rated)
    found = [s for s in house.dossier(lea).of("situation") if s.data["kind"] == "difficulty"]
    assert [(s.state, s.data["contract"]) for s in found] == [("open", "c1")] * opened
    if opened:
        house.do(lea, "resolve-situation", "2027-01-20", outcome="resolved", situation=found[0].id)
        visit(house, lea, "2027-02-10", **rated)
        assert house.types(lea).count("DifficultyReported") == 2


# --- actions --------------------------------------------------------------------------------------------


OWES = {"tuteur_academique": "E-04", "maitre_apprentissage": "M-04", "apprenti": "A-01"}


@pytest.mark.parametrize("who", OWES)
def test_an_action_is_owed_by_one_who_is_reminded_alone(house: House, lea: str, who: str) -> None:
    house.do(lea, "appoint", "2026-11-17", role="tuteur_academique", **BRUNO)
    agreed = {"label": "Ouvrir les accès", "owed_by": who, "due_on": "2027-01-29"}
    house.do(lea, "agree-action", "2026-12-10", actor="tuteur_academique", **agreed)
    owed = [d.data["ref"] for d in house.dossier(lea).of("obligation") if d.data["subject"] == "a1"]
    assert owed == [OWES[who]]
    house.beat("2027-01-22 08:05")
    steps = [e for e in house.events(lea) if e.instance == f"{OWES[who]}.1" and e.data.get("told")]
    assert [[one["role"] for one in e.data["told"]] for e in steps] == [[who]]


@pytest.mark.parametrize(
    ("done_on", "on_time"), [("2027-01-28", True), ("2027-01-29", True), ("2027-01-30", False)]
)
def test_an_action_is_done_in_time_or_late(
    house: House, lea: str, done_on: str, on_time: bool
) -> None:
    agreed = {"label": "Ouvrir les accès", "owed_by": "apprenti", "due_on": "2027-01-29"}
    house.do(lea, "agree-action", "2026-12-10", **agreed)
    house.do(lea, "finish-action", f"{done_on} 18:00", actor="apprenti", outcome="Fait")
    found = house.duty(lea, "A-01")
    assert (found.state, found.data["on_time"]) == ("done", on_time)
    assert house.dossier(lea).instances["action", "a1"].state == "finished"


def test_nobody_owes_an_action_that_was_dropped_or_whose_contract_is_broken(
    house: House, lea: str
) -> None:
    for owed_by in ("apprenti", "maitre_apprentissage"):
        house.do(lea, "agree-action", "2026-12-10", label="Revoir le poste", owed_by=owed_by,
                 due_on="2027-03-29")  # fmt: skip
    house.do(lea, "drop-action", action="a1", outcome="Sans objet")
    assert states(house, lea, "A-01", "M-04") == ["cancelled", "open"]
    broken = {"ground": "R-02", "broken_on": "2027-02-01", "initiator": "parties", "written": True}
    house.do(lea, "record-rupture", "2027-02-01", **broken)
    house.beat("2027-02-02 00:05")
    assert states(house, lea, "M-04") == ["cancelled"]
    assert house.dossier(lea).instances["action", "a2"].state == "dropped"


def test_the_words_of_an_action_are_sealed(house: House, lea: str) -> None:
    house.do(
        lea, "agree-action", label="Arriver à l’heure", owed_by="apprenti", due_on="2027-03-29"
    )
    payloads = b"".join(payload for (payload,) in house.rows("events", "payload"))
    assert "l’heure".encode() not in payloads


# --- grids and evaluations ---------------------------------------------------------------------------------------


def test_each_grid_that_is_filled_is_kept_with_its_author(house: House, lea: str) -> None:
    for on, party in (("2027-03-01", "apprenti"), ("2027-03-02", "maitre_apprentissage")):
        house.do(lea, "fill-grid", on, party=party, period="mid_term", mastery="satisfactory",
                 behaviour="excellent", involvement="excellent", acquired="SQL")  # fmt: skip
    house.do(lea, "fill-grid", "2028-10-02", party="apprenti", period="final")
    kept = said(house, lea, "contract", "c1")
    assert {k: v for k, v in kept.items() if k.startswith("filled:")} == {
        "filled:apprenti:2027-03-01": "mid_term",
        "filled:maitre_apprentissage:2027-03-02": "mid_term",
        "filled:apprenti:2028-10-02": "final",
    }
    assert not {"mastery", "behaviour", "involvement", "acquired"} & {*kept}


def test_two_evaluations_keep_their_own_scores(house: House, lea: str) -> None:
    house.do(lea, "record-evaluation", "2028-10-02", by="apprenti", score=4, tutoring_score=5)
    house.do(lea, "record-evaluation", "2028-10-03", by="tuteur_academique", score=5)
    assert house.duty(lea, "D38").data["count"] == 1  # the charter wants the other two
    house.do(lea, "record-evaluation", "2028-10-04", by="maitre_apprentissage", score=2,
             tutoring_score=3, comments="Peu de visites")  # fmt: skip
    assert states(house, lea, "D38") == ["done"]
    kept = said(house, lea, "contract", "c1")
    assert kept["scored:apprenti"] == {"on": "2028-10-02", "score": 4, "tutoring_score": 5}
    assert kept["scored:maitre_apprentissage"] == {
        "on": "2028-10-04", "score": 2, "tutoring_score": 3
    }  # fmt: skip
    facts = [e.data for e in house.events(lea) if e.type == "EvaluationRecorded"]
    assert [d["score"] for d in facts] == [4, 5, 2]


@pytest.mark.parametrize(("score", "taken"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_score_goes_from_one_to_five(house: House, lea: str, score: int, taken: bool) -> None:
    if taken:
        house.do(lea, "record-evaluation", "2028-10-02", by="apprenti", tutoring_score=score)
        return
    with pytest.raises(InvalidInput, match="1 à 5"):
        house.do(lea, "record-evaluation", "2028-10-02", by="apprenti", tutoring_score=score)


# --- what the partnership may choose ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "stronger", "weaker"),
    [
        ("D30", "6 semaines", "3 mois"),
        ("D30", "59 jours calendaires", "60 jours calendaires"),
        ("D31.opens", "1 mois", "3 mois"),
        ("D35", "15 jours calendaires", "2 mois"),
    ],
)
def test_a_delay_of_the_follow_up_is_never_weaker_than_the_socle(
    house: House, key: str, stronger: str, weaker: str
) -> None:
    formation = house.open_formation("L3")
    house.do(formation, "set-formation", **{key: stronger})
    with pytest.raises(Refused, match="dépasse le socle"):
        house.do(formation, "set-formation", **{key: weaker})


@pytest.mark.parametrize(("on", "closes"), [("2028-09-29", False), ("2028-09-30", True)])
def test_a_narrower_window_wants_its_meeting_within_it(house: House, on: str, closes: bool) -> None:
    """The reminders of the last meeting come before the month that the partnership chose."""
    house.open_formation("L3", **{"D31.opens": "1 mois"})
    lea = house.in_contract(house.candidate(formation="L3"))
    house.beat("2026-11-25 08:05")
    visit(house, lea, "2026-12-10")
    house.beat("2028-09-28 08:05")
    visit(house, lea, on)
    assert (states(house, lea, "D31") == ["done"]) is closes
