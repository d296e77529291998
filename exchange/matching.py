"""Which dossier a line speaks of: the person by folded name and birth date, then the formation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exchange.records import Record
from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from lifecycle.people import Person
from lifecycle.ports import Work
from lifecycle.service import House
from lifecycle.stages import person_ids


@dataclass(frozen=True, slots=True)
class Known:
    """A dossier as the house knows it, with the people whom it names."""

    dossier: Dossier
    events: Sequence[Event]
    apprentice: Person
    people: Mapping[str, Person] = field(default_factory=dict)


def known(house: House, work: Work, records: Sequence[Record]) -> list[Known | None]:
    """For each record, the dossier that it speaks of, if there is one. Read set-wise."""
    asked = [Person("", r.first_name, r.last_name, birth_date=r.birth_date) for r in records]
    people = house.register.match_all(asked)
    streams = work.dossiers_of({person.id for person in people if person})
    wanted = {s for found in streams.values() for s, _ in found}
    histories = work.histories(wanted) if wanted else {}
    dossiers = {stream: fold(stream, events) for stream, events in histories.items()}
    named = house.register.find(set().union(*(person_ids(d) for d in dossiers.values())))
    answers: list[Known | None] = []
    for record, person in zip(records, people, strict=True):
        theirs = (
            [dossiers[s] for s, f in streams.get(person.id, ()) if f == record.formation.code]
            if person
            else []
        )
        one = chosen(house, theirs)
        answers.append(Known(one, histories[one.stream], person, named) if person and one else None)
    return answers


def chosen(house: House, dossiers: Sequence[Dossier]) -> Dossier | None:
    """The one that lives, else the last one."""

    def alive(dossier: Dossier) -> tuple[bool, int]:
        (pathway,) = dossier.of("pathway")
        return (not house.charter.states["pathway", pathway.state].final, pathway.opened)

    return max(dossiers, key=alive, default=None)
