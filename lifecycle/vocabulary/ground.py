"""The word in which a ground of rupture is declared: one declaration, and all follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lifecycle.commands import Intention
from lifecycle.legal import Source
from lifecycle.people import Role
from lifecycle.vocabulary.move import State
from lifecycle.vocabulary.rule import Rule


class Continues(StrEnum):
    """What becomes of the training once the contract is broken."""

    SIX_MONTHS = "six_months"
    TWO_MONTHS = "two_months"
    CFA_CONTINUES = "cfa_continues"
    NOTHING = "nothing"


class Confidence(StrEnum):
    """How sure the reading of the texts is (domain notes)."""

    SURE = "SURE"
    KNOWN = "KNOWN"
    CHECK = "CHECK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground on which a contract ends before its term.

    `initiators` are words of the form; `leaves` the states of the contract in which it is possible;
    `ends` the move that ends it. `procedure`: what must hold, flagged when it does not, never
    refused. `watches`: the duties of the procedure; `opens`: those that open once the contract has
    ended; `informs`: who is told of it.
    """

    ref: str
    label: str
    initiators: tuple[str, ...]
    leaves: tuple[State, ...]
    ends: Intention
    continues: Continues
    source: Source
    confidence: Confidence
    procedure: tuple[Rule, ...] = ()
    watches: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    informs: tuple[Role, ...] = ()
