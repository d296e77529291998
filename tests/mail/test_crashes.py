"""The sender dies anywhere, the relay fails in any way: nothing is lost, nothing leaves twice unsaid."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from application.mailing import sender
from lifecycle.errors import Conflict
from notifications.outcomes import Drained
from persistence.outbox import LEASE
from tests.houses import House
from tests.mail.post import RESPONSABLE, Crash, check, mails, outcomes, proposed, writing
from tests.servers import SmtpServer

POINTS = (
    *("claimed", "composed", "named", "kept", "before-window"),
    *("after-window", "between-row-and-fact"),
)
MORNING = "2026-11-25 08:05"
MAILS = 3  # of that morning
TOGETHER = (1, 2, 5)  # mails in one claim: one, some of them, all
Fault = Callable[[House, SmtpServer], None]


def fine(_: House, __: SmtpServer) -> None:
    """Nothing fails."""


def greylisted(_: House, server: SmtpServer) -> None:
    server.refuse(RESPONSABLE, "451 4.7.1 come back", times=1)


def unknown(_: House, server: SmtpServer) -> None:
    server.refuse(RESPONSABLE, "550 5.1.1 unknown")


def content_refused(_: House, server: SmtpServer) -> None:
    server.refuse_content("554 5.6.0 refused", times=1)


def cut_after_taking(_: House, server: SmtpServer) -> None:
    server.hang_up_after_taking()


def absent(house: House, _: SmtpServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _relay(house, f"smtp://127.0.0.1:{port}")


def _relay(house: House, url: str) -> str:
    env = house.settings.env
    assert isinstance(env, dict)
    before, env["LIFECYCLE_SMTP_URL"] = env["LIFECYCLE_SMTP_URL"], url
    return str(before)


def dies_at(point: str) -> Callable[[str], None]:
    """The first time that the sender comes to `point`, it is no more."""

    def here(name: str) -> None:
        if name == point:
            raise Crash(point)

    return here


def drains(house: House, together: int, failpoint: Callable[[str], None]) -> Drained:
    """The draining of that morning, so many mails in one claim."""
    one = replace(house.sender(failpoint), at_once=together)
    return one.drain(house.at(MORNING))


def goes_on(house: House, hours: int = 40) -> None:
    """Other senders, the relay mended, until every retry has had its turn."""
    for _ in range(hours):
        house.drain(house.now + timedelta(hours=1))


@pytest.mark.parametrize(
    "fault", [fine, greylisted, unknown, content_refused, cut_after_taking, absent]
)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("together", TOGETHER)
def test_a_dead_sender_loses_nothing(
    tmp_path: Path, smtp_server: SmtpServer, together: int, point: str, fault: Fault
) -> None:
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        mended = house.settings.env["LIFECYCLE_SMTP_URL"]
        fault(house, smtp_server)
        with suppress(Crash):
            drains(house, together, dies_at(point))
        _relay(house, mended)
        goes_on(house)

        check(house, smtp_server, lea)
        assert len(house.letters()) == MAILS
        for row in house.letters():
            person = house.app.email(row.person)
            assert len(mails(smtp_server, person)) == 1 or row.status in ("failed", "ambiguous")
        statuses = Counter(row.status for row in house.letters())
        assert statuses == expected(point, fault, min(together, MAILS))


def expected(point: str, fault: Fault, claimed: int) -> Counter[str]:
    """What becomes of the three mails of the morning, the responsable's first: those of a claim
    whose bytes were kept are in doubt together."""
    in_doubt = claimed if point in ("kept", "before-window", "after-window") else 0
    met = point == "after-window"  # the first mail in doubt has met the fault
    next_meets = in_doubt < MAILS and not met
    ambiguous = in_doubt + (fault is cut_after_taking and next_meets)
    failed = (fault is unknown and not in_doubt) + (fault is content_refused and next_meets)
    counted = {"ambiguous": ambiguous, "failed": failed, "sent": MAILS - ambiguous - failed}
    return +Counter(counted)


@pytest.mark.parametrize("point", ["before-window", "after-window"])
def test_what_is_ambiguous_is_sent_again_only_by_a_person_and_byte_for_byte(
    tmp_path: Path, smtp_server: SmtpServer, point: str
) -> None:
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        with suppress(Crash):
            house.drain(MORNING, dies_at(point))
        goes_on(house, 3)
        (row,) = house.letters("ambiguous")
        before = len(mails(smtp_server, RESPONSABLE))
        house.sender().ledger.settle(row.id, sent=False, reason="rien reçu", at=house.now)
        house.drain()

        copies = [one.content for one in smtp_server.received_by(RESPONSABLE)]
        assert len(copies) == before + 1
        assert len(set(copies)) == 1
        told = [e.type for e in outcomes(house, lea) if e.instance == row.id]
        assert told == ["LetterAmbiguous", "LetterSent"]


@pytest.mark.parametrize("sent", [True, False])
def test_a_failed_letter_is_settled_by_a_person(
    tmp_path: Path, smtp_server: SmtpServer, sent: bool
) -> None:
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        smtp_server.refuse(RESPONSABLE, f"550 5.1.1 <{RESPONSABLE}> unknown")
        house.drain(MORNING)
        (row,) = house.letters("failed")
        assert row.relay_answer == f"550 5.1.1 <{RESPONSABLE}> unknown"
        smtp_server.behave()
        house.sender().ledger.settle(
            row.id, sent=sent, reason="Claire l’a lu chez elle", at=house.now
        )
        house.drain()

        failed, settled = [e for e in outcomes(house, lea) if e.instance == row.id]
        assert (failed.type, settled.type) == ("LetterFailed", "LetterSent")
        assert failed.data["relay_answer"] == "550 5.1.1 <(adresse)> unknown"
        assert settled.actor.role == ("gestionnaire" if sent else "horloge")
        assert house.letters("failed") == []
        assert len(mails(smtp_server, RESPONSABLE)) == (not sent)
        clear = b"".join(bytes(p) for (p,) in house.rows("events", "payload"))
        assert b"Claire" not in clear
        assert RESPONSABLE.encode() not in clear
        with pytest.raises(Conflict):
            house.sender().ledger.settle(row.id, sent=True, reason="encore", at=house.now)


def test_settling_a_digest_settles_every_letter_that_it_carried(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    with writing(tmp_path, smtp_server) as house:
        dossiers = [proposed(house), proposed(house, "Hugo")]
        smtp_server.hang_up_after_taking(times=3)
        house.drain(MORNING)
        assert len(house.letters("ambiguous")) == 6
        for row in house.letters():
            if row.letter == "mission_submitted" and row.stream == dossiers[0]:
                house.sender().ledger.settle(row.id, sent=True, reason="vu", at=house.now)
        assert len(house.letters("sent")) == 2
        told = [[e.type for e in outcomes(house, one)].count("LetterSent") for one in dossiers]
        assert told == [1, 1]


def test_retries_are_the_same_bytes_spaced_out_and_end(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        smtp_server.refuse_content("451 4.3.0 not now", times=5)
        house.drain(MORNING)
        ids = {row.message_id for row in house.letters()}
        smtp_server.refuse(RESPONSABLE, "450 4.2.0 mailbox busy")
        goes_on(house)

        check(house, smtp_server, lea)
        assert {row.message_id for row in house.letters()} == ids
        (failed,) = house.letters("failed")
        assert (failed.tries, failed.relay_answer) == (8, "450 4.2.0 mailbox busy")
        assert Counter(row.status for row in house.letters()) == {"sent": 2, "failed": 1}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("together", TOGETHER)
def test_a_sender_that_wakes_up_after_its_lease_sends_nothing_unsaid(
    tmp_path: Path, smtp_server: SmtpServer, together: int, point: str
) -> None:
    """A lease is not a lock: the fence is looked at just before the window."""
    with writing(tmp_path, smtp_server) as house:
        lea = proposed(house)
        other = house.another()
        slept: list[str] = []

        def sleeps(name: str) -> None:
            if name == point and not slept:
                slept.append(name)
                sender(other).drain(house.now + LEASE + timedelta(minutes=1))

        assert drains(house, together, sleeps).problems == []
        other.installation.database.close()
        goes_on(house, 3)

        (row,) = (r for r in house.letters() if r.letter == "mission_submitted")
        known = point in ("claimed", "composed", "named", "between-row-and-fact")
        assert row.status == ("sent" if known else "ambiguous")
        assert len(mails(smtp_server, RESPONSABLE)) == (point != "kept")
        copies = Counter(str(one.message["Message-ID"]) for one in smtp_server.received)
        assert set(copies.values()) <= {1}
        told = [e.type for e in outcomes(house, lea) if e.instance == row.id]
        assert len(told) == 1
