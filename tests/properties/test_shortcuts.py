"""What is read in short, a summary that goes on or a dossier as of one fact, is what all facts make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.events import Event
from lifecycle.vocabulary import History
from lifecycle.vocabulary.history import Summary, numbered
from notifications.story import stories
from tests.properties.lives import EVERY, SHORT, WHOLE, Act, Living, acts, budget
from tests.properties.test_lives import read_back

CUTS = st.lists(st.integers(1, 12), min_size=1, max_size=8)
"""How many facts come at a time, again and again."""


def plain(stream: str, events: Sequence[Event]) -> Summary:
    """Every fact folded from the first one, the last day and the numbers counted one by one."""
    latest = max((event.effective_on for event in events), default=date.min)
    numbers: dict[str, int] = {}
    for name in dict.fromkeys(event.instance for event in events):
        letters = name.rstrip("0123456789")
        if letters != name and not letters[:1].isdigit():
            numbers[letters] = max(numbers.get(letters, 0), int(name[len(letters) :]))
    return Summary(fold(stream, events), latest, numbers)


def same(found: Summary, wanted: Summary) -> bool:
    """Instances come in the same order too: who looks for the first or the last one sees it."""
    order = list(found.dossier.instances) == list(wanted.dossier.instances)
    return found == wanted and order


@budget(40)
@given(acts(EVERY, most_back=12, corrections=4), CUTS)
def test_a_summary_that_goes_on_is_the_summary_of_all(life: list[Act], cuts: list[int]) -> None:
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        living.live(life)
        events, stream = read_back(living.house, living.lea), living.lea
    start, n = 0, 0
    while start < len(events):
        end = min(start + cuts[n % len(cuts)], len(events))
        before = plain(stream, events[:start])
        after = before.after(events[start:end])
        assert (after is None) is goes_back(before.latest, events[start:end])
        assert after is None or same(after, plain(stream, events[:end]))
        start, n = end, n + 1


def goes_back(latest: date, events: Sequence[Event]) -> bool:
    """Whether one of these facts is placed among those before, or takes the place of one."""
    for event in events:
        if event.corrects is not None or event.state is None or event.effective_on < latest:
            return True
        latest = event.effective_on
    return False


@budget(25)
@given(acts(**SHORT), st.integers(0, 200))
def test_a_history_goes_on_as_if_it_had_been_read_whole(life: list[Act], cut: int) -> None:
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        living.live(life)
        events, stream = read_back(living.house, living.lea), living.lea
    cut %= len(events)
    longer = History.of(stream, events[:cut]).plus(events[cut:], fold(stream, events))
    assert same(longer.summary, plain(stream, events))
    assert (len(longer), list(longer), list(reversed(longer))) == (
        len(events),
        list(events),
        list(reversed(events)),
    )
    assert longer[cut - 1 : cut + 2] == events[cut - 1 : cut + 2]
    assert longer == History.of(stream, events)


def test_numbers_are_those_of_the_last_of_each_series() -> None:
    names = ("m2", "m10", "D33.4", "D33.12", "pathway", "9a3", "c1")
    events = [replace(A_FACT, instance=name) for name in names]
    assert numbered(events, {"m": 3, "x": 5}) == {"m": 10, "x": 5, "D33.": 12, "c": 1}
    assert numbered([], {"m": 3}) == {"m": 3}


@budget(20)
@given(acts(**WHOLE))
def test_a_letter_reads_the_dossier_as_the_facts_until_its_own_make_it(life: list[Act]) -> None:
    """Each alone, then all in one claim, whatever came since."""
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        living.live(life)
        house = living.house
        house.beat(house.now)
        events, rows = read_back(house, living.lea), house.letters()
        recall = house.app.installation.recall
        claims = [[row] for row in rows] + [rows]
        for claim in claims:
            found = stories(claim, recall)
            for row in (r for r in claim if r.stream == living.lea):
                story = found[row.stream]
                fact = story.as_it_stands(story.fact(row.fact_pos))
                assert story.now == fold(living.lea, events)
                assert in_order(story.as_of(fact)) == in_order(until(events, fact))


def until(events: Sequence[Event], fact: Event) -> Dossier:
    """Every fact until this one, each in its last version; those of other duties are not told."""
    told = [e for e in events if e.region != "obligation" or e.key == fact.key]
    return fold(fact.stream, [event for event in told if event.place <= fact.place])


def in_order(dossier: Dossier) -> list[Instance]:
    return list(dossier.instances.values())


A_FACT = Event(
    pos=1,
    stream="s",
    type="Stood",
    move="",
    ref="",
    region="mission",
    instance="m1",
    state="submitted",
    effective_on=date(2026, 11, 24),
    recorded_at=None,  # type: ignore[arg-type]
    place=1,
)
