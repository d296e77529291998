"""What happened to a dossier, in words: who, when, on whose behalf, under which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lifecycle.commands.duties import CORRECT
from lifecycle.events import Event
from lifecycle.people import Person, Role
from lifecycle.stages import TOLD_APART, holder_label
from portal.correcting import correctable
from portal.looking import Look
from portal.naming import called
from portal.pages import link
from portal.wording import fact, holder, short_day, situation, state

SHOWN_WORDS = {
    "reason": "Motif",
    "opinion": "Avis motivé",
    "evidence": "Preuve",
    "missing": "À compléter",
    "report": "Compte rendu",
    "skills": "Compétences travaillées",
    "articulation": "Entreprise et établissement",
    "acquired": "Compétences acquises",
    "to_acquire": "Compétences à acquérir",
    "comments": "Commentaires",
}


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
    superseded: bool
    correct: str


def timeline(
    seen: Look,
    stream: str,
    history: Sequence[Mapping[str, Any]],
    people: Mapping[str, Person],
    everything: bool,
) -> list[Entry]:
    """The facts, the latest first; what the clock plans and closes is left out unless asked for."""
    called = subjects(seen, stream, words_of(history))
    last = {event.place: event for event in seen.histories[stream]}
    kept = [row for row in history if everything or not _routine(row)]
    return [_entry(seen, people, called, row, last[row["place"]]) for row in reversed(kept)]


def _routine(row: Mapping[str, Any]) -> bool:
    noted = ("ObligationReminded", "ObligationDue", "ObligationEscalated", "ObligationAttested",
             "ObligationWaived", "ObligationExpired")  # fmt: skip
    return row["region"] == "obligation" and row["type"] not in noted


def _entry(
    seen: Look,
    people: Mapping[str, Person],
    names: Mapping[str, str],
    row: Mapping[str, Any],
    standing: Event,
) -> Entry:
    """`standing` is the last version of the fact: only that one is offered for correction."""
    stands = standing.pos == row["pos"] and standing.state is not None
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
        row["corrects"] is not None,
        standing.pos != row["pos"],
        _correct(row) if stands and correctable(seen.charter, standing) else "",
    )


def _correct(row: Mapping[str, Any]) -> str:
    """The form that corrects this line."""
    return link("dossiers", str(row["stream"]), CORRECT.name, fact=row["seq"])


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


def names(seen: Look, stream: str, history: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What each instance is called: missions, contracts, duties, irregularities."""
    dossier = seen.dossiers[stream]
    found = subjects(seen, stream, words_of(history))
    for duty in dossier.of("obligation"):
        declared = seen.charter.obligations.get(duty.data["ref"])
        found[duty.id] = declared.label if declared else str(duty.data["name"])
    return found | {i.id: str(i.data["reason"]) for i in dossier.of("irregularity")}


def subjects(
    seen: Look, stream: str, words: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, str]:
    """What missions, contracts and the rest are called, by id: by their title and their dates."""
    dossier = seen.dossiers[stream]
    found = {
        one.id: called(seen.charter, one, {**one.data, **words.get(one.key, {})})
        for one in dossier.instances.values()
        if one.region not in TOLD_APART
    }
    for mission in dossier.of("mission"):
        found[mission.id] = words.get(mission.key, {}).get("title") or "Mission"
    for one in dossier.of("situation"):
        found[one.id] = situation(str(one.data.get("kind")))
    for contract in dossier.of("contract"):
        starts, ends = contract.data.get("starts_on"), contract.data.get("ends_on")
        dates = f" du {short_day(starts)} au {short_day(ends)}" if starts and ends else ""
        found[contract.id] = f"Contrat{dates}"
    return found
