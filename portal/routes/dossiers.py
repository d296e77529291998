"""The list of dossiers, and one dossier: where it stands, what is due, what may be done."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from lifecycle.calendar import paris_day
from lifecycle.commands.duties import CORRECT
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Instance, irregularities
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.stages import ORDER, STAGE_LABELS, formation_of, holder_label, stage_of
from portal import dossier as told
from portal import timeline
from portal.correcting import correctable
from portal.looking import Deed, Look, look
from portal.moments import Moment
from portal.pages import link
from portal.regions import standings
from portal.roles import held, staff
from portal.visits import Here, Visit, whole
from portal.wording import fact, initial

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
    stream = visit.dossier(stream)
    moment = Moment.asked(connu, vrai, paris_day(visit.desk.now()))
    seen = look(visit.desk, [stream], moment)
    if not seen.histories[stream]:
        raise NotFound("Ce dossier n’existait pas encore à cette date.")
    kept = {event.pos for event in seen.histories[stream]}
    history = [row for row in visit.desk.history(stream) if row["pos"] in kept]
    letters = [row for row in visit.browser.letters_of(stream) if row.fact_pos in kept]
    people = {**visit.people(timeline.authors(history)), **seen.people}
    dossier, numbers = seen.dossiers[stream], {row["pos"]: row["seq"] for row in history}
    names, stage = timeline.names(seen, stream, history), stage_of(seen.charter, dossier)
    return visit.page(
        "dossier.html",
        stream=stream,
        apprentice=seen.apprentice(stream),
        formation=formation_of(dossier),
        stage_=stage,
        regions=standings(seen, stream, names),
        duties=told.duties(seen, stream, letters, visit.actor),
        day=seen.day,
        irregularities=[_irregularity(seen, stream, i, numbers) for i in irregularities(dossier)],
        held=held(seen, stream),
        staff=staff(seen, stream),
        timeline=timeline.timeline(seen, stream, history, people, bool(tout)),
        everything=bool(tout),
        facts=len(history),
        letters=letters,
        moment=moment,
        **(NO_OFFER if moment.is_past else offers(visit, stream, names, stage)),
    )


NO_OFFER: dict[str, Any] = {
    "allowed": [],
    "leaving": [],
    "blocked": [],
    "without_object": [],
    "several": False,
}


def _irregularity(
    seen: Look, stream: str, found: Instance, numbers: dict[int, int]
) -> dict[str, Any]:
    """What is flagged, and both ways out: correct the fact that it is about, or give the reason."""
    facts = seen.histories[stream]
    flagged = next(e for e in facts if e.place == found.opened)
    about = next((e for e in reversed(facts) if e.place == flagged.cause), None)
    fit = about is not None and correctable(seen.charter, about)
    return {
        **found.data,
        "id": found.id,
        "since": found.since,
        "fact": fact(about.type, about.move) if about else "",
        "correct": link("dossiers", stream, CORRECT.name, fact=numbers[about.pos])
        if about and fit
        else "",
    }


def offers(visit: Visit, stream: str, names: dict[str, str], stage: str) -> dict[str, Any]:
    """What may be done; what is blocked, by what, and who can lift it; what has no object here."""
    rows = visit.desk.actions(stream, visit.actor)
    allowed = [r for r in rows if r["allowed"] and r["command"] not in ON_THE_CARDS]
    leaving = [r for r in allowed if _leaves(visit, r["command"])]
    blocked = [r for r in rows if not (r["allowed"] or r["command"] in ON_THE_CARDS)]
    blocked = [r for r in blocked if not _without_object(r)]
    reached = {r["command"] for r in rows if r["allowed"]} | {r["command"] for r in blocked}
    return {
        "allowed": _by_phase(visit, stream, [r for r in allowed if r not in leaving], names, stage),
        "several": len(allowed) > MANY,
        "leaving": [_offer(visit, stream, r, names) for r in leaving],
        "blocked": [_offer(visit, stream, r, names) for r in blocked],
        "without_object": list(
            dict.fromkeys(r["label"] for r in rows if r["command"] not in reached)
        ),
    }


def _by_phase(
    visit: Visit, stream: str, rows: list[dict[str, Any]], names: dict[str, str], stage: str
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """The actions by the phase that declares them, in the order of the charter; the present first."""
    found: list[tuple[str, str, list[dict[str, Any]]]] = []
    left = list(rows)
    for phase in visit.desk.house.charter.phases:
        commands = {t.on.name for t in phase.transitions}
        mine = [r for r in left if r["command"] in commands]
        left = [r for r in left if r["command"] not in commands]
        if mine:
            found.append((phase.name, phase.label, [_offer(visit, stream, r, names) for r in mine]))
    return sorted(found, key=lambda group: group[0] != stage)


def _without_object(row: dict[str, Any]) -> bool:
    """The present state has no such move, whoever asks."""
    return any(refusal["rule"] == "move" for refusal in row["refusals"])


# Offered beside each duty, irregularity and fact.
ON_THE_CARDS = ("justify-irregularity", "fulfil-obligation", "waive-obligation", CORRECT.name)
MANY = 12  # actions; beyond, those of the present stage are shown and the others folded away


def _leaves(visit: Visit, command: str) -> bool:
    """Whether the command ends the pathway: offered apart, nobody does it by mistake."""
    moves = visit.desk.house.charter.by_command[command]
    ends = (t.enters for t in moves if t.region == "pathway" and t.enters)
    return len(moves) == sum(state.final or state.left for state in ends)


def _offer(visit: Visit, stream: str, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    field = instance_field(visit.desk.house.charter.by_command[row["command"]]) or "instance"
    deed = Deed(row["command"], row["label"], field, row["instance"] or "")
    refusals = [
        {**refusal, "who": ", ".join(map(holder_label, refusal["lifted_by"]))}
        for refusal in row["refusals"]
    ]
    about = names.get(row["instance"] or "", "")
    return {**row, "path": deed.path(stream), "about": about, "refusals": refusals}
