"""The list of dossiers, and one dossier: where it stands, what is due, what may be done."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from lifecycle.calendar import paris_day
from lifecycle.dossier import APPRENTICE
from lifecycle.errors import InvalidInput
from lifecycle.stages import ORDER, STAGE_LABELS, formation_of, stage_of
from portal.attending import attended
from portal.deeds import home
from portal.pages import link
from portal.record import record
from portal.regions import standings
from portal.shelves import shelves
from portal.visits import Here, whole
from portal.wording import initial

router = APIRouter()
PAGE = 50


@router.get("/dossiers")
def listing(
    visit: Here, q: str = "", etape: str = "", formation: str = "", retard: str = "", page: str = ""
) -> Response:
    if etape and etape not in ORDER:
        raise InvalidInput("Cette étape n’existe pas.")
    today, number = paris_day(visit.desk.now()), whole(page)
    name = q.strip()[:100]
    rows = visit.browser.dossiers(
        today,
        visit.perimeter(formation),
        name,
        etape,
        bool(retard),
        visit.desk.house.charter.never_late,
    )
    return visit.page(
        "dossiers.html",
        rows=rows[(number - 1) * PAGE : number * PAGE],
        total=len(rows),
        number=number,
        size=PAGE,
        q=name,
        stage_=etape,
        stages=[(name_, initial(STAGE_LABELS[name_])) for name_ in ORDER],
        formation=formation,
        formations=visit.formations(),
        late=bool(retard),
    )


@router.get("/dossiers/{stream}")
def show(visit: Here, stream: str, tout: str = "", connu: str = "", vrai: str = "") -> Response:
    stream = visit.stream(stream)
    read = record(visit, stream, connu, vrai)
    seen, dossier = read.seen, read.dossier
    if dossier.kind != APPRENTICE:
        return RedirectResponse(link(*home(dossier)), 303)
    stage = stage_of(seen.charter, dossier)
    return visit.page(
        "dossier.html",
        home=("dossiers", stream),
        apprentice=seen.apprentice(stream),
        formation=formation_of(dossier),
        regions=standings(seen, stream, read.names),
        shelves=shelves(read),
        attended=attended(read),
        **read.shown(bool(tout), stage),
    )
