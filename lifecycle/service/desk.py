"""One chunk of commands at the door: read set-wise, decide in order, write set-wise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lifecycle.agenda import due
from lifecycle.commands import Command
from lifecycle.decisions import KEEP_TIME, Decision, addressed, day_of, decide
from lifecycle.decisions.clock import MARKS
from lifecycle.dossier import Dossier, fold, irregularities
from lifecycle.enrolment import Enrolment
from lifecycle.errors import Conflict, InvalidInput
from lifecycle.events import Event
from lifecycle.lookups import answers
from lifecycle.ports import Change, Register, Store, Work, Written
from lifecycle.service.checks import HOUSES, check_exists, check_expected, fingerprint
from lifecycle.service.units import Before
from lifecycle.stages import formation_of, kind_of, stage_of
from lifecycle.vocabulary import Case, Charter


@dataclass(frozen=True, slots=True)
class House:
    """What the door needs: the memory, the register of people, the charter in force."""

    store: Store
    register: Register
    charter: Charter


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to an accepted command: what was written, and the dossier as it now stands.

    `span` are its first and last positions in the log; none when there was nothing to write.
    """

    command: Command
    written: tuple[Written, ...]
    dossier: Dossier
    stage: str
    irregularities: tuple[Mapping[str, Any], ...] = ()
    replayed: bool = False
    span: tuple[int, int] | None = None


Answer = Done | Exception
UnitAnswer = list[Done] | Exception


