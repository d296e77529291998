"""The house changes a delay, a calendar, an owner, its alternance: what is open follows, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lifecycle.calendar import Delay
from lifecycle.dossier import Instance
from lifecycle.events import Event
from tests.houses import House
from tests.scenarios.stories import admitted, told

LATER = "2026-11-04 11:00"  # Léa's mission was submitted on Monday 2 November
ALTERNANCE = "2026-09-01/2028-10-31 {}"


def formation(house: House, *, on: str = LATER, **said: Any) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", on, actor="direction", **said)


def publish(house: House, week: str, on: str) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "publish-alternance", on, alternance=ALTERNANCE.format(week))


def replanned(house: House, dossier: str, ref: str = "D01") -> list[Event]:
    facts = (e for e in house.events(dossier) if "terms" in e.data)
    return [e for e in facts if e.instance.startswith(f"{ref}.") and e.corrects is None]


def ladder(duty: Instance) -> list[tuple[str, str]]:
    return [(row["kind"], row["on"]) for row in duty.data["steps"]]


def test_a_shorter_delay_moves_what_is_open_and_says_why(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2026-11-09"
    formation(strasbourg, D01="4 jours calendaires")
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2026-11-09"  # the beat does it
    assert strasbourg.beat("2026-11-04 11:05").replanned == 1
    (fact,) = replanned(strasbourg, lea)
    assert (fact.type, fact.data["why"]) == ("ObligationReplanned", "setting")
    assert (fact.data["was"]["due_on"], fact.data["due_on"]) == ("2026-11-09", "2026-11-06")
    assert strasbourg.duty(lea, "D01").data["delay"] == "4 jours calendaires"
    strasbourg.beat("2026-11-06 08:05")
    assert told(strasbourg, lea, "D01.1")[-1] == ("2026-11-06", "ObligationDue")


def test_what_was_told_is_not_told_again(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat("2026-11-05 08:05")
    assert told(strasbourg, lea, "D01.1") == [("2026-11-05", "ObligationReminded")]
    formation(strasbourg, on="2026-11-05 11:00", D01="6 jours calendaires")
    strasbourg.beat("2026-11-05 11:05")
    assert told(strasbourg, lea, "D01.1") == [("2026-11-05", "ObligationReminded")]
    (first, second, call, _) = ladder(strasbourg.duty(lea, "D01"))
    assert (first, second, call) == (
        ("reminder", "2026-11-05"), ("reminder", "2026-11-06"), ("last_call", "2026-11-09")
    )  # fmt: skip


def test_on_a_sunday_what_was_told_is_not_told_on_monday(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat("2026-11-05 08:05")
    strasbourg.beat("2026-11-07 08:05")
    formation(strasbourg, on="2026-11-08 11:00", D01="6 jours calendaires")
    strasbourg.beat("2026-11-08 11:05")
    strasbourg.beat("2026-11-09 08:05")
    assert strasbourg.types(lea).count("ObligationReminded") == 2
    assert strasbourg.types(lea).count("ObligationDue") == 1


def test_a_choice_of_the_house_makes_nobody_late(strasbourg: House) -> None:
    """Five days after the mission came, three days would be over: that one keeps its seven."""
    lea = admitted(strasbourg)
    formation(strasbourg, on="2026-11-07 11:00", D01="3 jours calendaires")
    strasbourg.beat("2026-11-07 11:05")
    assert replanned(strasbourg, lea) == []
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2026-11-09"
    sam = strasbourg.candidate("Sam", "Meyer")
    strasbourg.submit_mission(sam)
    assert strasbourg.duty(sam, "D01").data["due_on"] == "2026-11-10"


def test_a_jalon_is_for_what_opens_from_its_day_on(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    formation(strasbourg, **{"D01.jalons": "2026-11-05=5 jours calendaires"})
    strasbourg.beat("2026-11-04 11:05")
    formation(strasbourg, on="2026-11-06 11:00", **{"O-09": "none"})
    strasbourg.beat("2026-11-06 11:05")
    assert replanned(strasbourg, lea) == []
    sam = strasbourg.candidate("Sam", "Meyer")
    strasbourg.submit_mission(sam)
    assert strasbourg.duty(sam, "D01").data["delay"] == "5 jours calendaires"


def test_the_next_reminder_goes_to_the_new_owner(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat("2026-11-05 08:05")
    formation(strasbourg, on="2026-11-05 11:00", **{"D01.owner": "gestionnaire"})
    strasbourg.beat("2026-11-05 11:05")
    (fact,) = replanned(strasbourg, lea)
    assert (fact.data["why"], fact.data["was"]["owed_by"]) == ("owner", "responsable_formation")
    strasbourg.beat("2026-11-09 08:05")
    steps = [e for e in strasbourg.events(lea) if e.instance == "D01.1" and e.data.get("told")]
    owners = [[one["for"] for one in e.data["told"]] for e in steps]
    assert owners == [["responsable_formation"], ["gestionnaire"]]


def test_the_calendar_of_the_formation_moves_what_it_counts(strasbourg: House) -> None:
    """Vendredi saint, 26 March 2027, is férié in Strasbourg and not in Paris."""
    formation(strasbourg, D01="5 jours ouvrés", **{"O-10": "formation"})
    strasbourg.at("2027-03-22 10:00")
    lea = admitted(strasbourg)
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2027-03-31"
    formation(strasbourg, on="2027-03-23 09:00", calendar="france")
    strasbourg.beat("2027-03-23 09:05")
    (fact,) = replanned(strasbourg, lea)
    assert (fact.data["why"], fact.data["due_on"]) == ("calendar", "2027-03-30")
    assert fact.data["was"]["calendar"] == "alsace-moselle"


def test_a_reminder_leaves_on_a_day_that_is_now_ouvre(strasbourg: House) -> None:
    """The due date stays: the last call of Friday 26 March 2027 waited for Tuesday, and no longer does."""
    strasbourg.at("2027-03-19 10:00")
    lea = admitted(strasbourg)
    assert ("last_call", "2027-03-30") in ladder(strasbourg.duty(lea, "D01"))
    formation(strasbourg, on="2027-03-22 09:00", calendar="france")
    strasbourg.beat("2027-03-22 09:05")
    (fact,) = replanned(strasbourg, lea)
    assert fact.data["why"] == "calendar"
    assert ("last_call", "2027-03-26") in ladder(strasbourg.duty(lea, "D01"))
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2027-03-26"


def test_an_alternance_moves_the_forty_five_days(strasbourg: House) -> None:
    lea = strasbourg.in_contract(strasbourg.candidate())
    strasbourg.beat("2026-11-25 08:05")
    before = strasbourg.duty(lea, "D20").data["due_on"]
    publish(strasbourg, "CCEEE--", "2026-11-25 11:00")
    strasbourg.beat("2026-11-25 11:05")
    (fact,) = replanned(strasbourg, lea, "D20")
    assert fact.data["why"] == "alternance"
    assert before < fact.data["due_on"] == strasbourg.duty(lea, "D20").data["due_on"]
    # three days a week from Wednesday 18 November, 25 December and 1 January apart
    assert fact.data["due_on"] == "2027-03-04"


def test_a_second_beat_and_a_second_mark_say_nothing_more(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    formation(strasbourg, D01="4 jours calendaires")
    strasbourg.beat("2026-11-04 11:05")
    facts = len(strasbourg.events(lea))
    assert strasbourg.rows("marks") == []
    assert strasbourg.beat("2026-11-04 11:06").idle
    formation(strasbourg, on="2026-11-04 12:00", **{"O-14": "next_ouvre"})
    assert strasbourg.rows("marks", "why") == [("setting",)] * 2  # the formation, and hers
    assert strasbourg.beat("2026-11-04 12:05").idle
    assert strasbourg.rows("marks") == []
    assert len(strasbourg.events(lea)) == facts


def test_nothing_is_looked_at_without_a_mark(strasbourg: House) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat("2026-11-04 11:00")
    formation(strasbourg, title="Autre intitulé", on="2026-11-04 11:01")
    assert strasbourg.rows("marks") == []
    assert lea not in strasbourg.app.reader.due_streams(strasbourg.at("2026-11-04 11:05"), 10)


def test_after_a_downtime_the_new_terms_come_first(strasbourg: House) -> None:
    """Ten days without a beat: only what the new delay asks for is told, once each."""
    lea = admitted(strasbourg)
    formation(strasbourg, D01="4 jours calendaires")
    strasbourg.beat("2026-11-16 08:05")
    (fact,) = replanned(strasbourg, lea)
    assert (fact.data["due_on"], fact.effective_on) == ("2026-11-06", date(2026, 11, 16))


def test_a_late_fact_decides_a_replanning_again_with_its_own_terms(strasbourg: House) -> None:
    """The mission had been sent back: the week stops where it did, and the choice of then holds."""
    lea = admitted(strasbourg)
    formation(strasbourg, D01="6 jours calendaires")
    strasbourg.beat("2026-11-04 11:05")
    formation(strasbourg, on="2026-11-05 09:00", D01="5 jours calendaires")
    rf = {"actor": "responsable_formation"}
    mission = strasbourg.types(lea).index("MissionSubmitted") + 1
    strasbourg.do(lea, "correct", "2026-11-05 10:00", fact=mission, happened_on="2026-11-03", reason="Reçue mardi.")  # fmt: skip
    again = [e for e in strasbourg.events(lea) if "terms" in e.data]
    assert [e.data["delay"] for e in again] == ["6 jours calendaires"] * len(again)
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2026-11-09"
    strasbourg.beat("2026-11-05 10:05")
    assert strasbourg.duty(lea, "D01").data["due_on"] == "2026-11-08"
    strasbourg.do(lea, "validate-mission", "2026-11-06", **rf)
    assert strasbourg.duty(lea, "D01").state == "done"


@pytest.mark.parametrize(("choice", "moved"), [("keep", 0), ("replan", 1)])
def test_a_changed_definition_is_for_what_opens_next_unless_the_house_says_otherwise(
    strasbourg: House, choice: str, moved: int
) -> None:
    lea = admitted(strasbourg)
    formation(strasbourg, **{"O-13": choice})
    strasbourg.beat("2026-11-04 11:02")
    charter = strasbourg.app.house.charter
    week = charter.obligations["D01"]
    shorter = replace(week, within=Delay.parse("4 jours calendaires"), setting=None)
    changed = replace(charter, obligations={**charter.obligations, "D01": shorter}, sha256="f" * 64)
    strasbourg.app.house = replace(strasbourg.app.house, charter=changed)
    formation(strasbourg, on="2026-11-04 11:03", **{"O-16": "none"})
    strasbourg.beat("2026-11-04 11:05")
    assert len(replanned(strasbourg, lea)) == moved


@pytest.mark.parametrize(
    "day",
    ["2026-11-25", "2026-12-26", "2027-01-10", "2027-03-26", "2027-05-17", "2027-12-31",
     "2028-09-10", "2028-11-04"],
)  # fmt: skip
def test_a_mark_that_changes_nothing_writes_nothing_whatever_is_open(
    strasbourg: House, day: str
) -> None:
    """Visits, quarters, counters, windows to come, all that a contract owes on that day."""
    strasbourg.in_contract(strasbourg.candidate())
    strasbourg.beat(f"{day} 08:05")
    formation(strasbourg, on=f"{day} 11:00", **{"O-12": "cancel"})
    assert strasbourg.rows("marks", "why") == [("setting",)] * 2  # the formation, and hers
    assert strasbourg.beat(f"{day} 11:05").idle
    assert strasbourg.rows("marks") == []
