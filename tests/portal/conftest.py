"""The pages over a whole house, asked as a browser asks: forms are read, then sent back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from lifecycle.people import Role
from persistence.accounts import Account
from portal import passwords
from portal.app import create_app
from tests.houses import House

PASSWORD = "un bon mot de passe"
PEOPLE = {
    Role.GESTIONNAIRE: ("gestion@cfa.example", "Jeanne Keller"),
    Role.RESPONSABLE_FORMATION: ("responsable.m2-info@cfa.example", "Claire Schmitt"),
    Role.DIRECTION: ("direction@cfa.example", "Anne Roth"),
}
TABLES = ("events", "obligations", "outbox", "streams", "instances", "idempotency")
HASH = passwords.hashed(PASSWORD)
INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Clock:
    """The machine's clock, which only the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class Browser:
    """One browser: its cookies, the forms that it has read."""

    def __init__(self, pages: FastAPI) -> None:
        self.client = TestClient(pages, base_url="http://localhost", follow_redirects=False)
        self.client.headers["sec-fetch-site"] = "same-origin"

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the page: token, key, expected version."""
        return hidden_of(self.get(path).text)

    def fill(self, path: str, /, to: str = "", **said: Any) -> Any:
        """Open a form and send it back with these fields (`f__title` for `f.title`)."""
        named = {name.replace("__", "."): value for name, value in said.items()}
        return self.send(to or path, {**self.hidden(path), **named})

    def send(self, path: str, said: dict[str, Any], **options: Any) -> Any:
        return self.client.post(path, data=said, **options)

    def log_in(self, email: str, password: str = PASSWORD) -> Any:
        return self.fill("/connexion", email=email, password=password)

    def token(self) -> str:
        return self.hidden("/formations")["token"]


def called(n: int) -> str:
    """A first name like no other: people are recognised by the letters of their names."""
    return f"Prénom{chr(97 + n // 26)}{chr(97 + n % 26)}"


def hidden_of(page: str) -> dict[str, str]:
    found = [dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(page)]
    return {i["name"]: unescape(i.get("value", "")) for i in found if i.get("type") == "hidden"}


class Office:
    """A house, its pages, and a browser for each person of the staff."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.clock = Clock()
        self.pages = create_app(self.house.app, clock=self.clock)
        self.accounts = self.pages.state.office.accounts
        for role, (email, name) in PEOPLE.items():
            self.account(Account(email, name, role))
        self.house.open_formation()
        self.house.at("2026-11-24")

    def account(self, account: Account) -> None:
        self.accounts.add(account, HASH, self.clock.now)

    def as_(self, role: Role = Role.GESTIONNAIRE) -> Browser:
        return self.known(PEOPLE[role][0])

    def known(self, email: str) -> Browser:
        browser = Browser(self.pages)
        assert browser.log_in(email).status_code == 303
        return browser

    def written(self) -> str:
        """A fingerprint of everything that a refusal must leave as it is."""
        rows = [self.house.rows(table) for table in TABLES]
        return sha256(repr(rows).encode()).hexdigest()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """M2-INFO is open on Tuesday 24 November 2026, ten o'clock; nobody is a candidate yet."""
    made = Office(tmp_path)
    yield made
    made.house.close()


def sentence(page: Any) -> str:
    """What a page of failure says: one sentence."""
    found = re.search(r'<p class="lead">(.*?)</p>', page.text, re.DOTALL)
    return unescape(found[1]).strip() if found else ""
