"""The pages in a real Chromium, over a whole house: what a person sees, clicks and reads."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lifecycle.people import Role
from tests.conftest import NO_BROWSER
from tests.portal.conftest import PASSWORD, PEOPLE, Office

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr-FR",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDE, NARROW = 1280, 320
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser that the system has: none is ever downloaded.

    For one file of tests: its driver keeps an event loop running, which those who come after in
    the same process (a real SMTP server) could not bear.
    """
    found = os.environ.get("TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"{NO_BROWSER}: {', '.join(NAMES)} not found")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The pages on a free port of this machine; yields their address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(office.pages, log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.house.close()


@pytest.fixture
def visit(office: Office, chromium: Browser) -> Iterator[Visit]:
    """Somebody opens a browser and logs in: `visit(Role.DIRECTION, width=320, script=True)`.

    Without script unless asked for: nothing may need one.
    """
    opened: list[BrowserContext] = []
    with served(office) as address:

        def enter(
            role: Role | None = Role.GESTIONNAIRE, width: int = WIDE, script: bool = False
        ) -> Page:
            context = chromium.new_context(
                base_url=address,
                viewport={"width": width, "height": 900},
                java_script_enabled=script,
                locale="fr-FR",
            )
            opened.append(context)
            page = context.new_page()
            page.goto("/")
            if role is not None:
                page.get_by_label("Adresse électronique").fill(PEOPLE[role][0])
                page.get_by_label("Mot de passe").fill(PASSWORD)
                page.get_by_role("button", name="Se connecter").click()
            return page

        yield enter
        for context in opened:
            context.close()
