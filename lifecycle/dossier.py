"""One dossier, folded from its facts: the same fold for an apprentice, a formation, a CFA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from lifecycle.events import Data, Event

Key = tuple[str, str]
APPRENTICE = "apprentice"
KINDS = {"formation": "formation", "cfa": "cfa", "letter": "correspondence", "log": "log"}
HOUSES = ("formation", "cfa")
ROOTS = ("pathway", *HOUSES)
"""Regions with one instance, of the same name, which is what the whole stream is about."""
ROOT_KEYS = tuple((region, region) for region in ROOTS)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a region: its state, since when, and what its facts said of it.

    `opened` is the place of its first fact and `last` the position of its last one; `opened_on` and
    `last_on` are their days.
    """

    region: str
    id: str
    state: str
    since: date
    data: Data
    opened: int
    last: int
    opened_on: date
    last_on: date

    @property
    def key(self) -> Key:
        return (self.region, self.id)

    def day(self, name: str) -> date | None:
        """The ISO date under `name`, if it is there."""
        value = self.data.get(name)
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is true of one stream; `version` is the number of facts in its history."""

    stream: str
    version: int
    instances: Mapping[Key, Instance]

    def of(self, region: str) -> list[Instance]:
        return [i for i in self.instances.values() if i.region == region]

    def duties(self, ref: str) -> list[Instance]:
        """Those of one obligation: `D33.4` is the fourth of `D33`, and nobody opens the others."""
        numbered = f"{ref}."
        return [i for i in self.of("obligation") if i.id.startswith(numbered)]

    def get(self, region: str, instance: str) -> Instance | None:
        return self.instances.get((region, instance))

    @property
    def root(self) -> Instance | None:
        """What the stream is about: its pathway, formation, CFA, letter or log."""
        for key in ROOT_KEYS:
            if found := self.instances.get(key):
                return found
        return next(iter(self.instances.values()), None)

    @property
    def kind(self) -> str:
        """The kind of stream that it is, by what it is about."""
        root = self.root
        return KINDS.get(root.region, APPRENTICE) if root else APPRENTICE

    @property
    def said(self) -> Data:
        """What the facts of the root say, such as the roles and settings of a house."""
        root = self.root
        return root.data if root else {}

    def one(self, region: str) -> Instance | None:
        """The only instance of a region that has exactly one, such as the pathway."""
        return next((i for i in self.instances.values() if i.region == region), None)


def entered(instance: Instance | None, event: Event) -> Instance:
    """`instance` once `event` has happened to it."""
    if event.state is None:
        raise ValueError("a fact set aside has no effect")
    data: dict[str, Any] = dict(instance.data) if instance else {}
    data.update(event.data)
    moved = instance is None or instance.state != event.state
    return Instance(
        event.region,
        event.instance,
        event.state,
        event.effective_on if moved or instance is None else instance.since,
        data,
        instance.opened if instance else event.place,
        event.pos,
        instance.opened_on if instance else event.effective_on,
        event.effective_on,
    )


def standing(
    events: Iterable[Event], known_at: datetime | None = None, true_on: date | None = None
) -> list[Event]:
    """The version of each place that stands, in the order of places `(effective_on, place)`.

    `events` come in the order of their positions. Known at T: recorded until T; true on D: placed
    until D; both: both filters, then the last of each place.
    """
    versions: dict[int, Event] = {}
    for event in events:
        if known_at is None or event.recorded_at <= known_at:
            versions[event.place] = event
    kept = [e for e in versions.values() if true_on is None or e.effective_on <= true_on]
    kept.sort(key=lambda e: (e.effective_on, e.place))
    return kept


def fold(
    stream: str,
    events: Sequence[Event],
    known_at: datetime | None = None,
    true_on: date | None = None,
) -> Dossier:
    """The dossier as its facts tell it, at both dates when they are given."""
    return folded(stream, len(events), standing(events, known_at, true_on))


def folded(stream: str, version: int, placed: Iterable[Event]) -> Dossier:
    """The dossier that these facts make, which come in the order of their places."""
    told: dict[Key, list[Event]] = {}
    for event in placed:
        if event.state is not None:
            told.setdefault((event.region, event.instance), []).append(event)
    return Dossier(stream, version, {key: _lived(facts) for key, facts in told.items()})


def _lived(facts: list[Event]) -> Instance:
    """`entered` for each of these facts in turn, in one go."""
    first, last = facts[0], facts[-1]
    data: dict[str, Any] = {}
    state, since = "", first.effective_on
    for event in facts:
        data.update(event.data)
        if event.state != state:
            state, since = str(event.state), event.effective_on
    days = (first.effective_on, last.effective_on)
    return Instance(first.region, first.instance, state, since, data, first.place, last.pos, *days)


def irregularities(dossier: Dossier) -> Iterator[Instance]:
    """What a rule flagged and nobody has justified yet."""
    return (i for i in dossier.of("irregularity") if i.state == "found")


Said = tuple[date, int, str]
"""A day, a position on that day, and the person of whom it was said."""


def held_by(
    dossier: Dossier,
    role: str,
    subject: Instance | None,
    houses: Iterable[Data] = (),
    day: date | None = None,
) -> str | None:
    """The id of who holds `role` for `subject` on `day`; `houses` is what formation and CFA say.

    What was said last counts, by the dates of the facts: an appointment of the dossier, or what the
    subject, its contract or its mission say, an avenant from the day of its effect. Then the
    dossier itself, then the houses.
    """
    said = next(filter(None, (_said(one, role, day) for one in _speakers(dossier, subject))), None)
    if appointed := _appointed(dossier, role):
        said = max(said, appointed) if said else appointed
    if said:
        return said[2]
    pathway = dossier.one("pathway")
    known = chain((pathway.data,) if pathway else (), houses)
    found = (data.get(f"role:{role}") for data in known)
    return next((str(person) for person in found if person), None)


def _appointed(dossier: Dossier, role: str) -> Said | None:
    known = dossier.get("role", role)
    person = known.data.get(f"role:{role}") if known else None
    return (known.last_on, known.last, str(person)) if known and person else None


def _speakers(dossier: Dossier, subject: Instance | None) -> Iterator[Instance]:
    """Who may say it: the contract of a filing or situation, the subject, the mission."""
    if subject is None:
        return
    named = subject.data.get("contract") or subject.id
    contract = dossier.get("contract", str(named)) or subject
    mission = dossier.get("mission", str(contract.data.get("mission") or ""))
    yield from (i for i in (contract, subject, mission) if i)


def _said(one: Instance, role: str, day: date | None) -> Said | None:
    """What an instance says of a role: its last avenant in force on `day`, else its first fact."""
    lines = one.data.get(f"held:{role}") or ()
    since, person = next(
        ((on, person) for on, person in reversed(lines) if day is None or on <= day.isoformat()),
        ("", one.data.get(f"role:{role}")),
    )
    if not person:
        return None
    return (
        (date.fromisoformat(since), one.last, person)
        if since
        else (one.opened_on, one.opened, person)
    )
