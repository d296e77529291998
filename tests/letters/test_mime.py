"""The bytes of a mail: what other software reads in them, what relays take, beside what `email` writes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery import SmtpTransport, deliver
from notifications.mime import LONGEST_LINE, POLICY, Letter, Mailbox, boundary_of, written
from tests.letters.letters import part, read
from tests.properties.lives import budget
from tests.servers import SmtpServer

A_LETTER = Letter(
    sender=Mailbox("CFA universitaire d’Alsace", "notifications@cfa.example"),
    to=Mailbox("Claire Schmitt", "claire.schmitt@universite.example"),
    reply_to=Mailbox("Jeanne Keller", "j.keller@cfa.example"),
    subject="Rappel",
    date=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    message_id="<ordinary.0123456789abcdef@cfa.example>",
    text="Bonjour,\n",
    html="<p>Bonjour,</p>\n",
)
NAMES = (
    *("Zoé Müller", "Martin, Léa", 'Jean "Jo" Roth', "O’Brien (tuteur)", "李 明", "x" * 120),
    *(
        "é" * 120,
        "Anne-Marie d’Hérouville de la Tour du Pin et Compagnie, responsable",
        "a@b.example",
    ),
)
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=200
).map(lambda words: words.replace("=?", "= ?"))  # as `compose` gives them
BODIES = st.lists(
    st.one_of(WORDS, st.sampled_from((".", "..", ". ", "From x", "=", "-- ", " ")))
).map(lambda lines: "".join(f"{line}\n" for line in (*lines, "Fin.")))


def by_email(letter: Letter) -> bytes:
    """The same message as the standard library writes it."""
    made = EmailMessage(policy=POLICY)
    boxes = (("From", letter.sender), ("To", letter.to), ("Reply-To", letter.reply_to))
    for name, box in boxes:
        made[name] = Address(box.name, addr_spec=box.address)
    made["Subject"] = letter.subject
    made["Date"] = letter.date
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made.set_boundary(boundary_of(letter.message_id))
    return made.as_bytes()


def relays_take(raw: bytes) -> bool:
    """ASCII, each line ended by CRLF and none too long."""
    alone = re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    longest = max(map(len, raw.split(b"\r\n")))
    return raw.isascii() and not alone and longest <= LONGEST_LINE and raw.endswith(b"\r\n")


@budget(200)
@given(WORDS, BODIES, BODIES)
def test_what_is_written_is_read_back(subject: str, text: str, html: str) -> None:
    letter = replace(A_LETTER, subject=f"Rappel {subject}.", text=text, html=html)
    raw = written(letter)
    message = read(raw)
    assert relays_take(raw)
    assert [one.defects for one in message.walk()] == [[], [], []]
    assert message["Subject"] == letter.subject
    assert (part(message, "plain"), part(message, "html")) == (text, html)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is(name: str) -> None:
    letter = replace(A_LETTER, to=Mailbox(name, "z.muller@universite.example"))
    (to,) = read(written(letter))["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "z.muller@universite.example")
    assert relays_take(written(letter))


def test_every_header_is_read_back_with_its_type() -> None:
    message = read(written(A_LETTER))
    (sender,), (reply,) = message["From"].addresses, message["Reply-To"].addresses
    assert (sender.display_name, sender.addr_spec) == (
        A_LETTER.sender.name,
        A_LETTER.sender.address,
    )
    assert (reply.display_name, reply.addr_spec) == (
        A_LETTER.reply_to.name,
        A_LETTER.reply_to.address,
    )
    assert message["Date"].datetime == A_LETTER.date
    assert message["Message-ID"] == A_LETTER.message_id
    assert message["Content-Language"] == "fr"
    assert message.get_boundary() == boundary_of(A_LETTER.message_id)
    assert [(p.get_content_type(), p.get_content_charset()) for p in message.iter_parts()] == [
        ("text/plain", "utf-8"),
        ("text/html", "utf-8"),
    ]


@budget(100)
@given(st.sampled_from(NAMES), BODIES, BODIES)
def test_the_headers_are_those_of_email_and_so_is_what_the_bodies_say(
    name: str, text: str, html: str
) -> None:
    """`Content-Language` is our own: `email` drops it from a message of several parts."""
    letter = replace(A_LETTER, to=Mailbox(name, "a@b.example"), text=text, html=html)
    ours, theirs = written(letter), by_email(letter)
    head, body = ours.split(b"\r\n\r\n", 1)
    assert head.replace(b"\r\nContent-Language: fr", b"", 1) == theirs.split(b"\r\n\r\n", 1)[0]
    for kind in ("plain", "html"):
        assert part(read(ours), kind) == part(read(theirs), kind)
    assert max(map(len, body.split(b"\r\n"))) <= 76  # RFC 2045


@pytest.mark.parametrize(
    "subject",
    [
        "x" * 62,
        "x" * 63,
        "x" * 64,
        "x" * 300,
        "é" * 200,
        "Rappel\u00a0: Léa",
        "日本" * 80,
        "a = b?",
    ],
)
def test_a_subject_of_any_length_is_one_line_of_words(subject: str) -> None:
    raw = written(replace(A_LETTER, subject=subject))
    assert read(raw)["Subject"] == subject
    header = raw[raw.index(b"Subject:") : raw.index(b"\r\nDate:")]
    assert max(map(len, header.split(b"\r\n"))) <= 84  # its name, then one word of 75 (RFC 2047)
    plain = read(raw.replace(b"\r\n ", b"\r\n\t"))  # folded by a tab on the way
    assert plain["Subject"] == subject


def test_dots_and_long_lines_cross_a_relay_as_they_are(smtp_server: SmtpServer) -> None:
    """A line of one dot ends a message in SMTP: it is doubled on the way, and only there."""
    text = f".\n..\n.x\n{'mot ' * 2_000}\nfin.\n"
    raw = written(replace(A_LETTER, text=text))
    relay = SmtpTransport(f"smtp://{smtp_server.host}:{smtp_server.port}")
    assert deliver(raw, A_LETTER.sender.address, A_LETTER.to.address, relay).status == "sent"
    (taken,) = smtp_server.received_by(A_LETTER.to.address)
    assert taken.content == raw
    assert part(read(taken.content), "plain") == text
