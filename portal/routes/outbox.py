"""The letters: what left, what waits, what nobody can be sure of; each may be read."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from lifecycle.commands.fields import Field, Kind
from lifecycle.errors import InvalidInput, NotFound
from notifications.outcomes import Ledger
from persistence.outbox import Row
from portal.guard import CSP
from portal.pages import link
from portal.visits import Here, Said, Visit, text, whole
from portal.wording import STATUSES

router = APIRouter()
PAGE = 50
REASON = Field("motif", "Motif", Kind.LONG_TEXT, required=True)
# The page may frame our own documents; what is framed runs nothing, opens nothing, asks nobody.
FRAMING = f"{CSP}; frame-src 'self'"
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
GONE = (
    '<!doctype html><html lang="fr"><title>Courriel</title><p>Ce courriel n’a pas de version HTML.'
)


@router.get("/courriels")
def listing(visit: Here, etat: str = "", formation: str = "", page: str = "") -> Response:
    if etat and etat not in STATUSES:
        raise InvalidInput("Cet état n’existe pas.")
    number, perimeter = whole(page), visit.perimeter(formation)
    counts = visit.browser.letter_counts(perimeter)
    rows = visit.browser.letters(etat, perimeter, (number - 1) * PAGE, PAGE)
    about = visit.browser.apprentices_of([row.stream for row in rows])
    people = visit.people({row.person for row in rows} | set(about.values()))
    return visit.page(
        "letters.html",
        rows=[(r, people.get(r.person), people.get(about.get(r.stream, ""))) for r in rows],
        counts=[(name, label, counts.get(name, 0)) for name, label in STATUSES.items()],
        total=counts.get(etat, 0) if etat else sum(counts.values()),
        number=number,
        size=PAGE,
        status_=etat,
        formation=formation,
        formations=visit.formations(),
    )


def _letter(visit: Visit, id_: str) -> Row:
    row = visit.browser.letter(id_)
    if row is None or not visit.account.sees(row.formation):
        raise NotFound("Ce courriel n’existe pas, ou n’est pas dans votre périmètre.")
    return row


def _message(visit: Visit, row: Row) -> EmailMessage | None:
    """The mail as it left, or as it is about to; none before it is written."""
    raw = visit.desk.installation.register.message(row.message_id) if row.message_id else None
    found = message_from_bytes(raw, policy=default) if raw else None
    return found if isinstance(found, EmailMessage) else None


@router.get("/courriels/{id_}")
def show(visit: Here, id_: str) -> Response:
    return _page(visit, _letter(visit, id_), "", "", 200)


def _page(visit: Visit, row: Row, reason: str, wrong: str, status: int) -> Response:
    message = _message(visit, row)
    body = message.get_body(("plain",)) if message else None
    page = visit.page(
        "letter.html",
        status,
        row=row,
        person=visit.people({row.person}).get(row.person),
        heads=[(n, str(message[h])) for n, h in HEADS if message[h]] if message else [],
        text=body.get_content() if body else "",
        written=message is not None,
        reason=reason,
        wrong=wrong,
    )
    page.headers["content-security-policy"] = FRAMING
    return page


HEADS = (
    ("De", "From"),
    ("À", "To"),
    ("Répondre à", "Reply-To"),
    ("Objet", "Subject"),
    ("Date", "Date"),
)


@router.get("/courriels/{id_}/html")
def rendered(visit: Here, id_: str) -> Response:
    """The HTML as its reader sees it: framed, without script, without form, without network."""
    message = _message(visit, _letter(visit, id_))
    body = message.get_body(("html",)) if message else None
    page = HTMLResponse(body.get_content() if body else GONE)
    page.headers["content-security-policy"] = FRAMED
    page.headers["x-frame-options"] = "SAMEORIGIN"
    return page


@router.post("/courriels/{id_}/trancher")
def resolve(visit: Here, form: Said, id_: str) -> Response:
    row, said = _letter(visit, id_), text(form, "reason")
    verdict = text(form, "verdict")
    try:
        reason = REASON.read(said)
        if not reason:
            raise InvalidInput("Motif : dites comment vous le savez.")
        if verdict not in ("sent", "resend"):
            raise InvalidInput("Choisissez : il est parti, ou il faut le renvoyer.")
    except InvalidInput as wrong:
        return _page(visit, row, said, wrong.message, 422)
    desk = visit.desk
    ledger = Ledger(desk.house, desk.outbox, desk.installation.register)
    sent = verdict == "sent"
    ledger.settle(row.id, sent=sent, reason=reason, at=desk.now(), by=visit.actor, channel="web")
    return visit.redirect(link("courriels", row.id), "C’est tranché.")
