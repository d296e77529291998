"""A mail and a relay: every way it may end, against real servers."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from lifecycle.errors import InvalidInput
from notifications.compose import compose
from notifications.delivery import Outcome, SmtpTransport, deliver
from tests.letters.letters import TOLD, a_mail, an_item
from tests.mail.relays import Line, certificate, scripted, tls_relay
from tests.servers import SmtpServer

RAW = compose(a_mail(*(an_item(letter) for letter in TOLD)))
SENDER, RECIPIENT = "notifications@cfa.example", "claire.schmitt@universite.example"
HUGE = b"Subject: x\r\n\r\n" + (b"x" * 990 + b"\r\n") * 32_000  # more than any socket buffer


def sent_to(url: str, raw: bytes = RAW, recipient: str = RECIPIENT) -> Outcome:
    return deliver(raw, SENDER, recipient, SmtpTransport(url))


def sent(server: SmtpServer, raw: bytes = RAW, recipient: str = RECIPIENT) -> Outcome:
    return sent_to(f"smtp://{server.host}:{server.port}", raw, recipient)


# --- what the relay answers ------------------------------------------------------------------


def test_an_accepted_mail_arrives_byte_for_byte(smtp_server: SmtpServer) -> None:
    assert sent(smtp_server) == Outcome("sent", "250 2.0.0 accepted")

    (received,) = smtp_server.received
    assert received.sender == SENDER
    assert received.recipients == (RECIPIENT,)
    assert received.content == RAW


def test_leading_dots_and_line_ends_survive(smtp_server: SmtpServer) -> None:
    assert sent(smtp_server, b"Subject: x\n\n.\n..\n.fin\rreste").status == "sent"

    assert smtp_server.received[0].content == b"Subject: x\r\n\r\n.\r\n..\r\n.fin\r\nreste\r\n"


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("451 4.7.1 greylisted", "deferred"),
        ("421 4.3.2 closing", "deferred"),
        ("550 5.1.1 unknown", "failed"),
        ("552 5.2.2 mailbox full", "failed"),
    ],
)
def test_a_refused_recipient_is_told_in_the_relays_own_words(
    smtp_server: SmtpServer, reply: str, status: str
) -> None:
    smtp_server.refuse(RECIPIENT, reply)

    assert sent(smtp_server) == Outcome(status, reply)  # type: ignore[arg-type]
    assert smtp_server.received == []


@pytest.mark.parametrize(
    ("reply", "status"), [("452 4.3.1 full", "deferred"), ("554 5.6.0 refused", "failed")]
)
def test_a_refused_content_is_a_certain_answer(
    smtp_server: SmtpServer, reply: str, status: str
) -> None:
    smtp_server.refuse_content(reply)

    assert sent(smtp_server) == Outcome(status, reply)  # type: ignore[arg-type]


def test_a_greylisted_mail_goes_the_second_time(smtp_server: SmtpServer) -> None:
    smtp_server.refuse(RECIPIENT, "451 4.7.1 come back", times=1)

    assert [sent(smtp_server).status for _ in range(2)] == ["deferred", "sent"]
    assert len(smtp_server.received) == 1


# --- where the line is cut -------------------------------------------------------------------


def test_a_line_cut_after_the_final_dot_is_ambiguous(smtp_server: SmtpServer) -> None:
    smtp_server.hang_up_after_taking()

    outcome = sent(smtp_server)

    assert outcome.status == "ambiguous"
    assert "après le point final" in outcome.relay_answer
    assert len(smtp_server.received) == 1


def cut_at_once(line: Line) -> None:
    line.cuts()


def cut_after_greeting(line: Line) -> None:
    line.says("220 relay.test")
    line.cuts()


def cut_at_data(line: Line) -> None:
    line.welcomes()
    line.hears()
    line.cuts()


def close_instead_of_data(line: Line) -> None:
    line.welcomes()
    line.hears()
    line.says("421 4.3.2 shutting down")
    line.cuts()


@pytest.mark.parametrize(
    "play", [cut_at_once, cut_after_greeting, cut_at_data, close_instead_of_data]
)
def test_a_line_cut_before_the_content_is_deferred(play: Callable[[Line], None]) -> None:
    with scripted(play) as (url, _):
        assert sent_to(url).status == "deferred"


def test_a_line_cut_within_the_content_is_deferred() -> None:
    def cut_in_content(line: Line) -> None:
        line.welcomes()
        line.hears()
        line.says("354 go on")
        line.hears()
        line.cuts()

    with scripted(cut_in_content) as (url, _):
        assert sent_to(url, HUGE).status == "deferred"


@pytest.mark.parametrize("answer", ["", "grbl", "354 again", "199 odd"])
def test_no_clear_answer_to_the_final_dot_is_ambiguous(answer: str) -> None:
    def mumble(line: Line) -> None:
        line.welcomes()
        line.takes_content()
        if answer:
            line.says(answer)
        line.cuts()

    with scripted(mumble) as (url, heard):
        assert sent_to(url).status == "ambiguous"
    assert heard[-1] == b".\r\n"


def test_a_line_cut_after_the_answer_changes_nothing() -> None:
    def leave(line: Line) -> None:
        line.welcomes()
        line.takes_content()
        line.says("250 2.0.0 taken")
        line.hears()  # QUIT
        line.cuts()

    with scripted(leave) as (url, heard):
        assert sent_to(url) == Outcome("sent", "250 2.0.0 taken")
    assert heard[-1] == b"QUIT\r\n"


def test_a_hostile_answer_is_one_short_line() -> None:
    def shout(line: Line) -> None:
        line.welcomes()
        line.takes_content()
        line.says("554-\x1b[31m\u202eone", "554 two" + "!" * 2000)
        line.hears()
        line.cuts()

    with scripted(shout) as (url, _):
        outcome = sent_to(url)
    assert outcome.status == "failed"
    assert outcome.relay_answer.startswith("554  [31mone two!!!")
    assert len(outcome.relay_answer) == 500


def test_nobody_at_that_port_is_deferred() -> None:
    with scripted(cut_at_once) as (url, _):
        sent_to(url)
    assert sent_to(url).status == "deferred"


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ("léa@cfa.example", "demandez une autre adresse"),
        ("a@x.example, c@y.example", "une seule adresse"),
        ("", "une seule adresse"),
        ("a@x.example\r\nRCPT TO:<c@y.example>", "caractère de contrôle"),
        ("a@x.example> SIZE=1", "une seule adresse"),
    ],
)
def test_an_address_that_no_relay_takes_is_failed_and_says_why(
    smtp_server: SmtpServer, recipient: str, reason: str
) -> None:
    outcome = sent(smtp_server, recipient=recipient)

    assert outcome.status == "failed"
    assert reason in outcome.relay_answer
    assert smtp_server.attempts == []


def test_an_accented_domain_is_delivered(smtp_server: SmtpServer) -> None:
    assert sent(smtp_server, recipient="lea@université.example").status == "sent"
    assert smtp_server.attempts == ["lea@xn--universit-j4a.example"]


# --- TLS and passwords -----------------------------------------------------------------------


def test_starttls_absent_when_required_sends_nothing(smtp_server: SmtpServer) -> None:
    url = f"smtp+starttls://cfa:s3cret@{smtp_server.host}:{smtp_server.port}"

    outcome = sent_to(url)

    assert outcome.status == "deferred"
    assert "STARTTLS" in outcome.relay_answer
    assert smtp_server.attempts == []


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.mark.parametrize(("scheme", "at_once"), [("smtps", True), ("smtp+starttls", False)])
def test_a_password_leaves_over_tls(
    tls: tuple[ssl.SSLContext, ssl.SSLContext], scheme: str, at_once: bool
) -> None:
    served, trusting = tls
    with tls_relay(served, at_once=at_once) as server:
        place = f"{server.host}:{server.port}"
        good, bad = f"{scheme}://cfa:s3cret@{place}", f"{scheme}://cfa:wrong@{place}"
        sending = [
            SmtpTransport(good, trusting),
            SmtpTransport(bad, trusting),
            SmtpTransport(good),  # knows nothing of that certificate
        ]
        outcomes = [deliver(RAW, SENDER, RECIPIENT, transport) for transport in sending]

    assert [outcome.status for outcome in outcomes] == ["sent", "deferred", "deferred"]
    assert outcomes[1].relay_answer.startswith("535")
    assert "certificate" in outcomes[2].relay_answer.lower()
    assert [one.content for one in server.received] == [RAW]


@pytest.mark.parametrize(
    "url",
    [
        "http://relay.example",
        "relay.example:25",
        "smtp://",
        "smtp://relay.example:port",
        "smtp://relay.example:99999",
        "",
    ],
)
def test_a_url_that_is_not_a_relay_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="LIFECYCLE_SMTP_URL"):
        SmtpTransport(url)
