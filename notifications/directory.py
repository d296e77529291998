"""The people of one claim, read together; whoever else a letter names, when it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lifecycle.dossier import Dossier
from lifecycle.people import Person
from persistence.register import SqlRegister

TELL_WHO = ("pathway", "mission", "contract", "role", "formation", "cfa")


class Directory:
    """Persons by their id, as the register knows them today."""

    def __init__(self, register: SqlRegister) -> None:
        self.register = register
        self.known: dict[str, Person | None] = {"": None}

    def get(self, id_: str) -> Person | None:
        """Nobody for an id that the register does not know, or no longer."""
        if id_ not in self.known:
            self.read([id_])
        return self.known[id_]

    def read(self, ids: Iterable[str]) -> None:
        """Those that were not asked for yet."""
        unread = set(ids) - self.known.keys()
        found: Mapping[str, Person] = self.register.find(unread) if unread else {}
        self.known |= {id_: found.get(id_) for id_ in unread}


def named(dossier: Dossier) -> Iterable[str]:
    """Who holds a role of a dossier, or has held one that a letter may still name."""
    for (region, _), one in dossier.instances.items():
        if region in TELL_WHO:
            yield from (str(who) for name, who in one.data.items() if name.startswith("role:"))
