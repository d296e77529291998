"""Dossiers read for one page: folded, with their houses and their people, set-wise and once.

From them: who holds a duty up, since when, and what would end it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.calendar import paris_day
from lifecycle.commands import Command, Intention
from lifecycle.commands.duties import FULFIL_OBLIGATION, KEEP_TIME
from lifecycle.decisions.judgement import right
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import APPRENTICE, Dossier, Instance, fold
from lifecycle.events import Event
from lifecycle.machine import ABSENT
from lifecycle.people import Actor, Person, Role, rungs
from lifecycle.stages import duty_row, formation_of, house_name, person_ids
from lifecycle.vocabulary import Case, Charter, Transition
from portal.deeds import Deed, filled, on_its_page
from portal.moments import PRESENT, Moment
from portal.ports import Desk
from portal.wording import holder, initial


@dataclass(frozen=True, slots=True)
class Blocker:
    """Who must act: the role that owes, and the person who answers for it, if anybody does.

    `stands_in`: nobody holds that role, and the person is on the next rung: it is they who ask.
    """

    role: str
    label: str
    person: Person | None
    since: date
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What one page has read. `houses` are (formation, CFA) by code of formation.

    `at` is the instant from which it looks, `histories` what was known then of what was true then.
    """

    charter: Charter
    at: datetime
    histories: Mapping[str, Sequence[Event]]
    dossiers: Mapping[str, Dossier]
    houses: Mapping[str, tuple[Dossier | None, Dossier | None]]
    people: Mapping[str, Person]

    @property
    def day(self) -> date:
        return paris_day(self.at)

    def case(self, stream: str, subject: Instance | None = None) -> Case:
        dossier = self.dossiers[stream]
        formation, cfa = self._houses(dossier)
        return Case(
            self.charter,
            dossier,
            self.day,
            self.at,
            Command(intention=KEEP_TIME, stream=stream),
            subject,
            formation,
            cfa,
            self.people,
        )

    def _houses(self, dossier: Dossier) -> tuple[Dossier | None, Dossier | None]:
        """Whose roles and settings hold: of a house, its own as this page sees it."""
        if dossier.kind == "cfa":
            return None, dossier
        formation, cfa = self.houses.get(formation_of(dossier), (None, None))
        return (dossier if dossier.kind == "formation" else formation), cfa

    def name(self, stream: str) -> str:
        """Who or what a dossier is about."""
        dossier = self.dossiers[stream]
        if dossier.kind != APPRENTICE:
            return initial(house_name(dossier))
        found = self.apprentice(stream)
        return found.name if found else "(personne effacée)"

    def apprentice(self, stream: str) -> Person | None:
        pathway = self.dossiers[stream].one("pathway")
        return self.people.get(str(pathway.data.get("role:apprenti"))) if pathway else None

    def blocker(self, stream: str, duty: Instance) -> Blocker:
        """Who must act for this duty to go on, the next rung when nobody holds the role."""
        role = self._awaited(duty)
        case = self.case(stream, subject_of(self.dossiers[stream], duty))
        held = [(r, case.person(r)) for r in rungs(Role(role))] if role else []
        found, person = next(((r, p) for r, p in held if p is not None), (role, None))
        return Blocker(role, holder(role), person, self.since(stream, duty), found != role)

    def _awaited(self, duty: Instance) -> str:
        """A stopped clock waits for whoever can start it again."""
        declared = self.charter.obligations.get(duty.data["ref"])
        if duty.data.get("paused") and declared:
            for transition in _recording(self.charter, declared.resumed_by):
                return str(transition.by[0])
        return str(duty.data["owed_by"] or "")

    def since(self, stream: str, duty: Instance) -> date:
        """The day from which the duty is expected: its first fact, or the day its clock stopped."""
        ledger = duty.data.get("ledger") if duty.data.get("paused") else None
        if ledger:
            return date.fromisoformat(ledger[-1]["paused_on"])
        told = (e for e in self.histories[stream] if e.key == duty.key)
        return next((e.effective_on for e in told), duty.since)

    def deeds(self, stream: str, duty: Instance, actor: Actor) -> list[Deed]:
        """What would end the duty (or start its clock again), as far as `actor` may."""
        declared = self.charter.obligations.get(duty.data["ref"])
        if declared is None:
            return []
        facts = declared.resumed_by if duty.data.get("paused") else declared.closed_by
        found = [
            Deed(on.name, on.label, instance_field(self.charter.by_command[on.name]), instance)
            for on, region in _asked(self.charter, facts)
            if may(self.charter, on, actor, stream)
            and (instance := self._fitting(stream, duty, on, region)) is not None
        ]
        dossier = self.dossiers[stream]
        case = self.case(stream, subject_of(dossier, duty))
        found = [on_its_page(filled(self.charter, case, duty, declared, d), dossier) for d in found]
        if declared.attested and may(self.charter, FULFIL_OBLIGATION, actor, stream):
            found.append(
                Deed(FULFIL_OBLIGATION.name, FULFIL_OBLIGATION.label, "obligation", duty.id)
            )
        return list(dict.fromkeys(found))

    def _fitting(self, stream: str, duty: Instance, on: Intention, region: str) -> str | None:
        """The instance on which the move exists: that of the duty, for the region of the move.

        What a house owes of itself is done by making one: the event that it holds.
        """
        instance = self.dossiers[stream].get(region, str(duty.data["subject"]))
        if instance is None:
            makes = (region, ABSENT, on.name) in self.charter.moves
            return "" if makes and self.dossiers[stream].kind != APPRENTICE else None
        fits = (region, instance.state, on.name) in self.charter.moves
        return instance.id if fits else None

    def row(self, stream: str, duty: Instance) -> dict[str, object]:
        """The duty in the shape of the agenda."""
        return duty_row(self.charter, self.dossiers[stream], duty, self.at)


