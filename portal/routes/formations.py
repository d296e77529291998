"""Formations: who holds which role, which settings and who chose them, and the tap of the mail."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from exchange.held import Held, held_summary
from lifecycle.calendar import paris_day
from lifecycle.charter import public_intentions
from lifecycle.charter.settings import settings_of
from lifecycle.commands import Command
from lifecycle.errors import Conflict, InvalidInput, LifecycleError, NotFound, Refused
from lifecycle.people import APPOINTED
from lifecycle.rules.organisation import CIBLE, JALONS, NONE, base
from lifecycle.service import handle
from lifecycle.stages import holder_label
from portal.failures import Forbidden, status_of
from portal.looking import house
from portal.pages import link
from portal.visits import Here, Said, Visit, text
from portal.wording import count, initial

router = APIRouter()
TAP = "mail"
WORDS = ("title", "calendar", "cfa")
PUBLISHED = ("alternance", "consulted_on", "consulted")


@router.get("/formations")
def listing(visit: Here) -> Response:
    sizes = visit.browser.apprentices()
    rows = [
        {"code": code, "dossiers": sizes.get(code, 0), **_short(visit, code)}
        for code in visit.formations()
    ]
    return visit.page("formations.html", rows=rows, may_add=not visit.account.formations)


def _short(visit: Visit, code: str) -> dict[str, Any]:
    data = _data(visit, code)
    missing = [role.label for role in APPOINTED if not data.get(f"role:{role}")]
    return {
        "title": data.get("title") or code,
        "calendar": data.get("calendar") or "",
        "held": _tap(visit, data) == "held",
        "missing": missing,
    }


def _data(visit: Visit, code: str) -> Mapping[str, Any]:
    """What the facts of a formation say. Raises NotFound outside of what this person sees."""
    visit.perimeter(code)
    found = house(visit.desk, "formation", code)
    return next(iter(found.instances.values())).data if found else {}


def _tap(visit: Visit, data: Mapping[str, Any]) -> str:
    """Whether the mail leaves: the formation's word, else its CFA's, else the default."""
    cfa = house(visit.desk, "cfa", str(data.get("cfa") or ""))
    above = next(iter(cfa.instances.values())).data if cfa else {}
    default = visit.desk.house.charter.settings[TAP].default
    return str(data.get(f"set:{TAP}") or above.get(f"set:{TAP}") or default)


# --- one formation -------------------------------------------------------------------------------


@router.get("/formations/{code}")
def show(visit: Here, code: str) -> Response:
    if code == "nouvelle":
        return _blank(visit, {}, "", 200)
    return _page(visit, code, {}, None, 200)


def _page(
    visit: Visit, code: str, typed: dict[str, str], wrong: LifecycleError | None, status: int
) -> Response:
    data = _data(visit, code)
    settings = _settings(visit, code)
    return visit.page(
        "formation.html",
        status,
        code=code,
        data=data,
        values={**_values(visit, data, settings), **typed},
        roles=[(str(role), role.label) for role in APPOINTED],
        chosen=[s for s in settings if s["is_chosen"]],
        phases=_by_phase(settings),
        tap=_tap(visit, data),
        held=_held(visit, code),
        alternance=data.get("alternance"),
        published={**dict.fromkeys(PUBLISHED, ""), **typed},
        wrong=wrong.message if wrong else "",
    )


def _values(
    visit: Visit, data: Mapping[str, Any], settings: list[dict[str, Any]]
) -> dict[str, str]:
    """The present values, as the form shows them."""
    ids = {str(data[f"role:{r}"]) for r in APPOINTED if data.get(f"role:{r}")}
    people = visit.people(ids)
    held = {str(r): people.get(str(data.get(f"role:{r}"))) for r in APPOINTED}
    roles = {
        r: f"{p.name} <{p.email}>" if p.name != p.email else p.email for r, p in held.items() if p
    }
    words = {name: str(data.get(name) or "") for name in WORDS}
    chosen = {s["key"]: str(s["value"]) for s in settings}
    for s in (one for one in settings if one["dated"]):
        chosen |= {f"{s['key']}{JALONS}": s["jalons_said"], f"{s['key']}{CIBLE}": s["cible"] or ""}
    return {**dict.fromkeys(map(str, APPOINTED), ""), **words, **roles, **chosen}


def _settings(visit: Visit, code: str) -> list[dict[str, Any]]:
    """Every setting as in force today, the tap of the mail apart: it has a page of its own."""
    formation = house(visit.desk, "formation", code)
    data = next(iter(formation.instances.values())).data if formation else {}
    above = house(visit.desk, "cfa", str(data.get("cfa") or ""))
    day = paris_day(visit.desk.now())
    rows = settings_of(visit.desk.house.charter, day, formation, above)
    return [_shown(row) for row in rows if row["key"] != TAP]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    said = [row[f"{name}chosen_on"] for name in ("", "jalons_", "cible_")]
    return {
        **row,
        "socle": " = ".join(row["socle"]) or str(row["least"] or ""),
        "chosen_by": _who(row["chosen_by"]),
        "jalons_said": "; ".join(f"{j['from']}={j['value']}" for j in row["jalons"]),
        "jalons_chosen_by": _who(row["jalons_chosen_by"]),
        "cible_chosen_by": _who(row["cible_chosen_by"]),
        "is_chosen": any(said),
    }


def _who(actor: str | None) -> str:
    return holder_label((actor or "").partition(":")[0])


def _by_phase(settings: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What nobody has chosen yet, by phase, in the order of the charter."""
    rest = (s for s in settings if not s["is_chosen"])
    return [(phase, list(some)) for phase, some in groupby(rest, key=lambda s: s["phase"])]


