"""Two hundred dossiers live five weeks: the worker passes at eight, people act at ten; then pages."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from application.demo.accounts import open_accounts
from application.demo.cohort import DOSSIERS, FIRST, LAST, Act, candidacy, formations, life
from application.demo.report import FOLDER, report
from application.parsing import Parser
from application.settings import Settings
from application.verbs.serve import serve_pages
from application.wiring import App, initialise, open_app
from lifecycle.calendar import french, paris_instant
from lifecycle.charter import public_intentions
from lifecycle.commands import Command
from lifecycle.errors import TryLater
from lifecycle.people import Actor
from lifecycle.service import handle, handle_many

HOST, PORT = "127.0.0.1", 8000


def main(argv: Sequence[str] | None = None) -> int:
    """Live, tell, then serve the pages until Ctrl-C, unless `--no-serve` is given."""
    parser = Parser(prog="make demo", description="La démonstration : une base, puis ses pages.")
    parser.add_argument("--no-serve", action="store_true", help="s’arrêter avant les pages")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help="8000 ; 0 : un libre")
    args = parser.parse_args(argv)
    with _fresh() as app:
        _open_formations(app)
        open_accounts(app)
        _live(app)
        report(app)
        if not args.no_serve:
            _serve(app, args.port)
    return 0


def _serve(app: App, port: int) -> None:
    """On the port asked for, or on any other when it is taken."""
    try:
        serve_pages(app, HOST, port, True, print)
    except TryLater:
        serve_pages(app, HOST, 0, True, print)


def _live(app: App) -> None:
    rng = Random(2026)  # noqa: S311 - a story, not a secret
    acts = [(n, act) for n in range(DOSSIERS) for act in life(n, rng)]
    streams: dict[int, str] = {}
    for day in _days():
        _progress(day)
        app.set_clock(paris_instant(day, 8) + timedelta(minutes=5))
        app.beat()
        app.drain()
        app.set_clock(paris_instant(day, 10))
        _apply(app, day, acts, streams)


def _fresh() -> App:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    env = {**os.environ, "LIFECYCLE_SPOOL": str(FOLDER / "spool")}
    env.pop("LIFECYCLE_SMTP_URL", None)
    env.pop("LIFECYCLE_KEYS", None)
    settings = Settings.read(env, f"sqlite:///{FOLDER}/demo.db")
    initialise(settings, paris_instant(FIRST, 7))
    return open_app(settings)


def _days() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def _progress(day: date) -> None:
    """One line, rewritten, for whoever watches; nothing in a pipe."""
    if sys.stderr.isatty():
        end = "\n" if day == LAST else ""
        print(f"\rOn vit le {french(day)}…          ", end=end, file=sys.stderr, flush=True)


def _open_formations(app: App) -> None:
    for fields in formations():
        _ask(app, "add-formation", app.house.register.new_id(), fields, app.now())


def _ask(app: App, name: str, stream: str, fields: dict[str, object], at: datetime) -> str:
    intention = public_intentions(app.house.charter)[name]
    command = Command(intention=intention, stream=stream, fields=intention.read(fields))
    return handle(app.house, command, at).dossier.stream


def _apply(app: App, day: date, acts: list[tuple[int, Act]], streams: dict[int, str]) -> None:
    after = (day - FIRST).days
    if after == 0:
        streams |= {n: _candidate(app, n) for n in range(DOSSIERS)}
    today = [(n, act) for n, act in acts if act.after == after]
    handle_many(app.house, [_command(app, streams[n], act) for n, act in today], app.now())


def _candidate(app: App, n: int) -> str:
    return _ask(app, "register-candidacy", app.house.register.new_id(), candidacy(n), app.now())


def _command(app: App, stream: str, act: Act) -> Command:
    intention = public_intentions(app.house.charter)[act.command]
    fields = intention.read(dict(act.fields))
    return Command(intention=intention, stream=stream, fields=fields, actor=Actor.parse(act.role))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
