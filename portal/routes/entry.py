"""Coming in and going out: local accounts, sessions kept by the server, forms that are ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from lifecycle.people import Person
from persistence.accounts import Account
from portal import passwords
from portal.failures import TooMany
from portal.pages import link, render
from portal.visits import (
    LONGEST_PAUSE,
    LONGEST_VISIT,
    OURS,
    Here,
    Office,
    check_token,
    cookie_name,
    form_of,
    form_token,
    hold,
    local,
    new_secret,
    office_of,
    stored,
    text,
)

router = APIRouter()
UNKNOWN = "Adresse ou mot de passe inconnu."
Form = Annotated[FormData, Depends(form_of)]


@router.get("/")
def first() -> Response:
    return RedirectResponse(link("a-faire"), 303)


@router.get("/connexion")
def ask(request: Request, suite: str = "") -> Response:
    """The form, with a token that only this browser can give back."""
    secret, now = request.cookies.get(cookie_name(request), ""), office_of(request).clock()
    if secret and office_of(request).accounts.session(stored(secret), now, now - LONGEST_PAUSE):
        return RedirectResponse(local(suite or "/"), 303)
    return _asked(request, secret or new_secret(), local(suite or "/"), "", "", 200)


def _asked(
    request: Request, secret: str, suite: str, email: str, error: str, status: int
) -> Response:
    values = {"token": form_token(secret), "suite": suite, "email": email, "error": error}
    page = render("login.html", status, values)
    hold(request, page, secret)
    return page


@router.post("/connexion")
def enter(request: Request, form: Form) -> Response:
    office = office_of(request)
    secret = request.cookies.get(cookie_name(request), "")
    check_token(form, form_token(secret))
    email, suite = text(form, "email").strip()[:254], local(text(form, "suite") or "/")
    account = _recognised(request, office, email, text(form, "password"))
    if account is None:
        return _asked(request, secret, suite, email, UNKNOWN, 422)
    return _in(request, office, account, suite)


def _recognised(request: Request, office: Office, email: str, password: str) -> Account | None:
    """Whose password it is. The same work, whether the address is known or not."""
    now, address = office.clock(), request.client.host if request.client else ""
    tries = ((office.by_address, address), (office.by_account, email.lower()))
    waits = [wait for throttle, key in tries if (wait := throttle.wait(key, now))]
    if waits:
        minutes = int(max(waits).total_seconds() // 60) + 1
        raise TooMany(f"Trop d’essais : attendez {minutes} min avant le prochain.", minutes * 60)
    found = office.accounts.credentials(email)
    if passwords.verified(password, found[1] if found else None) and found:
        office.by_account.succeeded(email.lower())
        if passwords.outdated(found[1]):
            office.accounts.rehash(email, passwords.HASHER.hash(password))
        return found[0]
    for throttle, key in tries:
        throttle.failed(key, now)
    return None


def _in(request: Request, office: Office, account: Account, suite: str) -> Response:
    """A new secret at each login: one that somebody planted before is worth nothing."""
    _introduce(office, account)
    secret, now = new_secret(), office.clock()
    office.accounts.open_session(stored(secret), account.email, now, now + LONGEST_VISIT)
    answer = RedirectResponse(suite, 303)
    hold(request, answer, secret)
    return answer


def _introduce(office: Office, account: Account) -> None:
    """The register knows by name whoever is about to act: the history will say who."""
    register = office.desk.house.register
    (known,) = register.match_all([Person("", email=account.email)])
    person = known or Person(register.new_id(), email=account.email, origin="compte")
    if not (person.first_name or person.last_name):
        register.save([replace(person, last_name=account.name)])


@router.post("/deconnexion", dependencies=[OURS])
def leave(visit: Here) -> Response:
    visit.office.accounts.end_session(stored(visit.secret))
    answer = RedirectResponse(link("connexion"), 303)
    answer.delete_cookie(cookie_name(visit.request), path="/")
    return answer