def _held(visit: Visit, code: str) -> Held:
    return held_summary(visit.desk.outbox, visit.desk.house.register, code)


@router.post("/formations/{code}")
def change(visit: Here, form: Said, code: str) -> Response:
    """Only what has changed is said: each choice keeps its author."""
    if code == "nouvelle":
        return _add(visit, form)
    data = _data(visit, code)
    known = _values(visit, data, _settings(visit, code))
    typed = {n: text(form, f"f.{n}").strip() for n in known if f"f.{n}" in form}
    changed = {n: v for n, v in typed.items() if v != known[n]}
    changed |= {n: NONE for n, v in changed.items() if not v and base(n) != n}
    if not changed:
        return visit.redirect(link("formations", code), "Rien n’a changé.")
    try:
        if empty := next((n for n, v in changed.items() if not v), None):
            raise InvalidInput(
                f"{_label(visit, empty)} : on remplace une valeur, on ne la vide pas."
            )
        _ask(visit, "set-formation", _stream(visit, code), changed, text(form, "key"))
    except (InvalidInput, Refused, Conflict) as wrong:
        return _page(visit, code, typed, wrong, status_of(wrong))
    return visit.redirect(link("formations", code), "Les réglages sont enregistrés.")


def _label(visit: Visit, name: str) -> str:
    words = {"title": "Intitulé", "calendar": "Calendrier", "cfa": "CFA"}
    setting = visit.desk.house.charter.settings.get(name)
    return setting.label if setting else words.get(name) or initial(holder_label(name))


def _stream(visit: Visit, code: str) -> str:
    found = visit.desk.reader.house("formation", code)
    if found is None:
        raise NotFound("Cette formation n’existe pas.")
    return found


def _ask(visit: Visit, name: str, stream: str, fields: Mapping[str, object], key: str) -> None:
    intention = public_intentions(visit.desk.house.charter)[name]
    cfa = fields.get("cfa")
    if cfa and visit.desk.reader.house("cfa", str(cfa)) is None:
        raise InvalidInput(f"CFA inconnu : « {str(cfa)[:60]} ».")
    asked = Command(
        intention=intention,
        stream=stream,
        fields=intention.read(fields),
        actor=visit.actor,
        channel="web",
        key=key[:100] or None,
    )
    handle(visit.desk.house, asked, visit.desk.now())


@router.post("/formations/{code}/alternance")
def publish(visit: Here, form: Said, code: str) -> Response:
    _data(visit, code)
    typed = {name: text(form, f"f.{name}").strip() for name in PUBLISHED}
    given = {name: value for name, value in typed.items() if value}
    try:
        _ask(visit, "publish-alternance", _stream(visit, code), given, text(form, "key"))
    except (InvalidInput, Refused, Conflict) as wrong:
        return _page(visit, code, typed, wrong, status_of(wrong))
    return visit.redirect(link("formations", code), "L’alternance est publiée.")


# --- a new formation -----------------------------------------------------------------------------


def _blank(visit: Visit, typed: dict[str, str], wrong: str, status: int) -> Response:
    _refuse_partial(visit)
    roles = [(str(role), role.label) for role in APPOINTED]
    names = ("code", *WORDS, *map(str, APPOINTED))
    values = {**dict.fromkeys(names, ""), "calendar": "france", **typed}
    return visit.page("formation_new.html", status, values=values, roles=roles, wrong=wrong)


def _refuse_partial(visit: Visit) -> None:
    """Whoever sees some formations only would not see the one that they make."""
    if visit.account.formations:
        raise Forbidden("Votre compte est limité à certaines formations : il n’en crée pas.")


def _add(visit: Visit, form: FormData) -> Response:
    _refuse_partial(visit)
    names = ("code", *WORDS, *map(str, APPOINTED))
    typed = {n: text(form, f"f.{n}").strip() for n in names}
    given = {n: v for n, v in typed.items() if v}
    try:
        stream = visit.desk.house.register.new_id()
        if visit.desk.reader.house("formation", typed["code"]):
            raise Conflict("Ce code est déjà celui d’une formation.")
        _ask(visit, "add-formation", stream, given, "")
    except (InvalidInput, Refused, Conflict) as wrong:
        return _blank(visit, typed, wrong.message, status_of(wrong))
    return visit.redirect(link("formations", typed["code"]), "La formation est ouverte.")


# --- the tap -------------------------------------------------------------------------------------


@router.get("/formations/{code}/courriels")
def tap(visit: Here, code: str) -> Response:
    data = _data(visit, code)
    held = _held(visit, code)
    state = _tap(visit, data)
    title = data.get("title") or code
    return visit.page("tap.html", code=code, title=title, tap=state, held=held)


@router.post("/formations/{code}/courriels")
def turn(visit: Here, form: Said, code: str) -> Response:
    _data(visit, code)
    wanted, seen = text(form, "mail"), text(form, "seen")
    if wanted not in ("open", "held"):
        raise InvalidInput("Le robinet est ouvert ou fermé.")
    held = _held(visit, code)
    if wanted == "open" and seen != str(held.letters):
        raise Conflict("Le nombre de courriels en attente a changé : relisez-le avant d’ouvrir.")
    _ask(visit, "set-formation", _stream(visit, code), {TAP: wanted}, text(form, "key"))
    said = "Les courriels attendront." if wanted == "held" else (
        f"Le robinet est ouvert : {count(held.letters, 'annonce')} en partance."
    )  # fmt: skip
    return visit.redirect(link("formations", code), said)
