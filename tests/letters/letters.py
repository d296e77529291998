"""What the tests of letters share: one mail, and how to read it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.compose import Item, Mail, compose
from notifications.letters import CATCH_UP, LETTERS
from notifications.letters.examples import EXAMPLES
from notifications.letters.rendering import Value

TOLD = tuple(name for name in LETTERS if name != CATCH_UP)
A_MAIL = Mail(
    to_name="Claire Schmitt",
    to_address="claire.schmitt@universite.example",
    items=(),
    reply_name="Jeanne Keller",
    reply_address="j.keller@cfa.example",
    sender_name="CFA universitaire d’Alsace",
    sender_address="notifications@cfa.example",
    message_id="<ob-1@cfa.example>",
    date=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
)


def an_item(letter: str, **changes: Value) -> Item:
    """The letter with its declared example."""
    return Item(letter, {**EXAMPLES[letter], **changes})


def a_mail(*items: Item, **changes: object) -> Mail:
    return replace(A_MAIL, items=items, **changes)  # type: ignore[arg-type]


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def told(*items: Item, **changes: object) -> EmailMessage:
    """The mail as its reader's software sees it."""
    return read(compose(a_mail(*items, **changes)))


def part(message: EmailMessage, kind: str) -> str:
    """The `plain` or the `html` body."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def strings(values: Mapping[str, Value]) -> Mapping[str, str | tuple[str, ...]]:
    """The values that somebody may have written."""
    return {name: value for name, value in values.items() if isinstance(value, str | tuple)}
