"""A mail as bytes: what `email` makes of the same message, without parsing again what it has written.

A header that comes back (who sends, who answers, to whom) is folded by `email` once. The rest has
one form only: a test compares the headers, byte for byte, with what `email` would have made of them,
and reads the bodies back.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.quoprimime import header_encode
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

# Longer than the default: a folded display name or URL does not always read back the same.
LONGEST_LINE = 998
POLICY = SMTP.clone(max_line_length=LONGEST_LINE)
LONGEST_WORD = 63  # what 75 characters leave to one encoded word
CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name as it is shown, and one address in ASCII."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is made of; the header values are already checked."""

    sender: Mailbox
    to: Mailbox
    reply_to: Mailbox
    subject: str
    date: datetime
    message_id: str
    text: str
    html: str


def written(letter: Letter) -> bytes:
    """The message with its two bodies, ending with CRLF."""
    boundary = boundary_of(letter.message_id)
    parts = (_part("plain", letter.text), _part("html", letter.html, "MIME-Version: 1.0"))
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    return f"{''.join(_headers(letter, boundary))}{CRLF}{body}--{boundary}--{CRLF}".encode("ascii")


def boundary_of(message_id: str) -> str:
    """`=_` never occurs in quoted-printable, so a body cannot hold its own boundary."""
    return f"=_{sha256(message_id.encode()).hexdigest()[:32]}"


def _headers(letter: Letter, boundary: str) -> Iterator[str]:
    for name, box in (("From", letter.sender), ("To", letter.to), ("Reply-To", letter.reply_to)):
        yield _mailbox(name, box)
    yield f"Subject: {_words(letter.subject)}{CRLF}"
    yield f"Date: {format_datetime(letter.date)}{CRLF}"
    yield f"Message-ID: {letter.message_id}{CRLF}"
    yield f"Auto-Submitted: auto-generated{CRLF}X-Auto-Response-Suppress: All{CRLF}"
    yield f"MIME-Version: 1.0{CRLF}"
    yield f'Content-Type: multipart/alternative; boundary="{boundary}"{CRLF}'
    yield f"Content-Language: fr{CRLF}"


@lru_cache(maxsize=4096)
def _mailbox(name: str, box: Mailbox) -> str:
    """A header line, its words beyond ASCII encoded."""
    address = Address(box.name, addr_spec=box.address)
    return POLICY.fold_binary(*POLICY.header_store_parse(name, address)).decode("ascii")


def _words(text: str) -> str:
    """As it is when it is short and in ASCII, else in encoded words, one a line (RFC 2047)."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_WORD:
        return text
    words, word = [], ""
    for piece in (_encoded(char) for char in text):
        if len(word) + len(piece) > LONGEST_WORD:
            words.append(word)
            word = ""
        word += piece
    return f"{CRLF} ".join(f"=?utf-8?q?{one}?=" for one in (*words, word))


@lru_cache(maxsize=1024)
def _encoded(char: str) -> str:
    return header_encode(char.encode(), "utf-8")[len("=?utf-8?q?") : -len("?=")]


def _part(subtype: str, text: str, *more: str) -> str:
    """A body in quoted-printable, whose lines are never longer than 76 characters (RFC 2045)."""
    lines = text.encode().splitlines()
    encoded = b2a_qp(b"\r\n".join((*lines, b"")), istext=True).decode("ascii")
    headers = (
        f'Content-Type: text/{subtype}; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        *more,
    )
    return CRLF.join((*headers, "", encoded))
