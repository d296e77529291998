"""The outbox's own projection: rows written with the facts that they announce."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from lifecycle.agenda import MAIL_HOUR
from lifecycle.calendar import Calendar, paris_day, paris_instant
from lifecycle.ports import Change, Written
from lifecycle.vocabulary import Charter
from notifications.catalogue import Row, rows
from persistence import outbox
from persistence.engine import Hot
from persistence.marking import houses
from persistence.sealing import instant_text

Pairs = Sequence[tuple[Change, Sequence[Written]]]
TAP = "set:mail"  # the setting of a house: its mail leaves (open), or waits (held)


def queue(charter: Charter) -> Callable[[Hot, str, Pairs], None]:
    """The projection: a row for each letter that a fact owes, held when the house holds its mail.

    What a fact says of a letter sent is the last word about its row.
    """

    def project(hot: Hot, network: str, pairs: Pairs) -> None:
        new = [row for change, facts in pairs for row in _rows(charter, change, facts)]
        hot.many(outbox.INSERT, [outbox.values(network, row) for row in new])
        hot.many(outbox.RECORDED, [told for _, facts in pairs for told in _told(network, facts)])
        for change, _ in pairs:
            if tap := _tap(change):
                for code in _formations(hot, network, change):
                    hot.run(outbox.TAP[tap], (network, code))
                if change.kind == "cfa":  # its own letters are of no formation
                    hot.run(outbox.TAP_OF_STREAM[tap], (network, change.after.stream))
            if change.mail != "held" and _goes_on(change):
                hot.run(outbox.RELEASE_STREAM, (network, change.after.stream))

    return project


def _tap(change: Change) -> str:
    """What a house has just decided about its mail, or nothing."""
    chosen = (e.data[TAP] for e in change.events if e.region == change.kind and TAP in e.data)
    return str(next(chosen, ""))


def _goes_on(change: Change) -> bool:
    """Whether a dossier has just come out of its silence: what was held for it leaves."""
    return any(e.region == "pathway" and e.data.get("silent") is False for e in change.events)


def _formations(hot: Hot, network: str, change: Change) -> list[str]:
    """Whose mail the decision concerns: of a CFA, its formations that have not decided themselves."""
    if change.kind == "formation":
        return [change.code]
    said = houses(hot, network, "formation")
    return [
        code for code, data in said.items() if data.get("cfa") == change.code and TAP not in data
    ]


def _told(network: str, facts: Sequence[Written]) -> Iterator[tuple[str | None, ...]]:
    for event in (written.event for written in facts):
        if event.region == "letter":
            yield (event.state, event.data.get("message_id"), network, event.instance)


def _rows(charter: Charter, change: Change, facts: Sequence[Written]) -> Iterator[outbox.Row]:
    for written in facts:
        for n, row in enumerate(rows(charter, written.event, change.after)):
            yield _stored(change, written, n, row)


def _stored(change: Change, written: Written, n: int, row: Row) -> outbox.Row:
    event = written.event
    moment = now_or_next if row.at_once else next_mail
    at = moment(event.recorded_at, Calendar(row.calendar))
    return outbox.Row(
        id=f"{event.pos}.{n}",
        fact_pos=event.pos,
        stream=event.stream,
        letter=row.letter,
        person=row.person,
        role=row.role,
        formation=change.formation,
        urgency=row.urgency,
        status="held" if change.mail == "held" else "queued",
        send_at=instant_text(at),
        created_at=instant_text(event.recorded_at),
        tries=0,
        lease_until=None,
        fence=0,
        message_id=None,
        relay_answer=None,
    )


def now_or_next(at: datetime, calendar: Calendar) -> datetime:
    """At once on a jour ouvré of the recipient from eight o'clock on, else the next one.

    To the second: facts of one instant are recorded a microsecond apart, and none is in the future.
    """
    today = paris_day(at)
    awake = calendar.is_ouvre(today) and at >= paris_instant(today, MAIL_HOUR)
    return at.replace(microsecond=0) if awake else next_mail(at, calendar)


def next_mail(at: datetime, calendar: Calendar) -> datetime:
    """The next eight o'clock in Paris on a jour ouvré of the recipient."""
    today = paris_day(at)
    first = today if at <= paris_instant(today, MAIL_HOUR) else today + timedelta(days=1)
    return paris_instant(calendar.next_ouvre(first), MAIL_HOUR)
