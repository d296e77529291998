"""What each procedure of rupture asks: held, failed, not told; the day before, the day, the day after.

Each case is a contract of its own, taken over while it runs (Strasbourg, since 1 September 2026).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from lifecycle.charter import charter
from lifecycle.machine import compile_charter
from lifecycle.states import PHASES
from lifecycle.states.rupture import phase
from lifecycle.states.rupture.grounds import GROUNDS
from tests.houses import House

NEW = count(1)
EVERY_DAY = "2027-06-30"
Held = bool | None


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("rupture"), "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        opened.open_formation("M2-COUNT", **{"O-08": "inclusive"})
        yield opened


def taken_over(house: House, **said: Any) -> str:
    n = next(NEW)
    person = {"first_name": f"Léa{n}", "last_name": f"Martin{n}", "birth_date": "2004-03-14",
              "email": f"lea{n}@etu.example", "formation": "M2-INFO"}  # fmt: skip
    terms = {"situation": "in_training", "contract_state": "running", "sector": "private",
             "site_calendar": "alsace-moselle", "starts_on": "2026-09-01",
             "ends_on": "2028-08-31"}  # fmt: skip
    lea = house.new_id()
    house.do(lea, "take-over", "2026-11-02", **{**person, **terms, **said})
    return lea


def judged(house: House, dossier: str) -> dict[str, Held]:
    """What is flagged: False when it failed, None when nobody told."""
    found = (i.data for i in house.dossier(dossier).of("irregularity"))
    return {
        d["rule_ref"] or d["rule"]: None if d["reason"].startswith("Non vérifié") else False
        for d in found
    }


def verdict(
    house: House, rule: str, ground: str, broken_on: str, person: dict[str, Any] | None = None,
    **said: Any,
) -> Held:  # fmt: skip
    """True when the rule is not flagged at the rupture."""
    lea = taken_over(house, **(person or {}))
    house.do(lea, "record-rupture", EVERY_DAY, ground=ground, broken_on=broken_on, **said)
    assert house.states(lea)["contracts"][0]["state"] == "broken"
    return judged(house, lea).get(rule, True)


@pytest.mark.parametrize(
    ("told", "broken", "held"),
    [
        ("2027-03-05", "2027-03-11", False),
        ("2027-03-05", "2027-03-12", False),  # the seventh day itself
        ("2027-03-05", "2027-03-13", True),  # 6 to 12 March: seven whole days
        ("2027-03-05", "2027-03-14", True),
        ("2027-02-24", "2027-03-03", False),
        ("2027-02-24", "2027-03-04", True),  # over the end of February
        ("2027-03-25", "2027-04-01", False),
        ("2027-03-25", "2027-04-02", True),  # over Easter and the night of summer time
        (None, "2027-03-05", None),
    ],
)
def test_d52_seven_days_between_the_employer_and_the_rupture(
    house: House, told: str | None, broken: str, held: Held
) -> None:
    said = {"employer_informed_on": told} if told else {}
    assert verdict(house, "D52", "R-03", broken, **said) is held


@pytest.mark.parametrize(
    ("seized", "told", "held"),
    [
        ("2027-03-01", "2027-03-05", False),
        ("2027-03-01", "2027-03-06", False),
        ("2027-03-01", "2027-03-07", True),
        ("2027-03-01", "2027-03-08", True),
        (None, "2027-03-08", None),
        ("2027-03-01", None, None),
    ],
)
def test_d51_five_days_between_the_mediator_and_the_employer(
    house: House, seized: str | None, told: str | None, held: Held
) -> None:
    said = {"mediator_seized_on": seized, "employer_informed_on": told}
    given = {name: day for name, day in said.items() if day}
    assert verdict(house, "D51", "R-03", "2027-03-30", **given) is held


def test_a_partnership_may_count_the_last_day_in(house: House) -> None:
    """Interpretation O-08, inclusive: the last counted day itself will do."""
    person = {"formation": "M2-COUNT"}
    said = {"mediator_seized_on": "2027-03-01", "employer_informed_on": "2027-03-06"}
    assert verdict(house, "D51", "R-03", "2027-03-13", person, **said) is True
    assert verdict(house, "D52", "R-03", "2027-03-13", person, **said) is True
    assert verdict(house, "D52", "R-03", "2027-03-12", person, **said) is False


@pytest.mark.parametrize(
    ("convened", "met", "held"),
    [
        ("2027-03-05", "2027-03-11", False),  # Friday; Saturday counts, Sunday does not
        ("2027-03-05", "2027-03-12", True),
        ("2027-03-05", "2027-03-13", True),
        ("2027-03-08", "2027-03-13", False),
        ("2027-03-08", "2027-03-15", False),  # ends on Saturday 13: moved to Monday (R. 1231-1)
        ("2027-03-08", "2027-03-16", True),
        ("2027-03-24", "2027-04-01", False),  # Good Friday and Easter Monday in Strasbourg
        ("2027-03-24", "2027-04-02", True),
        (None, "2027-04-02", None),
    ],
)
def test_d54_five_working_days_before_the_interview(
    house: House, convened: str | None, met: str, held: Held
) -> None:
    said = {"convened_on": convened, "interview_on": met, "notified_on": "2027-04-20"}
    given = {name: day for name, day in said.items() if day}
    assert verdict(house, "D54", "R-05", "2027-04-20", **given) is held


@pytest.mark.parametrize(
    ("met", "notified", "held"),
    [
        ("2027-03-09", "2027-03-10", False),
        ("2027-03-09", "2027-03-11", False),
        ("2027-03-09", "2027-03-12", True),
        ("2027-03-11", "2027-03-15", False),  # ends on Saturday 13: moved to Monday 15
        ("2027-03-11", "2027-03-16", True),
        (None, "2027-03-16", None),
    ],
)
def test_d55_two_working_days_before_the_notification(
    house: House, met: str | None, notified: str, held: Held
) -> None:
    said = {"interview_on": met} if met else {}
    assert verdict(house, "D55", "R-05", "2027-05-20", notified_on=notified, **said) is held


@pytest.mark.parametrize(
    ("notified", "held"),
    [("2027-04-08", True), ("2027-04-09", True), ("2027-04-10", False)],
)
def test_d55_a_month_at_most_when_it_is_a_sanction(house: House, notified: str, held: Held) -> None:
    said = {"interview_on": "2027-03-09", "notified_on": notified}
    assert verdict(house, "D55", "R-04", "2027-05-20", **said) is held
    assert verdict(house, "D55", "R-05", "2027-05-20", **said) is True


@pytest.mark.parametrize(
    ("known", "convened", "held"),
    [
        ("2027-01-15", "2027-03-14", True),
        ("2027-01-15", "2027-03-15", True),
        ("2027-01-15", "2027-03-16", False),
        ("2026-12-31", "2027-02-28", True),  # no 31 February
        ("2026-12-31", "2027-03-01", False),
        (None, "2027-03-01", None),
    ],
)
def test_d56_two_months_to_prosecute(
    house: House, known: str | None, convened: str, held: Held
) -> None:
    said = {"fault_known_on": known} if known else {}
    assert verdict(house, "D56", "R-04", "2027-05-20", convened_on=convened, **said) is held


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        ("2027-03-01", "2027-03-15", True),
        ("2027-03-01", "2027-03-16", True),
        ("2027-03-01", "2027-03-17", False),
        ("2027-03-01", None, True),
        (None, None, None),
    ],
)
def test_d57_the_second_examination(
    house: House, first: str | None, second: str | None, held: Held
) -> None:
    said = {"first_exam_on": first, "second_exam_on": second}
    given = {name: day for name, day in said.items() if day}
    assert verdict(house, "D57", "R-06", "2027-05-20", **given) is held


@pytest.mark.parametrize(
    ("told", "broken", "held"),
    [
        ("2027-03-15", "2027-04-14", False),
        ("2027-03-15", "2027-04-15", False),
        ("2027-03-15", "2027-04-16", True),
        ("2027-01-31", "2027-02-28", False),
        ("2027-01-31", "2027-03-01", True),  # the month ends on 28 February
        (None, "2027-04-16", None),
    ],
)
def test_d60_a_month_of_notice_after_the_diploma(
    house: House, told: str | None, broken: str, held: Held
) -> None:
    said = {"diploma_told_on": told} if told else {}
    assert verdict(house, "D60", "R-10", broken, **said) is held


@pytest.mark.parametrize(
    ("interview", "sanction", "held"),
    [
        ("2027-03-08", "2027-03-08", False),
        ("2027-03-08", "2027-03-09", False),  # no whole day lies between
        ("2027-03-08", "2027-03-10", True),
        ("2027-03-08", "2027-03-22", True),
        ("2027-03-08", "2027-03-23", True),
        ("2027-03-08", "2027-03-24", False),
        (None, "2027-03-24", None),
    ],
)
def test_d58_one_clear_day_and_fifteen_days_at_most(
    house: House, interview: str | None, sanction: str, held: Held
) -> None:
    lea = taken_over(house)
    if interview:
        house.do(lea, "open-discipline", EVERY_DAY, on="2027-03-01", actor="direction")
        house.do(lea, "hold-disciplinary-interview", on=interview, actor="direction")
    house.do(lea, "record-exclusion", EVERY_DAY, on=sanction, actor="direction")
    assert judged(house, lea).get("D58", True) is held


@pytest.mark.parametrize("ground", ["R-01", "R-02", "R-10"])
@pytest.mark.parametrize("written", [True, False, None])
def test_what_must_be_written(house: House, ground: str, written: Held) -> None:
    said = {} if written is None else {"written": written}
    assert verdict(house, "rupture_is_written", ground, "2027-05-20", **said) is written


@pytest.mark.parametrize("ground", ["R-02", "R-03"])
@pytest.mark.parametrize(
    ("born", "cosigned", "held"),
    [
        ("2009-05-20", None, True),  # eighteen on that day
        ("2009-05-21", None, None),
        ("2009-05-21", True, True),
        ("2009-05-21", False, False),
    ],
)
def test_d53_a_minor_is_assisted(
    house: House, ground: str, born: str, cosigned: Held, held: Held
) -> None:
    said = {} if cosigned is None else {"cosigned": cosigned}
    assert verdict(house, "D53", ground, "2027-05-20", {"birth_date": born}, **said) is held


@pytest.mark.parametrize(
    ("ground", "initiator", "held"),
    [("R-04", "employeur", True), ("R-04", "apprenti", False), ("R-03", "apprenti", True),
     ("R-03", "employeur", False), ("R-03", None, True)],
)  # fmt: skip
def test_whose_ground_it_is(house: House, ground: str, initiator: str | None, held: Held) -> None:
    said = {"initiator": initiator} if initiator else {}
    name = "initiator_may_use_this_ground"
    assert verdict(house, name, ground, "2027-05-20", **said) is held


def test_the_probation_of_a_contract_taken_over_running_is_over(house: House) -> None:
    assert verdict(house, "D50", "R-01", "2027-05-20", written=True) is False


def test_r11_needs_a_suspension(house: House) -> None:
    assert verdict(house, "D61", "R-11", "2027-05-20") is None  # taken over: nobody knows
    lea = taken_over(house)
    house.do(lea, "suspend-contract", EVERY_DAY, on="2027-05-10", actor="ddets")
    house.do(lea, "record-rupture", ground="R-11", broken_on="2027-05-20")
    assert "D61" not in judged(house, lea)
    noe = taken_over(house)
    house.do(noe, "suspend-contract", EVERY_DAY, on="2027-05-10", actor="ddets")
    house.do(noe, "resume-contract", on="2027-05-14", actor="ddets")
    house.do(noe, "record-rupture", ground="R-11", broken_on="2027-05-20")
    assert judged(house, noe)["D61"] is False


@pytest.mark.parametrize(
    ("result", "held"), [(None, None), ("record-success", True), ("record-failure", False)]
)
def test_r10_needs_the_diploma(house: House, result: str | None, held: Held) -> None:
    lea = taken_over(house)
    if result:
        house.do(lea, result, EVERY_DAY, on="2027-05-03", actor="jury")
    house.do(lea, "record-rupture", EVERY_DAY, ground="R-10", broken_on="2027-05-20")
    assert judged(house, lea).get("diploma_is_obtained", True) is held


def test_r12_needs_the_term_to_have_come(house: House) -> None:
    over = "apprenticeship_is_over"
    assert verdict(house, over, "R-12", "2027-05-20") is False
    assert verdict(house, over, "R-12", "2027-05-20", {"ends_on": "2027-05-19"}) is True
    assert verdict(house, over, "R-12", "2027-05-20", {"ends_on": "2027-05-20"}) is False


# --- the table -----------------------------------------------------------------------------------


def test_a_new_ground_is_one_more_line_of_the_table() -> None:
    fifteenth = GROUNDS[8].__class__(
        **{name: getattr(GROUNDS[8], name) for name in GROUNDS[8].__slots__} | {"ref": "R-15"}
    )
    others = tuple(p for p in PHASES if p.name != "rupture")
    made = compile_charter((*others, phase((*GROUNDS, fifteenth))))
    form = made.intentions["record-rupture"]
    assert next(f for f in form.fields if f.name == "ground").choices[-1] == "R-15"


def test_every_ground_opens_and_watches_duties_that_exist() -> None:
    known = charter().obligations
    for ground in GROUNDS:
        assert set(ground.opens) | set(ground.watches) <= set(known), ground.ref
    assert [g.ref for g in GROUNDS] == [f"R-{n:02}" for n in range(1, 15)]
