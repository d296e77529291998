"""Dossiers as letters read them: what each has become, and the few facts that a letter looks at.

A letter leaves soon after its fact: what came since is short, and the rest need not be read again.
The letters of one claim are read together, whatever their number in four questions to the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lifecycle.dossier import Dossier, Key, folded, standing
from lifecycle.errors import TryLater
from lifecycle.events import Event
from notifications.catalogue import ABOUT
from notifications.letters.rendering import SEALED, STEPS, names
from persistence.outbox import Row
from persistence.recall import Life, Recall

DUTY = "obligation"
NO_WORDS: Mapping[str, str] = {}


@dataclass
class Story:
    """One dossier. `tail` are its facts from a position on; `lives` tell of the instances `known`."""

    recall: Recall
    now: Dossier
    tail: Sequence[Event] = ()
    lives: list[Life] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    @property
    def stream(self) -> str:
        return self.now.stream

    def since(self, pos: int) -> list[Event]:
        """The facts from a position on, in order; those of a letter of this claim."""
        return [event for event in self.tail if event.pos >= pos]

    def fact(self, pos: int) -> Event:
        """As it was first recorded."""
        return next(event for event in self.tail if event.pos == pos)

    def as_it_stands(self, fact: Event) -> Event:
        """The last version of a fact."""
        return next(e for e in reversed(self.tail) if e.place == fact.place)

    def later(self, fact: Event) -> list[Event]:
        """What stands of the facts recorded after this one."""
        return [e for e in standing(self.since(fact.pos)) if e.pos > fact.pos]

    def next_of(self, fact: Event) -> list[Event]:
        """What stands of the later facts about the same instance."""
        return [e for e in self.later(fact) if e.key == fact.key and e.place > fact.place]

    def cause(self, fact: Event) -> Event:
        """The fact from which this one follows, or itself."""
        if fact.cause is None:
            return fact
        known = next((e for e in self.tail if e.pos == fact.cause), None)
        return known or self.recall.placed(self.stream, fact.cause) or fact

    def of(self, key: Key) -> list[Event]:
        """The facts of one instance, in order."""
        self._read({key[1]})
        return [event for life in self.lives for event in life.of(key)]

    def said(self, keys: Iterable[Key]) -> dict[str, str]:
        """What the facts say in words of these instances, the last ones before the first."""
        wanted = list(keys)
        self._read({instance for _, instance in wanted})
        said = [life.words.get(key, NO_WORDS) for key in wanted for life in self.lives]
        return {name: word for some in said for name, word in some.items()}

    def as_of(self, fact: Event) -> Dossier:
        """As the facts until this one make it, each in its last version; of duties, only its own.

        Only what has been touched since is folded again. In a dossier, instances are in the order
        of their first facts.
        """
        later = {e.key for e in self.since(fact.place) if e.place > fact.place}
        own, every = fact.key, self.now.instances.items()
        touched = {key for key in later if key[0] != DUTY or key == own}
        told = {key: one for key, one in every if key[0] != DUTY or key == own}
        instances = {key: one for key, one in told.items() if key not in touched}
        if not touched:
            return Dossier(self.stream, self.now.version, instances)
        self._read({instance for _, instance in touched})
        lived = (e for key in touched for e in self.of(key))
        before = sorted((e for e in lived if e.place <= fact.place), key=lambda e: e.pos)
        instances |= folded(self.stream, 0, standing(before)).instances
        found = sorted(instances.values(), key=lambda one: (one.opened_on, one.opened))
        return Dossier(self.stream, self.now.version, {one.key: one for one in found})

    def _read(self, instances: Collection[str]) -> None:
        """What was not read with the others of the claim."""
        if missing := set(instances) - self.known:
            _live([self], {self.stream: missing})


def stories(rows: Sequence[Row], recall: Recall) -> dict[str, Story]:
    """Those of the dossiers that these letters are about, by stream; one that cannot be read is not there."""
    try:
        return _together(rows, recall)
    except TryLater:
        raise
    except Exception:
        by_stream = {row.stream: [r for r in rows if r.stream == row.stream] for row in rows}
        if len(by_stream) == 1:
            return {}
        return {s: one for some in by_stream.values() for s, one in stories(some, recall).items()}


def _together(rows: Sequence[Row], recall: Recall) -> dict[str, Story]:
    first: dict[str, int] = {}
    for row in rows:
        first[row.stream] = min(row.fact_pos, first.get(row.stream, row.fact_pos))
    found = {s: Story(recall, dossier) for s, dossier in recall.dossiers(first).items()}
    for stream, tail in recall.since(first).items():
        found[stream].tail = tail
    _live(found.values(), _looked_at(rows, found))
    return found


def _looked_at(rows: Iterable[Row], found: Mapping[str, Story]) -> dict[str, set[str]]:
    """By stream, the instances that the letters will look at: what is not here is read when it is."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        story = found[row.stream]
        for fact in (e for e in story.tail if e.pos == row.fact_pos):
            wanted[row.stream] |= set(_about(story.now, fact, row.letter))
    return wanted


def _about(now: Dossier, fact: Event, letter: str) -> Iterable[str]:
    if names(letter, STEPS):
        yield fact.instance
        yield from (one.id for one in now.duties(ABOUT.get(fact.type, "")))
    if names(letter, SEALED):
        yield fact.instance
        yield from (one.id for one in now.of("mission"))
        if duty := now.get("obligation", fact.instance):
            yield str(duty.data["subject"])


def _live(some: Iterable[Story], wanted: Mapping[str, set[str]]) -> None:
    """Read the facts and the words of these instances."""
    by_stream = {story.stream: story for story in some if wanted.get(story.stream)}
    for story in by_stream.values():
        story.known |= wanted[story.stream]
    if recall := next((story.recall for story in by_stream.values()), None):
        for stream, life in recall.lives({s: wanted[s] for s in by_stream}).items():
            by_stream[stream].lives.append(life)
