"""Of whom a line speaks: our dossier, else a name and a birth date, and a formation if need be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exchange.matching import chosen
from exchange.reading import CellFault
from exchange.report import masked
from lifecycle.dossier import APPRENTICE, Dossier, fold
from lifecycle.errors import LifecycleError
from lifecycle.events import Event
from lifecycle.people import Person
from lifecycle.ports import Work
from lifecycle.service import House

DOSSIER, LAST, FIRST, BORN, FORMATION = (
    "dossier",
    "nom_apprenant",
    "prenom_apprenant",
    "date_de_naissance_apprenant",
    "formation",
)
NAMED = (LAST, FIRST, BORN)
Find = Callable[[str], str]
"""The id of a dossier from the beginning of its id. Raises LifecycleError: none, or several."""


@dataclass(frozen=True, slots=True)
class Who:
    """How a line names somebody; what it does not say is empty."""

    dossier: str = ""
    last_name: str = ""
    first_name: str = ""
    born: date | None = None
    formation: str = ""

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Who:
        """Raises CellFault when nobody could be recognised by that."""
        dossier, last, first = (str(values.get(name) or "") for name in (DOSSIER, LAST, FIRST))
        born, formation = values.get(BORN), str(values.get(FORMATION) or "")
        if not dossier and not (last and first and born):
            raise CellFault(
                "on ne sait pas de qui parle cette ligne.",
                "Donnez le dossier, ou le nom, le prénom et la date de naissance.",
            )
        return cls(dossier, last, first, born, formation)

    @property
    def column(self) -> str:
        return DOSSIER if self.dossier else LAST

    @property
    def shown(self) -> str:
        return self.dossier[:40] or masked(self.last_name)


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier and its facts."""

    dossier: Dossier
    events: Sequence[Event]


Ids = Mapping[str, str | CellFault]


def identified(find: Find, asked: Sequence[Who]) -> dict[str, str | CellFault]:
    """The whole id of each dossier that lines name, or why there is none."""
    ids: dict[str, str | CellFault] = {}
    for text in dict.fromkeys(who.dossier for who in asked if who.dossier):
        try:
            ids[text] = find(text)
        except LifecycleError as unknown:
            ids[text] = CellFault(unknown.message, "Vérifiez l’identifiant du dossier.")
    return ids


def found(house: House, work: Work, asked: Sequence[Who], ids: Ids) -> list[Found | CellFault]:
    """For each line the dossier that it speaks of, or why there is none. Read set-wise."""
    named = _named(house, work, [who for who in asked if not who.dossier])
    wanted = {s for s in ids.values() if isinstance(s, str)} | set().union(*named.values())
    histories = work.histories(wanted) if wanted else {}
    folded = {stream: fold(stream, events) for stream, events in histories.items()}
    return [_one(house, who, ids, named, folded, histories) for who in asked]


def _named(house: House, work: Work, asked: Sequence[Who]) -> dict[Who, set[str]]:
    """The dossiers of each person, those of the formation that is named if one is."""
    persons = [Person("", w.first_name, w.last_name, birth_date=w.born) for w in asked]
    people = house.register.match_all(persons) if asked else ()
    streams = work.dossiers_of({person.id for person in people if person})
    return {
        who: {s for s, code in _of(person, streams) if who.formation in ("", code)}
        for who, person in zip(asked, people, strict=True)
    }


def _of(
    person: Person | None, streams: Mapping[str, Sequence[tuple[str, str]]]
) -> Sequence[tuple[str, str]]:
    return streams.get(person.id, ()) if person else ()


def _one(
    house: House,
    who: Who,
    ids: Ids,
    named: Mapping[Who, set[str]],
    folded: Mapping[str, Dossier],
    histories: Mapping[str, Sequence[Event]],
) -> Found | CellFault:
    known = ids.get(who.dossier)
    if isinstance(known, CellFault):
        return known
    theirs = [folded[s] for s in ([known] if known else sorted(named[who])) if s in folded]
    theirs = [dossier for dossier in theirs if dossier.kind == APPRENTICE]
    if not theirs:
        return CellFault("aucun apprenti connu ne correspond.", "Vérifiez la ligne.")
    if len(living := [d for d in theirs if _lives(house, d)]) > 1:
        return CellFault(
            f"{len(living)} dossiers en cours conviennent.", "Précisez le dossier ou la formation."
        )
    one = chosen(house, theirs)
    return Found(one, histories[one.stream]) if one else CellFault("dossier vide.")


def _lives(house: House, dossier: Dossier) -> bool:
    pathway = dossier.one("pathway")
    return pathway is not None and not house.charter.states["pathway", pathway.state].final
