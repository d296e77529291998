"""The sender: claims what is due, composes once, tries, and writes what came of it as facts.

In this order, so that a crash anywhere loses nothing: the row says *sending* (claim), then bears its
Message-ID, then the bytes are kept, then the SMTP window opens, then the row bears the outcome, then
the fact is written. A row left *sending* without kept bytes has never been in the window: it is
tried again. With kept bytes nobody can know: it is *ambiguous*, and a person decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from lifecycle.agenda import MAIL_HOUR
from lifecycle.calendar import paris_day, paris_instant
from lifecycle.errors import LifecycleError, TryLater
from lifecycle.service import House
from notifications.catalogue import LEGAL, ORDINARY, URGENT
from notifications.compose import compose
from notifications.delivery import Outcome, Transport, backoff, deliver
from notifications.letters import urgency
from notifications.outcomes import Drained, Ledger
from notifications.queue import next_mail
from notifications.writing import HELD, Library, Writer
from persistence.outbox import Outbox, Row
from persistence.register import SqlRegister
from persistence.sealing import instant_text

__all__ = ["Drained", "Sender"]

log = logging.getLogger(__name__)
# At most five mails a day for one person, whatever happens; the rest waits for the next morning.
MOST_A_DAY: Mapping[str, int] = {ORDINARY: 1, URGENT: 2, LEGAL: 2}
MOST_FACTS = 100  # in one mail
INTERRUPTED = "L’envoi a été interrompu : remis ou non, nul ne le sait."


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender. `name` and `address` are the CFA's own; replies go to a named person.

    `clock` gives the instant of each claim: a lease runs from its own mail, not from the first one
    of a long draining. `stopped` is asked between two mails; `failpoint` hears where we are.
    """

    house: House
    outbox: Outbox
    register: SqlRegister
    library: Library
    transport: Transport
    name: str
    address: str
    clock: Callable[[], datetime]
    stopped: Callable[[], bool] = lambda: False
    failpoint: Callable[[str], None] = lambda _: None

    def drain(self, at: datetime) -> Drained:
        """Send everything that is due by `at` (aware UTC), one mail at a time."""
        done = Drained()
        self._settle_abandoned(at, done)
        self.ledger.record(self.outbox.unrecorded(at), at, done)
        while not self.stopped() and (rows := self.outbox.claim(now := max(at, self.clock()))):
            try:
                self._send(rows, now, done)
            except TryLater as busy:  # its lease will tell
                done.problems.append(busy.message)
                break
        return done

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.house, self.outbox, self.register, self.failpoint)

    # --- one mail --------------------------------------------------------------------------

    def _send(self, rows: Sequence[Row], at: datetime, done: Drained) -> None:
        """One claim. When the base is busy the rows are given back, to be tried in a minute."""
        self.failpoint("claimed")
        writer = Writer(
            self.house.charter, self.outbox, self.register, self.library, self.name, self.address
        )
        try:
            wanted = self._wanted(writer, rows, at, done)
            ready = self._ready(writer, wanted, at, done) if wanted else None
        except TryLater as busy:
            done.problems.append(busy.message)
            self._give_back(rows, at + timedelta(minutes=1))
            return
        if ready is not None:
            self._deliver(*ready, at, done)

    def _wanted(
        self, writer: Writer, rows: Sequence[Row], at: datetime, done: Drained
    ) -> list[Row]:
        """The rows that still have something to say; a dossier that cannot be read stops no other."""
        wanted = []
        for row in rows:
            try:
                why = writer.unwanted(row)
            except TryLater:
                raise
            except Exception as error:
                self._fail([row], error, at, done)
                continue
            if why == HELD:
                self.outbox.finish([row], "held", why)
            elif why:
                self.ledger.conclude([row], "cancelled", why, at, done)
            else:
                wanted.append(row)
        return wanted

    def _ready(
        self, writer: Writer, rows: list[Row], at: datetime, done: Drained
    ) -> tuple[list[Row], bytes] | None:
        """The named rows and the bytes of their mail: kept before the first try, then the same."""
        if (kept := self._kept(rows)) is not None:
            return rows, kept
        if not rows[0].message_id and not self._has_room(rows[0], at):
            self._give_back(rows, _another_day(writer, rows[0], at))
            return None
        rows, rest = _most_urgent(rows)
        self._give_back(rest, _another_day(writer, rows[0], at))
        made = self._composed(writer, rows, at, done)
        if made is None:
            return None
        rows, raw = made
        self.failpoint("composed")
        if not self._named(rows):
            return None
        self.failpoint("named")
        message_id = str(rows[0].message_id)
        self.register.keep_message(message_id, rows[0].person, instant_text(at), raw)
        return rows, self.register.message(message_id) or raw

    def _kept(self, rows: Sequence[Row]) -> bytes | None:
        """The bytes already composed, if all that they tell is still to be told."""
        known = rows[0].message_id
        return self.register.message(known) if known and known == self._message_id(rows) else None

    def _named(self, rows: Sequence[Row]) -> bool:
        """Whether the rows, still ours, bear the Message-ID of what is about to leave."""
        ours = self.outbox.name(rows, str(rows[0].message_id))
        if not ours:
            log.warning("%s: another sender has taken over", rows[0].id)
        return ours

    def _composed(
        self, writer: Writer, rows: list[Row], at: datetime, done: Drained
    ) -> tuple[list[Row], bytes] | None:
        """The rows with their Message-ID and their mail; a letter that cannot be written fails alone."""
        message_id = self._message_id(rows)
        try:
            raw = compose(writer.mail(rows, message_id, at))
        except TryLater:
            raise
        except Exception as error:
            good = [r for r in rows if self._composed(writer, [r], at, done)] if rows[1:] else []
            if good and len(good) < len(rows):
                return self._composed(writer, good, at, done)
            if good or not rows[1:]:  # too large, or alone and wrong
                self._fail(rows, error, at, done)
            return None
        return [replace(row, message_id=message_id) for row in rows], raw

    def _deliver(self, rows: Sequence[Row], raw: bytes, at: datetime, done: Drained) -> None:
        """The window, which opens only for who still holds the rows, and what came of it."""
        recipient = self.register.find([rows[0].person])[rows[0].person]
        self.failpoint("kept")
        if not self._named(rows):
            return
        self.failpoint("before-window")
        outcome = deliver(raw, self.address, recipient.email, self.transport)
        self.failpoint("after-window")
        self._finish(rows, outcome, at, done)
        done.mails += outcome.status == "sent"

    def _message_id(self, rows: Sequence[Row]) -> str:
        """Stable: the rows that the mail carries and nothing else."""
        ids = "|".join(sorted(f"{self.outbox.network}:{row.id}:{row.created_at}" for row in rows))
        digest = sha256(ids.encode()).hexdigest()[:32]
        return f"<{rows[0].urgency}.{digest}@{self.address.rpartition('@')[2]}>"

    def _has_room(self, row: Row, at: datetime) -> bool:
        """Whether this person may get one more mail of this urgency today."""
        midnight = instant_text(paris_instant(paris_day(at), 0))
        today = self.register.messages_since(row.person, midnight)
        same = [one for one in today if one.startswith(f"<{row.urgency}.")]
        return len(same) < MOST_A_DAY.get(row.urgency, 1)

    def _give_back(self, rows: Sequence[Row], until: datetime) -> None:
        """Untried: these rows are due again at `until`."""
        if rows:
            self.outbox.finish(rows, "queued", "", until)

    # --- what came of it -------------------------------------------------------------------

    def _finish(self, rows: Sequence[Row], outcome: Outcome, at: datetime, done: Drained) -> None:
        wait = backoff(rows[0].tries)
        if outcome.status == "deferred" and wait is not None:
            self.outbox.finish(rows, "deferred", outcome.relay_answer, at + wait)
            done.count("deferred", len(rows))
            return
        status = "failed" if outcome.status == "deferred" else outcome.status
        self.ledger.conclude(rows, status, outcome.relay_answer, at, done)

    def _fail(self, rows: Sequence[Row], error: Exception, at: datetime, done: Drained) -> None:
        """What cannot be written is a failure that somebody sees, never an endless try."""
        why = f"Lettre impossible à écrire ({type(error).__name__})."
        if isinstance(error, LifecycleError):
            why = error.message
        log.error("%s: %s", rows[0].id, why)
        log.debug("where", exc_info=error)
        done.problems.append(why)
        self.ledger.conclude(rows, "failed", why, at, done)

    def _settle_abandoned(self, at: datetime, done: Drained) -> None:
        """A sender died, or sleeps beyond its lease."""
        for rows in _by_mail(self.outbox.abandoned(at)):
            message_id = rows[0].message_id
            if message_id and self.register.message(message_id):
                self.ledger.conclude(rows, "ambiguous", INTERRUPTED, at, done)
            else:  # never composed: the window cannot have opened
                self._give_back(rows, at)


def _another_day(writer: Writer, row: Row, at: datetime) -> datetime:
    """The mail of the next day on which the recipient works."""
    this_morning = paris_instant(paris_day(at), MAIL_HOUR)
    return next_mail(max(at, this_morning) + timedelta(microseconds=1), writer.calendar(row))


def _most_urgent(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """What one mail may carry, and what waits for the next one."""
    ranked = sorted(rows, key=lambda row: (urgency(row.letter), row.fact_pos))
    return ranked[:MOST_FACTS], ranked[MOST_FACTS:]


def _by_mail(rows: Iterable[Row]) -> list[list[Row]]:
    groups: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.person, row.urgency, row.message_id), []).append(row)
    return list(groups.values())
