"""One random life, told late and corrected, beside a naive story told in order: where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from tests.properties.lives import Act, Living, Told, heard
from tests.properties.naive import REGIONS, States, evaluated, with_situations

Seen = tuple[datetime | None, date | None]


def differences(life: Sequence[Act]) -> list[tuple[Seen, States, States]]:
    """(known at, true on), what the engine says, what the naive story says: nothing when equal.

    No clock here: what is compared is the order of commands, each on a day of its own.
    """
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        for act in life:
            if days := living.on_a_day_of_its_own(act):
                living.does(act, *days)
        events, told = list(living.house.events(living.lea)), living.told
    return list(compared(events, told))


def compared(events: list[Event], told: list[Told]) -> Iterator[tuple[Seen, States, States]]:
    made = events[0]  # the candidacy itself, which opens the house's dossier
    for known_at, true_on in product(moments(events), days(events)):
        heard_then = (t.said() for t in heard(told, known_at))
        facts = [made, *(fact for fact in heard_then if fact.region in REGIONS)]
        story = evaluated(f for f in facts if true_on is None or f.effective_on <= true_on)
        found = states_of(fold("lea", events, known_at, true_on))
        if found != story:
            yield (known_at, true_on), found, story


def moments(events: list[Event]) -> list[datetime | None]:
    """The last instant before some of the commands, and now."""
    found = sorted({e.recorded_at for e in events if e.cause is None and e.corrects is None})
    last = [max(e.recorded_at for e in events if e.recorded_at < later) for later in found[1:]]
    return [*last[::5], None]


def days(events: list[Event]) -> list[date | None]:
    return [*sorted({e.effective_on for e in events})[::3], None]


def states_of(dossier: Dossier) -> States:
    """The states of the regions, in the shape of the naive story."""
    every = [i for i in dossier.instances.values() if i.region in REGIONS]
    found = {i.key: i.state for i in every if i.region != "situation"}
    beside = ((str(i.data.get("kind")), i.state) for i in every if i.region == "situation")
    return with_situations(found, beside)