class Desk:
    """One chunk at the door: what it has read, and what it will write."""

    def __init__(self, house: House, work: Work, at: datetime) -> None:
        self.house = house
        self.work = work
        self.at = at
        self.histories: dict[str, list[Event]] = {}
        self.dossiers: dict[str, Dossier] = {}
        self.houses: dict[tuple[str, str, date], Dossier | None] = {}
        self.codes: dict[tuple[str, str], str | None] = {}
        self.enrolment = Enrolment(house.register)
        self.changes: list[Change] = []
        self.marks: dict[str, Sequence[str]] = {}
        self.looked_again: set[str] = set()
        self.next_pos = work.next_pos()
        self.last_instant = work.last_instant()

    def serve(self, commands: Sequence[Command]) -> list[Answer]:
        answers = self.serve_units([[command] for command in commands])
        return [one if isinstance(one, Exception) else one[0] for one in answers]

    def serve_units(self, units: Sequence[Sequence[Command]]) -> list[UnitAnswer]:
        """The commands of a unit are all accepted, or none: its answer is then the refusal."""
        self.prepare([command for unit in units for command in unit])
        served = [self.serve_unit(unit) for unit in units]
        self.enrolment.save()
        if self.looked_again:
            self.work.unmark(self.looked_again)
        written = self.work.append(self.changes) if self.changes else ()
        facts = {one.event.pos: one for some in written for one in some}
        return [
            unit if isinstance(unit, Exception) else [self.complete(one, facts) for one in unit]
            for unit in served
        ]

    def serve_unit(self, unit: Sequence[Command]) -> UnitAnswer:
        before = Before(self, unit) if len(unit) > 1 else None
        served: list[Done] = []
        for command in unit:
            answer = self.serve_one(command)
            if isinstance(answer, Exception):
                if before:
                    before.restore()
                return answer
            served.append(answer)
        return served

    def complete(self, answer: Done, facts: Mapping[int, Written]) -> Done:
        """The answer with its facts as they stand in the log, now that they are in it."""
        if answer.span is None:
            return answer
        first, last = answer.span
        own = [facts[pos] for pos in range(first, last + 1) if pos in facts]
        found = own or self.work.written(answer.dossier.stream, first, last)
        return replace(answer, written=tuple(found))

    def serve_one(self, command: Command) -> Answer:
        try:
            return self.replayed(command) or self.decided(command)
        except Exception as error:  # one broken dossier stops no other: the caller is told
            return error

    # --- reading ---------------------------------------------------------------------------

    def prepare(self, commands: Sequence[Command]) -> None:
        """Read set-wise what the commands will ask for one by one."""
        self.read({c.stream for c in commands})
        timed = {c.stream for c in commands if c.name == KEEP_TIME}
        self.marks |= self.work.marked(timed) if timed else {}
        self.enrolment.prepare(commands)
        self.enrolment.meet(*(self.dossier(c.stream) for c in commands))

    def dossier(self, stream: str) -> Dossier:
        """As it stands after the commands already served."""
        if stream not in self.dossiers:
            self.dossiers[stream] = fold(stream, self.histories[stream])
        return self.dossiers[stream]

    def read(self, streams: set[str]) -> None:
        wanted = streams - self.histories.keys()
        found = self.work.histories(wanted) if wanted else {}
        for stream in wanted:
            self.histories[stream] = list(found.get(stream, ()))

    def house_of(self, kind: str, code: str, command: Command) -> Dossier | None:
        """A formation or CFA as true on the command's day; as first known when that is earlier."""
        key = (kind, code, day_of(command, self.at))
        if key not in self.houses:
            self.houses[key] = self.house_on(*key) if code else None
        return self.houses[key]

    def house_on(self, kind: str, code: str, day: date) -> Dossier | None:
        stream = self.stream_named(kind, code)
        if stream is None:
            return None
        self.read({stream})
        as_true = fold(stream, self.histories[stream], true_on=day)
        if not as_true.instances:
            begun = min(e.effective_on for e in self.histories[stream])
            as_true = fold(stream, self.histories[stream], true_on=begun)
        self.enrolment.meet(as_true)
        return as_true

    def stream_named(self, kind: str, code: str) -> str | None:
        if (kind, code) not in self.codes:
            self.codes[kind, code] = self.work.stream_named(kind, code)
        return self.codes[kind, code]

    def case(self, command: Command) -> Case:
        history = self.histories[command.stream]
        dossier = self.dossier(command.stream)
        code = command.fields.get("formation") or formation_of(dossier)
        formation = self.house_of("formation", str(code), command)
        if code and formation is None:
            raise InvalidInput(f"Formation inconnue : « {str(code)[:60]} ».")
        cfa_code = next(iter(formation.instances.values())).data.get("cfa", "") if formation else ""
        cfa = self.house_of("cfa", str(cfa_code), command)
        return Case(
            self.house.charter,
            dossier,
            day_of(command, self.at),
            self.at,
            command,
            formation=formation,
            cfa=cfa,
            people=self.enrolment.everybody,
            history=tuple(history),
            next_pos=self.next_pos,
            last_instant=self.last_instant,
        )

    # --- deciding --------------------------------------------------------------------------

    def decided(self, asked: Command) -> Answer:
        history = self.histories[asked.stream]
        check_expected(asked, history)
        check_exists(self.house.charter, asked, history)
        self.check_code_is_free(asked)
        command = addressed(self.house.charter, asked, history, self.at)
        enrolled = self.enrolment.of(command, self.dossier(command.stream))
        case = self.case(enrolled)
        marks = self.marks.get(asked.stream, ()) if command.name == KEEP_TIME else ()
        if command.name == KEEP_TIME and not marks and due(case.dossier, self.at) is None:
            return Done(command, (), case.dossier, "")
        case = replace(case, answers={**answers(self.work, case), MARKS: marks})
        done = self.accepted(asked, case, decide(case, enrolled, self.at))
        self.looked_again |= {asked.stream} if marks else set()
        return done

    def check_code_is_free(self, command: Command) -> None:
        """One formation or CFA for each code. Raises Conflict."""
        code = str(command.fields.get("code", ""))
        for move in self.house.charter.by_command.get(command.name, ()):
            opens = move.creates and move.region in HOUSES
            if opens and self.stream_named(move.region, code) not in (None, command.stream):
                raise Conflict(f"Le code « {code[:60]} » est déjà pris.")

    def accepted(self, asked: Command, case: Case, decision: Decision) -> Done:
        stage = stage_of(self.house.charter, decision.dossier)
        command = case.command
        if decision.events:
            self.keep(case, decision, stage)
            self.remember(asked, decision)
        found, events = tuple(decision.irregularities), decision.events
        span = (events[0].pos, events[-1].pos) if events else None
        return Done(command, (), decision.dossier, stage, found, span=span)

    def keep(self, case: Case, decision: Decision, stage: str) -> None:
        command, events = case.command, decision.events
        self.enrolment.confirm()
        self.histories[command.stream] += events
        self.dossiers[command.stream] = decision.dossier
        self.next_pos += len(events)
        self.last_instant = events[-1].recorded_at
        kind = kind_of(decision.dossier)
        code = str(_only(decision.dossier, "code")) if kind in HOUSES else ""
        if kind in HOUSES:
            self.houses.clear()
            self.codes[kind, code] = command.stream
        self.changes.append(
            Change(
                command,
                kind,
                case.dossier,
                decision.dossier,
                events,
                self.house.charter.sha256,
                code=code,
                formation=formation_of(decision.dossier),
                stage=stage,
                mail=self.tap(case),
            )
        )

    def remember(self, asked: Command, decision: Decision) -> None:
        """The key with the command as it was asked: a retry says an address, not a person's id."""
        if asked.key:
            first, last = decision.events[0].pos, decision.events[-1].pos
            body = fingerprint(self.house.charter, asked)
            self.work.remember(asked.key, body, asked.stream, first, last)

    def tap(self, case: Case) -> str:
        """Whether letters leave: as the house says today, whatever the day of the fact."""
        today = replace(case.command, effective_on=None)
        if day_of(today, self.at) == case.day:
            return case.setting("mail")
        houses = (("formation", case.formation), ("cfa", case.cfa))
        codes = {kind: str(_only(house, "code")) if house else "" for kind, house in houses}
        seen = {kind: self.house_of(kind, code, today) for kind, code in codes.items()}
        return replace(case, formation=seen["formation"], cfa=seen["cfa"]).setting("mail")

    def replayed(self, command: Command) -> Done | None:
        """The first answer again for a key already used. Raises Conflict for another command."""
        known = self.work.answered(command.key) if command.key else None
        if known is None:
            return None
        body, stream, first, last = known
        if body != fingerprint(self.house.charter, command):
            raise Conflict("Cette clé a déjà servi pour une autre commande.")
        self.read({stream})
        until = [e for e in self.histories[stream] if e.pos <= last]
        dossier = fold(stream, until)
        stage = stage_of(self.house.charter, dossier)
        new = {e.instance for e in until if e.pos >= first and e.region == "irregularity"}
        found = ({"id": i.id, **i.data} for i in irregularities(dossier) if i.id in new)
        return Done(command, (), dossier, stage, tuple(found), replayed=True, span=(first, last))


def _only(dossier: Dossier, name: str) -> Any:
    return next(iter(dossier.instances.values())).data.get(name, "")
