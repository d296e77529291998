"""A phase: all that is declared of one stretch of an apprentice’s life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lifecycle.people import Role
from lifecycle.vocabulary.duty import Obligation, Setting
from lifecycle.vocabulary.move import Transition

if TYPE_CHECKING:
    from lifecycle.vocabulary.ground import Ground


STREAMS: Mapping[str, frozenset[str]] = {
    "apprentice": frozenset(("apprentice",)),
    "formation": frozenset(("formation",)),
    "cfa": frozenset(("cfa",)),
    "house": frozenset(("formation", "cfa")),
    "any": frozenset(("apprentice", "formation", "cfa")),
    "records": frozenset(("correspondence", "log")),
}
"""What a phase is declared for → the kinds of stream in which its regions live."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """A region that only some roles see: those of the word that each instance keeps under `by`."""

    region: str
    by: str
    seen_by: Mapping[str, tuple[Role, ...]]


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the life of an apprentice, in the order in which they meet it, or of a house."""

    name: str
    label: str
    transitions: tuple[Transition, ...]
    obligations: tuple[Obligation, ...] = ()
    settings: tuple[Setting, ...] = ()
    stream: str = "apprentice"
    grounds: tuple[Ground, ...] = ()
    reserved: tuple[Reserved, ...] = ()
