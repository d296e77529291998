"""Ruptures, departures and results counted a second way: by walking the states of random lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from lifecycle.events import Event
from tests.properties.lives import WHOLE, Act, Living, acts, budget
from tests.quality.population import counted

FIRST, LAST = "2026-11-02", "2035-12-31"
NO_RUPTURE = ("R-10", "R-12")
ENTERED = ("sfp_before", "in_training", "sfp_after")
GONE = ("abandoned", "excluded")
LATER = ("follow_up", "alumni", "deceased")
RESULTS = ("graduated", "failed")


def walked(events: list[Event], region: str) -> dict[str, list[tuple[date, str, Event]]]:
    """(day, state, fact) of each instance, in order: the last version of each place."""
    last = {event.place: event for event in events if event.region == region}
    told: dict[str, list[tuple[date, str, Event]]] = {}
    for fact in sorted(last.values(), key=lambda e: (e.effective_on, e.place)):
        if fact.state is not None:
            told.setdefault(fact.instance, []).append((fact.effective_on, fact.state, fact))
    return told


def ruptures(events: list[Event]) -> tuple[int, int]:
    """Contracts that ended broken, of those that were ever performed."""
    found = []
    for steps in walked(events, "contract").values():
        states = [state for _, state, _ in steps]
        if "probation" in states or "running" in states:
            grounds = [fact.data["ground"] for _, _, fact in steps if fact.data.get("ground")]
            excused = bool(grounds) and grounds[-1] in NO_RUPTURE
            found.append(states[-1] == "broken" and not excused)
    return sum(found), len(found)


def departures(events: list[Event]) -> tuple[int, int]:
    """Who is gone at the end, whatever surveys came later, of those who were ever in training."""
    states = [state for _, state, _ in walked(events, "pathway")["pathway"]]
    kept = [state for state in states if state not in LATER]
    entered = any(state in ENTERED for state in states)
    return int(entered and kept[-1] in GONE), int(entered)


def results(events: list[Event]) -> tuple[int, int]:
    """The last result, if there is one: whether it is a success."""
    found = list(_results(walked(events, "pathway")["pathway"]))
    return int(bool(found) and found[-1] == "graduated"), int(bool(found))


def _results(steps: list[tuple[date, str, Event]]) -> Iterator[str]:
    states = [("", ""), *((fact.type, state) for _, state, fact in steps)]
    for (_, before), (_, state) in pairwise(states):
        if state in RESULTS and state != before:
            yield state


@given(life=acts(**WHOLE))
@budget(40)
def test_two_ways_of_counting_agree(life: list[Act]) -> None:
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        living.live(life)
        counts, _ = counted(living.house, FIRST, LAST)
        events = list(living.house.events(living.lea))

    def told(ref: str, key: str) -> tuple[int | None, int]:
        figure = counts.figure(ref, key)
        return figure.numerator, figure.denominator

    assert told("I-07", "all") == ruptures(events)
    assert told("I-09", "left") == departures(events)
    passed, presented = results(events)
    assert told("I-11", "of_presented") == (passed, presented)
    assert told("I-10", "failed") == (presented - passed, presented)