def look(desk: Desk, streams: Sequence[str], moment: Moment = PRESENT) -> Look:
    """Read these dossiers, their formations and CFAs, and everybody whom they name."""
    read = desk.many(sorted(set(streams)))
    histories = {stream: moment.kept(events) for stream, events in read.items()}
    dossiers = {stream: fold(stream, events) for stream, events in histories.items()}
    houses = {code: house_pair(desk, code) for code in {formation_of(d) for d in dossiers.values()}}
    folded = [*dossiers.values(), *(h for pair in houses.values() for h in pair if h)]
    ids = set().union(*map(person_ids, folded), *map(_held, histories.values()))
    people = desk.house.register.find(ids)
    at = moment.now(desk.now())
    return Look(desk.house.charter, at, histories, dossiers, houses, people)


def _held(events: Sequence[Event]) -> set[str]:
    """Everybody who has held a role, whoever holds it now."""
    said = (pair for event in events for pair in event.data.items())
    return {str(person) for name, person in said if name.startswith("role:") and person}


def house_pair(desk: Desk, code: str) -> tuple[Dossier | None, Dossier | None]:
    """A formation and its CFA as they are today."""
    formation = house(desk, "formation", code)
    cfa = formation.said.get("cfa", "") if formation else ""
    return formation, house(desk, "cfa", str(cfa or ""))


def house(desk: Desk, kind: str, code: str) -> Dossier | None:
    stream = desk.reader.house(kind, code) if code else None
    return fold(stream, desk.events(stream)) if stream else None


def may(charter: Charter, on: Intention, actor: Actor, stream: str) -> bool:
    """Whether the role of `actor` may ask for it at all."""
    command = Command(intention=on, stream=stream, actor=actor)
    return not right(command, charter.by_command[on.name])


def subject_of(dossier: Dossier, duty: Instance) -> Instance | None:
    """What the duty is about."""
    return dossier.get(str(duty.data["about"]), str(duty.data["subject"]))


def _recording(charter: Charter, facts: Sequence[str]) -> Iterator[Transition]:
    for moves in charter.by_command.values():
        yield from (t for t in moves if t.records in facts)


def _asked(charter: Charter, facts: Sequence[str]) -> Iterator[tuple[Intention, str]]:
    """The commands that people say to record one of these facts, with the region that they name.

    A fact that the engine records follows from another: then it is that one which is asked for.
    """
    for fact in facts:
        for transition in _recording(charter, (fact,)):
            if not transition.on.internal:
                yield transition.on, transition.region
            else:
                yield from _causing(charter, transition)


def _causing(charter: Charter, caused: Transition) -> Iterator[tuple[Intention, str]]:
    for moves in charter.by_command.values():
        for transition in moves:
            causes = any(c.on.name == caused.on.name for c in transition.causes)
            if causes and not transition.on.internal:
                yield transition.on, transition.region
