"""A phase: all that is declared of one stretch of an apprentice’s life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lifecycle.vocabulary.duty import Obligation, Setting
from lifecycle.vocabulary.move import Transition

if TYPE_CHECKING:
    from lifecycle.vocabulary.ground import Ground


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the life of an apprentice, in the order in which they meet it."""

    name: str
    label: str
    transitions: tuple[Transition, ...]
    obligations: tuple[Obligation, ...] = ()
    settings: tuple[Setting, ...] = ()
    stream: str = "apprentice"
    grounds: tuple[Ground, ...] = ()
