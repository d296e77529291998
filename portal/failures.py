"""What went wrong, as a page: the right code, one clear sentence, never a traceback."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from lifecycle.errors import (
    Conflict,
    InvalidInput,
    LifecycleError,
    NotAllowed,
    NotFound,
    Refused,
    TryLater,
)
from portal.guard import ALWAYS, TooLarge, too_large
from portal.pages import link, render

log = logging.getLogger(__name__)


class LoggedOut(Exception):
    """Nobody is in: `asked` is where to come back to."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class Forbidden(LifecycleError):
    """This form or page is not for whoever asks."""

    code = 5


class TooMany(LifecycleError):
    """Too many tries: `seconds` to wait."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


TITLES = {
    400: "Demande incompréhensible",
    403: "Non autorisé",
    404: "Introuvable",
    405: "Introuvable",
    409: "Refusé",
    413: "Trop lourd",
    415: "Fichier d’une autre sorte",
    422: "Saisie à corriger",
    429: "Trop d’essais",
    500: "Erreur interne",
    503: "Réessayez dans un instant",
}
STATUS: tuple[tuple[type[LifecycleError], int], ...] = (
    (TooMany, 429),
    (Forbidden, 403),
    (NotAllowed, 403),
    (Refused, 409),
    (Conflict, 409),
    (NotFound, 404),
    (InvalidInput, 422),
    (TryLater, 503),
)
SENTENCES = {
    400: "Le navigateur a envoyé une demande que ce service ne comprend pas.",
    404: "Cette page n’existe pas, ou n’existe plus.",
    405: "Cette page ne se demande pas ainsi.",
}


def status_of(error: LifecycleError) -> int:
    if isinstance(status := getattr(error, "status", None), int):
        return status
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def failure(status: int, message: str, retry: int | None = None) -> Response:
    title = TITLES.get(status, "Erreur")
    page = render("failure.html", status, {"status": status, "title": title, "message": message})
    page.headers.update(ALWAYS)  # an unexpected error is answered outside of the guard
    if retry is not None:
        page.headers["retry-after"] = str(retry)
    return page


def listen(app: FastAPI) -> None:
    """Every exception has its page."""
    app.add_exception_handler(LoggedOut, _logged_out)
    app.add_exception_handler(LifecycleError, _expected)
    app.add_exception_handler(TooLarge, _too_large)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


def _logged_out(_: Request, error: Exception) -> Response:
    asked = getattr(error, "asked", "/")
    return RedirectResponse(link("connexion", suite=asked if asked != "/" else ""), 303)


def _expected(_: Request, error: Exception) -> Response:
    if not isinstance(error, LifecycleError):
        raise error
    status = status_of(error)
    if status == 500:
        log.error("%s", error.message)
    retry = error.seconds if isinstance(error, TooMany) else (5 if status == 503 else None)
    return failure(status, error.message, retry)


def _too_large(request: Request, _: Exception) -> Response:
    return failure(413, too_large(request.scope))


def _http(_: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    return failure(status, SENTENCES.get(status, TITLES.get(status, "Erreur") + "."))


def _invalid(_: Request, __: Exception) -> Response:
    return failure(
        422, "Une valeur de l’adresse ou du formulaire n’est pas celle qui est attendue."
    )


def _unexpected(_: Request, error: Exception) -> Response:
    log.error("unexpected: %s", type(error).__name__)
    return failure(
        500, f"Erreur interne ({type(error).__name__}) : rien de plus n’a été écrit, signalez-la."
    )
