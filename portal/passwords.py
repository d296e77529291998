"""Passwords: hashed by argon2id, verified in the same time whether the account exists or not."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lifecycle.errors import InvalidInput

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher()  # the library's defaults: 64 MiB, three passes
AT_ONCE = BoundedSemaphore(2)  # each verification takes 64 MiB: a flood must not take them all


def hashed(password: str) -> str:
    """The hash of a new password. Raises InvalidInput when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(f"Mot de passe : de {SHORTEST} à {LONGEST} caractères.")
    return HASHER.hash(password)


def verified(password: str, stored: str | None) -> bool:
    """Whether `password` is the one; without a stored hash, as long and always no."""
    with AT_ONCE:
        try:
            HASHER.verify(stored or _nobodys(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether a hash was made under weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return HASHER.hash("personne")
