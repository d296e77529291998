"""Command → facts, or refusals: pure, all the reasons at once.

In this order: find the move in the table; check the right of the role; evaluate every rule; answer
with all refusals, or with facts and the irregularities beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lifecycle.calendar import french, paris_day
from lifecycle.commands import Command, Field
from lifecycle.decisions.addressing import addressed
from lifecycle.decisions.clock import keep_time
from lifecycle.decisions.correction import correct
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.judgement import Judgement, judge, refusal
from lifecycle.decisions.moves import move
from lifecycle.decisions.restatement import on_day
from lifecycle.decisions.search import filled, find
from lifecycle.dossier import Dossier, irregularities
from lifecycle.errors import InvalidInput
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import Case

__all__ = ["KEEP_TIME", "Decision", "addressed", "day_of", "decide"]

KEEP_TIME = "keep-time"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command leads to: the facts, and the dossier once they have happened."""

    events: tuple[Event, ...]
    dossier: Dossier

    @property
    def irregularities(self) -> list[dict[str, Any]]:
        new = {e.instance for e in self.events if e.region == "irregularity"}
        return [{"id": i.id, **i.data} for i in irregularities(self.dossier) if i.id in new]


def decide(case: Case, command: Command, at: datetime) -> Decision:
    """The facts that `command` leads to on this case at `at` (aware UTC).

    Raises InvalidInput (impossible data), NotAllowed (a right is missing) or Refused, with every
    reason at once.
    """
    day = day_of(command, at)
    draft = Draft(replace(case, command=command, day=day, at=at), at)
    if command.name == KEEP_TIME:
        keep_time(draft)
    elif command.again:
        correct(draft, day, _secrets(command))
    else:
        on_day(draft, day, lambda: _act(draft, day))
    return Decision(tuple(draft.new), draft.copied())


def day_of(command: Command, at: datetime) -> date:
    """When the command says that it happened: never after the Paris day of `at`."""
    today = paris_day(at)
    day = command.effective_on or _said(command, today) or today
    if day > today:
        raise InvalidInput(f"La date d’effet ({french(day)}) est après aujourd’hui.")
    return day


def _said(command: Command, today: date) -> date | None:
    """The day that the form gives, when it dates the fact and has come."""
    value = command.fields.get(command.intention.dated_by)
    day = date.fromisoformat(str(value)) if value else None
    return day if day and day <= today else None


def _act(draft: Draft, day: date) -> None:
    command = filled(draft)
    draft.case = replace(draft.case, command=command)
    found = find(draft, command)
    judgement = judge(draft, found, day)
    if judgement.refusals:
        raise refusal(judgement.refusals)
    transition = found.move
    event = move(
        draft, transition, found.instance, day, _data(draft, judgement), secrets=_secrets(command)
    )
    for rule, verdict in judgement.lifted:
        draft.flag(rule, verdict, event, lifted=True)


# --- what the fact says ------------------------------------------------------------------------


def _data(draft: Draft, judgement: Judgement) -> dict[str, Any]:
    """The form's values that are nobody's secret, who is who, and what could not be checked."""
    command = draft.case.command
    open_fields = {f.name for f in command.intention.fields if not f.personal}
    data = {k: v for k, v in command.fields.items() if k in open_fields and k not in ("lift",)}
    data |= {f"role:{role}": person for role, person in command.persons.items()}
    if judgement.unverified:
        data["unverified"] = list(judgement.unverified)
    return data


def _secrets(command: Command) -> Mapping[str, Mapping[str, str]]:
    """Personal values by the person whose key will encrypt them."""
    secrets: dict[str, dict[str, str]] = {}
    for field in command.intention.fields:
        if field.personal and field.name in command.fields:
            owner = _owner(command, field)
            secrets.setdefault(owner, {})[field.name] = str(command.fields[field.name])
    if command.reason:
        secrets.setdefault(command.persons.get(Role.APPRENTI, ""), {})["reason"] = command.reason
    return secrets


def _owner(command: Command, field: Field) -> str:
    """The person's id, or nothing: the door gives what nobody owns to the apprentice's key."""
    role = field.personal
    named = (
        Role(command.fields[role]) if isinstance(role, str) and not isinstance(role, Role) else role
    )
    return command.persons.get(Role(named), "") if named else ""
