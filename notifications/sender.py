"""The sender: claims what is due, composes once, tries, and writes what came of it as facts.

In this order, so that a crash anywhere loses nothing: the row says *sending* (claim), then bears its
Message-ID, then the bytes are kept, then the SMTP window opens, then the row bears the outcome, then
the fact is written. A row left *sending* without kept bytes has never been in the window: it is
tried again. With kept bytes nobody can know: it is *ambiguous*, and a person decides.

A claim goes through each of these steps as a whole, in one transaction a step. It is one mail, so
that a crash leaves one in doubt; several only where nothing leaves for good (`at_once`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from lifecycle.calendar import paris_day, paris_instant
from lifecycle.errors import LifecycleError, TryLater
from lifecycle.service import House
from notifications.compose import Mail, compose
from notifications.delivery import Outcome, Transport, backoff, deliver
from notifications.outcomes import Drained, Ledger
from notifications.portions import another_day, by_mail, has_room, most_urgent
from notifications.press import Press, here
from notifications.story import stories
from notifications.writing import HELD, Library, Writer, people_of
from persistence.outbox import Outbox, Row, Settled
from persistence.recall import Recall
from persistence.register import SqlRegister
from persistence.sealing import instant_text

__all__ = ["Drained", "Sender"]

log = logging.getLogger(__name__)
INTERRUPTED = "L’envoi a été interrompu : remis ou non, nul ne le sait."


@dataclass(frozen=True, slots=True)
class Ready:
    """One mail: the rows that it carries, which bear its Message-ID, and its bytes."""

    rows: Sequence[Row]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender. `name` and `address` are the CFA's own; replies go to a named person.

    `clock` gives the instant of each claim: a lease runs from its own claim, not from the first one
    of a long draining. `pages`: where people open them, if that is known. `stopped` is asked between
    two claims; `failpoint` hears where we are. `at_once`: mails in one claim, in doubt together;
    `press` writes them.
    """

    house: House
    outbox: Outbox
    register: SqlRegister
    recall: Recall
    library: Library
    transport: Transport
    name: str
    address: str
    clock: Callable[[], datetime]
    stopped: Callable[[], bool] = lambda: False
    failpoint: Callable[[str], None] = lambda _: None
    pages: str = ""
    at_once: int = 1
    press: Press = here

    def drain(self, at: datetime) -> Drained:
        """Send everything that is due by `at` (aware UTC), one claim at a time."""
        done = Drained()
        self._settle_abandoned(at, done)
        self.ledger.record(self.outbox.unrecorded(at), at, done)
        while not self.stopped():
            now = max(at, self.clock())
            if not (mails := self.outbox.claim_some(now, self.at_once)):
                break
            try:
                self._send(mails, now, done)
            except TryLater as busy:  # its lease will tell
                done.problems.append(busy.message)
                break
        return done

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.house, self.outbox, self.register, self.failpoint)

    # --- one claim -------------------------------------------------------------------------

    def _send(self, mails: Sequence[list[Row]], at: datetime, done: Drained) -> None:
        """When the base is busy the rows are given back, to be tried in a minute."""
        self.failpoint("claimed")
        try:
            writer = self._writer([row for rows in mails for row in rows])
            ready = self._ready(writer, self._wanted(writer, mails, at, done), at, done)
        except TryLater as busy:
            done.problems.append(busy.message)
            self._give_back([row for rows in mails for row in rows], at + timedelta(minutes=1))
            return
        if ready:
            self._deliver(ready, at, done)

    def _writer(self, rows: Sequence[Row]) -> Writer:
        told = stories(rows, self.recall)
        return Writer(
            self.house.charter,
            self.outbox,
            self.register,
            self.library,
            self.name,
            self.address,
            self.pages,
            told,
            people_of(self.register, rows, told),
        )

    def _wanted(
        self, writer: Writer, mails: Sequence[list[Row]], at: datetime, done: Drained
    ) -> list[list[Row]]:
        """The rows that still have something to say."""
        why = {row.id: self._unwanted(writer, row, at, done) for rows in mails for row in rows}
        dropped = [row for rows in mails for row in rows if why[row.id]]
        self.ledger.conclude([_dropped(row, str(why[row.id])) for row in dropped], at, done)
        kept = ([row for row in rows if why[row.id] == ""] for rows in mails)
        return [rows for rows in kept if rows]

    def _unwanted(self, writer: Writer, row: Row, at: datetime, done: Drained) -> str | None:
        """Why it is told no more; none for a dossier that cannot be read, which stops no other."""
        try:
            return writer.unwanted(row)
        except TryLater:
            raise
        except Exception as error:
            self._fail([row], error, at, done)
            return None

    # --- getting ready ---------------------------------------------------------------------

    def _ready(
        self, writer: Writer, mails: Sequence[list[Row]], at: datetime, done: Drained
    ) -> list[Ready]:
        """The mails with their bytes: kept before the first try, then the same."""
        kept = self.register.messages({str(rows[0].message_id) for rows in mails})
        again = [self._as_before(rows, kept) for rows in mails]
        fresh = [rows for rows, known in zip(mails, again, strict=True) if known is None]
        midnight = instant_text(paris_instant(paris_day(at), 0))
        today = self.register.messages_of({rows[0].person for rows in fresh}, midnight)
        chosen = [self._chosen(writer, rows, today[rows[0].person], at) for rows in fresh]
        wanted = [rows for rows in chosen if rows]
        raws = self.press([partial(self._told, writer, rows, at) for rows in wanted])
        pairs = zip(wanted, raws, strict=True)
        made = [self._made(writer, rows, raw, at, done) for rows, raw in pairs]
        return [*filter(None, again), *self._kept(list(filter(None, made)), at)]

    def _as_before(self, rows: Sequence[Row], kept: Mapping[str, bytes]) -> Ready | None:
        """The bytes already composed, if all that they tell is still to be told."""
        known = rows[0].message_id or ""
        same = known in kept and known == self._message_id(rows)
        return Ready(rows, kept[known]) if same else None

    def _chosen(
        self, writer: Writer, rows: list[Row], today: Sequence[str], at: datetime
    ) -> list[Row]:
        """What is too much for one day, which has had the mails of `today`, waits for another."""
        if not rows[0].message_id and not has_room(rows[0], today):
            self._give_back(rows, another_day(writer.calendar(rows[0]), at))
            return []
        chosen, rest = most_urgent(rows)
        self._give_back(rest, another_day(writer.calendar(rows[0]), at))
        return self._named(chosen)

    def _named(self, rows: Sequence[Row]) -> list[Row]:
        message_id = self._message_id(rows)
        return [replace(row, message_id=message_id) for row in rows]

    def _told(self, writer: Writer, rows: Sequence[Row], at: datetime) -> Mail | None:
        """What a mail says; nothing when it cannot be told."""
        try:
            return writer.mail(rows, at)
        except TryLater:
            raise
        except Exception:
            return None

    def _made(
        self, writer: Writer, rows: list[Row], raw: bytes | None, at: datetime, done: Drained
    ) -> Ready | None:
        made = self._composed(writer, rows, at, done) if raw is None else Ready(rows, raw)
        if made is not None:
            self.failpoint("composed")
        return made

    def _composed(
        self, writer: Writer, rows: list[Row], at: datetime, done: Drained
    ) -> Ready | None:
        """The rows with their Message-ID and their mail; a letter that cannot be written fails alone."""
        rows = self._named(rows)
        try:
            raw = compose(writer.mail(rows, at))
        except TryLater:
            raise
        except Exception as error:
            good = [r for r in rows if self._composed(writer, [r], at, done)] if rows[1:] else []
            if good and len(good) < len(rows):
                return self._composed(writer, good, at, done)
            if good or not rows[1:]:  # too large, or alone and wrong
                self._fail(rows, error, at, done)
            return None
        return Ready(rows, raw)

    def _kept(self, made: Sequence[Ready], at: datetime) -> list[Ready]:
        """Those still ours once they bear their Message-ID, with the bytes that were kept first."""
        ours = self._those(made, self.outbox.name_some([one.rows for one in made]) if made else [])
        if not ours:
            return []
        self.failpoint("named")
        on = instant_text(at)
        by_id = {str(one.rows[0].message_id): one for one in ours}
        self.register.keep_messages(
            [(id_, one.rows[0].person, on, one.raw) for id_, one in by_id.items()]
        )
        kept = self.register.messages(by_id)
        return [Ready(one.rows, kept.get(id_, one.raw)) for id_, one in by_id.items()]

    def _those(self, mails: Sequence[Ready], ours: Sequence[bool]) -> list[Ready]:
        for one in (m for m, mine in zip(mails, ours, strict=True) if not mine):
            log.warning("%s: another sender has taken over", one.rows[0].id)
        return [one for one, mine in zip(mails, ours, strict=True) if mine]

    def _message_id(self, rows: Sequence[Row]) -> str:
        """Stable: the rows that the mail carries and nothing else."""
        ids = "|".join(sorted(f"{self.outbox.network}:{row.id}:{row.created_at}" for row in rows))
        digest = sha256(ids.encode()).hexdigest()[:32]
        return f"<{rows[0].urgency}.{digest}@{self.address.rpartition('@')[2]}>"

    def _give_back(self, rows: Sequence[Row], until: datetime) -> None:
        """Untried: these rows are due again at `until`."""
        if rows:
            self.outbox.finish(rows, "queued", "", until)

    # --- the window, and what came of it ---------------------------------------------------

    def _deliver(self, ready: Sequence[Ready], at: datetime, done: Drained) -> None:
        """The window, which opens only for who still holds the rows."""
        people = self.register.find({one.rows[0].person for one in ready})
        self.failpoint("kept")
        ours = self._those(ready, self.outbox.holds([one.rows for one in ready]))
        outcomes = [self._tried(one, people[one.rows[0].person].email) for one in ours]
        settled = [_settled(one, came, at) for one, came in zip(ours, outcomes, strict=True)]
        self.ledger.conclude(settled, at, done)
        done.mails += sum(came.status == "sent" for came in outcomes)

    def _tried(self, one: Ready, recipient: str) -> Outcome:
        self.failpoint("before-window")
        outcome = deliver(one.raw, self.address, recipient, self.transport)
        self.failpoint("after-window")
        return outcome

    def _fail(self, rows: Sequence[Row], error: Exception, at: datetime, done: Drained) -> None:
        """What cannot be written is a failure that somebody sees, never an endless try."""
        why = f"Lettre impossible à écrire ({type(error).__name__})."
        if isinstance(error, LifecycleError):
            why = error.message
        log.error("%s: %s", rows[0].id, why)
        log.debug("where", exc_info=error)
        done.problems.append(why)
        self.ledger.conclude([Settled(rows, "failed", why)], at, done)

    def _settle_abandoned(self, at: datetime, done: Drained) -> None:
        """A sender died, or sleeps beyond its lease."""
        for rows in by_mail(self.outbox.abandoned(at)):
            message_id = rows[0].message_id
            if message_id and self.register.message(message_id):
                self.ledger.conclude([Settled(rows, "ambiguous", INTERRUPTED)], at, done)
            else:  # never composed: the window cannot have opened
                self._give_back(rows, at)


def _dropped(row: Row, why: str) -> Settled:
    return Settled([row], "held" if why == HELD else "cancelled", why)


def _settled(mail: Ready, came: Outcome, at: datetime) -> Settled:
    """What the rows become; a mail that is deferred too often has failed."""
    wait = backoff(mail.rows[0].tries)
    if came.status == "deferred" and wait is not None:
        return Settled(mail.rows, "deferred", came.relay_answer, at + wait)
    status = "failed" if came.status == "deferred" else came.status
    return Settled(mail.rows, status, came.relay_answer)
