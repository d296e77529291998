"""«Indicateurs»: the figures of the charter, the trajectory of a formation, the report to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from lifecycle.calendar import paris_day
from lifecycle.commands.fields import read_day
from lifecycle.errors import NotFound
from persistence.lives import Lives
from portal.moments import Moment as Asking
from portal.visits import Here, Visit
from quality import board, showing
from quality.document import html
from quality.lives import Moment
from quality.measures import Axis, Window
from quality.profiles import PROFILES
from quality.readers import CHARTER
from quality.report import Report
from quality.shelf import Board
from quality.trajectory import last_review, standing

router = APIRouter()
YEARS = 3
MOST_GROUPS = 40


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed in the address, and what it comes to."""

    formation: str
    du: str
    au: str
    connu: str
    asked: board.Asked

    @property
    def told(self) -> dict[str, str]:
        """The same questions for another page."""
        return {"formation": self.formation, "du": self.du, "au": self.au, "connu": self.connu}


def _query(visit: Visit, formation: str, du: str, au: str, connu: str) -> Query:
    """Raises InvalidInput on a date that is none, NotFound outside of what this person sees."""
    perimeter = visit.perimeter(formation)
    today = paris_day(visit.desk.now())
    asking = Asking.asked(connu, "", today)
    now = board.present(visit.desk.now(), visit.desk.reader.head().last_recorded_at)
    moment = Moment.of(asking.known_at or now)
    window = board.period(_day(du, "Du"), _day(au, "Au"), moment)
    return Query(formation, du, au, connu, board.Asked(moment, [window], perimeter))


def _day(raw: str, label: str) -> date | None:
    return read_day(raw.strip(), label) if raw.strip() else None


def _board(visit: Visit, asked: board.Asked) -> Board:
    """Counted once for as long as nothing is added to the log."""
    desk = visit.desk
    installation = desk.installation
    source = Lives(installation.database, installation.store.network, installation.register)
    key = (desk.reader.head().size, asked.moment.day, tuple(asked.windows), asked.formations)
    return visit.office.shelf.take(key, lambda: board.read(source, asked))


# --- the figures -------------------------------------------------------------------------------------


@router.get("/indicateurs")
def show(visit: Here, formation: str = "", du: str = "", au: str = "", connu: str = "") -> Response:
    query = _query(visit, formation, du, au, connu)
    counts, _ = _board(visit, query.asked)
    rows = showing.described(counts, query.asked, visit.desk.now(), _namer(visit))
    return visit.page(
        "quality.html",
        query=query,
        window=query.asked.window,
        formations=visit.formations(),
        axes=[
            (axis, *showing.sorted_out([row for row in rows if row["axis"] == int(axis)]))
            for axis in Axis
        ],
        readers=[(one.name, one.title) for one in PROFILES.values()],
        small=showing.SMALL,
        most=MOST_GROUPS,
    )


def _namer(visit: Visit) -> showing.Names:
    """Tuteurs by their names, each asked once."""
    known: dict[str, str] = {}

    def called(person: str) -> str:
        if person not in known:
            found = visit.people({person}).get(person)
            known[person] = found.name if found else "(personne effacée)"
        return known[person]

    return called


# --- the trajectory ----------------------------------------------------------------------------------


@router.get("/indicateurs/trajectoire")
def path(visit: Here, formation: str = "", au: str = "") -> Response:
    codes = visit.formations()
    chosen = formation or (codes[0] if codes else "")
    if not chosen:
        raise NotFound("Aucune formation n’est ouverte.")
    query = _query(visit, chosen, "", au, "")
    windows = board.years(query.asked.window, YEARS)
    asked = board.Asked(query.asked.moment, windows, query.asked.formations)
    counts, census = _board(visit, asked)
    items = standing(chosen, census, counts, windows)
    return visit.page(
        "trajectory.html",
        code=chosen,
        query=query,
        formations=codes,
        years=[_year(window) for window in windows],
        axes=[(axis, [one for one in items if one.item.axis is axis]) for axis in Axis],
        totals=_totals(items),
        reviewed=last_review(chosen, census),
    )


def _year(window: Window) -> str:
    return f"{window.start.year}-{window.end.year}"


def _totals(items: Sequence[Any]) -> dict[str, int]:
    """How many items stand where, this year."""
    found: dict[str, int] = {}
    for one in items:
        found[str(one.now.state)] = found.get(str(one.now.state), 0) + 1
    return found


# --- the report --------------------------------------------------------------------------------------


@router.get("/indicateurs/rapport")
def report(
    visit: Here,
    formation: str = "",
    du: str = "",
    au: str = "",
    connu: str = "",
    pour: str = CHARTER,
) -> Response:
    """One page that needs nothing else, to keep: the browser saves it."""
    profile = PROFILES.get(pour)
    if profile is None:
        raise NotFound("Personne ne lit ce rapport sous ce nom.")
    query = _query(visit, formation, du, au, connu)
    counts, census = _board(visit, query.asked)
    made = Report(query.asked, census, counts, paris_day(visit.desk.now()), profile)
    name = f"rapport-qualite-{pour}-{query.asked.window.end.isoformat()}.html"
    kept = {"content-disposition": f'attachment; filename="{name}"'}
    text = html(made.title, made.blocks())
    return Response(text, media_type="text/html; charset=utf-8", headers=kept)
