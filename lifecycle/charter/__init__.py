"""The charter of this version of the code: compiled once, with the hash that every fact carries."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from lifecycle.charter.document import document, public_intentions, rules
from lifecycle.charter.printed import STEP_LABELS, markdown, mermaid
from lifecycle.machine import compile_charter
from lifecycle.states import PHASES
from lifecycle.vocabulary import Charter

__all__ = [
    "STEP_LABELS",
    "canonical",
    "charter",
    "document",
    "markdown",
    "mermaid",
    "public_intentions",
    "rules",
]


@cache
def charter() -> Charter:
    """The charter of this version of the code, compiled once, with its own hash."""
    compiled = compile_charter(PHASES)
    return replace(compiled, sha256=sha256(canonical(document(compiled))).hexdigest())


def canonical(value: Any) -> bytes:
    """The canonical form: sorted keys, no spaces, UTF-8 (the profile of `persistence.sealing`)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
