"""Chance that comes back the same: the random bytes of a base, and the throws of its people.

Only for made-up people: whoever knows the seed knows the keys of a base that it made.
"""

from __future__ import annotations

from hashlib import sha256
from random import Random

from persistence.sealing import Entropy


def entropy(seed: str) -> Entropy:
    """The same bytes in the same order for the same seed."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        found = b""
        while len(found) < size:
            count += 1
            found += sha256(f"{seed}:{count}".encode()).digest()
        return found[:size]

    return draw


def chance(*about: object) -> Random:
    """Throws of their own for one life or one duty: what another does changes none of them."""
    return Random(":".join(map(str, about)))  # noqa: S311 - a story, not a secret
