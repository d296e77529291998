"""One dossier as its page tells it: where it stands, its duties with their ladders, its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lifecycle.agenda import OPENING, PENDING, is_late
from lifecycle.charter import STEP_LABELS
from lifecycle.dossier import Dossier, Instance
from lifecycle.events import Event
from lifecycle.people import APPOINTED, Person, Role
from lifecycle.stages import holder_label
from persistence.outbox import Row
from portal.looking import Blocker, Deed, Look
from portal.wording import STATUSES, fact, holder, short_day, state

TOLD = ("ObligationReminded", "ObligationDue", "ObligationEscalated", "ObligationExpired")
SHOWN_WORDS = {
    "reason": "Motif",
    "opinion": "Avis motivé",
    "evidence": "Preuve",
    "missing": "À compléter",
}


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
class Entry:
    """One line of the timeline."""

    seq: int
    label: str
    about: str
    state: str
    effective_on: date
    recorded_at: datetime
    who: str
    behalf: str
    source: str
    words: tuple[tuple[str, str], ...]
    caused: bool
    corrects: bool


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
        state("obligation", duty.state),
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
    return STEP_LABELS[kinds[event.type]].capitalize()


def _coming(seen: Look, stream: str, duty: Instance, row: Mapping[str, Any]) -> Rung:
    label = "Ouverture" if row["kind"] == OPENING else STEP_LABELS[row["kind"]].capitalize()
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


# --- the timeline ------------------------------------------------------------------------------


def timeline(
    seen: Look,
    stream: str,
    history: Sequence[Mapping[str, Any]],
    people: Mapping[str, Person],
    everything: bool,
) -> list[Entry]:
    """The facts, the latest first; what the clock plans and closes is left out unless asked for."""
    names = subjects(seen.dossiers[stream], words_of(history))
    kept = [row for row in history if everything or not _routine(row)]
    return [_entry(seen, people, names, row) for row in reversed(kept)]


def _routine(row: Mapping[str, Any]) -> bool:
    noted = ("ObligationReminded", "ObligationDue", "ObligationEscalated", "ObligationAttested",
             "ObligationWaived", "ObligationExpired")  # fmt: skip
    return row["region"] == "obligation" and row["type"] not in noted


def _entry(
    seen: Look, people: Mapping[str, Person], names: Mapping[str, str], row: Mapping[str, Any]
) -> Entry:
    return Entry(
        row["seq"],
        fact(row["type"], row["move"]),
        _named(seen, names, row),
        state(row["region"], row["state"]),
        date.fromisoformat(row["effective_on"]),
        datetime.fromisoformat(row["recorded_at"]),
        _actor(people, str(row["actor"] or "")),
        _behalf(people, row.get("on_behalf_of")),
        row["source"],
        tuple(_words(row)),
        row["cause"] is not None,
        bool(row["corrects"]),
    )


def _named(seen: Look, names: Mapping[str, str], row: Mapping[str, Any]) -> str:
    if row["region"] == "obligation":
        duty = seen.dossiers[row["stream"]].get("obligation", row["instance"])
        declared = seen.charter.obligations.get(duty.data["ref"]) if duty else None
        return declared.label if declared else ""
    if row["region"] == "irregularity":
        return str(row["data"].get("reason", ""))
    if row["region"] == "role":
        return holder(row["instance"])
    return names.get(row["instance"], "")


def _actor(people: Mapping[str, Person], text: str) -> str:
    """`role:person` → `Anne Roth, direction du CFA`."""
    role, _, ref = text.partition(":")
    if role == Role.HORLOGE:
        return "l’horloge"
    person = people.get(ref)
    return f"{person.name}, {holder_label(role)}" if person else holder_label(role)


def _behalf(people: Mapping[str, Person], said: Mapping[str, str] | None) -> str:
    return _actor(people, f"{said['role']}:{said['ref']}") if said else ""


def _words(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What people wrote, and the values that anybody would ask for."""
    said = {k: v for values in (row.get("personal") or {}).values() for k, v in values.items()}
    everything = {**row["data"], **said}
    for name, label in SHOWN_WORDS.items():
        if value := everything.get(name):
            yield label, ", ".join(value) if isinstance(value, list) else str(value)
    for name, label in (("starts_on", "Début"), ("ends_on", "Fin")):
        if value := row["data"].get(name):
            yield label, short_day(str(value))


def authors(history: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of everybody who did something."""
    said = (row.get("on_behalf_of") or {} for row in history)
    refs = {str(one.get("ref") or "") for one in said}
    return (refs | {str(row["actor"]).partition(":")[2] for row in history}) - {""}


def words_of(history: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    """By region and instance, what the facts say in words: the title of a mission."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for row in history:
        for values in (row.get("personal") or {}).values():
            said.setdefault((row["region"], row["instance"]), {}).update(values)
    return said


def subjects(
    dossier: Dossier, words: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, str]:
    """What missions and contracts are called, by id: by their title and their dates."""
    found: dict[str, str] = {}
    for mission in dossier.of("mission"):
        found[mission.id] = words.get(mission.key, {}).get("title") or "Mission"
    for contract in dossier.of("contract"):
        starts, ends = contract.data.get("starts_on"), contract.data.get("ends_on")
        dates = f" du {short_day(starts)} au {short_day(ends)}" if starts and ends else ""
        found[contract.id] = f"Contrat{dates}"
    return found
