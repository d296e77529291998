"""Who is asking: the session behind the cookie, its token for forms, what this person may see."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from lifecycle.calendar import paris_day
from lifecycle.dossier import Dossier
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.people import Actor, Person
from lifecycle.stages import formation_of
from lifecycle.vocabulary import hidden_refs
from persistence.accounts import Account, Accounts
from persistence.browsing import Browser
from persistence.reading import DOSSIERS
from persistence.sealing import instant_of
from portal.failures import Forbidden, LoggedOut
from portal.pages import render
from portal.ports import Desk
from portal.throttle import Throttle
from portal.uploads import Uploads
from quality.shelf import Shelf

LONGEST_VISIT = timedelta(hours=12)
LONGEST_PAUSE = timedelta(hours=2)
SEEN_AGAIN = timedelta(minutes=5)  # how often a session is marked as seen: not at each page
MOST_FIELDS = 5_000
ABSENT = {
    "formation": "Cette formation n’existe pas, ou n’est pas dans votre périmètre.",
    "cfa": "Ce CFA n’existe pas, ou n’est pas dans votre périmètre.",
}


@dataclass(frozen=True, slots=True)
class Office:
    """What the pages share. `clock` is the machine's: sessions live in real time."""

    desk: Desk
    accounts: Accounts
    browser: Browser
    clock: Callable[[], datetime]
    by_address: Throttle
    by_account: Throttle
    uploads: Uploads = field(default_factory=Uploads)
    shelf: Shelf = field(default_factory=Shelf)


def office_of(request: Request) -> Office:
    found: Office = request.app.state.office
    return found


def cookie_name(request: Request) -> str:
    """`__Host-` binds the cookie to this very host, and asks for https."""
    return f"{'__Host-' if request.url.scheme == 'https' else ''}session"


def hold(request: Request, response: Response, secret: str) -> None:
    """Give the browser its secret, which no script may read."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(request), secret, httponly=True, samesite="lax", secure=secure, path="/"
    )


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def stored(secret: str) -> str:
    """What the store keeps of a secret."""
    return sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """The token of the forms of a session: known only to whoever holds its secret."""
    return sha256(f"form:{secret}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is in."""

    request: Request
    office: Office
    account: Account
    secret: str
    flash: str

    @property
    def desk(self) -> Desk:
        """The installation, but for what is reserved to others."""
        return self.office.desk.seen_by(self.account.role)

    @property
    def browser(self) -> Browser:
        """Its rows, but for what is reserved to others."""
        charter = self.office.desk.house.charter
        return self.office.browser.hiding(hidden_refs(charter, self.account.role))

    @property
    def actor(self) -> Actor:
        """The author of what this person does: their id in the register, met at the login."""
        asked = Person("", email=self.account.email)
        (known,) = self.desk.house.register.match_all([asked])
        return Actor(self.account.role, known.id if known else self.account.email)

    # --- what this person may see ----------------------------------------------------------

    def perimeter(self, formation: str = "") -> tuple[str, ...]:
        """The codes to look at; none means all. Raises NotFound outside of what they see."""
        if not formation:
            return self.account.formations
        known = dict(self.browser.formations())
        if formation not in known or not self.account.sees(formation):
            raise NotFound("Cette formation n’existe pas, ou n’est pas dans votre périmètre.")
        return (formation,)

    def formations(self) -> list[str]:
        return [code for code, _ in self.browser.formations() if self.account.sees(code)]

    def cfas(self) -> list[str]:
        """Of every CFA, unless this person sees some formations only."""
        return [] if self.account.formations else self.browser.cfas()

    def dossier(self, stream: str) -> str:
        """The id of an apprentice's dossier that this person sees; others do not exist for them."""
        return self._seen(stream, ("apprentice",))

    def stream(self, stream: str) -> str:
        """The same, of a formation or a CFA too: whoever sees some formations only sees no CFA."""
        return self._seen(stream, DOSSIERS)

    def _seen(self, stream: str, kinds: Sequence[str]) -> str:
        asked = kinds if stream.isalnum() else ()
        rows = [row for kind in asked for row in self.desk.reader.streams(kind, prefix=stream)]
        of = [row.code if row.kind == "formation" else row.formation for row in rows]
        if [row.stream for row in rows] != [stream] or not self.account.sees(of[0]):
            raise NotFound("Ce dossier n’existe pas, ou n’est pas dans votre périmètre.")
        return stream

    def house(self, kind: str, code: str) -> str:
        """The id of a formation or CFA that this person sees. Raises NotFound."""
        found = self.desk.reader.house(kind, code)
        if found is None or not self.account.sees(code if kind == "formation" else ""):
            raise NotFound(ABSENT[kind])
        return found

    def sees(self, house: Dossier) -> bool:
        """Whether this person has its page."""
        return self.account.sees(formation_of(house))

    def people(self, ids: set[str]) -> Mapping[str, Person]:
        return self.desk.house.register.find(ids)

    # --- what they are answered ------------------------------------------------------------

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        now = self.desk.now()
        head = self.desk.reader.head()
        always = {
            "account": self.account,
            "token": form_token(self.secret),
            "flash": self.flash,
            "path": self.request.url.path,
            "nav": self.request.url.path,  # where it belongs, for the menu
            "now": now,
            "today": paris_day(now),
            "simulated": head.simulated_at is not None,
        }
        return render(template, status, always | values)

    def redirect(self, path: str, flash: str = "") -> Response:
        """After a deed, elsewhere: reloading the page does not do it again."""
        if flash:
            self.office.accounts.leave_flash(stored(self.secret), flash)
        return RedirectResponse(path, 303)


