"""Accounts and sessions: the same answers on each engine, nothing that opens a door in the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lifecycle.errors import Conflict, NotFound
from lifecycle.people import Role
from persistence.accounts import Account, Accounts
from persistence.opening import Installation

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNE = Account("Anne.Roth@cfa.example", "Anne Roth", Role.DIRECTION, ("M2-INFO", "LP-COM"))


@pytest.fixture
def accounts(house: Installation) -> Accounts:
    made = Accounts(house.database, house.store.network)
    made.add(ANNE, "hash", NOW)
    return made


def opened(accounts: Accounts, known_as: str = "t") -> None:
    accounts.open_session(known_as, ANNE.email, NOW, NOW + HOUR)


def test_an_account_is_found_whatever_the_case_of_its_address(accounts: Accounts) -> None:
    found = accounts.credentials("ANNE.ROTH@cfa.example")
    assert found is not None
    account, stored = found
    assert (account.name, account.role, account.formations) == (
        "Anne Roth",
        Role.DIRECTION,
        ANNE.formations,
    )
    assert stored == "hash"
    assert accounts.credentials("personne@cfa.example") is None
    assert [a.email for a in accounts.all()] == ["anne.roth@cfa.example"]


def test_a_second_account_under_one_address_is_refused(accounts: Accounts) -> None:
    with pytest.raises(Conflict, match="déjà un compte"):
        accounts.add(ANNE, "autre", NOW)
    found = accounts.credentials(ANNE.email)
    assert found is not None
    assert found[1] == "hash"


def test_a_session_lives_until_its_hour_or_until_nobody_uses_it(accounts: Accounts) -> None:
    opened(accounts)
    second = timedelta(seconds=1)
    long_ago = NOW - HOUR
    assert accounts.session("t", NOW + HOUR - second, long_ago) is not None
    assert accounts.session("t", NOW + HOUR, long_ago) is None
    assert accounts.session("t", NOW + second, NOW - second) is not None
    assert accounts.session("t", NOW + second, NOW) is None
    accounts.touch("t", NOW + second)
    assert accounts.session("t", NOW + second, NOW) is not None
    assert accounts.session("autre", NOW, long_ago) is None


def test_a_session_ends_with_its_account_its_password_or_its_word(accounts: Accounts) -> None:
    long_ago = NOW - HOUR
    for end in (
        lambda: accounts.end_session("t"),
        lambda: accounts.set_password(ANNE.email, "nouveau"),
        lambda: accounts.close(ANNE.email, NOW),
    ):
        opened(accounts)
        assert accounts.session("t", NOW, long_ago) is not None
        end()
        assert accounts.session("t", NOW, long_ago) is None


def test_a_closed_account_opens_nothing_until_a_new_password(accounts: Accounts) -> None:
    accounts.close(ANNE.email, NOW)
    assert accounts.credentials(ANNE.email) is None
    assert accounts.all()[0].closed
    accounts.set_password(ANNE.email, "nouveau")
    assert accounts.credentials(ANNE.email) is not None


def test_nobody_is_changed_who_does_not_exist(accounts: Accounts) -> None:
    with pytest.raises(NotFound):
        accounts.set_password("personne@cfa.example", "h")
    with pytest.raises(NotFound):
        accounts.close("personne@cfa.example", NOW)


def test_what_a_session_says_is_kept_for_one_page(accounts: Accounts) -> None:
    opened(accounts)
    accounts.leave_flash("t", "C’est enregistré.")
    session = accounts.session("t", NOW, NOW - HOUR)
    assert session is not None
    assert session.flash == "C’est enregistré."


def test_sessions_that_are_over_are_forgotten(accounts: Accounts, house: Installation) -> None:
    opened(accounts, "ancienne")
    accounts.open_session("nouvelle", ANNE.email, NOW + HOUR, NOW + 2 * HOUR)
    with house.database.identity.connect() as connection:
        table = f"{house.database.people}sessions"
        rows = connection.exec_driver_sql(f"SELECT token FROM {table}").fetchall()  # noqa: S608
    assert [row[0] for row in rows] == ["nouvelle"]


def test_who_sees_one_formation_does_not_see_the_others() -> None:
    assert ANNE.sees("M2-INFO")
    assert not ANNE.sees("BUT-GEA")
    assert Account("a@b.fr", "A", Role.DIRECTION).sees("BUT-GEA")
