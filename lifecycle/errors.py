"""What can go wrong, by who must act. Every message is one French sentence for the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer, not an accident: the rule that does not hold, why, its source, who can lift it."""

    rule: str
    reason: str
    source: str
    lifted_by: tuple[str, ...] = ()


class LifecycleError(Exception):
    """The root: `code` is the exit code of the command line (design contract, section 5)."""

    code = 70

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


# --- the person must act ---------------------------------------------------------------------


class InvalidInput(LifecycleError):
    """A value that cannot be: a missing or unknown field, an impossible date."""

    code = 3


class Refused(LifecycleError):
    """The command is understood and refused: all the reasons at once."""

    code = 4

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(r.reason for r in refusals))
        self.refusals = tuple(refusals)


class NotAllowed(Refused):
    """The actor's role lacks the right, whatever else refuses."""

    code = 5


class NotFound(LifecycleError):
    """No such dossier, formation, obligation or mail."""

    code = 6


# --- the caller must act ---------------------------------------------------------------------


class Conflict(LifecycleError):
    """The history grew since the caller looked, or the key was used for another command."""

    code = 4


class TryLater(LifecycleError):
    """Busy or full: nothing was written, the same call may go through later."""

    code = 7


class VerificationFailed(LifecycleError):
    """The stored history is not the one that was written."""

    code = 8


# --- the developers must act -----------------------------------------------------------------


class CharterError(LifecycleError):
    """A declaration that contradicts itself: found when the charter is compiled, never later."""
