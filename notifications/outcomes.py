"""What came of letters: the row of the outbox first, then a fact of the dossier's correspondence."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from lifecycle.commands import Command, Intention, records
from lifecycle.errors import Conflict, TryLater
from lifecycle.people import CLOCK, Actor, Role
from lifecycle.service import Answer, House, handle_many
from persistence.outbox import LONG_AGO, Outbox, Row, Settled
from persistence.register import SqlRegister

log = logging.getLogger(__name__)
OUTCOMES: Mapping[str, Intention] = {
    "sent": records.LETTER_SENT,
    "failed": records.LETTER_FAILED,
    "ambiguous": records.LETTER_AMBIGUOUS,
    "cancelled": records.LETTER_CANCELLED,
}
COUNTED = ("deferred", *OUTCOMES)
SETTLED = "Tranché par une personne."
SOMEBODY = Actor(Role.GESTIONNAIRE)  # who settled a letter, when nobody says who
ADDRESS = re.compile(r"[^\s<>@,;:()]+@[^\s<>@,;:()]+")


@dataclass(slots=True)
class Drained:
    """What one draining of the outbox came to, in letters; `mails` are those that left."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    ambiguous: int = 0
    cancelled: int = 0
    mails: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, status: str, rows: int) -> None:
        setattr(self, status, getattr(self, status) + rows)

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.sent or self.deferred or self.failed or self.ambiguous or self.cancelled)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes outcomes down, each once, whoever dies in between."""

    house: House
    outbox: Outbox
    register: SqlRegister
    failpoint: Callable[[str], None] = lambda _: None

    def settle(
        self,
        id_: str,
        *,
        sent: bool,
        reason: str,
        at: datetime,
        by: Actor = SOMEBODY,
        channel: str = "cli",
    ) -> Row:
        """A person says what became of an uncertain or failed letter, and of all its mail carried.

        What is not `sent` leaves again, byte for byte, with the next draining.
        Raises NotFound, or Conflict when there is nothing to settle.
        """
        row = self.outbox.resolve(id_, "sent" if sent else "queued", reason)
        settled = [r for r in self.outbox.unrecorded(at) if _by_hand(r)]
        facts = [replace(one, actor=by, channel=channel) for one in self._facts(settled)]
        self.write(settled, facts, at)
        return row

    def conclude(self, settled: Sequence[Settled], at: datetime, done: Drained) -> None:
        """The rows, then the facts: a row without its fact is found again, never the reverse.

        What waits has no fact.
        """
        final = [row for one in self._finished(settled, done) for row in _as_settled(one)]
        if final:
            self.failpoint("between-row-and-fact")
            self.record(final, at, done)

    def _finished(self, settled: Sequence[Settled], done: Drained) -> Iterator[Settled]:
        """Those whose rows were still ours, counted."""
        ours = self.outbox.finish_some(settled) if settled else []
        for one, mine in zip(settled, ours, strict=True):
            if not mine:
                log.warning("%s: another sender has taken over", one.rows[0].id)
            elif one.status in COUNTED:
                done.count(one.status, len(one.rows))
                yield one

    def record(self, rows: Sequence[Row], at: datetime, done: Drained) -> None:
        """The facts of outcomes already stored, each once: a key forbids the second."""
        done.problems += self.write(rows, self._facts(rows), at)

    def write(self, rows: Sequence[Row], commands: Sequence[Command], at: datetime) -> list[str]:
        """Ask the door for the facts; what it refuses is said, one sentence a letter."""
        problems = []
        for row, answer in zip(rows, self._asked(commands, at), strict=True):
            if isinstance(answer, Exception) and not isinstance(answer, Conflict):
                log.error("%s: its outcome is not written: %s", row.id, answer)
                problems.append(f"{row.id} : issue non écrite ({answer})")
        return problems

    def _asked(self, commands: Sequence[Command], at: datetime) -> Sequence[Answer]:
        try:
            return handle_many(self.house, commands, at)
        except TryLater as busy:
            return [busy for _ in commands]

    def _facts(self, rows: Sequence[Row]) -> list[Command]:
        """Each with the fingerprint of the bytes that left, or may have."""
        kept = self.register.messages({str(row.message_id) for row in rows})
        hashes = {id_: sha256(body).hexdigest() for id_, body in kept.items() if body}
        return [outcome(row, hashes.get(str(row.message_id), "")) for row in rows]


def _as_settled(one: Settled) -> list[Row]:
    """The rows of a mail that has come to its end, as they now are; none of one that waits."""
    if one.status not in OUTCOMES:
        return []
    return [replace(row, status=one.status, relay_answer=one.answer) for row in one.rows]


def outcome(row: Row, body_sha256: str = "") -> Command:
    """The fact of one letter, in the correspondence stream of its dossier; once per claim.

    A relay may repeat the address, and a person's reason is free text: neither is in clear there.
    """
    answer = row.relay_answer or ""
    fields: dict[str, object] = {
        "letter": row.id,
        "fact": row.fact_pos,
        "name": row.letter,
        "person": row.person,
        "relay_answer": SETTLED if _by_hand(row) else ADDRESS.sub("(adresse)", answer),
    }
    fields |= {"message_id": row.message_id} if row.message_id else {}
    fields |= {"body_sha256": body_sha256} if body_sha256 else {}
    return Command(
        intention=OUTCOMES[row.status],
        stream=correspondence(row.stream),
        fields=fields,
        actor=SOMEBODY if _by_hand(row) else CLOCK,
        reason=answer if _by_hand(row) else "",
        channel="cli" if _by_hand(row) else "worker",
        key=f"letter:{row.id}:{row.fence}:{row.status}",
    )


def _by_hand(row: Row) -> bool:
    """Whether a person has said what became of the letter: see `Outbox.resolve`."""
    return row.lease_until == LONG_AGO


def correspondence(stream: str) -> str:
    """The stream of what was written about a dossier."""
    return f"{stream}.mail"
