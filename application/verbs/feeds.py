"""Feeds of other tools: livret entries, hours, answers to surveys; rehearsed first."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from application.cli import Screen
from application.files import read_file, taken, write_file
from application.settings import Settings
from application.verbs.exchange import REJECTED, progress
from application.wiring import open_app
from exchange.feeding import Bringing, commit, dry_run
from exchange.feeds import Feed
from exchange.hours import HOURS
from exchange.livret import LIVRET
from exchange.surveys import ANSWERS


def livret(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Entries of the livret; 3 when a line was rejected, whatever the others became."""
    return _bring(LIVRET, args, settings, screen)


def hours(args: Namespace, settings: Settings, screen: Screen) -> int:
    """The hours of months; 3 when a line was rejected, whatever the others became."""
    return _bring(HOURS, args, settings, screen)


def surveys(args: Namespace, settings: Settings, screen: Screen) -> int:
    """The answers of graduates; 3 when a line was rejected, whatever the others became."""
    return _bring(ANSWERS, args, settings, screen)


def _bring(feed: Feed, args: Namespace, settings: Settings, screen: Screen) -> int:
    if args.report and Path(args.report).exists():
        raise taken(args.report)
    content = read_file(args.file)
    run = commit if args.commit else dry_run
    with open_app(settings) as app, progress() as shown:
        brought = Bringing(
            content, args.file, app.now(), app.find, args.encoding, args.actor, shown
        )
        report = run(app.house, feed, brought)
    if args.report:
        write_file(args.report, report.to_csv())
    screen.show(report.described(), report.text())
    return REJECTED if report.rejected else 0
