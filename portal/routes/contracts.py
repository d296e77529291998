"""«Contrat reçu signé»: chosen, dated, tried on paper, then recorded; one or two hundred at once."""

from __future__ import annotations

import secrets

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from lifecycle.errors import InvalidInput
from portal import signed
from portal.looking import look
from portal.signed import DATES, Line
from portal.visits import Here, Said, Visit, text

router = APIRouter()
MOST = 200


@router.get("/contrats-signes")
def choose(visit: Here, formation: str = "", dossier: str = "") -> Response:
    chosen = [visit.dossier(dossier)] if dossier else []
    return _choice(visit, formation, chosen, {}, "", 200)


def _choice(
    visit: Visit, formation: str, chosen: list[str], dates: dict[str, str], wrong: str, status: int
) -> Response:
    ready = visit.browser.ready_to_sign(visit.perimeter(formation))
    streams = [*chosen, *(s for s in ready if s not in chosen)]
    seen = look(visit.desk, streams[:MOST])
    lines = [signed.line(seen, stream, {}) for stream in streams[:MOST]]
    lines.sort(key=lambda one: (one.stream not in chosen, one.name))
    return visit.page(
        "signed_choice.html",
        status,
        lines=lines,
        more=max(0, len(streams) - MOST),
        chosen=chosen,
        dates=dates,
        names=DATES,
        formation=formation,
        formations=visit.formations(),
        wrong=wrong,
    )


@router.post("/contrats-signes")
def go_on(visit: Here, form: Said) -> Response:
    """Each step gives back everything that was typed; only «Enregistrer» writes."""
    chosen = [visit.dossier(s) for s in form.getlist("dossier") if isinstance(s, str)]
    common = {name: text(form, f"c.{name}") for name, _ in DATES}
    if not chosen or len(chosen) > MOST:
        why = f"Choisissez de 1 à {MOST} dossiers."
        return _choice(visit, text(form, "formation"), chosen[:MOST], common, why, 422)
    step, batch = text(form, "step"), text(form, "batch")[:40] or secrets.token_urlsafe(12)
    if step not in ("preview", "commit"):
        raise InvalidInput("Le formulaire est abîmé : rouvrez la page.")
    lines = _lines(visit, form, chosen, common)
    return _commit(visit, lines, batch) if step == "commit" else _preview(visit, lines, batch, 200)


def _lines(visit: Visit, form: FormData, chosen: list[str], common: dict[str, str]) -> list[Line]:
    seen = look(visit.desk, chosen)
    return [signed.line(seen, s, _dates(form, s, common)) for s in dict.fromkeys(chosen)]


def _dates(form: FormData, stream: str, common: dict[str, str]) -> dict[str, str]:
    """The dates of one dossier: its own when the page has given it some, else those of all."""
    own = {name: f"d.{stream}.{name}" for name, _ in DATES}
    alone = any(field in form for field in own.values())
    return {n: text(form, own[n]) for n in own} if alone else common


def _preview(visit: Visit, lines: list[Line], batch: str, status: int) -> Response:
    house, now = visit.desk.house, visit.desk.now()
    for one in lines:
        signed.plan(one, house, visit.actor, now, "")
    signed.rehearse(house, lines, now)
    return _shown(visit, "signed_preview.html", lines, batch, status)


def _commit(visit: Visit, lines: list[Line], batch: str) -> Response:
    house, now = visit.desk.house, visit.desk.now()
    for one in lines:
        signed.plan(one, house, visit.actor, now, batch)
    if any(one.errors for one in lines):
        fresh = [signed.line(look(visit.desk, [o.stream]), o.stream, o.dates) for o in lines]
        return _preview(visit, fresh, batch, 422)
    signed.record(house, lines, now)
    return _shown(visit, "signed_report.html", lines, batch, 200)


def _shown(visit: Visit, template: str, lines: list[Line], batch: str, status: int) -> Response:
    good = [one for one in lines if not one.refused]
    return visit.page(
        template, status, lines=lines, good=len(good), bad=len(lines) - len(good), batch=batch,
        names=DATES,
    )  # fmt: skip
