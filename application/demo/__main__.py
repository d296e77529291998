"""A hundred and twenty dossiers live five months: the clock beats at eight, people act at ten; then pages."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress

from application.demo.accounts import open_accounts
from application.demo.report import FOLDER, report
from application.demo.story import FIRST, live
from application.parsing import Parser
from application.settings import Settings
from application.verbs.serve import serve_pages
from application.wiring import App, initialise, open_app
from lifecycle.calendar import paris_instant
from lifecycle.errors import TryLater

HOST, PORT = "127.0.0.1", 8000


def main(argv: Sequence[str] | None = None) -> int:
    """Live, tell, then serve the pages until Ctrl-C, unless `--no-serve` is given."""
    parser = Parser(prog="make demo", description="La démonstration : une base, puis ses pages.")
    parser.add_argument("--no-serve", action="store_true", help="s’arrêter avant les pages")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help="8000 ; 0 : un libre")
    args = parser.parse_args(argv)
    with _fresh() as app:
        open_accounts(app)
        live(app)
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


def _fresh() -> App:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    env = {**os.environ, "LIFECYCLE_SPOOL": str(FOLDER / "spool")}
    env.pop("LIFECYCLE_SMTP_URL", None)
    env.pop("LIFECYCLE_KEYS", None)
    settings = Settings.read(env, f"sqlite:///{FOLDER}/demo.db")
    initialise(settings, paris_instant(FIRST, 7))
    return open_app(settings)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
