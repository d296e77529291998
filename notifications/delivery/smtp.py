"""One mail to one relay, phase by phase: what is known of the mail depends on where it stopped."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from lifecycle.errors import InvalidInput
from notifications.delivery.outcome import Outcome, short

CONNECT_TIMEOUT = 30.0  # seconds, to connect and for each command
BODY_TIMEOUT = 180.0  # seconds, to hand the content to the network
FINAL_TIMEOUT = 600.0  # seconds, for the answer to the final dot (RFC 5321, 4.5.3.2.6)
_TURNS_TO_CLOSE = 3  # of the loop: TLS, then its transport, then the socket
CUT = "Connexion perdue pendant l’envoi du contenu"


class SmtpTransport:
    """A relay. `smtp://` uses TLS when it is offered, `smtp+starttls://` and `smtps://` demand it.

    A password leaves only over TLS, or to this very machine. `tls` replaces the usual context.
    Not for use inside a running event loop: await `send_smtp` there.
    Raises InvalidInput on a bad URL.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        self._relay = _relay(url)
        self._tls = tls

    def send(self, raw: bytes, sender: str, recipient: str) -> Outcome:
        return asyncio.run(send_smtp(raw, sender, recipient, self._relay, self._tls))


@dataclass(frozen=True)
class Relay:
    """Where the relay is and how to speak to it."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Whether nothing leaves this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def _relay(url: str) -> Relay:
    try:
        parts = urlsplit(url)
        return _checked_relay(parts, parts.port)
    except ValueError as problem:
        raise InvalidInput(
            "LIFECYCLE_SMTP_URL s’écrit smtp://hôte:port, smtp+starttls://compte:motdepasse@hôte "
            "ou smtps://compte:motdepasse@hôte."
        ) from problem


def _checked_relay(parts: SplitResult, port: int | None) -> Relay:
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no such scheme, or no host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Relay(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password)


async def send_smtp(
    raw: bytes, sender: str, recipient: str, relay: Relay, tls: ssl.SSLContext | None = None
) -> Outcome:
    """One connection, one mail, one recipient."""
    client = _client(relay, tls)
    try:
        await client.connect()
        if (reason := await _greet(client, relay)) is not None:
            return Outcome("deferred", reason)
        return await _offer(client, raw, sender, recipient)
    except (SMTPException, OSError, ValueError) as problem:
        _abort(client)  # no goodbye in the middle of a content
        return Outcome("deferred", _said(problem))
    finally:
        await _leave(client)


def _client(relay: Relay, tls: ssl.SSLContext | None) -> SMTP:
    # TLS that is only opportunistic protects from listening, not from a false relay: it checks
    # no certificate, unless a password is at stake.
    checks = relay.scheme != "smtp" or bool(relay.user)
    start_tls = {"smtp": None, "smtp+starttls": True, "smtps": False}[relay.scheme]
    return SMTP(
        hostname=relay.host,
        port=relay.port,
        timeout=CONNECT_TIMEOUT,
        use_tls=relay.scheme == "smtps",
        start_tls=start_tls,
        validate_certs=checks,
        tls_context=tls,
    )


async def _greet(client: SMTP, relay: Relay) -> str | None:
    """Log in when there is an account; the reason why not, else None."""
    if not relay.user:
        return None
    if client.get_transport_info("sslcontext") is None and not relay.is_here:
        return "Le relais n’offre pas TLS : le mot de passe n’est pas parti en clair."
    await client.login(relay.user, relay.password)
    return None


async def _offer(client: SMTP, raw: bytes, sender: str, recipient: str) -> Outcome:
    """MAIL, RCPT, DATA, the content: a cut here loses nothing, whoever calls defers the mail."""
    try:
        await client.mail(sender)
        await client.rcpt(recipient)
    except SMTPResponseException as refusal:
        return _refusal(refusal.code, _said(refusal))
    answer = await client.execute_command(b"DATA")
    if answer.code != 354:
        return _refusal(answer.code, str(answer))
    return await _content(client, _stuffed(raw))


async def _content(client: SMTP, content: bytes) -> Outcome:
    """The content, then the final dot. Raises ConnectionError when the line is cut in between."""
    protocol, transport = client.protocol, client.transport
    if protocol is None or not isinstance(transport, asyncio.WriteTransport):
        raise ConnectionResetError(CUT)
    # Kept until the dot has left: a writer that is collected closes the line.
    writer = asyncio.StreamWriter(transport, protocol, None, asyncio.get_running_loop())
    transport.set_write_buffer_limits(0)  # then `drain` waits until the system took every byte
    protocol.write(content)
    await asyncio.wait_for(writer.drain(), BODY_TIMEOUT)
    protocol.write(b".\r\n")
    outcome = await _final_answer(protocol)
    await _leave(client)
    return outcome


async def _final_answer(protocol: SMTPProtocol) -> Outcome:
    """What the relay says of the whole: from here on a cut is ambiguous."""
    try:
        answer = await protocol.read_response(timeout=FINAL_TIMEOUT)
    except (SMTPException, OSError) as problem:
        return Outcome("ambiguous", f"Sans réponse après le point final : {_said(problem)}")
    if 200 <= answer.code < 300:
        return Outcome("sent", short(str(answer)))
    if 400 <= answer.code < 600:
        return _refusal(answer.code, str(answer))
    return Outcome("ambiguous", f"Réponse inattendue après le point final : {short(str(answer))}")


async def _leave(client: SMTP) -> None:
    """Say goodbye; what happens then changes nothing of the outcome."""
    transport = client.transport  # forgotten by `quit`, which leaves TLS to end in its own time
    try:
        if client.is_connected:
            await client.quit(timeout=CONNECT_TIMEOUT)
    except (SMTPException, OSError):
        pass
    finally:
        _abort(client)
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
        # The loop needs a few turns to free the socket before it ends.
        for _ in range(_TURNS_TO_CLOSE):
            await asyncio.sleep(0)


def _abort(client: SMTP) -> None:
    """Close at once: a relay that is slow to end TLS would hold the socket."""
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


def _refusal(code: int, answer: str) -> Outcome:
    return Outcome("failed" if 500 <= code < 600 else "deferred", short(answer))


def _stuffed(raw: bytes) -> bytes:
    """The content as SMTP wants it: CRLF everywhere, a leading dot doubled, CRLF at the end."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _said(problem: Exception) -> str:
    if isinstance(problem, SMTPResponseException):
        return short(f"{problem.code} {problem.message}")
    return short(f"{type(problem).__name__}: {problem}")
