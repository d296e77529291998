"""«À faire»: what is late, due today, due this week, waits for somebody else, or is only watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from lifecycle.calendar import paris_day
from lifecycle.dossier import APPRENTICE, Instance
from lifecycle.errors import NotFound
from lifecycle.people import Actor
from lifecycle.stages import formation_of
from persistence.browsing import Days, Section
from portal.deeds import Deed, home
from portal.looking import Blocker, Look, look
from portal.pages import link
from portal.visits import Here, Visit, whole

router = APIRouter()
WEEK = timedelta(days=7)
SHOWN = 10  # lines of each section on the first page
PAGE = 50
TITLES = {
    Section.LATE: "En retard",
    Section.TODAY: "Aujourd’hui",
    Section.WEEK: "Cette semaine",
    Section.WAITING: "En attente d’un autre",
    Section.LATER: "Plus tard",
    Section.WATCHED: "À surveiller",
}
NAMES = {
    "en-retard": Section.LATE,
    "aujourd-hui": Section.TODAY,
    "cette-semaine": Section.WEEK,
    "en-attente": Section.WAITING,
    "plus-tard": Section.LATER,
    "a-surveiller": Section.WATCHED,
}
EMPTY = {
    Section.LATE: "Rien n’est en retard.",
    Section.TODAY: "Rien n’échoit aujourd’hui.",
    Section.WEEK: "Rien d’autre n’échoit cette semaine.",
    Section.WAITING: "Personne d’autre n’est attendu.",
    Section.LATER: "Rien n’est prévu plus tard pour vous.",
    Section.WATCHED: "Aucun délai d’un tiers ne court.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One duty as its line shows it."""

    stream: str
    path: str
    whose: str
    formation: str
    label: str
    due_on: date
    paused: bool
    blocker: Blocker
    deed: Deed | None
    watched: bool
    never_late: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One section, or one page of it."""

    section: Section
    name: str
    title: str
    empty: str
    total: int
    lines: list[Line]


@router.get("/a-faire")
def show(visit: Here, section: str = "", formation: str = "", page: str = "") -> Response:
    if section and section not in NAMES:
        raise NotFound("Cette partie de la liste n’existe pas.")
    days = _days(visit)
    perimeter = visit.perimeter(formation)
    counts = visit.browser.counts(days, perimeter)
    asked = {name: found for name, found in NAMES.items() if _is_shown(name, found, section)}
    number, size = whole(page), PAGE if section else SHOWN
    pages = {
        name: visit.browser.duties(found, days, perimeter, (number - 1) * size, size)
        for name, found in asked.items()
        if counts[found]
    }
    seen = look(visit.desk, [stream for rows in pages.values() for stream, _ in rows])
    parts = [
        Part(found, name, TITLES[found], EMPTY[found], counts[found],
             _lines(visit, seen, pages.get(name, [])))
        for name, found in asked.items()
    ]  # fmt: skip
    return visit.page(
        "todo.html",
        parts=parts,
        sections=[(name, TITLES[found], counts[found]) for name, found in NAMES.items()],
        section=section,
        formation=formation,
        formations=visit.formations(),
        number=number,
        size=size,
        end=days.end,
    )


def _is_shown(name: str, found: Section, section: str) -> bool:
    """The part asked for; the first page leaves out what nobody here has to do."""
    return name == section or (not section and found is not Section.WATCHED)


def _days(visit: Visit) -> Days:
    today = paris_day(visit.desk.now())
    watched = tuple(
        sorted(o.ref for o in visit.desk.house.charter.obligations.values() if o.watched)
    )
    return Days(today, today + WEEK, str(visit.account.role), watched)


def _lines(visit: Visit, seen: Look, rows: list[tuple[str, str]]) -> list[Line]:
    duties = [(stream, seen.dossiers[stream].get("obligation", id_)) for stream, id_ in rows]
    return [_line(visit, seen, stream, duty) for stream, duty in duties if duty]


def _line(visit: Visit, seen: Look, stream: str, duty: Instance) -> Line:
    row = seen.row(stream, duty)
    declared, dossier = seen.charter.obligations.get(duty.data["ref"]), seen.dossiers[stream]
    deeds = seen.deeds(stream, duty, Actor(visit.account.role))
    return Line(
        stream,
        link(*home(dossier)),
        seen.name(stream),
        formation_of(dossier) if dossier.kind == APPRENTICE else "",
        str(row["label"]),
        date.fromisoformat(duty.data["due_on"]),
        bool(duty.data.get("paused")),
        seen.blocker(stream, duty),
        deeds[0] if deeds else None,
        declared is not None and declared.watched,
        bool(duty.data.get("never_late")),
    )
