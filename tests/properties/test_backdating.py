"""What is known late: the dossier becomes what it would have been, and every date remembers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from lifecycle.calendar import paris_instant
from lifecycle.dossier import Instance, Key, standing
from tests.houses import House
from tests.properties.comparing import differences, states_of
from tests.properties.lives import (
    FIRST,
    ORDINARY,
    SHORT,
    WHOLE,
    Act,
    Living,
    Told,
    acts,
    budget,
    heard,
)
from tests.properties.naive import REGIONS, States

UNTIMELY = ("waive", "attest", "justify")  # they name what the other story may not have made


@budget(80)
@given(acts(**SHORT))
def test_known_at_and_true_on_are_a_naive_story_told_in_order(life: list[Act]) -> None:
    """`python -m tests.properties.many 20000` lives as many as one has time for."""
    assert not differences(life)


@budget(25)
@given(acts(**WHOLE))
def test_so_they_are_from_candidacy_to_alumni(life: list[Act]) -> None:
    assert not differences(life)


@budget(60)
@given(acts(ORDINARY, most_back=20, corrections=4))
def test_a_life_told_late_ends_like_the_same_life_told_on_time(life: list[Act]) -> None:
    """One mission, one contract; what is told late has a beat before each command, then forty
    days of silence. The other house beats every day and is told everything right on its own day."""
    with TemporaryDirectory() as folder, Living(Path(folder)) as late:
        for act in only_one_contract(life):
            days = late.on_a_day_of_its_own(act)
            late.house.beat(paris_instant(late.today + timedelta(days=act.gap), 9))
            if days:
                late.does(act, *days)
        end = late.today + timedelta(days=40)
        late.house.beat(paris_instant(end, 12))
        with TemporaryDirectory() as other, Living(Path(other)) as timely:
            refused = tell_on_time(timely, heard(late.told), end)
            if refused & still_standing(late.house, late.lea):
                return  # an authorisation that was right with what was known: it is not undone
            assert what_is_left(late.house, late.lea) == what_is_left(timely.house, timely.lea)


def only_one_contract(life: list[Act]) -> Iterator[Act]:
    seen: set[str] = set()
    for act in life:
        alike = "submit" if act.verb == "submit_public" else act.verb
        again = alike in seen and alike in ("submit", "draft")
        yield replace(act, verb="nothing") if again or act.verb in UNTIMELY else act
        seen.add(alike)


def tell_on_time(timely: Living, told: list[Told], end: date) -> set[date]:
    """The same facts, each on its day. The days of those that are refused now."""
    by_day = {one.day: one for one in told}
    refused = set()
    for n in range((end - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        timely.house.beat(paris_instant(day, 9))
        if (one := by_day.get(day)) and timely.tells_in_time(one) is None:
            refused.add(day)
    timely.house.beat(paris_instant(end, 12))
    return refused


def still_standing(house: House, stream: str) -> set[date]:
    said = (e for e in standing(house.events(stream)) if e.cause is None and e.region in REGIONS)
    return {e.effective_on for e in said if e.state is not None}


def what_is_left(house: House, stream: str) -> tuple[States, Counter[tuple[str, ...]], set[Key]]:
    """The regions, the duties, and what the charter's rules have flagged."""
    dossier = house.dossier(stream)
    duties = Counter(duty_line(d) for d in dossier.of("obligation") if not of_one_day(d))
    flagged = {(i.data["rule_ref"], i.data["about"]) for i in dossier.of("irregularity")}
    return states_of(dossier), duties, {flag for flag in flagged if flag[0]}


def of_one_day(duty: Instance) -> bool:
    """Opened and done on one day, which no date puts in order."""
    return duty.state == "done" and duty.since.isoformat() == duty.data["started_on"]


def duty_line(duty: Instance) -> tuple[str, ...]:
    """Reminders leave when they leave: a clock that has stopped is not as far in both houses."""
    said = ("ref", "subject", "due_on", "on_time")
    state = "paused" if duty.data.get("paused") else duty.state
    return (state, *(str(duty.data.get(name)) for name in said))
