"""One dossier as its page tells it: where it stands, its duties with their ladders, its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lifecycle.agenda import OPENING, PENDING, is_late
from lifecycle.charter import STEP_LABELS
from lifecycle.dossier import Dossier, Instance
from lifecycle.events import Event
from lifecycle.people import APPOINTED, Person, Role
from lifecycle.stages import duty_label, holder_label
from persistence.outbox import Row
from portal.looking import Blocker, Deed, Look
from portal.wording import STATUSES, holder, initial

TOLD = ("ObligationReminded", "ObligationDue", "ObligationEscalated", "ObligationExpired")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: what left, when, to whom and by which letter, or what will leave."""

    on: date
    label: str
    to: str
    what: str
    done: bool
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One duty with its ladder."""

    id: str
    ref: str
    label: str
    due_on: date
    state: str
    status: str
    pending: bool
    late: bool
    paused: bool
    on_time: bool | None
    source: str
    blocker: Blocker
    deeds: tuple[Deed, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the dossier, and how to reach them."""

    role: str
    person: Person


# --- duties ------------------------------------------------------------------------------------


def duties(
    seen: Look, stream: str, letters: Sequence[Row], actor: Any
) -> tuple[list[DutyCard], list[DutyCard]]:
    """Those that are pending, the first due first; then those that are over."""
    by_fact: dict[int, list[Row]] = {}
    for row in letters:
        by_fact.setdefault(row.fact_pos, []).append(row)
    cards = [
        _card(seen, stream, duty, by_fact, actor) for duty in seen.dossiers[stream].of("obligation")
    ]
    cards.sort(key=lambda card: (card.due_on, card.id))
    return [c for c in cards if c.pending], [c for c in cards if not c.pending]


def _card(
    seen: Look, stream: str, duty: Instance, letters: Mapping[int, list[Row]], actor: Any
) -> DutyCard:
    declared = seen.charter.obligations.get(duty.data["ref"])
    return DutyCard(
        duty.id,
        duty.data["ref"],
        declared.label if declared else duty.data["name"],
        date.fromisoformat(duty.data["due_on"]),
        duty.state,
        duty_label(seen.charter, duty),
        duty.state in PENDING,
        is_late(duty, seen.at),
        bool(duty.data.get("paused")),
        duty.data.get("on_time"),
        str(declared.source) if declared else "",
        seen.blocker(stream, duty),
        tuple(seen.deeds(stream, duty, actor)) if duty.state in PENDING else (),
        tuple(_ladder(seen, stream, duty, letters)),
    )


def _ladder(
    seen: Look, stream: str, duty: Instance, letters: Mapping[int, list[Row]]
) -> Iterator[Rung]:
    """What was really told, then what the present plan still holds."""
    for event in seen.histories[stream]:
        if event.key == duty.key and event.type in TOLD and event.state is not None:
            yield _told(seen, event, letters.get(event.pos, []))
    if duty.state in PENDING and not duty.data.get("paused"):
        for row in duty.data["steps"][duty.data["next"] :]:
            yield _coming(seen, stream, duty, row)


def _told(seen: Look, event: Event, rows: Sequence[Row]) -> Rung:
    people = [seen.people.get(str(t["person"])) for t in event.data.get("told") or ()]
    names = ", ".join(p.name for p in people if p) or "personne à prévenir"
    late = event.data.get("late_by")
    what = "dépassé par une étape plus tardive" if event.data.get("overtaken") else "fait"
    said = f"{what}, avec {late} j de retard" if late else what
    told = tuple(f"{_name(seen, row)} : {STATUSES.get(row.status, row.status)}" for row in rows)
    return Rung(event.effective_on, _kind(event), names, said, True, told)


def _name(seen: Look, row: Row) -> str:
    found = seen.people.get(row.person)
    return found.name if found else holder_label(row.role)


def _kind(event: Event) -> str:
    kinds = dict(zip(TOLD, ("reminder", "last_call", "escalation", "expiry"), strict=True))
    return initial(STEP_LABELS[kinds[event.type]])


def _coming(seen: Look, stream: str, duty: Instance, row: Mapping[str, Any]) -> Rung:
    label = "Ouverture" if row["kind"] == OPENING else initial(STEP_LABELS[row["kind"]])
    case = seen.case(stream, _about(seen.dossiers[stream], duty))
    who = [_recipient(case.person(Role(role)), role) for role in row["to"]]
    return Rung(date.fromisoformat(row["on"]), label, ", ".join(who) or "—", "à venir", False)


def _recipient(person: Person | None, role: str) -> str:
    return f"{person.name} ({holder(role)})" if person else holder(role)


def _about(dossier: Dossier, duty: Instance) -> Instance | None:
    subject = str(duty.data["subject"])
    regions = ("contract", "mission", "filing", "pathway")
    return next((i for r in regions if (i := dossier.get(r, subject))), None)


# --- people ------------------------------------------------------------------------------------


def contacts(seen: Look, stream: str) -> list[Contact]:
    """Everybody of the dossier, then the staff that answers for its formation."""
    case = seen.case(stream)
    found: dict[tuple[str, str], Contact] = {}
    subjects = [i for region in ("contract", "mission") for i in seen.dossiers[stream].of(region)]
    for subject in [*subjects, None]:
        view = seen.case(stream, subject) if subject else case
        for role in Role:
            if role is not Role.HORLOGE and (person := view.person(role)):
                found.setdefault((role, person.id), Contact(role.label, person))
    order = [*(r for r in Role if r not in APPOINTED), *APPOINTED]
    return [c for r in order for (role, _), c in found.items() if role == r]
