"""What is known late: the dossier becomes what it would have been, and every date remembers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from lifecycle.calendar import paris_instant
from lifecycle.dossier import Dossier, Instance, Key, fold, standing
from lifecycle.events import Event
from tests.houses import House
from tests.properties.lives import FIRST, ORDINARY, VERBS, Act, Living, acts, budget
from tests.properties.naive import REGIONS, States, evaluated

UNTIMELY = ("waive", "attest", "justify")  # they name what the other story may not have made


@budget(100)
@given(acts(VERBS, most_back=20))
def test_known_at_and_true_on_are_a_naive_story_told_in_order(life: list[Act]) -> None:
    """No clock here: what is compared is the order of commands, each on a day of its own."""
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        for act in days_of_their_own(life):
            day = living.today + timedelta(days=act.gap)
            living.happens(act.verb, max(day - timedelta(days=act.back), FIRST), day)
        events = list(living.house.events(living.lea))
    commands = [e for e in events if e.cause is None and e.corrects is None and e.region in REGIONS]
    for known_at, true_on in product(moments(events), days(events)):
        seen = fold("lea", events, known_at, true_on)
        told = (
            c
            for c in commands
            if (known_at is None or c.recorded_at <= known_at)
            and (true_on is None or c.effective_on <= true_on)
        )
        assert states_of(seen) == evaluated(told), (known_at, true_on)


@budget(80)
@given(acts(ORDINARY, most_back=20))
def test_a_life_told_late_ends_like_the_same_life_told_on_time(life: list[Act]) -> None:
    """One mission, one contract; what is told late has a beat before each command, then forty
    days of silence. The other house beats every day and is told everything on its own day."""
    with TemporaryDirectory() as folder, Living(Path(folder)) as late:
        for act in days_of_their_own(only_one_contract(life)):
            day = late.today + timedelta(days=act.gap)
            late.house.beat(paris_instant(day, 9))
            late.happens(act.verb, max(day - timedelta(days=act.back), FIRST), day)
        end = late.today + timedelta(days=40)
        late.house.beat(paris_instant(end, 12))
        with TemporaryDirectory() as other, Living(Path(other)) as timely:
            refused = tell_on_time(timely, late.done, end)
            if refused & still_standing(late.house, late.lea):
                return  # an authorisation that was right with what was known: it is not undone
            assert what_is_left(late.house, late.lea) == what_is_left(timely.house, timely.lea)


def only_one_contract(life: list[Act]) -> Iterator[Act]:
    seen: set[str] = set()
    for act in life:
        alike = "submit" if act.verb == "submit_public" else act.verb
        again = alike in seen and alike in ("submit", "draft")
        yield Act(act.gap, "nothing") if again or act.verb in UNTIMELY else act
        seen.add(alike)


def tell_on_time(timely: Living, done: list[tuple[date, str]], end: date) -> set[date]:
    """The same commands, each on its day. The days of those that are refused now."""
    by_day = dict(done)
    refused = set()
    for n in range((end - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        timely.house.beat(paris_instant(day, 9))
        if (verb := by_day.get(day)) and timely.happens(verb, day, day) is None:
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


def days_of_their_own(life: list[Act]) -> Iterator[Act]:
    """Two facts of one day are in no order that a date could tell."""
    today, taken = FIRST, {FIRST}
    for act in life:
        today += timedelta(days=act.gap)
        on = max(today - timedelta(days=act.back), FIRST)
        while on in taken:
            on += timedelta(days=1)
        if on <= today:
            taken.add(on)
            yield Act(act.gap, act.verb, (today - on).days)
        else:
            yield Act(act.gap, "nothing", 0)


def moments(events: list[Event]) -> list[datetime | None]:
    found = sorted({e.recorded_at for e in events if e.cause is None and e.corrects is None})
    last = [max(e.recorded_at for e in events if e.recorded_at < later) for later in found[1:]]
    return [*last[::3], None]


def days(events: list[Event]) -> list[date | None]:
    return [*sorted({e.effective_on for e in events})[::2], None]


def states_of(dossier: Dossier) -> States:
    return {i.key: i.state for i in dossier.instances.values() if i.region in REGIONS}
