"""The days pass: the clock beats and letters leave at eight, people act at ten, by the one door."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from application.mailing import sender
from application.simulation import cast, habits
from application.simulation.acts import LAST, Act, Fields, after
from application.simulation.attendance import Attendance
from application.simulation.cast import Apprentice
from application.simulation.houses import of_cfa, of_formation
from application.simulation.seeding import chance
from application.simulation.tales import intakes, tale
from application.wiring import App
from lifecycle.calendar import paris_day, paris_instant
from lifecycle.charter import public_intentions
from lifecycle.commands import Command
from lifecycle.errors import CharterError, InvalidInput, NotFound, Refused
from lifecycle.people import Actor
from lifecycle.service import Done, handle, handle_many
from notifications.delivery import Outcome
from notifications.press import Press, here
from persistence.reading import Owed

MORNING, TEN = 8, 10
OFFICE_DAYS = (0, 2, 4)  # when the office looks at what falls due
SHARES = (65, 35)  # of a hundred apprentices, by the September in which they begin
JUSTIFIED = 60  # of a hundred irregularities, those that somebody explains
LATEST_IN = ("mission", "contract", "situation", "control", "offer")
TOGETHER = 100  # mails in one claim: none leaves for good
AT_ONCE = 200  # acts in one transaction: their histories are in memory together


@dataclass(slots=True)
class Thought:
    """What somebody makes of a duty that comes near: when they look again, how often they have."""

    again_on: date
    tries: int = 0


class Postbox:
    """A relay that takes everything and delivers nothing: nobody real is written to."""

    def send(self, raw: bytes, sender: str, recipient: str) -> Outcome:  # noqa: ARG002
        return Outcome("sent", "250 simulé")


@dataclass
class Cohort:
    """So many apprentices of one seed, what is still to come, and what was refused."""

    app: App
    size: int
    seed: str
    first: date
    last: date
    sends: bool = True
    press: Press = here
    schools: tuple[date, ...] = ()  # the rentrées; those of `intakes` when none is said
    numbers: dict[str, int] = field(default_factory=dict)
    planned: dict[date, list[tuple[str, Act]]] = field(default_factory=lambda: defaultdict(list))
    latest: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    thoughts: dict[tuple[str, str, str], Thought] = field(default_factory=dict)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    acts: int = 0

    def __post_init__(self) -> None:
        self.intentions = public_intentions(self.app.house.charter)
        self.meetings = Attendance(self.app, self.seed)
        made = sender(self.app)
        self.postman = replace(made, transport=Postbox(), at_once=TOGETHER, press=self.press)

    # --- the story --------------------------------------------------------------------------

    def begin(self) -> None:
        """The houses open; every life is told in advance, and may turn out otherwise."""
        schools = self.schools or tuple(intakes(self.first, self.last))
        self._open_houses(schools[0])
        for n in range(self.size):
            rng = chance(self.seed, "life", n)
            (school,) = rng.choices(schools, SHARES[: len(schools)])
            who = Apprentice.drawn(n, self.seed, rng, school)
            stream = self.app.house.register.new_id()
            self.numbers[stream] = n
            self.meetings.members[who.training.code].append((stream, school))
            self._tell(stream, tale(who, rng, self.first, school))

    def _open_houses(self, school: date) -> None:
        """Those that are not there yet, and what nobody will remind them of."""
        trainings = {one.code: one for one in cast.TRAININGS}
        for kind, said in cast.houses():
            code = str(said["code"])
            rng, stream = chance(self.seed, code), self.app.house_stream(kind, code)
            stream = stream or self._opened(kind, said)
            self.meetings.houses[stream] = code
            if kind == "cfa":
                self._tell(stream, of_cfa(self.first, self.last, rng))
            else:
                self._tell(
                    stream, of_formation(trainings[code], self.first, self.last, school, rng)
                )

    def _opened(self, kind: str, said: Fields) -> str:
        stream = self.app.house.register.new_id()
        act = Act(self.first, f"add-{kind}", fields=said)
        handle(self.app.house, self._command(stream, act), self.app.now())
        return stream

    def _tell(self, stream: str, acts: Iterable[Act]) -> None:
        for act in acts:
            self.planned[max(act.day, self.first)].append((stream, act))

    def live(self, told: Callable[[date], None]) -> None:
        day = self.first
        while day <= self.last:
            told(day)
            self._morning(day)
            self._ten_o_clock(day)
            day += timedelta(days=1)

    # --- one day ----------------------------------------------------------------------------

    def _morning(self, day: date) -> None:
        at = paris_instant(day, MORNING) + timedelta(minutes=5)
        if at < self.app.now():
            return
        if self.app.reader.due_streams(at, 1):
            self.app.set_clock(at)
            done = self.app.beat()
            if done.broken:
                raise CharterError(f"Dossiers en panne : {done.broken}")
        self._post(at)

    def _post(self, at: datetime) -> None:
        """The same instant until the next act: letters of a morning leave that morning."""
        if not (self.sends and self.app.outbox.waits(at)):
            return
        if at > self.app.now():
            self.app.set_clock(at)
        self.postman.drain(at)

    def _ten_o_clock(self, day: date) -> None:
        at = paris_instant(day, TEN)
        if day.weekday() in OFFICE_DAYS:
            self._look_ahead(day)
        acts = self._still_to_do(self.planned.pop(day, []))
        if not acts or at < self.app.now():
            return
        self.app.set_clock(at)
        acts = [(s, one) for s, act in acts for one in self.meetings.expanded(s, act, day)]
        for start in range(0, len(acts), AT_ONCE):
            self._act(acts[start : start + AT_ONCE], day, at)
        self._post(at)

    def _still_to_do(self, acts: list[tuple[str, Act]]) -> list[tuple[str, Act]]:
        asked = {stream for stream, act in acts if act.duty}
        if not asked:
            return acts
        pending = self.app.reader.still_pending(asked)
        return [(s, act) for s, act in acts if not act.duty or (s, act.duty) in pending]

    def _act(self, acts: Sequence[tuple[str, Act]], day: date, at: datetime) -> None:
        """Commands through the door; what names « the last contract » waits for the act before."""
        for wave in _waves(acts):
            commands = [self._command(stream, act) for stream, act in wave]
            answers = handle_many(self.app.house, commands, at)
            for (stream, act), answer in zip(wave, answers, strict=True):
                self._note(stream, act, answer, day)

    def _command(self, stream: str, act: Act) -> Command:
        intention = self.intentions[act.command]
        said = {k: v for k, v in self._said(stream, act) if v != ""}
        return Command(
            intention=intention,
            stream=stream,
            fields=intention.read(said),
            actor=Actor.parse(act.role),
            effective_on=act.day - timedelta(days=act.back) if act.back else None,
            reason=act.reason,
        )

    def _said(self, stream: str, act: Act) -> Iterator[tuple[str, object]]:
        for name, value in act.fields.items():
            yield name, self.latest[stream].get(name, "") if value == LAST else value

    def _note(self, stream: str, act: Act, answer: Any, day: date) -> None:
        """What was done, and what must be explained; a refusal is an answer, a fault is not."""
        self.acts += 1
        if isinstance(answer, Done):
            for region in LATEST_IN:
                if found := answer.dossier.of(region):
                    self.latest[stream][region] = found[-1].id
            for one in answer.irregularities:
                self._explain(stream, one, day)
        elif isinstance(answer, Refused):
            self.refused[act.command, answer.refusals[0].rule] += 1
        elif isinstance(
            answer, InvalidInput | NotFound
        ):  # what it names is not there, or not alone
            self.refused[act.command, answer.message] += 1
        else:
            raise answer

    def _explain(self, stream: str, found: Mapping[str, Any], day: date) -> None:
        rng = chance(self.seed, self.numbers.get(stream, ""), found["id"])
        if rng.randrange(100) < JUSTIFIED:
            act = Act(
                after(day, rng.randrange(4, 40)),
                "justify-irregularity",
                fields={"irregularity": found["id"]},
                reason="Vu avec les parties : pièces au dossier.",
            )
            self.planned[act.day].append((stream, act))

    # --- what falls due ---------------------------------------------------------------------

    def _look_ahead(self, day: date) -> None:
        """Each duty that comes near is thought of once; and again if it is still there afterwards."""
        until = day + timedelta(days=habits.SOON)
        owed = self.app.reader.owed(until.isoformat())
        keys = [(row.stream, row.id, row.due_on) for row in owed]  # a new date is thought of anew
        self.thoughts = {key: self.thoughts.get(key, Thought(day)) for key in keys}
        for row, key in zip(owed, keys, strict=True):
            if self.thoughts[key].again_on <= day and self._concerns_somebody(row):
                self._plan(row, self.thoughts[key], day)

    def _concerns_somebody(self, row: Owed) -> bool:
        duty = self.app.house.charter.obligations.get(row.ref)
        return duty is not None and not duty.watched

    def _plan(self, row: Owed, thought: Thought, day: date) -> None:
        who = self.numbers.get(row.stream, row.formation)
        rng = chance(self.seed, who, row.id, thought.tries)
        acts = habits.answer(self.app.house.charter, rng, row, day, thought.tries)
        thought.tries += 1
        days = [max(act.day, day) for act in acts]
        thought.again_on = max(days) + timedelta(days=3) if days else date.max
        for act, on in zip(acts, days, strict=True):
            self.planned[on].append((row.stream, replace(act, duty=row.id)))


def _waves(acts: Sequence[tuple[str, Act]]) -> Iterator[list[tuple[str, Act]]]:
    """The acts of one day, so that no dossier has two of them in one wave."""
    left = list(acts)
    while left:
        seen: set[str] = set()
        wave: list[tuple[str, Act]] = []
        later: list[tuple[str, Act]] = []
        for stream, act in left:
            (later if stream in seen else wave).append((stream, act))
            seen.add(stream)
        yield wave
        left = later


def years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def cohort(
    app: App, size: int, years: int, seed: int, sends: bool = True, press: Press = here
) -> Cohort:
    """The cohort from the base's own present on."""
    first = paris_day(app.now())
    return Cohort(app, size, str(seed), first, years_after(first, years), sends, press)
