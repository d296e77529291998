"""What the page of any dossier shows, an apprentice's or a house's: duties, history, letters, acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lifecycle.calendar import paris_day
from lifecycle.commands.duties import CORRECT
from lifecycle.dossier import Dossier, Instance, irregularities
from lifecycle.errors import NotFound
from lifecycle.people import Person
from persistence.outbox import Row
from portal import dossier as told
from portal import timeline
from portal.correcting import correctable
from portal.looking import Look, look
from portal.moments import Moment
from portal.offering import NO_OFFER, offers, possible
from portal.pages import link
from portal.roles import held, staff
from portal.visits import Visit
from portal.wording import fact


@dataclass(frozen=True, slots=True)
class Record:
    """One dossier read for its page, from the moment that was asked for."""

    visit: Visit
    stream: str
    moment: Moment
    seen: Look
    history: Sequence[Mapping[str, Any]]
    letters: Sequence[Row]
    people: Mapping[str, Person]
    names: dict[str, str]
    actions: list[dict[str, Any]]

    @property
    def dossier(self) -> Dossier:
        return self.seen.dossiers[self.stream]

    @property
    def words(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """By region and instance, what the facts say in words."""
        return timeline.words_of(self.history)

    def shown(self, everything: bool, stage: str = "") -> dict[str, Any]:
        """The values that every such page gives to its template."""
        seen, stream = self.seen, self.stream
        numbers = {row["pos"]: row["seq"] for row in self.history}
        found = irregularities(self.dossier)
        return {
            "stream": stream,
            "duties": told.duties(seen, stream, self.letters, self.visit.actor),
            "day": seen.day,
            "irregularities": [_irregularity(seen, stream, one, numbers) for one in found],
            "held": held(seen, stream),
            "staff": staff(seen, stream),
            "timeline": timeline.timeline(seen, stream, self.history, self.people, everything),
            "everything": everything,
            "facts": len(self.history),
            "letters": self.letters,
            "moment": self.moment,
            "documents": sum(one.state == "kept" for one in self.dossier.of("document")),
            "stage_": stage,
            **self._offers(stage),
        }

    def _offers(self, stage: str) -> dict[str, Any]:
        if self.moment.is_past:
            return NO_OFFER
        return offers(self.visit, self.stream, self.actions, self.names, stage)


def record(visit: Visit, stream: str, known: str, true: str) -> Record:
    """Raises NotFound where nothing was known of it yet, InvalidInput on a date that is none."""
    moment = Moment.asked(known, true, paris_day(visit.desk.now()))
    seen = look(visit.desk, [stream], moment)
    if not seen.histories[stream]:
        raise NotFound("Ce dossier n’existait pas encore à cette date.")
    kept = {event.pos for event in seen.histories[stream]}
    history = [row for row in visit.desk.history(stream) if row["pos"] in kept]
    letters = [row for row in visit.browser.letters_of(stream) if row.fact_pos in kept]
    people = {**visit.people(timeline.authors(history)), **seen.people}
    names = timeline.names(seen, stream, history)
    actions = [] if moment.is_past else possible(visit, stream)
    return Record(visit, stream, moment, seen, history, letters, people, names, actions)


def _irregularity(
    seen: Look, stream: str, found: Instance, numbers: dict[int, int]
) -> dict[str, Any]:
    """What is flagged, and both ways out: correct the fact that it is about, or give the reason."""
    facts = seen.histories[stream]
    flagged = next(e for e in facts if e.place == found.opened)
    about = next((e for e in reversed(facts) if e.place == flagged.cause), None)
    fit = about is not None and correctable(seen.charter, about)
    return {
        **found.data,
        "id": found.id,
        "since": found.since,
        "fact": fact(about.type, about.move) if about else "",
        "correct": link("dossiers", stream, CORRECT.name, fact=numbers[about.pos])
        if about and fit
        else "",
    }
