"""Duties as figures see them: due on a day, done in time or late, after how many reminders."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.states.duties import CANCELLED, DONE, PENDING, PLANNED
from quality.lives import Life
from quality.measures import Population, Unit, Window

UNDONE = {state.name for state in PENDING}
REMINDERS = ("ObligationReminded", "ObligationDue")
ALERTS = ("ObligationEscalated",)
MOST = 3


def duties_due(*refs: str) -> Population:
    """Duties of these refs on their date, but those that somebody waived or that lost their object."""

    def units(life: Life) -> Iterator[Unit]:
        for duty in life.dossier.of("obligation"):
            if duty.data["ref"] in refs and _counts(duty):
                yield unit_of(life, duty)

    return units


def duties_about(region: str) -> Population:
    """Duties about instances of a region, such as the actions that people agreed on."""

    def units(life: Life) -> Iterator[Unit]:
        for duty in life.dossier.of("obligation"):
            if duty.data["about"] == region and _counts(duty):
                yield unit_of(life, duty)

    return units


def every_duty(life: Life) -> Iterator[Unit]:
    """The duties of all refs that somebody owes: what is only watched is nobody's."""
    for duty in life.dossier.of("obligation"):
        if duty.data.get("owed_by") and _counts(duty):
            yield unit_of(life, duty)


def _counts(duty: Instance) -> bool:
    """What lost its object after its date was not done in time, and counts; before it, nothing was."""
    if duty.state == CANCELLED.name:
        due = duty.day("due_on")
        return due is not None and due < duty.last_on
    return duty.state == DONE.name or duty.state in UNDONE


def unit_of(life: Life, duty: Instance) -> Unit:
    due = duty.day("due_on")
    done = duty.state == DONE.name
    return Unit(
        life,
        duty.id,
        due or duty.since,
        duty.last_on if done else None,
        {"duty": duty, "done": done, "on_time": bool(duty.data.get("on_time"))},
    )


def in_time(unit: Unit, window: Window) -> bool | None:
    """Done in its window; late once its date has passed; not countable while it may be done."""
    if unit.data["done"]:
        return bool(unit.data["on_time"])
    return _undone(unit, window)


def is_done(unit: Unit, window: Window) -> bool | None:
    """Done, late or not."""
    return True if unit.data["done"] else _undone(unit, window)


def _undone(unit: Unit, window: Window) -> bool | None:
    """A clock that is stopped, or a first day of a MIN, is never late."""
    duty: Instance = unit.data["duty"]
    waits = duty.data.get("paused") or duty.data.get("never_late")
    return None if waits or unit.on >= window.day else False


def is_escalated(unit: Unit, window: Window) -> bool | None:
    """Whether the next rung had to be told, of what was due already."""
    was_due = unit.data["done"] or _undone(unit, window) is not None
    return bool(_facts(unit, ALERTS)) if was_due else None


def days_to_do(unit: Unit, _: Window) -> int | None:
    """From the start of its clock to the act, in jours calendaires."""
    start = unit.data["duty"].day("started_on")
    return (unit.then - start).days if unit.then and start else None


def after_reminders(unit: Unit, window: Window) -> str | None:
    """How many reminders came before it was done; what is not done yet is overdue, or not due."""
    if unit.data["done"]:
        n = min(len(_facts(unit, REMINDERS)), MOST)
        return f"faites après {n} rappel{'s' if n > 1 else ''}{' ou plus' if n == MOST else ''}"
    return None if _undone(unit, window) is None else "en retard, non faites"


def _facts(unit: Unit, types: tuple[str, ...]) -> list[Event]:
    """The steps of this duty until it was done."""
    told = unit.life.of(unit.data["duty"], *types)
    return [fact for fact in told if unit.then is None or fact.effective_on <= unit.then]


# --- groups ----------------------------------------------------------------------------------------


def formation(unit: Unit) -> str:
    return unit.life.formation


def tuteur(unit: Unit) -> str:
    """The id of the tuteur académique of that contract, on the day on which it was due."""
    duty: Instance = unit.data["duty"]
    subject = unit.life.dossier.get(str(duty.data["about"]), str(duty.data["subject"]))
    return unit.life.holder(Role.TUTEUR_ACADEMIQUE, subject, unit.on)


def ref(unit: Unit) -> str:
    return str(unit.data["duty"].data["ref"])


def quarter(unit: Unit) -> str:
    return f"{unit.on.year} T{(unit.on.month + 2) // 3}"


def asked(*refs: str) -> Population:
    """Duties of these refs that were opened, on the first day on which they could be done."""

    def units(life: Life) -> Iterator[Unit]:
        for duty in life.dossier.of("obligation"):
            if duty.data["ref"] in refs and _counts(duty) and duty.state != PLANNED.name:
                opened = duty.day("opens_on") or duty.day("started_on") or duty.opened_on
                yield Unit(life, duty.id, opened, data={"duty": duty})

    return units
