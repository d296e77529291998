"""A fact that somebody attested is said again in its place: on its real day, in other words, or not.

The correction itself is a fact of today: who, why, which fact. The fact corrected is then decided
again on the dossier as true on its day, and so is every fact placed later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lifecycle.calendar import paris_day
from lifecycle.commands import Again, Command
from lifecycle.commands.duties import CORRECT
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.hindsight import place_of
from lifecycle.decisions.judgement import refusal, refused, right
from lifecycle.decisions.moves import concluded
from lifecycle.decisions.restatement import WITHDRAWN, Pass, is_withdrawn
from lifecycle.decisions.search import impossible, instance_field
from lifecycle.dossier import standing
from lifecycle.errors import Refusal
from lifecycle.events import Event
from lifecycle.legal import MAISON
from lifecycle.machine import target
from lifecycle.people import APPOINTED, Role
from lifecycle.vocabulary import Case, Transition

REGION = "correction"
NOT_KEPT = ("lift",)
SOURCE = str(MAISON["correction"])
Secrets = Mapping[str, Mapping[str, str]]


# --- what is decided -----------------------------------------------------------------------------


def correct(draft: Draft, day: date, secrets: Secrets) -> None:
    """Record the correction and all that it changes. Raises Refused or NotAllowed, all the reasons."""
    asked = _Asked.of(draft, day)
    if refusals := (*_rights(draft, asked), *_objections(draft, asked)):
        raise refusal(refusals)
    _record(draft, asked, secrets)
    again = _Saying(draft, asked, secrets)
    again.begin()
    again.run()
    draft.reset()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fact as it was recorded first and as it stands, and the day on which it is to stand."""

    again: Again
    first: Event
    event: Event
    day: date

    @classmethod
    def of(cls, draft: Draft, day: date) -> _Asked:
        again = draft.case.command.again
        if again is None:
            raise ValueError("a correction whose fact nobody has looked for")
        versions = [e for e in draft.case.history if e.place == again.place]
        return cls(again, versions[0], versions[-1], day)

    @property
    def is_moved(self) -> bool:
        return self.day != self.event.effective_on


def _rights(draft: Draft, asked: _Asked) -> Iterator[Refusal]:
    """Whoever may make the move may correct it, and so may those who answer for the dossier."""
    if draft.case.command.actor.role not in APPOINTED:
        moves = draft.charter.by_command[asked.first.move]
        yield from right(draft.case.command, moves)


def _objections(draft: Draft, asked: _Asked) -> Iterator[Refusal]:
    """What cannot be corrected, whatever its new place."""
    move = draft.creation(REGION, CORRECT.name)
    view = draft.view(None, asked.day)
    yield from (refused(r, v) for r in move.requires if (v := r.judge(view)).holds is False)
    first, event, again = asked.first, asked.event, asked.again
    if first.region == REGION:
        yield _no("correction_is_corrected_by_its_fact", "Une correction ne se corrige pas : corrigez de nouveau le fait qu’elle corrigeait.")  # fmt: skip
    elif first.cause is not None or first.by_clock:
        yield _no("fact_is_attested", "Personne n’a attesté ce fait, il découle d’un autre : corrigez le fait d’où il vient.")  # fmt: skip
    if again.aside and is_withdrawn(event):
        yield _no("fact_is_standing", "Ce fait est déjà écarté.")
    if event.state is None and _leaves_it_aside(draft):
        yield _no("fact_is_standing", "Ce fait est écarté : « set_aside=non » le rétablit.")
    if again.aside and (first.region, first.ref) in _makers(draft):
        yield _no("dossier_exists", "Ce fait ouvre le dossier : il ne peut pas être écarté.")
    if _names_another(draft, asked):
        yield _no("fact_keeps_its_object", "Une correction ne change pas l’objet d’un fait : écartez-le, puis enregistrez l’autre à sa date.")  # fmt: skip
    if not (again.aside or asked.is_moved or _changes(asked) or event.state is None):
        yield _no("something_changes", "Cette correction ne change rien.")


def _no(rule: str, reason: str) -> Refusal:
    return Refusal(rule, reason, SOURCE, tuple(APPOINTED))


def _leaves_it_aside(draft: Draft) -> bool:
    return draft.case.command.fields.get("set_aside") is None


def _makers(draft: Draft) -> set[tuple[str, str]]:
    return {(t.region, t.ref) for t in draft.charter.creations["pathway"]}


def _names_another(draft: Draft, asked: _Asked) -> bool:
    """The correction would make the fact one of another contract, role or duty."""
    own = instance_field(draft.charter.by_command[asked.first.move])
    return bool(own) and asked.again.said.get(own, asked.first.instance) != asked.first.instance


