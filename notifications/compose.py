"""A mail, from plain values to bytes. Pure: no clock, no network, no randomness.

The same `Mail` gives the same bytes. Nothing in a value can change the structure of the mail:
values lose their control and direction characters, HTML is escaped, templates are sandboxed,
and names and addresses are checked before `email` sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jinja2 import UndefinedError
from markupsafe import Markup

from lifecycle.errors import InvalidInput
from notifications.letters import CATCH_UP, DIGEST, LETTERS, urgency
from notifications.letters.rendering import Value, checked, due_day, render
from notifications.letters.text import cut, has_control, one_address, visible
from notifications.mime import Letter, Mailbox, written

LARGEST_MAIL = 256 * 1024  # bytes
LONGEST_SUBJECT = 200  # characters
LONGEST_NAME = 120  # characters
LONGEST_FIRST = 160  # characters of the subject that names the first of several points
MOST_IN_FULL = 12  # sections; the other points of a digest are told by their titles
FULL_SIZE = 64 * 1024  # characters of all the sections told in full, both bodies
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")


@dataclass(frozen=True)
class Item:
    """One fact told to one person. Optional values: `late` (bool), and then `planned_on` (date)."""

    letter: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Mail:
    """All that a mail says. `date` is aware UTC; `origin` is for a first mail (RGPD, art. 14)."""

    to_name: str
    to_address: str
    items: tuple[Item, ...]
    reply_name: str
    reply_address: str
    sender_name: str
    sender_address: str
    message_id: str
    date: datetime
    origin: str | None = None


@dataclass(frozen=True)
class _Section:
    title: str
    text: str
    html: Markup


def compose(mail: Mail) -> bytes:
    """The mail as it is handed to a relay, ending with CRLF.

    Raises InvalidInput when a value is missing, empty or not plain, when a header holds a control
    character, when a field is not exactly one address, or above 256 kB.
    """
    _check(mail)
    sections = [_section(mail, item) for item in _sorted(mail.items)]
    subject = _subject(mail.items, sections)
    text, html = _bodies(mail, subject, sections)
    raw = written(_letter(mail, subject, text, html))
    if len(raw) > LARGEST_MAIL:
        raise InvalidInput(
            f"Le courriel pèse {len(raw) // 1024} ko, plus que {LARGEST_MAIL // 1024} ko : "
            "répartissez ses points entre plusieurs courriels."
        )
    return raw


# --- what is said ----------------------------------------------------------------------------


def _sorted(items: tuple[Item, ...]) -> list[Item]:
    """The most urgent first, then the earliest due date; otherwise as given."""
    return sorted(items, key=lambda item: (urgency(item.letter), due_day(item.values)))


def _section(mail: Mail, item: Item) -> _Section:
    if item.letter not in LETTERS or item.letter == CATCH_UP:
        raise InvalidInput(f"« {visible(item.letter)} » n’est pas une lettre.")
    values = checked(item.letter, item.values)
    # Among several points, the reader is told once whom to ask, unless this one has its own.
    same_contact = values.get("contact") == visible(mail.reply_name)
    values["alone"] = len(mail.items) == 1 or not same_contact
    subject, text, html = _three(item.letter, values)
    return _Section(subject, text, Markup(html))  # noqa: S704 - escaped by its own template


def _three(letter: str, values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a folder of letters."""
    try:
        subject = render(f"{letter}/subject.txt", values)
        text = render(f"{letter}/body.txt", values)
        return _one_line(subject), text, render(f"{letter}/body.html", values)
    except UndefinedError as problem:
        raise InvalidInput(
            f"Lettre « {letter} » : valeur absente ({problem.message})."
        ) from problem


def _one_line(subject: str) -> str:
    return cut(" ".join(subject.split(" ")).strip(), LONGEST_SUBJECT)


