"""The list of dossiers, and one dossier: where it stands, what is due, what may be done."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from lifecycle.calendar import paris_day
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Dossier
from lifecycle.errors import InvalidInput
from lifecycle.stages import (
    ORDER,
    STAGE_LABELS,
    formation_of,
    holder_label,
    irregularities_of,
    stage_of,
)
from portal import dossier as told
from portal.looking import Deed, Look, look
from portal.visits import Here, Visit, whole
from portal.wording import short_day, state

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
    rows = visit.browser.dossiers(today, visit.perimeter(formation), name, etape, bool(retard))
    return visit.page(
        "dossiers.html",
        rows=rows[(number - 1) * PAGE : number * PAGE],
        total=len(rows),
        number=number,
        size=PAGE,
        q=name,
        stage_=etape,
        stages=[(name_, STAGE_LABELS[name_].capitalize()) for name_ in ORDER],
        formation=formation,
        formations=visit.formations(),
        late=bool(retard),
    )


@router.get("/dossiers/{stream}")
def show(visit: Here, stream: str, tout: str = "") -> Response:
    stream = visit.dossier(stream)
    seen = look(visit.desk, [stream])
    history = visit.desk.history(stream)
    letters = visit.browser.letters_of(stream)
    pending, over = told.duties(seen, stream, letters, visit.account.actor)
    people = {**visit.people(told.authors(history)), **seen.people}
    dossier = seen.dossiers[stream]
    return visit.page(
        "dossier.html",
        stream=stream,
        apprentice=seen.apprentice(stream),
        formation=formation_of(dossier),
        stage_=stage_of(seen.charter, dossier),
        regions=_regions(seen, stream, history),
        pending=pending,
        over=over,
        irregularities=irregularities_of(dossier),
        contacts=told.contacts(seen, stream),
        timeline=told.timeline(seen, stream, history, people, bool(tout)),
        everything=bool(tout),
        facts=len(history),
        letters=letters,
        **offers(visit, stream, told.subjects(dossier, told.words_of(history))),
    )


def _regions(seen: Look, stream: str, history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The present state of each region, in French, since when, with what people ask first."""
    dossier = seen.dossiers[stream]
    names = told.subjects(dossier, told.words_of(history))
    shown = [i for r in ("pathway", "mission", "contract") for i in dossier.of(r)]
    return [
        {
            "region": i.region,
            "name": names.get(i.id, ""),
            "state": state(i.region, i.state),
            "since": i.since,
            "details": list(_details(seen, dossier, i)),
        }
        for i in shown
    ]


def _details(seen: Look, dossier: Dossier, instance: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    employer = seen.people.get(str(instance.data.get("role:employeur") or ""))
    if instance.region == "mission" and employer:
        found.append(("Employeur", employer.organisation or employer.name))
    if instance.region == "contract":
        found += _signatures(instance.data)
        if filing := dossier.get("filing", instance.id):
            found.append(("Dépôt", f"{state('filing', filing.state)}, depuis le "
                          f"{short_day(filing.since)}"))  # fmt: skip
            if number := filing.data.get("deca_number"):
                found.append(("Numéro DECA", str(number)))
    return found


SIGNATURES = (
    ("signed:employer", "Signé par l’employeur"),
    ("signed:apprentice", "Signé par l’apprenti"),
    ("signed:legal_representative", "Signé par le représentant légal"),
    ("visa", "Visa du CFA"),
)


def _signatures(data: Any) -> list[tuple[str, str]]:
    return [(label, f"le {short_day(data[key])}") for key, label in SIGNATURES if data.get(key)]


def offers(visit: Visit, stream: str, names: dict[str, str]) -> dict[str, Any]:
    """What may be done; what is blocked, by what, and who can lift it; what has no object here."""
    rows = visit.desk.actions(stream, visit.account.actor)
    hidden = ("justify-irregularity", "fulfil-obligation", "waive-obligation")
    allowed = [r for r in rows if r["allowed"] and r["command"] not in hidden]
    blocked = [r for r in rows if any(b["rule"] != "move" for b in r["refusals"])]
    reached = {r["command"] for r in rows if r["allowed"]} | {r["command"] for r in blocked}
    return {
        "allowed": [_offer(visit, stream, r, names) for r in allowed],
        "blocked": [_offer(visit, stream, r, names) for r in blocked],
        "without_object": list(
            dict.fromkeys(r["label"] for r in rows if r["command"] not in reached)
        ),
    }


def _offer(visit: Visit, stream: str, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    field = instance_field(visit.desk.house.charter.by_command[row["command"]]) or "instance"
    deed = Deed(row["command"], row["label"], field, row["instance"] or "")
    refusals = [
        {**refusal, "who": ", ".join(map(holder_label, refusal["lifted_by"]))}
        for refusal in row["refusals"]
        if refusal["rule"] != "move"
    ]
    about = names.get(row["instance"] or "", "")
    return {**row, "path": deed.path(stream), "about": about, "refusals": refusals}
