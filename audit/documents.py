"""Documents: the bytes that were kept are those that the facts name, by their fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audit.verify import Finding
from lifecycle.errors import NotFound, VerificationFailed
from persistence.attachments import KeyDestroyed, Named


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents the log names, how many nobody reads any more, and what is wrong."""

    named: int
    unreadable: int
    findings: tuple[Finding, ...]


def verify_documents(named: Iterable[Named], read: Callable[[str, str], bytes]) -> Checked:
    """`read` opens the bytes of a stream by their fingerprint (see `Attachments.read`).

    A destroyed key is no fault: that somebody was erased is what was wanted.
    """
    count = unreadable = 0
    findings: list[Finding] = []
    for one in named:
        count += 1
        try:
            read(one.stream, one.sha256)
        except KeyDestroyed:
            unreadable += 1
        except (NotFound, VerificationFailed) as wrong:
            findings.append(Finding(one.pos, "document", _sentence(wrong.message)))
    return Checked(count, unreadable, tuple(findings))


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
