"""States, the moves between them, and what a move causes and keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lifecycle.commands import Intention
from lifecycle.events import Event
from lifecycle.legal import Source
from lifecycle.people import Role
from lifecycle.vocabulary.rule import Rule

if TYPE_CHECKING:
    from lifecycle.vocabulary.case import Case


@dataclass(frozen=True, slots=True)
class State:
    """A state of a region. `stage` is the word that people see; `final` ends the instance.

    `over`: nothing is owed to anybody any more, not even what outlives its subject. `left`: what was
    owed ends as in a final state, and the instance may be taken up again.
    """

    name: str
    label: str
    doc: str = ""
    stage: str = ""
    final: bool = False
    over: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """A move that an accepted one causes, decided in the same pass.

    `same`: on the instance of the same id; otherwise on every instance of the region that may.
    Where the table has no such move, or `when` does not hold, nothing follows.
    """

    on: Intention
    region: str
    when: Rule | None = None
    same: bool = True


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a fact keeps of personal data: a word under `name`, never the data itself."""

    name: str
    draw: Callable[[Case], Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """What a fact of a house says of each dossier that its field `to` lists, in the same unit.

    `says` draws the fields of that command from the fact.
    """

    on: Intention
    to: str
    says: Callable[[Event], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move of one region. No `leaves`: it makes the instance. No `enters`: the state stays.

    `in_person`: the gestionnaire does not record it for an outsider.
    """

    ref: str
    region: str
    on: Intention
    records: str
    by: tuple[Role, ...]
    leaves: tuple[State, ...] = ()
    enters: State | None = None
    requires: tuple[Rule, ...] = ()
    flags: tuple[Rule, ...] = ()
    causes: tuple[Consequence, ...] = ()
    informs: tuple[Role, ...] = ()
    concludes: tuple[Conclusion, ...] = ()
    named_by: str = ""
    spreads: Spread | None = None
    in_person: bool = False
    source: Source | None = None

    @property
    def creates(self) -> bool:
        return not self.leaves or bool(self.named_by)
