"""What the letters of a duty say: its ladder, whom it has told, who will be told next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from lifecycle.agenda import PENDING
from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.people import Role, rungs
from lifecycle.states.contract.duties import START
from lifecycle.vocabulary import Every, StepKind, Waves
from notifications.letters.rendering import Told
from notifications.words import EFFECTS, NOT_SAID, UNKNOWN, VISIT_POINTS, spaced

if TYPE_CHECKING:
    from notifications.telling import Telling


def climbed(telling: Telling, duty: Instance, subject: Instance | None) -> Told:
    """What the steps of a duty say: which duty, whose, due when, what was told before, what comes."""
    declared = telling.charter.obligations[duty.data["ref"]]
    due = date.fromisoformat(duty.data["due_on"])
    owner = Role(duty.data["owed_by"]) if duty.data["owed_by"] else None
    reminded = partial(_reminded, telling, duty, owner)
    return {
        "obligation_label": lambda: declared.label,
        "obligation_ref": lambda: declared.ref,
        "due_on": lambda: french(due),
        "received_on": lambda: _day(duty.data["started_on"]),
        "delay": lambda: duty.data["delay"],
        "owner_name": lambda: _owner(telling, subject, owner)[0],
        "owner": lambda: " ".join(_owner(telling, subject, owner)),
        "source": lambda: spaced(str(declared.source)),
        "rank": lambda: _rank(len(reminded()) + 1),
        "counted_from": lambda: _day(duty.data["started_on"]),
        "days_late": lambda: max((telling.day - due).days, 0),
        "due_today": lambda: due == telling.day,
        **_told_next(telling, duty, subject),
        **_of_the_duty(telling, duty, due),
        "reminded_on": lambda: tuple(french(e.effective_on) for e in reminded()),
        "started": lambda: telling.fact.data.get("effect") == START.ref,
        "effect": lambda: EFFECTS.get(
            str(telling.fact.data.get("effect")), "aucun : rien n’a été noté"
        ),
    }


def _reminded(telling: Telling, duty: Instance, owner: Role | None) -> list[Event]:
    """The steps before this one that told the person who owes the duty."""
    before = (e for e in telling.story.of(duty.key) if e.pos < telling.fact.pos)
    return [event for event in before if _tells(event, owner)]


def _owner(telling: Telling, subject: Instance | None, owner: Role | None) -> tuple[str, ...]:
    """Who owes the duty: the name, then the role in brackets when it is a name."""
    if owner is None:
        return ("personne en particulier",)
    told = (t["person"] for t in telling.fact.data.get("told") or () if t["for"] == owner)
    name = telling.name(next(told, "") or telling.held_by(subject, owner))
    if name == NOT_SAID:
        return (UNKNOWN.get(owner, f"la personne qui sera {owner.label}"),)
    return name, f"({owner.label})"


def _of_the_duty(telling: Telling, duty: Instance, due: date) -> Told:
    """What the ladder of a duty says besides: its period, what has been done of it, what is left."""
    times, count = duty.data.get("times", 1), duty.data.get("count", 0)
    return {
        "period": lambda: _period(telling, duty),
        "progress": lambda: (f"{count} sur {times}",) if count else (),
        "points": lambda: VISIT_POINTS.get(str(duty.data["ref"]), VISIT_POINTS["*"]),
        "days_left": lambda: (due - telling.day).days,
        "estimated": lambda: bool(duty.data.get("estimated")),
        "not_before": lambda: bool(duty.data.get("never_late")),
        "owned": lambda: bool(duty.data["owed_by"]),
        "keeper": lambda: _keeps(telling, duty),
    }


def _keeps(telling: Telling, duty: Instance) -> bool:
    """Whether the reader is of those who see what a reserved duty is about, not a stand-in."""
    seen_by = telling.charter.obligations[duty.data["ref"]].reserved_to
    told = (t for t in telling.fact.data.get("told") or () if t["person"] == telling.recipient)
    return any(t["role"] in seen_by for t in told)


def _told_next(telling: Telling, duty: Instance, subject: Instance | None) -> Told:
    """Who will be told of the failure, by name, and on which day: the last call says it."""
    left = duty.data["steps"][duty.data["next"] :] if duty.state in PENDING else []
    row = next((r for r in left if r["kind"] == StepKind.ESCALATION), None)
    if row is None:
        return {"told_tomorrow": tuple, "told_when": lambda: NOT_SAID}
    return {
        "told_tomorrow": lambda: tuple(_others(telling, subject, row["to"])),
        "told_when": lambda: _when(telling.day, date.fromisoformat(row["on"])),
    }


def _others(telling: Telling, subject: Instance | None, roles: Sequence[str]) -> Iterator[str]:
    """Who answers for these roles, each once; not the reader."""
    named = dict.fromkeys(_answering(telling, subject, Role(role)) for role in roles)
    return (text for person, text in named if person != telling.recipient)


def _answering(telling: Telling, subject: Instance | None, role: Role) -> tuple[str, str]:
    """The id of who answers for a role, and how a letter names them."""
    for rung in rungs(role):
        if person := telling.held_by(subject, rung):
            return person, f"{telling.name(person)} ({rung.label})"
    return "", role.label


def _when(today: date, on: date) -> str:
    if on <= today:
        return "aujourd’hui"
    tomorrow = on == today + timedelta(days=1)
    return f"demain, {french(on)}," if tomorrow else f"le {french(on)}"


def _period(telling: Telling, duty: Instance) -> tuple[str, ...]:
    recurs, of = telling.charter.obligations[duty.data["ref"]].recurs, duty.data.get("of")
    if isinstance(recurs, Every) and of and duty.data.get("last"):
        return (f"du {_day(of)} au {_day(duty.data['last'])}",)
    return (f"{of} après la fin de la formation",) if isinstance(recurs, Waves) and of else ()


def _tells(event: Event, owner: Role | None) -> bool:
    """Whether a step told the person who owes the duty."""
    return any(told["for"] == owner for told in event.data.get("told") or ())


def _rank(n: int) -> str:
    return "1er rappel" if n == 1 else f"{n}e rappel"


def _day(text: object) -> str:
    return french(date.fromisoformat(str(text))) if text else NOT_SAID