def _changes(asked: _Asked) -> bool:
    """Some value differs from what the fact keeps; what it keeps sealed always may."""
    kept = asked.event.data
    return any(kept.get(name) != value for name, value in asked.again.said.items())


def _record(draft: Draft, asked: _Asked, secrets: Secrets) -> None:
    """The correction as a fact of today: which fact, what changes, by whom, and why."""
    event = asked.event
    data = {
        "fact": event.place,
        "of": event.type,
        "fields": sorted(asked.again.said),
        "was_on": event.effective_on.isoformat(),
        "happened_on": asked.day.isoformat(),
        "set_aside": asked.again.aside,
    }
    why = {owner: {"reason": v["reason"]} for owner, v in secrets.items() if "reason" in v}
    move = draft.creation(REGION, CORRECT.name)
    draft.record(move, draft.fresh_id(REGION), paris_day(draft.at), data, secrets=why)


# --- the fact again, then what follows -----------------------------------------------------------


class _Saying(Pass):
    """The pass that begins at the earlier of the fact's two places, and says the fact again at its own."""

    def __init__(self, draft: Draft, asked: _Asked, secrets: Secrets) -> None:
        self.asked = asked
        self.sealed = {o: s for o, v in secrets.items() if (s := _without_reason(v))}
        self.start = min(place_of(asked.event), (asked.day, asked.again.place))
        super().__init__(draft, _moved(standing(draft.facts()), asked, self.start))

    def begin(self) -> None:
        """The dossier as it was just before the first fact that may change."""
        self.draft.instances = dict(self.before(self.start))

    def visit(self, event: Event) -> tuple[Event, Transition] | None:
        if event.place != self.asked.again.place:
            return super().visit(event)
        if self.asked.again.aside:
            self.now[event.place] = self.draft.restate(event, None, {**event.data, WITHDRAWN: True})
            return None
        return self.say_again(event)

    def say_again(self, event: Event) -> tuple[Event, Transition] | None:
        """The fact in its place with its new values. Raises Refused where it cannot be."""
        move = self.move_of(event)
        if move is None:
            known = self.draft.instances.get(event.key)
            raise refusal((impossible(self.draft, event.move, known),))
        view = self.view(event)
        if refusals := tuple(self.judged(event, move, view)):
            raise refusal(refusals)
        self.verdicts[event.place] = {rule.name: rule.judge(view) for rule in move.flags}
        state, data = target(move, self.source_of(event)), self.corrected(event, move, view)
        kept = self.now[event.place] = self.draft.restate(event, state, data, self.sealed)
        return self.answer(kept, move)

    def judged(self, event: Event, move: Transition, view: Case) -> Iterator[Refusal]:
        """The rules that the fact breaks now and did not break as it stood; lasting ones always."""
        was = self.as_it_stood(event)
        for rule in move.requires:
            verdict = rule.judge(view)
            new = was is not None and rule.judge(was).holds is not False
            if verdict.holds is False and (rule.lasting or new):
                yield refused(rule, verdict)

    def said(self, root: Event) -> Command:
        """As the correction says it, where its fact is judged anew."""
        said, again = super().said(root), self.asked.again
        if root.place != again.place or root is self.stood[root.place]:
            return said
        command = self.case.command
        persons = {**said.persons, **self.meant_now()}
        fields = {**said.fields, **again.said}
        return replace(said, fields=fields, persons=persons, reason=command.reason)

    def meant_now(self) -> Mapping[Role, str]:
        """Whom the correction names in the place of somebody else."""
        persons, meant = self.case.command.persons, self.asked.again.persons
        return {role: p for role, p in persons.items() if meant.get(role) != p}

    def corrected(self, event: Event, move: Transition, view: Case) -> Mapping[str, Any]:
        """What the fact keeps: its open values as corrected, who is who, what is drawn from them."""
        intention = self.draft.charter.intentions[event.move]
        open_names = {f.name for f in intention.fields if not f.personal} - set(NOT_KEPT)
        kept = {k: v for k, v in event.data.items() if k != WITHDRAWN}
        kept |= {k: v for k, v in self.asked.again.said.items() if k in open_names}
        kept |= {f"role:{role}": person for role, person in self.meant_now().items()}
        if event.state is None:
            return kept | {k: v for k, v in concluded(move, view).items() if v is not None}
        return self.redrawn(replace(event, data=kept), move, view)


def _without_reason(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name != "reason"}


def _moved(placed: Sequence[Event], asked: _Asked, start: tuple[date, int]) -> list[Event]:
    """The facts from `start` on, those that follow from the corrected one on its own new day."""
    rooted = {asked.again.place}
    for event in sorted(placed, key=lambda e: e.place):
        if event.cause in rooted:
            rooted.add(event.place)
    moved = (replace(e, effective_on=asked.day) if e.place in rooted else e for e in placed)
    return sorted((e for e in moved if place_of(e) >= start), key=place_of)
