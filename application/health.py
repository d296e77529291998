"""What `doctor` looks at: each line says what is well, or what to do."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from application.settings import Settings
from application.wiring import App, open_app
from lifecycle.errors import LifecycleError
from notifications.delivery import transport_from_env
from persistence.keys import keys_path
from persistence.sealing import instant_of

SLOW = timedelta(minutes=15)
OURS_ALONE = stat.S_IRWXG | stat.S_IRWXO
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; `code` is the exit code that it deserves, 0 when all is well."""

    check: str
    said: str
    code: int = 0

    @property
    def ok(self) -> bool:
        return not self.code

    def described(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}


class Degraded(LifecycleError):
    """Something asks for a person; `findings` are the lines that are not well."""

    def __init__(self, message: str, checks: list[Check]) -> None:
        super().__init__(message)
        self.findings = [c.described() for c in checks if not c.ok]
        self.code = max(c.code for c in checks)


DEGRADED = 7


def examined(settings: Settings) -> list[Check]:
    """Every check, as far as the base lets us look: one that does not open hides the others."""
    try:
        with open_app(settings) as app:
            return [Check("base", app.described), *(look(app) for look in LOOKS)]
    except LifecycleError as error:
        return [Check("base", error.message, error.code)]


def _keys(app: App) -> Check:
    path = keys_path(app.settings.database, app.settings.env)
    if path.stat().st_mode & OURS_ALONE:
        return Check("clés", f"d’autres comptes les lisent : chmod 600 {path.name}", DEGRADED)
    return Check("clés", f"{path.name}, lisibles de ce seul compte")


def _clock(app: App) -> Check:
    head = app.reader.head()
    if head.simulated_at:
        return Check("horloge", f"simulée, {head.simulated_at}")
    if head.last_recorded_at and instant_of(head.last_recorded_at) > app.now():
        return Check("horloge", "en retard sur le journal : réglez celle de la machine", DEGRADED)
    return Check("horloge", "réelle")


def _agenda(app: App) -> Check:
    due = app.reader.due_streams(app.now() - SLOW, 1000)
    if due:
        said = f"{len(due)} dossier(s) attendent un battement : « lifecycle worker » tourne-t-il ?"
        return Check("agenda", said, DEGRADED)
    return Check("agenda", "à jour")


def _mail(app: App) -> Check:
    counts = app.outbox.counts()
    said = ", ".join(f"{n} {status}" for status, n in sorted(counts.items())) or "aucun"
    if n := counts.get("failed", 0):
        return Check("courriels", f"{said} ; {n} échec(s) : « lifecycle outbox »", DEGRADED)
    if n := counts.get("ambiguous", 0):
        said = f"{said} ; {n} à trancher : « lifecycle outbox resolve ID --as sent|resend »"
        return Check("courriels", said, DEGRADED)
    return Check("courriels", said)


def _relay(app: App) -> Check:
    """A simulated clock must not write to real people."""
    url = app.settings.env.get("LIFECYCLE_SMTP_URL", "")
    try:
        transport_from_env(app.settings.env)
    except LifecycleError as error:
        return Check("relais", error.message, DEGRADED)
    if not url:
        return Check("relais", "aucun : les courriels restent dans un dossier local")
    host = urlsplit(url).hostname or ""
    if app.reader.head().simulated_at and host not in LOOPBACK:
        return Check("relais", f"{host} est réel, et l’horloge est simulée", DEGRADED)
    return Check("relais", host)


LOOKS: tuple[Callable[[App], Check], ...] = (_keys, _clock, _agenda, _mail, _relay)


def report(checks: list[Check]) -> Iterator[str]:
    for one in checks:
        yield f"{'✓' if one.ok else '✗'} {one.check} : {one.said}"
