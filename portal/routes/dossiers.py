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
from portal import timeline
from portal.looking import Deed, Look, look
from portal.visits import Here, Visit, whole
from portal.wording import initial, short_day, state

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
        stages=[(name_, initial(STAGE_LABELS[name_])) for name_ in ORDER],
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
    pending, over = told.duties(seen, stream, letters, visit.actor)
    people = {**visit.people(timeline.authors(history)), **seen.people}
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
        timeline=timeline.timeline(seen, stream, history, people, bool(tout)),
        everything=bool(tout),
        facts=len(history),
        letters=letters,
        **offers(visit, stream, timeline.names(seen, stream, history)),
    )


def _regions(seen: Look, stream: str, history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The present state of each region, in French, since when, with what people ask first."""
    dossier = seen.dossiers[stream]
    names = timeline.subjects(dossier, timeline.words_of(history))
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
    rows = visit.desk.actions(stream, visit.actor)
    allowed = [r for r in rows if r["allowed"] and r["command"] not in ON_THE_CARDS]
    leaving = [r for r in allowed if _leaves(visit, r["command"])]
    blocked = [r for r in rows if not r["allowed"] and not _without_object(r)]
    reached = {r["command"] for r in rows if r["allowed"]} | {r["command"] for r in blocked}
    return {
        "allowed": [_offer(visit, stream, r, names) for r in allowed if r not in leaving],
        "leaving": [_offer(visit, stream, r, names) for r in leaving],
        "blocked": [_offer(visit, stream, r, names) for r in blocked],
        "without_object": list(
            dict.fromkeys(r["label"] for r in rows if r["command"] not in reached)
        ),
    }


def _without_object(row: dict[str, Any]) -> bool:
    """The present state has no such move, whoever asks."""
    return any(refusal["rule"] == "move" for refusal in row["refusals"])


# Offered beside each duty and irregularity.
ON_THE_CARDS = ("justify-irregularity", "fulfil-obligation", "waive-obligation")


def _leaves(visit: Visit, command: str) -> bool:
    """Whether the command ends the pathway: offered apart, nobody does it by mistake."""
    moves = visit.desk.house.charter.by_command[command]
    return all(t.region == "pathway" and t.enters is not None and t.enters.final for t in moves)


def _offer(visit: Visit, stream: str, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    field = instance_field(visit.desk.house.charter.by_command[row["command"]]) or "instance"
    deed = Deed(row["command"], row["label"], field, row["instance"] or "")
    refusals = [
        {**refusal, "who": ", ".join(map(holder_label, refusal["lifted_by"]))}
        for refusal in row["refusals"]
    ]
    about = names.get(row["instance"] or "", "")
    return {**row, "path": deed.path(stream), "about": about, "refusals": refusals}
