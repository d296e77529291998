"""Time passes on one dossier: windows open, people are reminded, silence takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lifecycle import agenda
from lifecycle.calendar import paris_day
from lifecycle.decisions.draft import Draft, is_silent
from lifecycle.decisions.duties import CLOSE, effect_of, react, subject_of
from lifecycle.decisions.moves import move
from lifecycle.decisions.replanning import replan
from lifecycle.decisions.restatement import on_day
from lifecycle.dossier import Instance
from lifecycle.errors import CharterError
from lifecycle.events import Event
from lifecycle.legal import CHARTE
from lifecycle.people import SPECIALISTS, Role
from lifecycle.rules.duties import ended
from lifecycle.vocabulary import Clock, Rule, StepKind, Verdict

PASSING, MARKS = "passing", "marks"
COMMANDS = {
    agenda.OPENING: "open-obligation",
    StepKind.REMINDER: "remind",
    StepKind.LAST_CALL: "last-call",
    StepKind.ESCALATION: "escalate",
    StepKind.EXPIRY: "expire",
    PASSING: CLOSE,
}
NO_LIMIT = 10**6
PASSES = (Clock.EVENT, Clock.SNAPSHOT)
MOST_STEPS = 1000  # a ladder that feeds itself is a declaration error, not an endless beat
Steps = list[tuple[int, agenda.Row]]
Told = Mapping[int, list[dict[str, str]]]

HELD = Rule(
    "role_has_a_holder",
    lambda _: True,
    CHARTE["§2 (gouvernance clairement définie)"],
    "Personne ne tient le rôle que cette étape prévient : nommez quelqu’un.",
)


def keep_time(draft: Draft) -> None:
    """Do every step whose instant has passed, earliest first, until nothing is due.

    What the house has changed since is planned again first.
    """
    if marks := draft.case.answers.get(MARKS):
        replan(draft, marks)
    for _ in range(MOST_STEPS):
        duty = agenda.due(draft.dossier, draft.at)
        if duty is None:
            return
        _climb(draft, duty)
    raise CharterError("a duty is always due: its steps make it due again")


def _climb(draft: Draft, duty: Instance) -> None:
    """The past steps of one duty, up to the first that has a date of its own, whenever it is known.

    Such are a window that opens, and what the law makes of a silence.
    """
    past = agenda.past_steps(duty, draft.at)
    told = _last_for_each(draft, duty, past)
    steps = _until_an_opening(past)
    day = _day_of(draft, duty, steps[-1][1])
    if day == paris_day(draft.at):
        _do(draft, duty, steps, told, day)
    else:
        on_day(draft, day, lambda: _do(draft, duty, steps, told, day))


def _until_an_opening(past: Steps) -> Steps:
    """An opening alone, or all that comes before the next one."""
    found = next((n for n, (_, row) in enumerate(past) if row["kind"] == agenda.OPENING), len(past))
    return past[: max(found, 1)]


def _day_of(draft: Draft, duty: Instance, row: agenda.Row) -> date:
    if row["kind"] == StepKind.EXPIRY:
        return max(date.fromisoformat(duty.data["due_on"]), duty.opened_on)
    if row["kind"] == agenda.OPENING:
        return max(date.fromisoformat(row["on"]), duty.opened_on)
    return paris_day(draft.at)


def _last_for_each(draft: Draft, duty: Instance, steps: Steps) -> Told:
    """By step, whom it tells: a person hears the last past step that concerns them."""
    told: dict[int, list[dict[str, str]]] = {}
    seen: set[str] = set()
    subject = subject_of(draft, duty)
    for index, row in reversed(steps):
        if duty.data.get("count", 0) >= row.get("below", NO_LIMIT):
            told[index] = []
            continue
        people = draft.recipients((Role(r) for r in row["to"]), subject)
        told[index] = [one for one in people if one["person"] not in seen]
        seen |= {one["person"] for one in people}
    return told


def _do(draft: Draft, duty: Instance, steps: Steps, told: Told, day: date) -> None:
    for index, row in steps:
        data = {**_base(draft, duty, index, row), "told": told[index]}
        if row["kind"] == StepKind.EXPIRY:
            _expire(draft, duty, data, day)
        elif row["kind"] == agenda.OPENING:
            _step(draft, duty, row, day, data)
        else:
            _step(draft, duty, row, day, {**data, "overtaken": not told[index]})


def _base(draft: Draft, duty: Instance, index: int, row: agenda.Row) -> dict[str, Any]:
    planned = date.fromisoformat(row["on"])
    return {
        **agenda.pointer(duty.data["steps"], index + 1),
        "step": index,
        "planned_on": row["on"],
        "late_by": (paris_day(draft.at) - planned).days,
    }


def _step(
    draft: Draft, duty: Instance, row: agenda.Row, day: date, data: Mapping[str, Any]
) -> Event:
    state = draft.instances[duty.key].state
    transition = draft.charter.moves["obligation", state, COMMANDS[row["kind"]]]
    event = draft.record(transition, duty.id, day, data)
    react(draft, event)
    _check_holders(draft, duty, row, event)
    return event


def _check_holders(draft: Draft, duty: Instance, row: agenda.Row, event: Event) -> None:
    """A role without holder falls to the next rung, and somebody must be named."""
    view = draft.view(subject_of(draft, duty), event.effective_on)
    wanted = (Role(role) for role in row["to"] if role not in SPECIALISTS)  # theirs is optional
    missing = [role for role in wanted if view.holder(role) is None]
    if missing and not is_silent(draft.dossier):
        said = ", ".join(role.label for role in missing)
        draft.flag(HELD, Verdict(False, f"({said})"), event)


def _only_passes(draft: Draft, duty: Instance) -> bool:
    """A date that comes and goes, with no effect of law: its coming is all that was awaited."""
    declared = draft.charter.obligations[duty.data["ref"]]
    return declared.expiry is None and declared.kind in PASSES


def _expire(draft: Draft, duty: Instance, data: Mapping[str, Any], day: date) -> None:
    """The end of a SILENCE or EVENT clock, and the effect that it has, if any."""
    row, subject = duty.data["steps"][data["step"]], subject_of(draft, duty)
    effect = effect_of(draft, duty, day)
    if _only_passes(draft, duty):
        _step(draft, duty, {**row, "kind": PASSING}, day, {**data, **ended(duty.data, day)})
        return
    if effect is None or subject is None:
        _step(draft, duty, row, day, data)
        return
    event = _step(draft, duty, row, day, {**data, "effect": effect.ref})
    move(draft, effect, subject.id, day, cause=event)
