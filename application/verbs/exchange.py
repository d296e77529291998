"""Files of the CFA: imported, rehearsed first; our template; the mail that an import holds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from application.cli import Screen
from application.files import read_file, taken, write_file
from application.parsing import Usage
from application.settings import Settings
from exchange.importing import Progress, Report, commit, dry_run
from lifecycle.commands.fields import quoted
from lifecycle.errors import NotFound
from lifecycle.people import Role

REJECTED = 3


def importing(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Rehearse a file, or take it over; 3 when a line was rejected, whatever the others became."""
    if args.template:
        return _template(args, screen)
    if not args.file:
        raise Usage("Il manque le fichier à importer. Voir : lifecycle import --help")
    if args.report and Path(args.report).exists():
        raise taken(args.report)
    report = _imported(args, settings, read_file(args.file))
    if args.report:
        write_file(args.report, report.to_csv())
    screen.show(report.described(), report.text())
    return REJECTED if report.rejected else 0


def _imported(args: Namespace, settings: Settings, content: bytes) -> Report:
    from application.wiring import open_app

    run = commit if args.commit else dry_run
    with open_app(settings) as app, progress() as shown:
        return run(
            app.house,
            content,
            args.file,
            app.now(),
            encoding=args.encoding,
            reprise=args.reprise,
            actor=args.actor,
            progress=shown,
        )


def _template(args: Namespace, screen: Screen) -> int:
    from exchange.template import written

    if args.file or not args.out:
        raise Usage("Le modèle s’écrit ainsi : lifecycle import --template --out FICHIER")
    content = written(args.format)
    write_file(args.out, content)
    screen.show({"out": args.out, "bytes": len(content)}, f"Modèle écrit : {args.out}")
    return 0


def held(args: Namespace, settings: Settings, screen: Screen) -> None:
    """What would leave, and to whom, if the tap of a formation were opened now."""
    from application.wiring import open_app
    from exchange.held import held_summary

    with open_app(settings) as app:
        if app.house_stream("formation", args.code) is None:
            raise NotFound(f"Formation inconnue : {quoted(args.code)}.")
        seen = app.seen_by(Role.GESTIONNAIRE)
        found = held_summary(seen.outbox, app.house.register, args.code)
    lines = [f"  {r.name} <{r.email}>, {r.role} : {r.letters}" for r in found.recipients]
    screen.show(found.described(), "\n".join([found.summary, *lines]))


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A bar on the terminal of the person who waits, on stderr; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks = {what: bar.add_task(what, total=None) for what in ("Lecture", "Reprise")}
        yield lambda what, done, total: bar.update(
            tasks[what], completed=done, total=total or None, visible=True
        )
