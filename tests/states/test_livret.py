"""The livret through the door: it opens, it lives, it falls silent; what is agreed for one apprentice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.dossier import Instance
from lifecycle.errors import InvalidInput, NotAllowed, Refused
from lifecycle.people import Actor, Role
from tests.houses import House
from tests.scenarios.stories import signed, written_to


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


@pytest.fixture
def lea(house: House) -> str:
    """Started by the clock on Monday 16 November 2026; Paul Roth is her tuteur."""
    dossier = signed(house)
    house.beat("2026-11-16 08:05")
    house.do(dossier, "appoint", role="tuteur_academique", name="Paul Roth", email="p@univ.example")
    return dossier


def duties(house: House, dossier: str, ref: str) -> list[tuple[str, str]]:
    """(last day, state) of each duty of that ref."""
    found = (d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == ref)
    return [(d.data["due_on"], d.state) for d in found]


def contract(house: House, dossier: str) -> Instance:
    return house.dossier(dossier).instances["contract", "c1"]


def entry(house: House, dossier: str, on: str, by: str = "apprenti", **said: Any) -> int:
    """How many facts an entry costs."""
    before = len(house.events(dossier))
    house.do(dossier, "record-livret-entry", f"{on} 12:00", actor=by, by=by, **said)
    return len(house.events(dossier)) - before


def silences(house: House, dossier: str) -> list[str]:
    found = (e for e in house.events(dossier) if e.type == "LivretFellSilent")
    return [e.effective_on.isoformat() for e in found]


# --- P3-S01: it opens ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "on_time"), [("2026-12-15", True), ("2026-12-16", True), ("2026-12-17", False)]
)
def test_a_livret_opens_within_one_month(
    house: House, lea: str, opened: str, on_time: bool
) -> None:
    house.do(lea, "open-livret", f"{opened} 20:00", link="https://livret.example/lea")
    first = house.duty(lea, "P3-S01")
    assert (first.state, first.data["on_time"]) == ("done", on_time)
    assert "livret.example" not in str([e.data for e in house.events(lea)])


def test_its_first_entry_shows_that_it_is_open(house: House, lea: str) -> None:
    assert entry(house, lea, "2026-12-01") == 3
    assert duties(house, lea, "P3-S01") == [("2026-12-16", "done")]


@pytest.mark.parametrize("link", ["livret.example/lea", "ftp://x.example/1", "https://a b.example"])
def test_a_link_is_a_whole_address(house: House, lea: str, link: str) -> None:
    with pytest.raises(InvalidInput, match="adresse complète"):
        house.do(lea, "open-livret", link=link)


# --- P3-C03: it lives, and falls silent ---------------------------------------------------------------


def test_each_entry_gives_eight_weeks_more_for_two_facts(house: House, lea: str) -> None:
    entry(house, lea, "2026-12-01")
    assert duties(house, lea, "P3-C03") == [("2027-01-26", "open")]
    assert entry(house, lea, "2026-12-20", "maitre_apprentissage") == 2
    assert entry(house, lea, "2026-12-20", "tuteur_academique") == 1  # the same day: nothing moves
    assert duties(house, lea, "P3-C03") == [("2027-02-14", "open")]
    said = contract(house, lea).data
    assert [said.get(f"livret:{who}") for who in ("apprenti", "tuteur_academique")] == [
        "2026-12-01",
        "2026-12-20",
    ]


def test_an_earlier_entry_known_later_moves_nothing(house: House, lea: str) -> None:
    for day in ("2026-12-01", "2026-12-10"):
        entry(house, lea, day)
    assert entry(house, lea, "2026-12-20", entry_on="2026-12-05") == 2
    assert duties(house, lea, "P3-C03") == [("2027-02-04", "open")]
    assert contract(house, lea).data["livret:apprenti"] == "2026-12-10"


@pytest.mark.parametrize(
    ("beat", "silent"),
    [
        ("2027-01-25 23:59", []),
        ("2027-01-26 23:59", []),
        ("2027-01-27 00:01", ["2027-01-26"]),
    ],
)
def test_eight_weeks_without_an_entry_are_a_signal(
    house: House, lea: str, beat: str, silent: list[str]
) -> None:
    entry(house, lea, "2026-12-01")
    house.beat(beat)
    assert silences(house, lea) == silent


def test_a_silence_is_told_to_those_who_help_then_to_the_responsable_again(
    house: House, lea: str
) -> None:
    entry(house, lea, "2026-12-01")
    house.beat("2027-01-27 08:05")
    signal = next(e for e in house.events(lea) if e.type == "LivretFellSilent")
    assert [one["role"] for one in signal.data["told"]] == [
        "tuteur_academique",
        "responsable_formation",
    ]
    assert "news" in written_to(house, lea, "tuteur_academique")
    assert "expiry" not in written_to(house, lea, "tuteur_academique")
    house.beat("2027-02-03 08:05")
    assert duties(house, lea, "P3-C03") == [("2027-01-26", "escalated")]


def test_an_entry_after_a_silence_begins_again(house: House, lea: str) -> None:
    entry(house, lea, "2026-12-01")
    house.beat("2027-02-03 08:05")
    entry(house, lea, "2027-02-05")
    assert duties(house, lea, "P3-C03") == [("2027-04-02", "open")]
    house.beat("2027-04-03 08:05")
    assert silences(house, lea) == ["2027-01-26", "2027-04-02"]


def test_nobody_waits_for_entries_once_the_contract_is_broken(house: House, lea: str) -> None:
    entry(house, lea, "2026-12-01")
    house.do(lea, "record-rupture", "2026-12-15", ground="R-01", broken_on="2026-12-15",
             initiator="employeur", written=True, wish="sfp")  # fmt: skip
    assert duties(house, lea, "P3-C03") == [("2027-01-26", "cancelled")]
    house.beat("2027-03-01 08:05")
    assert silences(house, lea) == []
    with pytest.raises(Refused, match="rompu"):
        entry(house, lea, "2027-03-02")


def test_the_delay_is_the_partnerships(house: House) -> None:
    house.open_formation("BTS-A", **{"P3-C03": "4 semaines"})
    zoe = house.in_contract(house.candidate("Zoé", "Klein", formation="BTS-A"))
    house.beat("2026-11-25 08:05")
    entry(house, zoe, "2026-12-01")
    assert duties(house, zoe, "P3-C03") == [("2026-12-29", "open")]


def test_an_entry_to_come_is_not_one(house: House, lea: str) -> None:
    with pytest.raises(Refused, match="à venir"):
        house.do(lea, "record-livret-entry", "2026-12-01", by="apprenti", entry_on="2026-12-02")


# --- E-06, T25: a signal is examined, a difficulty looked at again --------------------------------------


def test_a_signal_is_examined_and_may_be_a_difficulty_or_not(house: House, lea: str) -> None:
    entry(house, lea, "2026-12-01")
    house.beat("2027-01-27 08:05")
    assert duties(house, lea, "E-06") == [("2027-02-02", "open")]
    house.do(
        lea, "fulfil-obligation", obligation="E-06", evidence="vue au téléphone : tout va bien"
    )
    assert duties(house, lea, "E-06") == [("2027-02-02", "done")]
    assert "tout va bien" not in str([e.data for e in house.events(lea)])


def test_a_second_signal_gives_no_more_time(house: House, lea: str) -> None:
    entry(house, lea, "2026-12-01")
    house.beat("2027-01-27 08:05")
    house.do(lea, "record-hours", "2027-01-30", month="2027-01", planned=70, done=50,
             absent_unjustified=20)  # fmt: skip
    assert duties(house, lea, "E-06") == [("2027-02-02", "open")]


def test_a_difficulty_is_looked_at_again_each_month_until_it_is_resolved(
    house: House, lea: str
) -> None:
    house.beat("2027-01-27 08:05")
    house.do(lea, "report-difficulty", "2027-02-01", actor="tuteur_academique")
    assert duties(house, lea, "T25") == [("2027-03-01", "open")]
    house.do(lea, "review-difficulty", "2027-03-01", actor="tuteur_academique",
             action_plan="Deux rendez-vous par semaine")  # fmt: skip
    assert duties(house, lea, "T25") == [("2027-03-01", "done"), ("2027-04-01", "open")]
    house.do(lea, "resolve-situation", "2027-03-20", situation="s1", outcome="resolved")
    assert duties(house, lea, "T25")[-1] == ("2027-04-01", "done")


def test_only_a_difficulty_is_reviewed_so(house: House, lea: str) -> None:
    house.do(lea, "record-absence", "2026-12-07")
    with pytest.raises(Refused, match="difficulté"):
        house.do(lea, "review-difficulty", situation="s1")


# --- P3-C02: meetings adapted to one apprentice -----------------------------------------------------------


def adapt(house: House, dossier: str, meetings: int, **said: Any) -> None:
    given = {"actor": "responsable_formation", "because": "difficultes", "reason": "À soutenir"}
    house.do(dossier, "adapt-meetings", meetings=meetings, **{**given, **said})


SAME_DAYS = dict.fromkeys(
    ("admitted", "submitted", "validated", "drafted", "issued", "signed", "endorsed"), "2026-11-16"
)


def wanted(house: House, dossier: str) -> list[int]:
    years = (d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == "D32")
    return [d.data["times"] for d in years]


def test_one_apprentice_may_have_more_meetings_than_the_others(house: House, lea: str) -> None:
    zoe = house.in_contract(house.candidate("Zoé", "Klein"), SAME_DAYS)
    house.beat("2026-11-24 11:00")
    assert set(wanted(house, lea)) == {2}
    adapt(house, lea, 4)
    house.beat("2026-11-25 08:05")
    assert (set(wanted(house, lea)), set(wanted(house, zoe))) == ({4}, {2})
    for day in ("2027-01-11", "2027-03-10", "2027-06-10"):
        house.do(lea, "record-visit", f"{day} 12:00", actor="tuteur_academique", mode="site")
    year = house.dossier(lea).instances["obligation", "D32.1"]
    assert (year.state in ("done", "planned"), year.data["count"]) == (False, 3)
    adapt(house, lea, 3, at="2027-06-11")
    assert contract(house, lea).data["own:D32.times"] == "3"


def test_the_periods_to_come_want_as_many(house: House, lea: str) -> None:
    adapt(house, lea, 3)
    house.beat("2027-11-16 08:05")
    assert set(wanted(house, lea)) == {3}


@pytest.mark.parametrize(("setting", "meetings"), [({}, 1), ({"D32.times": "3"}, 2)])
def test_never_fewer_than_the_socle_or_the_partnership_ask(
    house: House, lea: str, setting: dict[str, str], meetings: int
) -> None:
    if setting:
        (formation,) = {r.stream for r in house.app.reader.streams("formation")}
        house.do(formation, "set-formation", **setting)
    with pytest.raises(Refused, match="vers le haut"):
        adapt(house, lea, meetings)
    adapt(house, lea, meetings + 1)


def test_who_adapts_says_why_and_is_of_the_team(house: House, lea: str) -> None:
    with pytest.raises(Refused, match="motif"):
        adapt(house, lea, 3, reason="")
    with pytest.raises(NotAllowed):
        adapt(house, lea, 3, actor="tuteur_academique")


# --- P2-P15, P2-P18: progression and telework ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "agree", "review", "day"),
    [
        (
            "P2-P15",
            ("agree-progression", {"progression": "De la maintenance au projet"}),
            ("review-progression", {"progress": "as_agreed"}),
            "progression_review_on",
        ),
        (
            "P2-P18",
            ("agree-telework", {"telework_days": 2, "telework": "Lundi, mardi"}),
            ("review-telework", {"suits": True}),
            "telework_review_on",
        ),
    ],
)
def test_what_was_agreed_is_looked_at_again_on_the_day_that_it_says(
    house: House,
    lea: str,
    ref: str,
    agree: tuple[str, dict[str, Any]],
    review: tuple[str, dict[str, Any]],
    day: str,
) -> None:
    house.do(lea, agree[0], "2026-12-01", **agree[1])
    assert duties(house, lea, ref) == []
    house.do(lea, agree[0], "2026-12-02", **agree[1], **{day: "2027-06-30"})
    assert duties(house, lea, ref) == [("2027-06-30", "planned")]
    house.do(lea, review[0], "2027-05-29", **review[1])
    assert duties(house, lea, ref) == [("2027-06-30", "planned")]  # a month before: too early
    house.do(lea, review[0], "2027-06-30", **review[1], **{day: "2027-12-31"})
    assert duties(house, lea, ref) == [("2027-06-30", "done"), ("2027-12-31", "planned")]
    house.do(lea, review[0], "2027-12-31", **review[1])
    assert duties(house, lea, ref)[-1] == ("2027-12-31", "done")
    assert "Lundi" not in str([e.data for e in house.events(lea)])


def test_a_week_has_five_days_of_telework_at_most(house: House, lea: str) -> None:
    house.do(lea, "agree-telework", telework_days=5)
    with pytest.raises(InvalidInput, match="cinq jours"):
        house.do(lea, "agree-telework", telework_days=6)


def test_what_may_be_done_is_said_before_anything_is_typed(house: House, lea: str) -> None:
    shown = {
        row["command"]: row["allowed"] for row in house.app.actions(lea, Actor(Role.DIRECTION))
    }
    mine = ("open-livret", "record-livret-entry", "agree-telework", "record-hours",
            "record-remote-session", "plan-milestone", "adapt-meetings")  # fmt: skip
    assert [shown[name] for name in mine] == [True] * len(mine)
    assert "signal-silence" not in shown
