"""Formations and CFAs: the list, the page of each as a dossier of its own, a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from lifecycle.errors import Conflict, InvalidInput, Refused
from lifecycle.people import APPOINTED, Role
from lifecycle.stages import house_name
from portal.deeds import PAGES
from portal.failures import Forbidden, status_of
from portal.looking import house, house_pair
from portal.naming import HOUSE_APART
from portal.pages import link
from portal.record import Record, record
from portal.settings import ask, read_roles, role_inputs, tap_of
from portal.shelves import kept, shelves
from portal.visits import Here, Said, Visit, text
from portal.wording import initial

router = APIRouter()
OF_A_FORMATION = Role.RESPONSABLE_FORMATION  # a CFA has none
NEW = {"formation": "nouvelle", "cfa": "nouveau"}
WORDS = {"formation": ("title", "calendar", "cfa"), "cfa": ("title", "calendar")}


def kind_of(request: Request) -> str:
    """A path of `/cfas` speaks of CFAs, one of `/formations` of formations."""
    return "cfa" if request.url.path.startswith("/cfas/") else "formation"


Kind = Annotated[str, Depends(kind_of)]


@router.get("/formations")
def listing(visit: Here) -> Response:
    sizes = visit.browser.apprentices()
    rows = [
        {"code": code, "dossiers": sizes.get(code, 0), **_short(visit, "formation", code)}
        for code in visit.formations()
    ]
    cfas = [{"code": code, **_short(visit, "cfa", code)} for code in visit.cfas()]
    return visit.page("formations.html", rows=rows, cfas=cfas, may_add=not visit.account.formations)


def _short(visit: Visit, kind: str, code: str) -> dict[str, Any]:
    found = house(visit.desk, kind, code)
    data = found.said if found else {}
    wanted = (role for role in APPOINTED if kind == "formation" or role is not OF_A_FORMATION)
    missing = [role.label for role in wanted if not data.get(f"role:{role}")]
    return {
        "title": data.get("title") or code,
        "calendar": data.get("calendar") or "",
        "cfa": data.get("cfa") or "",
        "held": tap_of(visit, data) == "held",
        "missing": missing,
    }


# --- one house -----------------------------------------------------------------------------------


@router.get("/formations/{code}")
@router.get("/cfas/{code}")
def show(
    visit: Here, kind: Kind, code: str, tout: str = "", connu: str = "", vrai: str = ""
) -> Response:
    if code == NEW[kind]:
        return _blank(visit, kind, {}, "", 200)
    read = record(visit, visit.house(kind, code), connu, vrai)
    root = read.dossier.root
    return visit.page(
        "house.html",
        home=(PAGES[kind], code),
        kind=kind,
        code=code,
        title=initial(house_name(read.dossier)),
        about=kept(read, root, but=HOUSE_APART) if root else None,
        tap=tap_of(visit, read.dossier.said),
        above=_above(visit, read),
        below=_below(visit, kind, code),
        dossiers=visit.browser.apprentices().get(code, 0) if kind == "formation" else 0,
        shelves=shelves(read),
        alternance=_alternance(read),
        **read.shown(bool(tout)),
    )


def _above(visit: Visit, read: Record) -> dict[str, str] | None:
    """The CFA of a formation; linked for those who see it."""
    _, cfa = house_pair(visit.desk, str(read.dossier.said["code"]))
    if cfa is None or read.dossier.kind == "cfa":
        return None
    path = link("cfas", str(cfa.said["code"])) if visit.sees(cfa) else ""
    return {"title": house_name(cfa), "path": path}


def _below(visit: Visit, kind: str, code: str) -> list[tuple[str, str]]:
    """The formations of a CFA: (code, title)."""
    if kind != "cfa":
        return []
    found = ((one, house(visit.desk, "formation", one)) for one in visit.formations())
    return [(c, str(f.said.get("title") or c)) for c, f in found if f and f.said.get("cfa") == code]


def _alternance(read: Record) -> dict[str, Any]:
    """The calendar of the alternance, and whom the house consulted before it chose it."""
    data, words = read.dossier.said, read.words.get(("formation", "formation"), {})
    event = str(data.get("consulted_event") or "")
    return {
        "lines": data.get("alternance") or "",
        "consulted_on": data.get("consulted_on") or "",
        "consulted": words.get("consulted") or "",
        "event": read.names.get(event, event),
    }


# --- a new house ---------------------------------------------------------------------------------


@router.post("/formations/nouvelle")
@router.post("/cfas/nouveau")
def add(visit: Here, form: Said, kind: Kind) -> Response:
    _refuse_partial(visit)
    typed = {n: text(form, f"f.{n}").strip() for n in ("code", *WORDS[kind])}
    roles = read_roles(form)
    try:
        _add(visit, kind, typed, roles)
    except (InvalidInput, Refused, Conflict) as wrong:
        return _blank(visit, kind, {**typed, **roles}, wrong.message, status_of(wrong))
    said = "Le CFA est ouvert." if kind == "cfa" else "La formation est ouverte."
    return visit.redirect(link(PAGES[kind], typed["code"]), said)


def _add(visit: Visit, kind: str, typed: Mapping[str, str], roles: Mapping[str, str]) -> None:
    given = {n: v for n, v in {**typed, **roles}.items() if v}
    if visit.desk.reader.house(kind, typed["code"]):
        raise Conflict("Ce code est déjà pris.")
    if typed["code"] == NEW[kind]:
        raise InvalidInput("Ce code est réservé : choisissez-en un autre.")
    ask(visit, f"add-{kind}", visit.desk.house.register.new_id(), given, "")


def _blank(visit: Visit, kind: str, typed: dict[str, str], wrong: str, status: int) -> Response:
    _refuse_partial(visit)
    values = {**dict.fromkeys(("code", *WORDS[kind]), ""), "calendar": "france", **typed}
    return visit.page(
        "house_new.html", status, kind=kind, values=values, roles=role_inputs(typed), wrong=wrong
    )


def _refuse_partial(visit: Visit) -> None:
    """Whoever sees some formations only would not see the one that they make."""
    if visit.account.formations:
        raise Forbidden("Votre compte est limité à certaines formations : il n’en crée pas.")
