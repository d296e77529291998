"""Ten months without a beat: what still makes sense is done once, marked late; nothing is lost."""

from __future__ import annotations

from datetime import date

from tests.houses import House
from tests.scenarios.stories import PUBLIC, admitted, filing, signed, told, transmitted

BACK = "2027-09-20 08:05"  # a Monday


def test_each_person_hears_the_last_step_only_and_the_others_are_overtaken(
    strasbourg: House,
) -> None:
    lea = admitted(strasbourg)
    strasbourg.beat(BACK)
    steps = [e for e in strasbourg.events(lea) if e.instance == "D01.1" and "step" in e.data]
    assert [(e.data["overtaken"], len(e.data["told"])) for e in steps] == [
        (True, 0), (True, 0), (False, 1), (False, 2)
    ]  # fmt: skip
    assert {e.effective_on for e in steps} == {date(2027, 9, 20)}
    assert [e.data["late_by"] for e in steps] == [319, 315, 315, 314]
    assert strasbourg.duty(lea, "D01").state == "escalated"


def test_silence_has_spoken_on_its_own_day(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.beat(BACK)
    assert filing(strasbourg, lea) == "implicitly_refused"
    refusal = next(e for e in strasbourg.events(lea) if e.type == "FilingImplicitlyRefused")
    assert refusal.effective_on == date(2026, 12, 7)
    assert told(strasbourg, lea, "D12.1") == [("2026-12-07", "ObligationExpired")]
    was = strasbourg.states(lea, true_on=date(2026, 12, 6))
    assert was["contracts"][0]["filing"] == "transmitted"


def test_a_contract_that_waited_for_its_day_has_begun_on_it(strasbourg: House) -> None:
    """What the start opens is late at once, or done by what was recorded meanwhile."""
    lea = signed(strasbourg, **PUBLIC)
    strasbourg.do(lea, "transmit-filing", "2026-11-18", actor="employeur")
    strasbourg.beat(BACK)
    start = next(e for e in strasbourg.events(lea) if e.type == "ContractStarted")
    assert start.effective_on == date(2026, 11, 16)
    assert filing(strasbourg, lea) == "implicitly_filed"
    assert strasbourg.duty(lea, "D13").data["on_time"] is True
    assert strasbourg.duty(lea, "D30").state == "escalated"


def test_a_second_beat_does_nothing(strasbourg: House) -> None:
    transmitted(strasbourg)
    admitted(strasbourg)
    assert not strasbourg.beat(BACK).idle
    size = len(strasbourg.rows("events", "pos"))
    assert strasbourg.beat(BACK).idle
    assert len(strasbourg.rows("events", "pos")) == size


def test_what_is_told_late_goes_in_one_letter_for_each_person(strasbourg: House) -> None:
    transmitted(strasbourg)
    strasbourg.drain("2026-11-18 08:05")
    before = len(strasbourg.letters())
    strasbourg.beat(BACK)
    late = strasbourg.letters()[before:]
    by_person = {row.person: {r.urgency for r in late if r.person == row.person} for row in late}
    assert all(urgencies == {"ordinary"} for urgencies in by_person.values())
