"""The staff's calculator, the agenda, the beat and the worker."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from threading import Event
from typing import TYPE_CHECKING, Any

from application.cli import Screen
from application.settings import Settings
from lifecycle import calendar
from lifecycle.calendar import Calendar, Delay, french
from lifecycle.commands.fields import quoted
from lifecycle.errors import InvalidInput

if TYPE_CHECKING:
    from application.wiring import App
    from scheduler.heartbeat import Beat


def calendar_named(name: str) -> Calendar:
    if name not in set(Calendar):
        raise InvalidInput(
            f"Calendrier inconnu : {quoted(name)}. Calendriers : {', '.join(Calendar)}."
        )
    return Calendar(name)


def due(args: Namespace, settings: Settings, screen: Screen) -> None:
    """The same counting as the rules: no database is read."""
    delay, where = Delay.parse(args.delay), calendar_named(args.calendar)
    day = calendar.add(args.start, delay, where, args.extend)
    steps = calendar.explain(args.start, delay, where, args.extend)
    screen.show(
        {"due_on": day.isoformat(), "steps": steps}, "\n".join([*steps, f"→ {french(day)}"])
    )


def agenda(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.cards import whose
    from application.render import duties, table
    from application.wiring import open_app

    with open_app(settings) as app:
        rows, names = app.seen_by(args.actor.role).agenda(args.until), whose(app)
    columns = (
        "due_on",
        "whose",
        "dossier",
        "obligation",
        "label",
        "owed_by",
        "late",
    )
    screen.show(rows, table(duties(rows, names), columns, "Rien n’est attendu."))


def beat(args: Namespace, settings: Settings, screen: Screen) -> int:
    from application.wiring import open_app

    with open_app(settings) as app:
        done = app.beat()
    counted = {
        k: v for k, v in asdict(done).items() if k in ("reminders", "escalations", "expired")
    }
    said = f"{done.reminders} rappel(s), {done.escalations} alerte(s), {done.expired} échéance(s)."
    for stream, why in done.broken.items():
        screen.say(f"Dossier {stream} en panne : {why}")
    screen.show({**counted, **_broken(done.broken)}, said)
    return 0


def _broken(broken: dict[str, str]) -> dict[str, Any]:
    return {"broken": broken} if broken else {}


def worker(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.wiring import open_app
    from notifications.delivery import transport_from_env
    from scheduler.worker import run

    transport_from_env(settings.env)  # a relay that cannot be is said now, not at the first mail
    with open_app(settings) as app:
        if args.until_idle:
            _once(app, screen)
            return
        _log_to_stderr("LIFECYCLE_DEBUG" in settings.env)
        stop = Event()
        run(_announced(app, screen, stop), lambda: app.drain(stop.is_set), stop)


def _announced(app: App, screen: Screen, stop: Event) -> Callable[[], Beat]:
    """The beat; the first one, once signals are listened to, says that work has begun."""
    words = iter([f"Au travail sur {app.described}. Ctrl-C arrête."])

    def beat() -> Beat:
        for said in words:
            screen.say(said)
        return app.beat(stop.is_set)

    return beat


def _log_to_stderr(everything: bool) -> None:
    """A worker has nobody to answer to: it writes a journal."""
    import logging

    level = logging.DEBUG if everything else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s", force=True)


def _once(app: App, screen: Screen) -> None:
    """Everything that is due now, for a cron or a simulated clock."""
    from scheduler.worker import until_idle

    told: dict[str, Any] = {}
    for done, sent in until_idle(app.beat, app.drain):
        for problem in sent.problems:
            screen.say(problem)
        for name, value in {**asdict(done), **asdict(sent)}.items():
            told[name] = value if name not in told else _added(told[name], value)
    said = "{reminders} rappel(s), {escalations} alerte(s), {mails} courriel(s) parti(s)."
    screen.show(told, said.format(**told))


def _added(before: Any, now: Any) -> Any:
    """What two passages did: numbers and lists are added, dictionaries merged."""
    return {**before, **now} if isinstance(now, dict) else before + now