def visit_of(request: Request) -> Visit:
    """The session of the browser. Raises LoggedOut."""
    office = office_of(request)
    secret = request.cookies.get(cookie_name(request), "")
    now = office.clock()
    token = stored(secret)
    session = office.accounts.session(token, now, now - LONGEST_PAUSE) if secret else None
    if session is None:
        raise LoggedOut(_asked(request))
    if now - instant_of(session.seen_at) > SEEN_AGAIN:
        office.accounts.touch(token, now)
    if session.flash and request.method == "GET":
        office.accounts.leave_flash(token, "")
    return Visit(request, office, session.account, secret, session.flash)


def _asked(request: Request) -> str:
    """Where to come back to after the login; a form is not sent twice."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def local(path: str) -> str:
    """`path` when it is one of ours, else the first page: nobody is sent elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """What was typed, its file closed once the page is answered. Raises InvalidInput on no text."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    try:
        for name, value in form.multi_items():
            if isinstance(value, str) and "\ufffd" in name + value:
                raise InvalidInput("Le formulaire n’est pas du texte en UTF-8.")
        yield form
    finally:
        await form.close()


def said_by(visit: Annotated[Visit, Depends(visit_of)],
            form: Annotated[FormData, Depends(form_of)]) -> FormData:  # fmt: skip
    """The form of somebody who is in, when it is one of theirs. Raises Forbidden."""
    check_token(form, form_token(visit.secret))
    return form


def check_token(form: FormData, wanted: str) -> None:
    if not compare_digest(text(form, "token").encode(), wanted.encode()):
        raise Forbidden(
            "Ce formulaire n’est plus valable : rien n’a été fait. Rouvrez la page et recommencez."
        )


def text(form: Mapping[str, Any], name: str) -> str:
    """One field as typed; nothing when it is absent or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def whole(raw: str, lowest: int = 1, highest: int = 1_000_000) -> int:
    """A whole number of the address bar. Raises InvalidInput."""
    if not raw:
        return lowest
    if not (raw.isascii() and raw.isdigit() and len(raw) < 8 and lowest <= int(raw) <= highest):
        raise InvalidInput("Le numéro de page n’est pas un nombre entier.")
    return int(raw)


Here = Annotated[Visit, Depends(visit_of)]
Said = Annotated[FormData, Depends(said_by)]
OURS = Depends(said_by)
"""For forms that say nothing but that they are ours."""
