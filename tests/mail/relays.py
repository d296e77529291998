"""Relays for the tests of delivery: scripted ones that cut the line, and real ones with TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers import SmtpServer

Play = Callable[["Line"], None]


class Line:
    """One connection as a scripted relay sees it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb")
        self.heard: list[bytes] = []

    def says(self, *answers: str) -> None:
        for answer in answers:
            self._connection.sendall(answer.encode() + b"\r\n")

    def hears(self) -> bytes:
        line = self._file.readline()
        self.heard.append(line)
        return line

    def welcomes(self) -> None:
        """Greeting, EHLO, MAIL, RCPT: everything up to DATA is accepted."""
        self.says("220 relay.test")
        for _ in ("EHLO", "MAIL", "RCPT"):
            self.hears()
            self.says("250 ok")

    def takes_content(self) -> None:
        """DATA, and the content up to the final dot."""
        self.hears()
        self.says("354 go on")
        while self.hears() not in (b".\r\n", b""):
            pass

    def cuts(self) -> None:
        """Reset the connection."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self._file.close()
        self._connection.close()


@contextmanager
def scripted(play: Play) -> Iterator[tuple[str, list[bytes]]]:
    """The URL of a relay that plays `play` for its one connection; what it heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                line = Line(connection)
                play(line)
                heard.extend(line.heard)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", heard
        thread.join(timeout=10)


# --- TLS -------------------------------------------------------------------------------------


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for 127.0.0.1: the context of the relay, and that of a client trusting it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay.test")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem, secret)
    return served, ssl.create_default_context(cafile=str(pem))


@contextmanager
def tls_relay(served: ssl.SSLContext, *, at_once: bool) -> Iterator[SmtpServer]:
    """A real relay that wants TLS (`at_once`, or by STARTTLS) and the account `cfa`, `s3cret`."""
    server = SmtpServer()
    secured: dict[str, Any] = (
        {"ssl_context": served, "auth_require_tls": False}
        if at_once
        else {"tls_context": served, "require_starttls": True, "auth_required": True}
    )
    controller = _AnyPort(
        server,
        hostname=server.host,
        port=0,
        authenticator=_known,
        **secured,
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def _known(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: Any
) -> AuthResult:
    known = isinstance(login, LoginPassword) and login == LoginPassword(b"cfa", b"s3cret")
    return AuthResult(success=known, handled=False)


class _AnyPort(Controller):
    """Let the system choose the port: one picked beforehand may be taken meanwhile."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
