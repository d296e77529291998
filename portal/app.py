"""The pages put together: one application over one open installation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp

from persistence.accounts import Accounts
from persistence.browsing import Browser
from portal import failures
from portal.guard import Guard
from portal.pages import STYLE
from portal.ports import Desk
from portal.routes import (
    actions,
    contracts,
    documents,
    dossiers,
    entry,
    health,
    houses,
    imports,
    outbox,
    quality,
    settings,
    todo,
)
from portal.throttle import Throttle
from portal.visits import Office

LOOPBACK = ("localhost", "127.0.0.1", "::1")
QUARTER = timedelta(minutes=15)
PAGES = (
    entry,
    todo,
    dossiers,
    documents,
    actions,
    contracts,
    houses,
    settings,
    quality,
    outbox,
    imports,
    health,
)


def create_app(
    desk: Desk,
    *,
    hosts: Iterable[str] = LOOPBACK,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """The pages of one installation, for these host names. `clock` times sessions and tries."""
    app = FastAPI(title="Suivi des apprentis", docs_url=None, redoc_url=None, openapi_url=None)
    database, network = desk.installation.database, desk.installation.store.network
    app.state.office = Office(
        desk,
        Accounts(database, network),
        Browser(database, network),
        clock,
        by_address=Throttle(20, QUARTER),
        by_account=Throttle(5, QUARTER),
    )
    for page in PAGES:
        app.include_router(page.router)
    app.add_api_route("/static/portal.css", style, include_in_schema=False)
    failures.listen(app)
    app.add_middleware(Guard, hosts=hosts, refuse=_refusal)
    return app


def style() -> Response:
    """The one style sheet; its address changes with its content, so that it may be kept."""
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(STYLE, media_type="text/css; charset=utf-8", headers=kept)


def _refusal(status: int, message: str) -> ASGIApp:
    return failures.failure(status, message)