def _wrapper(items: tuple[Item, ...]) -> str | None:
    """What several items are put into: `catch_up` when most of them are told late."""
    if len(items) == 1:
        return None
    late = sum(bool(item.values.get("late")) for item in items)
    return CATCH_UP if 2 * late > len(items) else DIGEST


def _subject(items: tuple[Item, ...], sections: list[_Section]) -> str:
    wrapper = _wrapper(items)
    if wrapper is None:
        return sections[0].title
    first = cut(sections[0].title, LONGEST_FIRST)
    values = {"count": len(sections), "others": len(sections) - 1, "first": first}
    return _one_line(render(f"{wrapper}/subject.txt", values))


def _in_full(sections: list[_Section]) -> int:
    """How many sections are told in full: the first ones, as far as a reader goes."""
    size, most = 0, 0
    for section in sections[:MOST_IN_FULL]:
        size += len(section.text) + len(section.html)
        if most and size > FULL_SIZE:
            break
        most += 1
    return most


def _bodies(mail: Mail, subject: str, sections: list[_Section]) -> tuple[str, str]:
    """The text and the HTML of the whole mail."""
    wrapper = _wrapper(mail.items)
    count = {"count": len(sections)}
    full = _in_full(sections)
    words: dict[str, Any] = {
        "subject": subject,
        "sections": sections[:full],
        "brief": [section.title for section in sections[full:]],
        "several": len(sections) > 1,
        # Somebody of whom only the address is known is not called by it.
        "to_name": "" if "@" in mail.to_name else cut(visible(mail.to_name), LONGEST_NAME),
        "reply_name": cut(visible(mail.reply_name), LONGEST_NAME),
        "reply_address": mail.reply_address,
        "sender_name": cut(visible(mail.sender_name), LONGEST_NAME),
        "origin": visible(mail.origin or ""),
    }
    intro = render(f"{wrapper}/body.txt", count) if wrapper else ""
    intro_html = Markup(render(f"{wrapper}/body.html", count) if wrapper else "")  # noqa: S704
    return (
        render("_layout/mail.txt", words | {"intro": intro}),
        render("_layout/mail.html", words | {"intro": intro_html}),
    )


# --- how it is written -----------------------------------------------------------------------


def _letter(mail: Mail, subject: str, text: str, html: str) -> Letter:
    return Letter(
        _mailbox(mail.sender_name, mail.sender_address),
        _mailbox(mail.to_name, mail.to_address),
        _mailbox(mail.reply_name, mail.reply_address),
        _plain_header(subject),
        mail.date,
        mail.message_id,
        text,
        html,
    )


def _mailbox(name: str, address: str) -> Mailbox:
    shown = cut(visible(name), LONGEST_NAME).strip()
    return Mailbox(_plain_header(shown), one_address(address))


def _plain_header(text: str) -> str:
    """A text that reads like an encoded word would be decoded by those who read it."""
    return text.replace("=?", "= ?")


# --- our own guard ---------------------------------------------------------------------------


def _check(mail: Mail) -> None:
    if not mail.items:
        raise InvalidInput("Un courriel dit au moins une chose.")
    if mail.date.utcoffset() != timedelta(0):
        raise InvalidInput("La date d’un courriel est un instant UTC.")
    if not _MESSAGE_ID.fullmatch(mail.message_id) or len(mail.message_id) > 250:
        raise InvalidInput("Le Message-ID s’écrit <identifiant@domaine>, en ASCII.")
    for address in (mail.to_address, mail.reply_address, mail.sender_address):
        one_address(address)
    for name in (mail.to_name, mail.reply_name, mail.sender_name):
        _check_name(name)
    if mail.origin is not None and not visible(mail.origin).strip():
        raise InvalidInput("L’origine d’une adresse ne peut pas être vide.")


def _check_name(name: str) -> None:
    if has_control(name):
        raise InvalidInput("Un nom d’en-tête contient un caractère de contrôle.")
    if not visible(name).strip():
        raise InvalidInput("Un nom d’en-tête est vide.")
