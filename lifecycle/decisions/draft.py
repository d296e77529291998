"""The working copy of one decision: facts so far, and the dossier as they leave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from lifecycle import agenda
from lifecycle.commands import Command
from lifecycle.dossier import Dossier, Instance, Key, entered, fold
from lifecycle.errors import CharterError
from lifecycle.events import Event
from lifecycle.legal import MAISON, Source
from lifecycle.machine import ABSENT, target
from lifecycle.people import OUTSIDERS, Actor, Role, rungs
from lifecycle.vocabulary import (
    Case,
    Charter,
    History,
    Rule,
    Transition,
    Verdict,
    numbered,
    visible,
)

SINGLE = ("pathway", "formation", "cfa", "log")
PREFIX = {
    "mission": "m",
    "contract": "c",
    "irregularity": "i",
    "situation": "s",
    "correction": "k",
    "promotion": "p",
    "event": "e",
    "convention": "v",
    "certification": "q",
    "control": "t",
    "offer": "o",
    "suggestion": "g",
    "exchange": "x",
    "action": "a",
    "milestone": "j",
    "reserved": "r",
    "document": "d",
    "resource": "n",
}
RESTATED = MAISON["correction"]
MICROSECOND = timedelta(microseconds=1)


class Draft:
    """Facts are appended in memory, in order; nothing is written here."""

    def __init__(self, case: Case, at: datetime) -> None:
        self.case = case
        self.at = at
        self.charter: Charter = case.charter
        self.new: list[Event] = []
        self.instances: dict[Key, Instance] = dict(case.dossier.instances)
        self.history = case.history if isinstance(case.history, History) else _told(case)
        self.latest = self.history.summary.latest
        self.numbers = dict(self.history.summary.numbers)
        self.first_instant = max(at, case.last_instant + MICROSECOND)
        self.actor: Actor = case.command.actor

    # --- looking ---------------------------------------------------------------------------

    @property
    def dossier(self) -> Dossier:
        version = self.history.size + len(self.new)
        return Dossier(self.case.command.stream, version, self.instances)

    @property
    def sighted(self) -> Dossier:
        """The dossier as whoever acts may see it: they name nothing of what is reserved to others."""
        return visible(self.charter, self.dossier, self.actor.role)

    def copied(self) -> Dossier:
        """The dossier as it now stands, which this draft changes no more."""
        return Dossier(self.dossier.stream, self.dossier.version, dict(self.instances))

    def view(self, subject: Instance | None, day: date, command: Command | None = None) -> Case:
        """The case as a rule sees it now, about `subject`, on `day`."""
        return self.case.seen(self.dossier, subject, day, command or self.case.command)

    def facts(self) -> list[Event]:
        """The whole history with what this decision adds."""
        return [*self.history, *self.new]

    def fresh_id(self, region: str) -> str:
        """The id of a new instance: `m1`, `m2`…; never one that the history has used."""
        if region in SINGLE:
            return region
        return self._next(PREFIX[region])

    def fresh_duty_id(self, ref: str) -> str:
        return self._next(f"{ref}.")

    def _next(self, series: str) -> str:
        return f"{series}{self.numbers.get(series, 0) + 1}"

    # --- appending -------------------------------------------------------------------------

    def record(
        self,
        transition: Transition,
        instance: str,
        day: date,
        data: Mapping[str, Any],
        *,
        secrets: Mapping[str, Mapping[str, str]] | None = None,
        cause: int | None = None,
        rule: Rule | None = None,
    ) -> Event:
        """One fact: the state entered is judged here, once, and never again."""
        known = self.instances.get((transition.region, instance))
        source = self.source_of(transition, known, data)
        return self.append(
            Event(
                pos=self.next_pos,
                stream=self.case.command.stream,
                type=transition.records,
                move=transition.on.name,
                ref=transition.ref,
                region=transition.region,
                instance=instance,
                state=target(transition, known.state if known else ABSENT),
                effective_on=day,
                recorded_at=self.next_instant,
                place=self.next_pos,
                data={k: v for k, v in data.items() if v is not None or k in _keys(known)},
                secrets=secrets or {},
                actor=self.actor,
                on_behalf_of=self.case.command.on_behalf_of,
                cause=cause,
                rule=rule.name if rule else "",
                source=str(rule.source if rule else source),
            )
        )

    def source_of(
        self, transition: Transition, known: Instance | None, data: Mapping[str, Any]
    ) -> Source | None:
        """A fact about a duty cites what makes it due."""
        ref = data.get("ref") or (known.data.get("ref") if known else None)
        duty = self.charter.obligations.get(str(ref)) if transition.region == "obligation" else None
        return duty.source if duty else transition.source

    def restate(
        self,
        event: Event,
        state: str | None,
        data: Mapping[str, Any],
        secrets: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Event:
        """`event` again, in its own place, with the state that it now enters, or set aside."""
        again = replace(
            event,
            pos=self.next_pos,
            recorded_at=self.next_instant,
            state=state,
            data=data,
            corrects=event.pos,
            secrets=secrets or {},
            rule=RESTATED.item,
            source=str(RESTATED),
            actor=self.actor,
            on_behalf_of=self.case.command.on_behalf_of,
        )
        return self.append(again)

    def append(self, event: Event) -> Event:
        self.new.append(event)
        self.latest = max(self.latest, event.effective_on)
        if event.key not in self.instances:
            self.numbers = numbered((event,), self.numbers)
        self.apply(event)
        return event

    def apply(self, event: Event) -> None:
        if event.state is not None:
            self.instances[event.key] = entered(self.instances.get(event.key), event)

    @property
    def next_pos(self) -> int:
        return self.case.next_pos + len(self.new)

    @property
    def next_instant(self) -> datetime:
        return self.first_instant + len(self.new) * MICROSECOND

    def reset(self, true_on: date | None = None) -> None:
        """Fold again from every fact, as true on a day when one is given."""
        folded = fold(self.case.command.stream, self.facts(), true_on=true_on)
        self.instances = dict(folded.instances)

    # --- people and irregularities ------------------------------------------------------------

    def recipients(self, roles: Iterable[Role], subject: Instance | None) -> list[dict[str, str]]:
        """Who answers for each role: its holder, or the next rung's; once, by their first role.

        Nobody in a silent dossier.
        """
        view = self.view(subject, self.case.day)
        if is_silent(view.dossier):
            return []
        found = (self.holder(view, role) for role in roles)
        told: dict[str, dict[str, str]] = {}
        for one in filter(None, found):
            told.setdefault(one["person"], one)
        return list(told.values())

    def holder(self, view: Case, role: Role) -> dict[str, str] | None:
        for rung in rungs(role):
            if person := view.holder(rung):
                site, formation = agenda.calendars(view)
                lives_by = site if rung in OUTSIDERS else formation
                return {"role": str(rung), "for": str(role), "person": person, "calendar": lives_by}
        return None

    def flag(self, rule: Rule, verdict: Verdict, about: Event, lifted: bool = False) -> None:
        """An irregularity beside the fact, once for each rule and instance."""
        known = (i.data for i in self.dossier.of("irregularity"))
        if any(d["rule"] == rule.name and d["about"] == about.instance for d in known):
            return
        move = self.creation("irregularity", "lift-rule" if lifted else "flag-irregularity")
        subject = self.instances.get(about.key)
        data = {
            "rule": rule.name,
            "rule_ref": rule.ref,
            "reason": rule.reason(verdict),
            "source": str(rule.source),
            "about": about.instance,
            "told": [] if lifted else self.recipients(move.informs, subject),
        }
        id_ = self.fresh_id("irregularity")
        self.record(move, id_, about.effective_on, data, cause=about.place, rule=rule)

    def creation(self, region: str, command: str) -> Transition:
        """The move that makes an instance. Raises CharterError when none is declared."""
        found = self.charter.moves.get((region, ABSENT, command))
        if found is None:
            raise CharterError(f"no creation of {region} by {command}")
        return found


def _told(case: Case) -> History:
    return History.of(case.command.stream, case.history)


def is_silent(dossier: Dossier) -> bool:
    """Nobody is written to any more: the apprentice has died (interpretation O-15)."""
    pathway = dossier.one("pathway")
    return bool(pathway and pathway.data.get("silent"))


def _keys(known: Instance | None) -> Mapping[str, Any]:
    return known.data if known else {}
