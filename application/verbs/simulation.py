"""`lifecycle simulate`: a made-up cohort on a simulated clock, then what came of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from application.cli import Screen
from application.settings import Settings
from lifecycle.calendar import french, paris_instant
from lifecycle.errors import Conflict, InvalidInput, VerificationFailed
from lifecycle.people import LABELS, Role

if TYPE_CHECKING:
    from application.simulation.census import Census
    from application.wiring import App
    from notifications.press import Press

FIRST = date(2026, 3, 2)  # a Monday: the candidacies of a spring, the September that follows
REAL = "L’horloge de cette base est la vraie : une cohorte inventée n’y entre pas (--db en nomme une autre)."
LONGEST = 12  # years


def simulate(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Raises Conflict on a base whose clock is real, NotWhole when something should not be."""
    from application.simulation.census import described, taken
    from application.simulation.living import cohort

    if args.years > LONGEST:
        raise InvalidInput(f"--years : on ne simule pas plus de {LONGEST} ans.")
    with opened(settings, args.seed) as app, _press(args.written) as press:
        lived = cohort(app, args.cohort, args.years, args.seed, not args.unsent, press)
        lived.begin()
        lived.live(_progress(lived.last))
        census = taken(app)
        value = {"years": args.years, **described(lived, census)}
    if census.findings or census.silent or census.unsourced:
        raise NotWhole(census, value)
    screen.show(value, _report(value))


def _press(written: bool) -> AbstractContextManager[Press]:
    """A cohort reads no mail: they are written when somebody asks to see whether they can be."""
    from notifications.press import beside, unwritten

    return beside() if written else nullcontext(unwritten)


def opened(settings: Settings, seed: int) -> App:
    """The base named, made when there is none yet: its chance is that of the seed.

    What is added to a base begins from its head, so that no id and no key comes twice.
    """
    from application.simulation.seeding import entropy
    from application.wiring import exists, initialise, open_app

    if not exists(settings):
        initialise(settings, paris_instant(FIRST, 7), entropy(f"{seed}:new"))
    with open_app(settings) as app:
        head = app.reader.head()
        if head.simulated_at is None:
            raise Conflict(REAL)
    return open_app(settings, entropy(f"{seed}:{head.last_hash}"), lasting=False)


def _progress(last: date) -> Any:
    """One line, rewritten, for whoever watches; nothing in a pipe."""

    def told(day: date) -> None:
        if sys.stderr.isatty():
            end = "\n" if day == last else ""
            print(f"\rOn vit le {french(day)}…          ", end=end, file=sys.stderr, flush=True)

    return told


class NotWhole(VerificationFailed):
    """The cohort has lived, and something should not be: `findings` say what."""

    def __init__(self, census: Census, value: dict[str, Any]) -> None:
        super().__init__(
            f"La simulation n’est pas saine : {len(census.findings)} anomalie(s) de l’histoire, "
            f"{len(census.silent)} échéance(s) passée(s) en silence, "
            f"{len(census.unsourced)} fait(s) sans source."
        )
        silent = [{"kind": "silence", "message": one} for one in census.silent]
        bare = [{"kind": "source", "message": one} for one in census.unsourced]
        self.findings = [*map(asdict, census.findings), *silent, *bare]
        self.value = value


# --- for people ----------------------------------------------------------------------------------


def _report(value: dict[str, Any]) -> str:
    from lifecycle.stages import STAGE_LABELS

    states = {"found": "à expliquer", "justified": "expliquées"}
    return "\n".join(
        [
            f"{value['cohort']} apprentis, du {_day(value['from'])} au {_day(value['until'])} ; "
            f"{value['acts']} actes, {value['facts']} faits.",
            *_lines("Dossiers", value["dossiers"], STAGE_LABELS),
            *_lines("Obligations", value["obligations"], STATUSES),
            *_lines("En retard, dit à quelqu’un", value["late"], {}),
            *_lines("Irrégularités", value["irregularities"], states),
            *_mails(value),
            "",
            f"Refus opposés : {sum(one['times'] for one in value['refused'])}.",
            "Rien de dû n’est resté en silence. Chaque fait a sa source.",
            f"L’histoire est entière : {value['facts']} faits vérifiés, empreinte {value['log']}.",
        ]
    )


STATUSES = {
    "planned": "planifiées", "open": "ouvertes", "reminded": "rappelées", "due": "à échéance",
    "escalated": "en alerte", "done": "faites", "waived": "dispensées", "cancelled": "annulées",
}  # fmt: skip


def _day(text: str) -> str:
    return french(date.fromisoformat(text))


def _lines(title: str, counts: dict[str, int], labels: Any) -> list[str]:
    rows = [f" {labels.get(name, name):32}{n:8}" for name, n in counts.items()]
    return ["", title, *(rows or [" aucune"])]


def _mails(value: dict[str, Any]) -> list[str]:
    what = "courriels" if value["sent"] else "lettres"
    head = f" {'':32}{'personnes':>10}{what:>11}{'médiane':>9}{'maximum':>9}"
    lines = [
        f" {LABELS[Role(r['role'])]:32}{r['persons']:10}{r['mails']:11}{r['median']:9g}{r['max']:9}"
        for r in value["mails"]
    ]
    return ["", f"{what.capitalize()} par personne", head, *lines]
