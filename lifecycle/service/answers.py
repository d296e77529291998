"""What the door needs, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lifecycle.commands import Command
from lifecycle.dossier import Dossier
from lifecycle.ports import Register, Store, Written
from lifecycle.vocabulary import Charter


@dataclass(frozen=True, slots=True)
class House:
    """What the door needs: the memory, the register of people, the charter in force."""

    store: Store
    register: Register
    charter: Charter


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to an accepted command: what was written, and the dossier as it now stands.

    `span` are its first and last positions in the log; none when there was nothing to write.
    """

    command: Command
    written: tuple[Written, ...]
    dossier: Dossier
    stage: str
    irregularities: tuple[Mapping[str, Any], ...] = ()
    replayed: bool = False
    span: tuple[int, int] | None = None


Answer = Done | Exception
UnitAnswer = list[Done] | Exception
