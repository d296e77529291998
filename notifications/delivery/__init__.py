"""A composed mail, handed to a relay or to a spool; what came of it is said in one `Outcome`.

A mail is never dropped in silence. What the relay said of this mail decides: 2xx sent, 4xx
deferred, 5xx failed. What went wrong before it was offered (no route, TLS, password) says nothing
of the mail: deferred. A line cut once the final dot has left: ambiguous, a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from lifecycle.errors import InvalidInput
from notifications.delivery.outcome import Outcome, Status, Transport
from notifications.delivery.smtp import SmtpTransport, send_smtp
from notifications.delivery.spool import SpoolTransport
from notifications.letters.text import one_address

__all__ = [
    "MOST_TRIES",
    "Outcome",
    "SmtpTransport",
    "SpoolTransport",
    "Status",
    "Transport",
    "backoff",
    "deliver",
    "send_smtp",
    "transport_from_env",
]

DEFAULT_SPOOL = "./spool"
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=12),
)
MOST_TRIES = len(_WAITS) + 1


def deliver(raw: bytes, sender: str, recipient: str, transport: Transport) -> Outcome:
    """Try once to hand `raw` over; an address that no relay takes is `failed`, with the reason."""
    try:
        one_sender, one_recipient = one_address(sender), one_address(recipient)
    except InvalidInput as problem:
        return Outcome("failed", problem.message)
    return transport.send(raw, one_sender, one_recipient)


def backoff(tries: int) -> timedelta | None:
    """How long to wait after `tries` deferred tries; None: give up, the mail has failed."""
    return _WAITS[max(tries, 1) - 1] if tries < MOST_TRIES else None


def transport_from_env(env: Mapping[str, str]) -> Transport:
    """LIFECYCLE_SMTP_URL, else LIFECYCLE_SPOOL, else `./spool`.

    Raises InvalidInput when the URL is not one of smtp://, smtp+starttls://, smtps://.
    """
    if url := env.get("LIFECYCLE_SMTP_URL"):
        return SmtpTransport(url)
    return SpoolTransport(Path(env.get("LIFECYCLE_SPOOL") or DEFAULT_SPOOL))
