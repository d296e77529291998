"""The documents of a dossier: listed, deposited once checked, given back as files to save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from exchange.documents import Document, deposit, documents_of, keeping, named
from exchange.papers import Paper, paper
from lifecycle.commands.documents import DOCUMENT_KINDS
from lifecycle.dossier import Dossier
from lifecycle.errors import Conflict, InvalidInput, LifecycleError, Refused
from lifecycle.stages import TOLD_APART
from portal import timeline
from portal.deeds import home
from portal.failures import status_of
from portal.looking import Look, look
from portal.naming import called
from portal.pages import link
from portal.typed import Typed
from portal.visits import Here, Said, Visit, text
from portal.wording import choice, initial

router = APIRouter()
ABOUT = ("mission", "contract", "situation", "reserved")
"""What a document may be about, beside all that a page shelves."""
# Whatever it holds, the browser saves it and runs nothing of it under our address.
SAVED = "default-src 'none'; sandbox"


@router.get("/dossiers/{stream}/documents")
def listing(visit: Here, stream: str, about: str = "") -> Response:
    return _page(visit, visit.stream(stream), Typed.blank(about=about[:40]), None)


def _page(visit: Visit, stream: str, typed: Typed, wrong: LifecycleError | None) -> Response:
    seen = look(visit.desk, [stream])
    history = visit.desk.history(stream)
    dossier = seen.dossiers[stream]
    names = {**timeline.names(seen, stream, history), **_reserved(seen, dossier)}
    return visit.page(
        "documents.html",
        status_of(wrong) if wrong else 200,
        nav=link(*home(dossier)),
        stream=stream,
        home=home(dossier),
        whose=seen.name(stream),
        documents=[_shown(one, names) for one in documents_of(dossier, history)],
        kinds=[(kind, initial(choice(kind))) for kind in DOCUMENT_KINDS],
        about=list(_about(seen, dossier, names)),
        typed=typed,
        chosen={"kind": "", "about": "", **typed.values},
        wrong=wrong.message if wrong else "",
    )


def _reserved(seen: Look, dossier: Dossier) -> dict[str, str]:
    """What the cases are called of those who see them."""
    return {one.id: called(seen.charter, one, one.data) for one in dossier.of("reserved")}


def _shown(one: Document, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": initial(choice(one.kind)),
        "name": one.called,
        "readable": bool(one.name) and not one.withdrawn,
        "withdrawn": one.withdrawn,
        "about": names.get(one.about, ""),
        "since": one.since,
        "size": weight(one.size),
    }


def weight(size: int) -> str:
    """`3 Ko`, `1,4 Mo`: what somebody waits for."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} Ko"
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",")


def _about(seen: Look, dossier: Dossier, names: Mapping[str, str]) -> Any:
    """(id, what it is called) of all that a document may be about, as this person sees it."""
    for one in dossier.instances.values():
        told = one.region in ABOUT or one.region not in (*TOLD_APART, "document")
        if told and not seen.charter.states[one.region, one.state].final:
            yield one.id, names.get(one.id, one.id)


@router.post("/dossiers/{stream}/documents")
def upload(visit: Here, form: Said, stream: str) -> Response:
    stream = visit.stream(stream)
    typed = Typed(values={"kind": text(form, "kind"), "about": text(form, "about")})
    typed.key = text(form, "key")[:100]
    desk = visit.desk
    asked = keeping(
        stream, typed.values["kind"], typed.values["about"][:40], visit.actor,
        key=typed.key or None, channel="web",
    )  # fmt: skip
    try:
        dossier = look(desk, [stream]).dossiers[stream]
        deposit(desk.house, desk.attachments, dossier, _file(form), asked, desk.now())
    except (InvalidInput, Refused, Conflict) as wrong:
        return _page(visit, stream, typed, wrong)
    return visit.redirect(link("dossiers", stream, "documents"), "Le document est gardé.")


def _file(form: FormData) -> Paper:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InvalidInput("Choisissez un fichier.")
    return paper(file.file, file.filename)


@router.get("/dossiers/{stream}/documents/{id_}")
def download(visit: Here, stream: str, id_: str) -> Response:
    stream = visit.stream(stream)
    dossier = look(visit.desk, [stream]).dossiers[stream]
    found = named(documents_of(dossier, visit.desk.history(stream)), id_)
    content = visit.desk.attachments.read(stream, found.sha256)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name or id_, safe='')}",
        "content-security-policy": SAVED,
    }
    return Response(content, media_type=found.mime, headers=headers)
