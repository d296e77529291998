"""What the demonstration lives: some people of `lifecycle simulate`, up to a busy morning.

Two thirds began in September; the others begin in January, and look for an employer until then: some
missions wait, some contracts are drawn up too soon. Mails become files, for whoever reads them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

from application.mailing import sender
from application.simulation.living import TOGETHER, Cohort
from application.wiring import App
from lifecycle.calendar import french
from notifications.press import beside

DOSSIERS, SEED = 120, "2026"
FIRST, LAST = date(2026, 7, 6), date(2026, 12, 8)
RENTREES = (date(2026, 9, 7), date(2027, 1, 4))


def live(app: App) -> None:
    cohort = Cohort(app, DOSSIERS, SEED, FIRST, LAST, schools=RENTREES)
    with beside() as press:
        cohort.postman = replace(sender(app), at_once=TOGETHER, press=press)
        cohort.begin()
        cohort.live(_progress)


def _progress(day: date) -> None:
    """One line, rewritten, for whoever watches; nothing in a pipe."""
    if sys.stderr.isatty():
        end = "\n" if day == LAST else ""
        print(f"\rOn vit le {french(day)}…          ", end=end, file=sys.stderr, flush=True)
