"""The settings of a formation or CFA: who holds which role, who chose what; the tap of its mail."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from exchange.held import Held, held_summary
from lifecycle.charter import public_intentions
from lifecycle.dossier import Dossier
from lifecycle.errors import Conflict, InvalidInput, LifecycleError, Refused
from lifecycle.rules.organisation import NONE, base
from lifecycle.stages import holder_label, house_name
from portal import forms
from portal.deeds import PAGES
from portal.failures import status_of
from portal.looking import house
from portal.naming import called
from portal.pages import link
from portal.routes.houses import Kind
from portal.settings import ROLES, TAP, ask, by_phase, role_inputs, settings, tap_of, values_of
from portal.typed import Typed
from portal.visits import Here, Said, Visit, text
from portal.wording import count, initial

router = APIRouter()
PUBLISHED = ("alternance", "consulted_on", "consulted", "consulted_event")


def _house(visit: Visit, kind: str, code: str) -> Dossier:
    """What the facts of a house say. Raises NotFound outside of what this person sees."""
    visit.house(kind, code)
    found = house(visit.desk, kind, code)
    if found is None:
        raise LookupError(code)
    return found


@router.get("/formations/{code}/reglages")
@router.get("/cfas/{code}/reglages")
def show(visit: Here, kind: Kind, code: str) -> Response:
    return _page(visit, kind, code, {}, None, 200)


def _page(
    visit: Visit, kind: str, code: str, typed: dict[str, str], wrong: LifecycleError | None, status: int
) -> Response:  # fmt: skip
    found = _house(visit, kind, code)
    rows = settings(visit, found)
    values = {**values_of(visit, found, rows), **typed}
    intention = public_intentions(visit.desk.house.charter)[f"set-{kind}"]
    return visit.page(
        "house_settings.html",
        status,
        home=(PAGES[kind], code),
        kind=kind,
        code=code,
        title=initial(house_name(found)),
        values=values,
        about=forms.inputs(intention.fields, Typed(values)),
        roles=role_inputs(values),
        chosen=[s for s in rows if s["is_chosen"]],
        phases=by_phase(rows),
        tap=tap_of(visit, found.said),
        held=_held(visit, code),
        alternance=found.said.get("alternance"),
        published={**dict.fromkeys(PUBLISHED, ""), **typed},
        councils=_councils(visit, found),
        wrong=wrong.message if wrong else "",
    )


def _councils(visit: Visit, found: Dossier) -> list[tuple[str, str]]:
    """The events that were held, one of which may have examined the alternance; the latest first."""
    charter = visit.desk.house.charter
    held = (i for i in found.of("event") if charter.states[i.region, i.state].final)
    return [(i.id, called(charter, i, i.data)) for i in reversed(list(held))]


def _held(visit: Visit, code: str) -> Held:
    return held_summary(visit.desk.outbox, visit.desk.house.register, code)


@router.post("/formations/{code}/reglages")
@router.post("/cfas/{code}/reglages")
def change(visit: Here, form: Said, kind: Kind, code: str) -> Response:
    """Only what has changed is said: each choice keeps its author."""
    found = _house(visit, kind, code)
    known = values_of(visit, found, settings(visit, found))
    typed = {n: text(form, f"f.{n}").strip() for n in known if f"f.{n}" in form}
    changed = {n: v for n, v in typed.items() if v != known[n]}
    changed |= {n: NONE for n, v in changed.items() if not v and base(n) != n}
    if not changed:
        return visit.redirect(link(PAGES[kind], code, "reglages"), "Rien n’a changé.")
    try:
        if empty := next((n for n, v in changed.items() if not v), None):
            label = _label(visit, kind, empty)
            raise InvalidInput(f"{label} : on remplace une valeur, on ne la vide pas.")
        ask(visit, f"set-{kind}", found.stream, changed, text(form, "key"))
    except (InvalidInput, Refused, Conflict) as wrong:
        return _page(visit, kind, code, typed, wrong, status_of(wrong))
    return visit.redirect(link(PAGES[kind], code, "reglages"), "Les réglages sont enregistrés.")


def _label(visit: Visit, kind: str, name: str) -> str:
    charter = visit.desk.house.charter
    asked = {f.name: f.label for f in public_intentions(charter)[f"set-{kind}"].fields}
    if name in asked or name in ROLES:
        return asked.get(name) or initial(holder_label(name))
    return charter.settings[name].label


@router.post("/formations/{code}/alternance")
def publish(visit: Here, form: Said, code: str) -> Response:
    found = _house(visit, "formation", code)
    typed = {name: text(form, f"f.{name}").strip() for name in PUBLISHED}
    given = {name: value for name, value in typed.items() if value}
    try:
        ask(visit, "publish-alternance", found.stream, given, text(form, "key"))
    except (InvalidInput, Refused, Conflict) as wrong:
        return _page(visit, "formation", code, typed, wrong, status_of(wrong))
    return visit.redirect(link("formations", code), "L’alternance est publiée.")


# --- the tap -------------------------------------------------------------------------------------


@router.get("/formations/{code}/courriels")
def tap(visit: Here, code: str) -> Response:
    found = _house(visit, "formation", code)
    title = initial(house_name(found))
    state = tap_of(visit, found.said)
    return visit.page("tap.html", code=code, title=title, tap=state, held=_held(visit, code))


@router.post("/formations/{code}/courriels")
def turn(visit: Here, form: Said, code: str) -> Response:
    found = _house(visit, "formation", code)
    wanted, seen = text(form, "mail"), text(form, "seen")
    if wanted not in ("open", "held"):
        raise InvalidInput("Le robinet est ouvert ou fermé.")
    held = _held(visit, code)
    if wanted == "open" and seen != str(held.letters):
        raise Conflict("Le nombre de courriels en attente a changé : relisez-le avant d’ouvrir.")
    ask(visit, "set-formation", found.stream, {TAP: wanted}, text(form, "key"))
    said = "Les courriels attendront." if wanted == "held" else (
        f"Le robinet est ouvert : {count(held.letters, 'annonce')} en partance."
    )  # fmt: skip
    return visit.redirect(link("formations", code, "reglages"), said)
