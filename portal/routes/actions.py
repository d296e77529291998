"""The form of each action, and what becomes of it: done, refused, or to be corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from lifecycle.charter import public_intentions
from lifecycle.commands import Command, Intention
from lifecycle.commands.duties import CORRECT
from lifecycle.commands.fields import Kind
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Dossier
from lifecycle.errors import Conflict, InvalidInput, LifecycleError, NotFound, Refusal, Refused
from lifecycle.service import handle
from lifecycle.stages import holder_label
from lifecycle.vocabulary import Charter
from portal import choosing, correcting, forms, reading, timeline
from portal.correcting import Correction
from portal.deeds import home, is_setting
from portal.failures import status_of
from portal.looking import look
from portal.pages import link
from portal.typed import Typed
from portal.visits import Here, Said, Visit

router = APIRouter()
OPENERS = ("register-candidacy", "take-over")
NEW = "nouveau"


def _intention(visit: Visit, name: str, opens: bool) -> Intention:
    """The command of a dossier called `name`. Raises NotFound."""
    found = public_intentions(visit.desk.house.charter).get(name)
    if found is None or is_setting(name) or (name in OPENERS) != opens:
        raise NotFound("Cette action n’existe pas.")
    return found


# --- a dossier that exists -----------------------------------------------------------------------


@router.get("/dossiers/{stream}/{name}")
def ask(request: Request, visit: Here, stream: str, name: str) -> Response:
    if stream == NEW:
        return _opening(visit, _intention(visit, name, opens=True), Typed.blank(), 200)
    stream = visit.stream(stream)
    intention = _intention(visit, name, opens=False)
    typed = Typed.blank(**_asked(intention, request))
    choosing.tick_all(visit, stream, intention, typed, request.query_params.get(choosing.ALL, ""))
    return _form(visit, stream, intention, typed, (), 200)


def _asked(intention: Intention, request: Request) -> dict[str, str]:
    """Values given by the link that leads here: the instance, the role."""
    known = {f.name for f in intention.fields}
    return {n: v[:200] for n, v in request.query_params.items() if n in known}


@router.post("/dossiers/{stream}/{name}")
def act(visit: Here, form: Said, stream: str, name: str) -> Response:
    typed = Typed.of(form)
    if stream == NEW:
        return _open(visit, _intention(visit, name, opens=True), typed)
    stream = visit.stream(stream)
    intention = _intention(visit, name, opens=False)
    try:
        choosing.check(visit, stream, intention, typed)
        done = handle(visit.desk.house, _command(visit, stream, intention, typed), visit.desk.now())
    except Refused as refused:
        return _form(visit, stream, intention, typed, refused.refusals, status_of(refused))
    except (InvalidInput, Conflict, NotFound) as wrong:
        return _form(visit, stream, intention, typed, (), status_of(wrong), wrong)
    said = f"{intention.label} : c’est enregistré."
    found = len(done.irregularities)
    said += f" {found} irrégularité(s) relevée(s), à justifier." if found else ""
    return visit.redirect(link(*home(done.dossier)), said)


def _command(visit: Visit, stream: str, intention: Intention, typed: Typed) -> Command:
    """What the door is asked; of a correction, read by the form of the fact that it corrects."""
    if intention is not CORRECT:
        return reading.command(intention, stream, typed, visit.actor)
    drawn = _correction(visit, stream, typed).intention
    return correcting.asked(reading.command(drawn, stream, typed, visit.actor))


def _correction(visit: Visit, stream: str, typed: Typed) -> Correction:
    events, history = visit.desk.events(stream), visit.desk.history(stream)
    number = typed.values.get(correcting.FACT, "")
    return correcting.correction(visit.desk.house.charter, events, history, number)


def _form(
    visit: Visit,
    stream: str,
    intention: Intention,
    typed: Typed,
    refusals: Sequence[Refusal],
    status: int,
    wrong: LifecycleError | None = None,
) -> Response:
    """The form with what was typed; what refuses now is said before anybody fills it in."""
    seen = look(visit.desk, [stream])
    dossier = seen.dossiers[stream]
    history = visit.desk.history(stream)
    names = timeline.names(seen, stream, history)
    corrected = _correction(visit, stream, typed) if intention is CORRECT else None
    drawn = corrected.intention if corrected else intention
    choices = forms.instances(seen.charter, dossier, intention, names)
    _only_one(seen.charter, intention, choices, typed)
    if not typed.expect or isinstance(wrong, Conflict):
        typed.expect = str(history[-1]["seq"])
    blocking = list(refusals) or _blocking(visit, stream, intention, typed)
    role = visit.account.role
    return visit.page(
        "form.html",
        status,
        title=intention.label,
        nav=link(*home(dossier)),
        back=link(*home(dossier)),
        action=link("dossiers", stream, intention.name),
        whose=seen.name(stream),
        groups=_groups(visit, dossier, drawn, typed, choices, corrected),
        all_of=choosing.all_of(visit, dossier, intention, typed),
        typed=typed,
        corrected=corrected.title if corrected else "",
        refusals=[_refusal(r) for r in blocking],
        refused=bool(refusals),
        dating=bool(intention.dated_by),
        liftable=forms.liftable(seen.charter, intention, blocking, role),
        behalves=forms.behalves(seen.charter, intention, visit.actor),
        wrong=reading.spoken(wrong.message, drawn.fields) if wrong and not typed.errors else "",
        irregularity=_about(dossier, typed),
    )


def _groups(
    visit: Visit,
    dossier: Dossier,
    drawn: Intention,
    typed: Typed,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    corrected: Correction | None,
) -> list[forms.Group]:
    """Of a correction, the fact is already named, and its day comes first."""
    if corrected is None or not corrected.title:
        boxes = choosing.boxes(visit, dossier, drawn)
        return forms.groups(drawn, typed, choices, boxes=boxes)
    first, hidden = correcting.OWN, (correcting.FACT,)
    return forms.groups(drawn, typed, choices, corrected.known, first, hidden)


def _only_one(
    charter: Charter,
    intention: Intention,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    typed: Typed,
) -> None:
    """The only instance that fits is chosen already, unless the act may also make a new one."""
    named = {f.name for f in intention.fields if f.kind is Kind.INSTANCE}
    if any(t.creates for t in charter.by_command[intention.name]):
        named -= {instance_field(charter.by_command[intention.name])}
    for name, offered in choices.items():
        if len(offered) == 1 and name in named:
            typed.values.setdefault(name, offered[0][0])


def _blocking(visit: Visit, stream: str, intention: Intention, typed: Typed) -> list[Refusal]:
    """Why the action is refused as things stand, for the instance that the form names."""
    named = set(typed.values.values())
    rows = [r for r in visit.desk.actions(stream, visit.actor) if r["command"] == intention.name]
    fit = [r for r in rows if r["instance"] in named] or rows
    if not fit or any(r["allowed"] for r in fit):
        return []
    return [
        Refusal(r["rule"], r["reason"], r["source"], tuple(r["lifted_by"]))
        for r in fit[0]["refusals"]
    ]


def _refusal(refusal: Refusal) -> dict[str, Any]:
    who = ", ".join(map(holder_label, refusal.lifted_by))
    return {"reason": refusal.reason, "source": refusal.source, "rule": refusal.rule, "who": who}


def _about(dossier: Dossier, typed: Typed) -> dict[str, Any] | None:
    found = dossier.get("irregularity", typed.values.get("irregularity", ""))
    return dict(found.data) if found else None


# --- a new dossier -------------------------------------------------------------------------------


def _opening(
    visit: Visit,
    intention: Intention,
    typed: Typed,
    status: int,
    wrong: LifecycleError | None = None,
) -> Response:
    codes = [(code, code) for code in visit.formations()]
    refusals = wrong.refusals if isinstance(wrong, Refused) else ()
    said = reading.spoken(wrong.message, intention.fields) if wrong else ""
    return visit.page(
        "form.html",
        status,
        title=intention.label,
        back=link("dossiers"),
        action=link("dossiers", NEW, intention.name),
        whose="",
        groups=forms.groups(intention, typed, {"formation": codes}),
        all_of=(),
        typed=typed,
        corrected="",
        refusals=[_refusal(r) for r in refusals],
        refused=bool(refusals),
        dating=bool(intention.dated_by),
        liftable=[],
        behalves=forms.behalves(visit.desk.house.charter, intention, visit.actor),
        wrong="" if typed.errors or refusals else said,
        irregularity=None,
    )


def _open(visit: Visit, intention: Intention, typed: Typed) -> Response:
    stream = visit.desk.house.register.new_id()
    typed.expect = ""
    try:
        asked = reading.command(intention, stream, typed, visit.actor)
        visit.perimeter(str(asked.fields["formation"]))
        done = handle(visit.desk.house, asked, visit.desk.now())
    except (InvalidInput, Conflict, NotFound, Refused) as wrong:
        return _opening(visit, intention, typed, status_of(wrong), wrong)
    return visit.redirect(
        link("dossiers", done.dossier.stream), f"{intention.label} : c’est enregistré."
    )
