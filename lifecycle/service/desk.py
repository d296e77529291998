"""One chunk of commands at the door: read set-wise, decide in order, write set-wise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from lifecycle.agenda import due
from lifecycle.commands import Command
from lifecycle.decisions import KEEP_TIME, Decision, addressed, day_of, decide
from lifecycle.decisions.clock import MARKS
from lifecycle.dossier import HOUSES, Dossier, fold, irregularities
from lifecycle.enrolment import Enrolment
from lifecycle.errors import Conflict, InvalidInput
from lifecycle.lookups import answers
from lifecycle.ports import NOTHING, Answered, Change, Work, Written
from lifecycle.service.answers import Answer, Done, House, UnitAnswer
from lifecycle.service.checks import (
    check_exists,
    check_expected,
    check_lives_here,
    fingerprint,
)
from lifecycle.service.spreading import alone, follow_ups, listed, streams, told_whose
from lifecycle.service.units import Before
from lifecycle.stages import formation_of, stage_of
from lifecycle.vocabulary import Case, History


class Desk:
    """One chunk at the door: what it has read, and what it will write."""

    def __init__(self, house: House, work: Work, at: datetime) -> None:
        self.house = house
        self.work = work
        self.at = at
        self.histories: dict[str, History] = {}
        self.dossiers: dict[str, Dossier] = {}
        self.houses: dict[tuple[str, str, date], Dossier | None] = {}
        self.codes: dict[tuple[str, str], str | None] = {}
        self.enrolment = Enrolment(house.register)
        self.changes: list[Change] = []
        self.marks: dict[str, Sequence[str]] = {}
        self.looked_again: set[str] = set()
        self.answered: Mapping[str, Answered] = {}
        self.remembered: dict[str, Answered] = {}
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
        self.work.remember(self.remembered)
        if self.looked_again:
            self.work.unmark(self.looked_again)
        written = self.work.append(self.changes) if self.changes else ()
        facts = {one.event.pos: one for some in written for one in some}
        return [
            unit if isinstance(unit, Exception) else [self.complete(one, facts) for one in unit]
            for unit in served
        ]

    def serve_unit(self, unit: Sequence[Command]) -> UnitAnswer:
        before = self.before(unit)
        served: list[Done] = []
        waiting = list(unit)
        while waiting:
            command = waiting.pop(0)
            answer = self.serve_one(command)
            if isinstance(answer, Exception):
                if before:
                    before.restore()
                return told_whose(answer, command, unit)
            served.append(answer)
            waiting += self.spread(answer)
        return served

    def before(self, unit: Sequence[Command]) -> Before | None:
        """The desk as it is; a single command that is refused has touched nothing."""
        charter, known = self.house.charter, self.histories
        several = len(unit) > 1 or any(listed(charter, c, known[c.stream]) for c in unit)
        return Before(self, streams(charter, unit, known)) if several else None

    def spread(self, done: Done) -> list[Command]:
        """What an event says of those who attended, once it has been accepted."""
        if done.replayed or done.span is None:
            return []
        return follow_ups(self.house.charter, done.command, self.changes[-1].events, self.histories)

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
        self.read(streams(self.house.charter, commands), alone(self.house.charter, commands))
        self.read(streams(self.house.charter, commands, self.histories))
        self.answered = self.work.answered({c.key for c in commands if c.key})
        timed = {c.stream for c in commands if c.name == KEEP_TIME}
        self.marks |= self.work.marked(timed) if timed else {}
        self.enrolment.prepare(commands)
        self.enrolment.meet(*(self.dossier(c.stream) for c in commands))

    def dossier(self, stream: str) -> Dossier:
        """As it stands after the commands already served."""
        if stream not in self.dossiers:
            self.dossiers[stream] = self.histories[stream].dossier
        return self.dossiers[stream]

    def read(self, streams: set[str], only: Mapping[str, Collection[str]] = NOTHING) -> None:
        if wanted := streams - self.histories.keys():
            self.histories |= self.work.histories(wanted, only)

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
        history = self.histories[stream]
        as_true = self.dossier(stream)
        if day < history.summary.latest:
            as_true = fold(stream, history, true_on=day)
        if not as_true.instances:
            as_true = fold(stream, history, true_on=min(e.effective_on for e in history))
        self.enrolment.meet(as_true)
        return as_true

    def stream_named(self, kind: str, code: str) -> str | None:
        if (kind, code) not in self.codes:
            self.codes[kind, code] = self.work.stream_named(kind, code)
        return self.codes[kind, code]

    def houses_of(
        self, dossier: Dossier, command: Command
    ) -> tuple[Dossier | None, Dossier | None]:
        """The formation and the CFA whose roles, calendars and settings hold for a dossier.

        Those of an apprentice, or the house itself: its own settings are what it decides with.
        """
        kind = self.kind(dossier, command)
        if kind == "cfa":
            return None, dossier
        formation: Dossier | None = dossier
        if kind != "formation":
            code = str(command.fields.get("formation") or formation_of(dossier))
            formation = self.house_of("formation", code, command)
            if code and formation is None:
                raise InvalidInput(f"Formation inconnue : « {code[:60]} ».")
        said = formation.said if formation else {}
        cfa = str(command.fields.get("cfa") or said.get("cfa", "")) if formation else ""
        return formation, self.house_of("cfa", cfa, command)

    def kind(self, dossier: Dossier, command: Command) -> str:
        """The kind of stream, or of the one that the command makes."""
        if dossier.instances:
            return dossier.kind
        moves = self.house.charter.by_command.get(command.name, ())
        return next((t.region for t in moves if t.region in HOUSES), "apprentice")

    def case(self, command: Command) -> Case:
        history = self.histories[command.stream]
        dossier = self.dossier(command.stream)
        formation, cfa = self.houses_of(dossier, command)
        return Case(
            self.house.charter,
            dossier,
            day_of(command, self.at),
            self.at,
            command,
            formation=formation,
            cfa=cfa,
            people=self.enrolment.everybody,
            history=history,
            next_pos=self.next_pos,
            last_instant=self.last_instant,
        )

    def decided(self, asked: Command) -> Answer:
        history = self.histories[asked.stream]
        check_expected(self.house.charter, asked, history)
        check_exists(self.house.charter, asked, history)
        check_lives_here(self.house.charter, asked, self.dossier(asked.stream))
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
        if decision.events:
            self.keep(case, decision, stage)
            self.remember(asked, decision)
        found, events = tuple(decision.irregularities), decision.events
        span = (events[0].pos, events[-1].pos) if events else None
        return Done(case.command, (), decision.dossier, stage, found, span=span)

    def keep(self, case: Case, decision: Decision, stage: str) -> None:
        command, events = case.command, decision.events
        self.enrolment.confirm()
        history = self.histories[command.stream].plus(events, decision.dossier)
        self.histories[command.stream], self.dossiers[command.stream] = history, decision.dossier
        self.next_pos += len(events)
        self.last_instant = events[-1].recorded_at
        kind = decision.dossier.kind
        code = str(decision.dossier.said.get("code", "")) if kind in HOUSES else ""
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
            self.remembered[asked.key] = (body, asked.stream, first, last)

    def tap(self, case: Case) -> str:
        """Whether letters leave: as the house says today, whatever the day of the fact."""
        asked = case.command
        today = replace(asked, effective_on=None) if asked.effective_on else asked
        if day_of(today, self.at) == case.day:
            return case.setting("mail")
        houses = (("formation", case.formation), ("cfa", case.cfa))
        codes = {kind: str(house.said.get("code", "")) if house else "" for kind, house in houses}
        seen = {kind: self.house_of(kind, code, today) for kind, code in codes.items()}
        return replace(case, formation=seen["formation"], cfa=seen["cfa"]).setting("mail")

    def replayed(self, command: Command) -> Done | None:
        """The first answer again for a key already used. Raises Conflict for another command."""
        key = command.key or ""
        known = self.remembered.get(key) or self.answered.get(key)
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
