"""One dossier as its page tells it: where it stands, its duties with their ladders, its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lifecycle.agenda import OPENING, PENDING, PLANNED, is_late, terms
from lifecycle.charter import STEP_LABELS
from lifecycle.dossier import APPRENTICE, Instance
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.stages import TOLD_APART, duty_label, holder_label
from lifecycle.vocabulary import Every, Obligation, Presence
from persistence.outbox import Row
from portal.deeds import Deed
from portal.looking import Blocker, Look, subject_of
from portal.naming import called
from portal.wording import STATUSES, holder, initial, short_day

FAR = timedelta(days=90)
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
    watched: bool
    opens_on: date | None
    never_late: bool
    counts: tuple[str, ...]

    @property
    def planned(self) -> bool:
        """Whether nothing may be done of it yet."""
        return self.state == PLANNED


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties of a dossier by what they ask: an act now, a look, patience, nothing any more.

    `later`: what a house owes within the year, open already, and not to be done now.
    """

    now: list[DutyCard]
    later: list[DutyCard]
    watched: list[DutyCard]
    planned: list[DutyCard]
    over: list[DutyCard]


# --- duties ------------------------------------------------------------------------------------


def duties(seen: Look, stream: str, letters: Sequence[Row], actor: Any) -> Duties:
    """Each group in the order of its dates; the last to be closed first."""
    by_fact: dict[int, list[Row]] = {}
    for row in letters:
        by_fact.setdefault(row.fact_pos, []).append(row)
    cards = [
        _card(seen, stream, duty, by_fact, actor) for duty in seen.dossiers[stream].of("obligation")
    ]
    cards.sort(key=lambda card: (card.due_on, card.id))
    alive = [card for card in cards if card.pending]
    ready = [card for card in alive if not card.planned]
    owed = [card for card in ready if not card.watched]
    far = seen.day + FAR if seen.dossiers[stream].kind != APPRENTICE else date.max
    return Duties(
        [card for card in owed if card.due_on <= far],
        [card for card in owed if card.due_on > far],
        [card for card in ready if card.watched],
        [card for card in alive if card.planned],
        [card for card in reversed(cards) if not card.pending],
    )


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
        declared is not None and declared.watched,
        duty.day("opens_on"),
        bool(duty.data.get("never_late")),
        tuple(_counts(seen, stream, duty)),
    )


def _counts(seen: Look, stream: str, duty: Instance) -> Iterator[str]:
    """Which promotion, offer or action it is about, then what its figures say: the period, the acts
    that count, the days of presence so far."""
    data, declared = duty.data, seen.charter.obligations.get(duty.data["ref"])
    about = subject_of(seen.dossiers[stream], duty)
    if about and about.region not in TOLD_APART:
        yield called(seen.charter, about, about.data)
    if declared and isinstance(declared.recurs, Every) and data.get("last"):
        yield f"période du {short_day(data['of'])} au {short_day(data['last'])}"
    elif declared and declared.recurs and data.get("of"):
        yield f"vague à {data['of']}"
    if times := data.get("times"):
        yield f"{data.get('count', 0)} sur {times}"
    if declared and isinstance(declared.within, Presence):
        yield _presence(seen, stream, duty, declared, declared.within.n)


def _presence(seen: Look, stream: str, duty: Instance, declared: Obligation, wanted: int) -> str:
    """`32 jours sur 45 comptés au 24 nov. 2026`, estimated when no alternance is known."""
    use = terms(declared, seen.case(stream, subject_of(seen.dossiers[stream], duty)))
    last = min(seen.day, date.fromisoformat(duty.data["due_on"]))
    counted = (
        use.attendance.count(date.fromisoformat(duty.data["started_on"]), last)
        if use.attendance
        else 0
    )
    how = ", estimés sans calendrier d’alternance" if duty.data.get("estimated") else ""
    return (
        f"{counted:g}".replace(".", ",") + f" jours sur {wanted} comptés au {short_day(last)}{how}"
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
    case = seen.case(stream, subject_of(seen.dossiers[stream], duty))
    who = [_recipient(case.person(Role(role)), role) for role in row["to"]]
    return Rung(date.fromisoformat(row["on"]), label, ", ".join(who) or "—", "à venir", False)


def _recipient(person: Person | None, role: str) -> str:
    return f"{person.name} ({holder(role)})" if person else holder(role)
