"""What every request passes before a page sees it, and what every answer carries.

Pure ASGI, so that a body is counted as it arrives: a refused one is never read whole.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = ("GET", "HEAD", "OPTIONS")
FORM = 1024 * 1024  # bytes of an ordinary form
FILE = 12 * 1024 * 1024  # bytes of a form that carries a file
WITH_A_FILE = ("/import", "/documents")  # how such a path begins, or ends
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS: Mapping[str, str] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cache-control": "no-store",
}
HSTS = "max-age=31536000"
Refuse = Callable[[int, str], ASGIApp]
"""(status, French sentence) → the page that says it."""


class TooLarge(Exception):
    """The body goes on beyond what was announced or allowed: `failures` makes the page."""


class Guard:
    """Hosts, origins and sizes. `refuse` makes the page of a refusal."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], refuse: Refuse) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        dressed = _dressed(scope, send)
        refused = self._refused(scope)
        if refused:
            await self.refuse(*refused)(scope, receive, dressed)
            return
        await self.app(scope, _counted(scope, receive), dressed)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if _name_of(headers.get("host", "")) not in self.hosts:
            return 400, "Cette adresse n’est pas celle de ce service."
        if scope["method"] not in SAFE and not _from_here(headers):
            return 403, "Ce formulaire ne vient pas de ce service : rien n’a été fait."
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit(scope):
            return 413, too_large(scope)
        return None


def limit(scope: Scope) -> int:
    path: str = scope["path"]
    return FILE if path.startswith(WITH_A_FILE) or path.endswith(WITH_A_FILE) else FORM


def too_large(scope: Scope) -> str:
    return f"L’envoi dépasse {limit(scope) // (1024 * 1024)} Mo : rien n’a été fait."


def _name_of(host: str) -> str:
    """`127.0.0.1:8000` → `127.0.0.1`, `[::1]:8000` → `::1`."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _from_here(headers: Headers) -> bool:
    """Sec-Fetch-Site where the browser sends it, else Origin; nothing at all comes from no page."""
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _counted(scope: Scope, receive: Receive) -> Receive:
    most, seen = limit(scope), 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return counting


def _dressed(scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
    """Answers with our headers, unless the page has chosen its own."""

    async def dressing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=_writable(message))
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
            if scope["scheme"] == "https":
                headers.setdefault("strict-transport-security", HSTS)
        await send(message)

    return dressing


def _writable(message: Message) -> dict[str, Any]:
    message.setdefault("headers", [])
    return message  # type: ignore[return-value]
