"""What a backdated fact changes of what follows it: later facts are decided again, in their places.

A fact decided again enters the state that the table says from where it now stands; where it no
longer can, it is set aside. What it does to duties, and what it causes, is compared with what it
did. Nothing is rewritten: a restatement is a later fact in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from lifecycle.decisions import duties
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.hindsight import Hindsight
from lifecycle.decisions.moves import concluded, declared_consequence, follow
from lifecycle.decisions.replanning import TERMS, decided_again
from lifecycle.dossier import Instance, standing
from lifecycle.events import Event
from lifecycle.legal import MAISON
from lifecycle.machine import ABSENT, target
from lifecycle.vocabulary import Case, Consequence, Rule, StepKind, Transition, Verdict

STANDS = Rule(
    "fact_still_stands",
    lambda _: True,
    MAISON["correction"],
    "Un fait attesté ne tient plus depuis qu’un fait antérieur est connu.",
)
WITHDRAWN = "set_aside"
OPENED_ALIKE = ("started_on", "paused", "last")
ALIKE = ("due_on", "opens_on", "paused", "left", "ledger", "on_time", "count")
"""What makes two facts about a duty say the same: an open duty keeps the terms of its opening."""


def on_day(draft: Draft, day: date, act: Callable[[], None]) -> None:
    """Do `act` on the dossier as true on `day`, then decide again every fact placed later."""
    facts = draft.facts() if draft.latest > day else ()  # read only where one may be later
    later = [e for e in standing(facts) if e.effective_on > day]
    if not later:
        act()
        return
    draft.reset(true_on=day)
    act()
    Pass(draft, later).run()
    draft.reset()


class Pass(Hindsight):
    """One pass over the facts placed later, in the order of their places."""

    def __init__(self, draft: Draft, later: Sequence[Event]) -> None:
        super().__init__(draft, later)
        self.later = later
        self.verdicts: dict[int, Mapping[str, Verdict]] = {}
        self.answered: dict[int, duties.Reaction] = {}

    def run(self) -> None:
        for _, facts in groupby(self.later, key=lambda e: e.effective_on):
            moved = [found for event in facts if (found := self.said_then(event).visit(event))]
            for event, move in moved:
                self.said_then(event).arise(event, move)
        self.draft.case = self.case

    def said_then(self, event: Event) -> Pass:
        """Rules and recipients look at what was said when the fact was recorded, not at what is now."""
        command = self.said(self.root_of(event))
        case = self.case
        self.draft.case = case.seen(case.dossier, case.subject, event.effective_on, command)
        return self

    def visit(self, event: Event) -> tuple[Event, Transition] | None:
        """Decide one fact again; a move that stands is answered, for what follows from it."""
        move = self.move_of(event)
        data = self.stands(event, move) if move and not is_withdrawn(event) else None
        if move is None or data is None:
            self.set_aside(event)
            return None
        kept = self.keep(event, target(move, self.source_of(event)), data)
        return self.answer(kept, move)

    def source_of(self, event: Event) -> str:
        known = self.draft.instances.get(event.key)
        return known.state if known else ABSENT

    def move_of(self, event: Event) -> Transition | None:
        """The move that the table has for this fact where the dossier now stands."""
        return self.draft.charter.moves.get((event.region, self.source_of(event), event.move))

    def answer(self, kept: Event, move: Transition) -> tuple[Event, Transition] | None:
        """What a fact that stands does to duties; opening one may plan the next, nothing else."""
        if kept.region == "irregularity":
            return None
        self.match(kept)
        return None if kept.region == "obligation" else (kept, move)

    def keep(self, event: Event, state: str, data: Mapping[str, Any]) -> Event:
        stood = self.stood[event.place]
        if (state, data, event.effective_on) == (stood.state, stood.data, stood.effective_on):
            self.draft.apply(event)
            return event
        kept = self.now[event.place] = self.draft.restate(event, state, data)
        return kept

    def set_aside(self, event: Event) -> None:
        """What a person, not the clock, had attested leaves an irregularity too."""
        stood = self.stood[event.place]
        if stood.state is None and stood.effective_on == event.effective_on:
            return
        self.now[event.place] = self.draft.restate(event, None, event.data)
        if stood.state is not None and self.is_missed(event):
            self.draft.flag(STANDS, Verdict(False, f"({event.type})"), event)

    def is_missed(self, event: Event) -> bool:
        """Attested by a person, and not flagged before: that irregularity then comes back itself."""
        first = self.first[event.place]
        flagged = (e for e in self.now.values() if e.cause == event.place)
        known = any(e.data.get("rule") == STANDS.name for e in flagged)
        attested = first.cause is None and not first.by_clock
        return attested and not known and event.region != "irregularity"

    # --- does it still stand? ------------------------------------------------------------------

    def stands(self, event: Event, move: Transition) -> Mapping[str, Any] | None:
        """The data with which the fact stands, or none. The table has its move already."""
        if event.region == "irregularity" and event.cause is not None:
            return self.flag_says(event) if self.flag_stands(event) else None
        if event.cause is not None and self.now[event.cause].state is None:
            return None
        if event.region == "obligation":
            return self.duty_stands(event, move)
        view = self.view(event)
        if not self.allowed(event, move, view):
            return None
        self.verdicts[event.place] = {rule.name: rule.judge(view) for rule in move.flags}
        return self.redrawn(event, move, view)

    def allowed(self, event: Event, move: Transition, view: Case) -> bool:
        """A consequence still has its reason; a command is not refused by the dossier's state."""
        if event.cause is not None:
            declared = declared_consequence(self.draft, self.now[event.cause], event)
            return declared is None or declared.when is None or declared.when.holds(view)
        return all(rule.judge(view).holds is not False for rule in move.requires if rule.lasting)

    def flag_stands(self, event: Event) -> bool:
        cause = self.now[self.cause_of(event)]
        if event.data["rule"] == STANDS.name:
            return cause.state is None and not is_withdrawn(cause)
        verdict = self.verdicts.get(cause.place, {}).get(event.data["rule"])
        return cause.state is not None and (verdict is None or verdict.holds is not True)

    def flag_says(self, event: Event) -> Mapping[str, Any]:
        """The irregularity with its reason of today (another day, another figure)."""
        cause = self.now[self.cause_of(event)]
        verdict = self.verdicts.get(cause.place, {}).get(event.data["rule"])
        flags = (rule for t in self.draft.charter.by_command[cause.move] for rule in t.flags)
        rule = next((rule for rule in flags if rule.name == event.data["rule"]), None)
        if rule is None or verdict is None or verdict.holds is not False:
            return event.data
        return {**event.data, "reason": rule.reason(verdict)}

    def duty_stands(self, event: Event, move: Transition) -> Mapping[str, Any] | None:
        if event.cause is not None:
            reaction = self.answered.get(event.place)
            return _same_or_new(event, reaction) if reaction else None
        duty = self.draft.instances.get(event.key)
        if duty is None:
            return None
        if TERMS in event.data and "steps" in event.data:
            return decided_again(self.draft, event, duty)
        if "step" in event.data:
            return event.data if self.step_stands(event, duty) else None
        drawn = concluded(move, self.view(event))
        return {**event.data, **drawn}

    def step_stands(self, event: Event, duty: Instance) -> bool:
        """A step is that of the ladder as it now is, with the effect that it now has."""
        index, rows = event.data["step"], duty.data["steps"]
        if duty.data.get("paused") or not duty.data["next"] <= index < len(rows):
            return False
        if rows[index]["on"] != event.data["planned_on"]:
            return False
        return rows[index]["kind"] != StepKind.EXPIRY or self.same_effect(event, duty)

    def same_effect(self, event: Event, duty: Instance) -> bool:
        effect = duties.effect_of(self.draft, duty, event.effective_on)
        return (effect.ref if effect else None) == event.data.get("effect")

    @staticmethod
    def cause_of(event: Event) -> int:
        if event.cause is None:
            raise ValueError("an irregularity that nothing caused")
        return event.cause

    # --- what follows from it ------------------------------------------------------------------

    def match(self, kept: Event) -> None:
        """Give each thing done to duties its reason of today; do at once what was not done then."""
        stored = [
            e for e in self.now.values() if e.cause == kept.place and e.region == "obligation"
        ]
        for reaction in list(duties.reactions(self.draft, kept)):
            found = next((e for e in stored if _says(e, reaction)), None)
            if found is None:
                duties.record(self.draft, kept, reaction)
            else:
                stored.remove(found)
                self.answered[found.place] = reaction

    def arise(self, kept: Event, move: Transition) -> None:
        """At the end of its day: the irregularities and consequences that it did not have before.

        They are placed after every fact of that day, as they were known after them.
        """
        verdicts = self.verdicts.get(kept.place, {})
        for rule in move.flags:
            verdict = verdicts[rule.name]
            if verdict.holds is False or (verdict.holds is None and self.held(rule, kept)):
                self.draft.flag(rule, verdict, kept)
        follow(self.draft, kept, move.causes, lambda c, instance: self.had(kept, c, instance))

    def held(self, rule: Rule, kept: Event) -> bool:
        """Whether a rule that nobody can verify any more held as the fact stood."""
        was = self.as_it_stood(kept)
        return was is not None and rule.holds(was)

    def had(self, cause: Event, consequence: Consequence, instance: str) -> bool:
        alike = (
            e
            for e in self.now.values()
            if e.cause == cause.place
            and (e.move, e.region) == (consequence.on.name, consequence.region)
        )
        fresh = (consequence.region, instance) not in self.draft.instances
        return any(fresh or e.instance == instance for e in alike)


def is_withdrawn(event: Event) -> bool:
    """Whether somebody has said that the fact never happened: nothing brings it back but them."""
    return event.state is None and bool(event.data.get(WITHDRAWN))


def _says(event: Event, reaction: duties.Reaction) -> bool:
    """Whether a fact of the history is what `reaction` would record."""
    if reaction.command != event.move:
        return False
    if reaction.duty is None:
        says = (event.data.get("ref"), event.data.get("of") or "", event.data.get("subject"))
        return says == (reaction.ref, reaction.of, reaction.data["subject"])
    return event.instance == reaction.duty.id


def _same_or_new(event: Event, reaction: duties.Reaction) -> Mapping[str, Any]:
    names = OPENED_ALIKE if reaction.duty is None else ALIKE
    if all(event.data.get(name) == reaction.data.get(name) for name in names):
        return event.data
    return {**event.data, **reaction.data}
