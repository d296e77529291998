"""`do … correct` at a terminal, and what `history`, `actions` and `show` then say."""

from __future__ import annotations

import pytest

from tests.cli.conftest import MISSION, Desk

AS_RF = "responsable_formation"


@pytest.fixture
def lea(desk: Desk) -> str:
    """A mission submitted on 24 November, validated on the 30th."""
    dossier = desk.candidate()
    desk.do(dossier, "admit")
    desk.do(dossier, "submit-mission", *MISSION, as_="employeur")
    desk.clock("2026-11-30T10:00:00+01:00")
    desk.do(dossier, "validate-mission", as_=AS_RF)
    desk.clock("2026-12-03T10:00:00+01:00")
    return dossier


def number(desk: Desk, dossier: str, type_: str) -> int:
    return next(int(r["seq"]) for r in desk.json("history", dossier) if r["type"] == type_)


def correct(desk: Desk, dossier: str, type_: str, *fields: str) -> dict[str, object]:
    fact = f"fact={number(desk, dossier, type_)}"
    found: dict[str, object] = desk.do(
        dossier, "correct", fact, *fields, reason="erreur", as_=AS_RF
    )
    return found


def test_a_day_corrected_is_seen_at_both_dates_as_json_and_as_text(desk: Desk, lea: str) -> None:
    correct(desk, lea, "MissionValidated", "happened_on=2026-11-26")

    def mission(*options: str) -> tuple[str, str]:
        """The state as machines and as people read it; its day is told after a comma."""
        shown, spoken = desk.json("show", lea, *options), desk.say("show", lea, *options)
        line = next(line for line in spoken.out.splitlines() if line.startswith("Mission"))
        return shown["regions"]["missions"][0]["state"], line.rpartition(" : ")[2].partition(",")[0]

    submitted, validated = ("submitted", "déposée"), ("validated", "validée")
    assert mission() == validated
    assert mission("--true-on", "2026-11-26") == validated
    assert mission("--known-at", "2026-12-01") == validated
    assert mission("--known-at", "2026-12-01", "--true-on", "2026-11-26") == submitted
    assert mission("--true-on", "2026-11-25") == submitted


def test_the_text_says_from_when_it_looks(desk: Desk, lea: str) -> None:
    spoken = desk.say("show", lea, "--known-at", "2026-12-01", "--true-on", "2026-11-26").out
    assert "Tel que connu le 2026-12-01 12:00 et vrai au jeudi 26 novembre 2026" in spoken
    assert "Tel que" not in desk.say("show", lea).out


def test_the_history_numbers_what_is_corrected(desk: Desk, lea: str) -> None:
    fact = number(desk, lea, "MissionValidated")
    correct(desk, lea, "MissionValidated", "set_aside=oui")
    again = next(r for r in desk.json("history", lea) if r["corrects"] and r["instance"] == "m1")
    was = next(r for r in desk.json("history", lea) if r["seq"] == fact)
    assert (again["corrects"], again["place"], again["state"]) == (was["pos"], was["pos"], None)
    spoken = desk.say("history", lea).out
    assert f"(corrige le n° {fact})" in spoken
    assert "écarté" in spoken


def test_a_correction_is_among_the_actions_of_whoever_may_record(desk: Desk, lea: str) -> None:
    row = next(r for r in desk.json("actions", lea) if r["command"] == "correct")
    assert (row["label"], row["allowed"], row["instance"]) == ("Corriger un fait", True, None)


def test_a_correction_refused_says_why_and_by_whom(desk: Desk, lea: str) -> None:
    words = ("do", lea, "correct", "--set", f"fact={number(desk, lea, 'MissionSubmitted')}")
    refused = desk.say(*words, "--set", "set_aside=oui", "--json")
    assert refused.code == 4
    assert [r["rule"] for r in refused.error["refusals"]] == ["correction_is_motivated"]
    unknown = desk.say("do", lea, "correct", "--set", "fact=99", "--reason", "x", "--json")
    assert unknown.code == 6
    wrong = desk.say(*words, "--set", "happened_on=2027-01-01", "--reason", "x", "--json")
    assert wrong.code == 3
    missing = desk.say("do", lea, "correct", "--reason", "x", "--json")
    assert (missing.code, "fact" in missing.error["message"]) == (3, True)
