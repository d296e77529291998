"""What a supervisor asks: is the process alive, can it answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from lifecycle.errors import LifecycleError
from portal.visits import office_of

router = APIRouter()


@router.get("/healthz")
def alive() -> Response:
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Both stores answer."""
    office = office_of(request)
    try:
        office.desk.reader.head()
        office.accounts.all()
    except LifecycleError:
        return PlainTextResponse("indisponible\n", 503)
    return PlainTextResponse("ok\n")
