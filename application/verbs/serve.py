"""The pages served on this machine, and the accounts that open them."""

from __future__ import annotations

import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from getpass import getpass
from threading import Event
from types import FrameType

import uvicorn

from application.cli import Screen
from application.settings import Settings
from application.wiring import App, open_app
from lifecycle.commands.fields import Field, Kind, quoted
from lifecycle.errors import InvalidInput, TryLater
from lifecycle.people import Role
from persistence.accounts import Account, Accounts
from portal.app import LOOPBACK, create_app
from portal.passwords import LONGEST, hashed
from scheduler.jobs import clock

ENDINGS = (signal.SIGINT, signal.SIGTERM)
EMAIL = Field("EMAIL", "Adresse du compte", Kind.EMAIL, required=True)
NAME = Field("--name", "Nom", required=True)
BEYOND = (
    "Ces pages sortent de cette machine : placez devant elles un relais qui parle https, et donnez "
    "son nom dans LIFECYCLE_HOSTS."
)


def serve(args: Namespace, settings: Settings, screen: Screen) -> None:
    """The pages until Ctrl-C; with `--worker`, the clock and the mail in the same process."""
    with open_app(settings) as app:
        if args.host not in LOOPBACK:
            screen.say(BEYOND)
        serve_pages(app, args.host, args.port, args.worker, screen.say)


def serve_pages(app: App, host: str, port: int, worker: bool, say: Callable[[str], object]) -> None:
    """Listen, say where, and serve until a signal; `port` 0 takes any that is free."""
    with ExitStack() as stack:
        listening = stack.enter_context(_listening(host, port))
        if worker:
            stack.enter_context(_working(app))
        place = f"[{host}]" if ":" in host else host
        say(f"Pages : http://{place}:{listening.getsockname()[1]}/ — Ctrl-C arrête.")
        named = app.settings.env.get("LIFECYCLE_HOSTS", "").replace(",", " ").split()
        pages = create_app(app, hosts=(*LOOPBACK, host, *named))
        _Server(uvicorn.Config(pages, log_config=None, server_header=False)).run([listening])


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The socket, before anything else: a port that is taken is said in one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.create_server((host, port), family=family)
    except OSError as problem:
        raise TryLater(
            f"{host}:{port} ne s’ouvre pas ({problem.strerror or problem}) : choisissez un autre "
            "--port, ou arrêtez qui l’occupe."
        ) from problem
    with made:
        yield made


@contextmanager
def _working(app: App) -> Iterator[None]:
    stop = Event()
    scheduler = clock(lambda: app.beat(stop.is_set), lambda: app.drain(stop.is_set))
    scheduler.start()
    try:
        yield
    finally:
        stop.set()
        scheduler.shutdown()


class _Server(uvicorn.Server):
    """Ends quietly when it is asked to: uvicorn would raise the signal again."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        def asked(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, asked) for number in ENDINGS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


# --- accounts ------------------------------------------------------------------------------------


def add_user(args: Namespace, settings: Settings, screen: Screen) -> None:
    account = Account(
        EMAIL.read(args.email) or "",
        NAME.read(args.name) or _missing("--name"),
        Role(args.role),
        tuple(args.formation),
    )
    with open_app(settings) as app:
        _check_formations(app, account)
        _accounts(app).add(account, hashed(_password(args)), app.now())
    where = ", ".join(account.formations) or "toutes les formations"
    value = {"email": account.email, "role": str(account.role), "formations": args.formation}
    screen.show(value, f"Compte ouvert : {account.email}, {account.role.label}, {where}.")


def change_password(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        _accounts(app).set_password(args.email, hashed(_password(args)))
    screen.show(
        {"email": args.email}, f"Mot de passe changé : {args.email}. Ses sessions sont closes."
    )


def close_user(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        _accounts(app).close(args.email, app.now())
    screen.show({"email": args.email}, f"Compte fermé : {args.email}. Ses sessions sont closes.")


def list_users(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        found = _accounts(app).all()
    rows = [
        {"email": a.email, "name": a.name, "role": str(a.role), "formations": list(a.formations),
         "closed": a.closed}
        for a in found
    ]  # fmt: skip
    lines = [f"{a.email}  {a.name}, {a.role.label}{' (fermé)' if a.closed else ''}" for a in found]
    screen.show(rows, "\n".join(lines) or "Aucun compte.")


def _accounts(app: App) -> Accounts:
    return Accounts(app.installation.database, app.settings.network)


def _check_formations(app: App, account: Account) -> None:
    for code in account.formations:
        if app.house_stream("formation", code) is None:
            raise InvalidInput(f"Formation inconnue : {quoted(code)}.")


def _missing(option: str) -> str:
    raise InvalidInput(f"{option} attend une valeur.")


def _password(args: Namespace) -> str:
    """One line of stdin, or typed twice without echo: never a word of the command line."""
    if args.password_stdin:
        return sys.stdin.readline(LONGEST + 2).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InvalidInput("Sans terminal, le mot de passe se lit par --password-stdin.")
    typed = getpass("Mot de passe : ")
    if getpass("Encore une fois : ") != typed:
        raise InvalidInput("Les deux mots de passe ne sont pas les mêmes.")
    return typed
