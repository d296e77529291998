"""Coming in: nobody without an account, no form that is not ours, no session that is over."""

from __future__ import annotations

import re

import pytest

from lifecycle.people import Role
from persistence.accounts import Account
from portal.visits import stored
from tests.portal.conftest import PASSWORD, PEOPLE, Browser, Office, hidden_of, sentence

GESTION = PEOPLE[Role.GESTIONNAIRE][0]
PAGES = ("/a-faire", "/dossiers", "/contrats-signes", "/courriels", "/formations", "/import")


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_without_a_session(office: Office, path: str) -> None:
    answer = Browser(office.pages).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion")


def test_a_login_leads_back_to_what_was_asked(office: Office) -> None:
    browser = Browser(office.pages)
    path = browser.get("/dossiers?q=L%C3%A9a").headers["location"]
    answer = browser.fill(path, "/connexion", email=GESTION, password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossiers?q=L%C3%A9a")


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example", "/\\evil", "/a\nb"])
def test_a_login_leads_nowhere_else(office: Office, path: str) -> None:
    browser = Browser(office.pages)
    answer = browser.fill("/connexion", suite=path, email=GESTION, password=PASSWORD)
    assert answer.headers["location"] == "/"


def test_unknown_person_and_wrong_password_are_answered_alike(office: Office) -> None:
    def said(email: str) -> str:
        answer = Browser(office.pages).log_in(email, "pas le bon mot")
        assert answer.status_code == 422
        return re.sub(r'value="[^"]*"', "", answer.text)

    assert said(GESTION) == said("personne@cfa.example")


def test_the_cookie_is_for_the_server_only_and_the_store_keeps_its_hash(office: Office) -> None:
    browser = Browser(office.pages)
    cookie = browser.log_in(GESTION).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    secret = browser.client.cookies["session"]
    with office.house.app.installation.database.identity.connect() as connection:
        rows = connection.exec_driver_sql("SELECT token FROM sessions").fetchall()
    assert (stored(secret),) in [tuple(row) for row in rows]
    assert secret not in repr(rows)


def test_over_https_the_cookie_is_bound_to_the_host(office: Office) -> None:
    browser = Browser(office.pages)
    browser.client.base_url = "https://localhost"  # type: ignore[assignment]
    answer = browser.get("/connexion")
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_a_secret_planted_before_the_login_opens_nothing(office: Office) -> None:
    browser = Browser(office.pages)
    browser.get("/connexion")
    planted = browser.client.cookies["session"]
    browser.log_in(GESTION)
    assert browser.client.cookies["session"] != planted
    thief = Browser(office.pages)
    thief.client.cookies.set("session", planted)
    assert thief.get("/a-faire").status_code == 303


def test_going_out_ends_the_session_on_the_server(office: Office) -> None:
    browser = office.as_()
    secret = browser.client.cookies["session"]
    assert browser.send("/deconnexion", {"token": browser.token()}).status_code == 303
    browser.client.cookies.set("session", secret)
    assert browser.get("/a-faire").status_code == 303


@pytest.mark.parametrize(("pause", "status"), [({"minutes": 119}, 200), ({"minutes": 121}, 303)])
def test_a_session_that_nobody_uses_is_over(
    office: Office, pause: dict[str, float], status: int
) -> None:
    browser = office.as_()
    office.clock.passes(**pause)
    assert browser.get("/a-faire").status_code == status


def test_no_session_outlives_half_a_day(office: Office) -> None:
    browser = office.as_()
    for _ in range(11):
        office.clock.passes(hours=1)
        assert browser.get("/a-faire").status_code == 200
    office.clock.passes(hours=1)
    assert browser.get("/a-faire").status_code == 303


def test_who_has_left_is_out_at_once(office: Office) -> None:
    browser = office.as_()
    office.accounts.close(GESTION, office.clock.now)
    assert browser.get("/a-faire").status_code == 303
    assert Browser(office.pages).log_in(GESTION).status_code == 422


def test_a_new_password_ends_the_sessions_of_the_old_one(office: Office) -> None:
    browser = office.as_()
    office.accounts.set_password(GESTION, "$argon2id$un-autre")
    assert browser.get("/a-faire").status_code == 303
    assert Browser(office.pages).log_in(GESTION).status_code == 422


def test_the_sixth_try_waits_even_with_the_right_password(office: Office) -> None:
    for _ in range(5):
        assert Browser(office.pages).log_in(GESTION, "au hasard").status_code == 422
    answer = Browser(office.pages).log_in(GESTION)
    assert answer.status_code == 429
    assert "attendez" in sentence(answer)
    assert int(answer.headers["retry-after"]) > 0
    office.clock.passes(minutes=16)
    assert Browser(office.pages).log_in(GESTION).status_code == 303


def test_one_address_does_not_try_account_after_account(office: Office) -> None:
    for n in range(20):
        Browser(office.pages).log_in(f"personne{n}@cfa.example", "au hasard")
    assert Browser(office.pages).log_in(GESTION).status_code == 429


# --- forms that are ours -----------------------------------------------------------------------


def test_a_form_without_the_token_of_its_session_does_nothing(office: Office) -> None:
    browser, other = office.as_(), office.as_(Role.DIRECTION)
    before = office.written()
    for token in ("", "0" * 64, other.token()):
        answer = browser.send("/formations/M2-INFO/reglages", {"token": token, "f.title": "Volée"})
        assert answer.status_code == 403
        assert "rien n’a été fait" in sentence(answer)
    assert office.written() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
    ],
)
def test_a_form_sent_by_another_site_does_nothing(office: Office, headers: dict[str, str]) -> None:
    browser = office.as_()
    said = {"token": browser.token(), "f.title": "Volée"}
    before = office.written()
    answer = browser.send("/formations/M2-INFO/reglages", said, headers=headers)
    assert answer.status_code == 403
    assert office.written() == before


def test_an_old_browser_says_its_origin(office: Office) -> None:
    browser = office.as_()
    said = {"token": browser.token(), "f.title": "Nouveau titre"}
    headers = {"sec-fetch-site": "", "origin": "http://localhost"}
    answer = browser.send("/formations/M2-INFO/reglages", said, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[", "1.2.3.4"])
def test_another_host_is_refused(office: Office, host: str) -> None:
    answer = Browser(office.pages).get("/connexion", headers={"host": host})
    assert answer.status_code == 400


def test_a_flood_of_bytes_is_refused(office: Office) -> None:
    browser = office.as_()
    big = {"token": browser.token(), "f.title": "x" * (2 * 1024 * 1024)}
    answer = browser.send("/formations/M2-INFO/reglages", big)
    assert answer.status_code == 413
    assert "Mo" in sentence(answer)


def test_a_flood_that_does_not_say_its_size_is_cut(office: Office) -> None:
    browser = office.as_()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    flood = (b"a" * 65536 for _ in range(64))
    answer = browser.client.post("/formations/M2-INFO/reglages", content=flood, headers=kind)
    assert answer.status_code == 413


# --- what every answer carries -----------------------------------------------------------------


@pytest.mark.parametrize("path", ["/connexion", "/a-faire", "/introuvable", "/formations/ZZZ"])
def test_every_page_carries_its_headers(office: Office, path: str) -> None:
    headers = office.as_().get(path).headers
    policy = headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_an_unexpected_error_shows_nothing_of_the_inside(office: Office) -> None:
    browser = office.as_()
    browser.client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    office.house.close()
    with office.house.app.installation.database.main.begin() as connection:
        connection.exec_driver_sql("DROP TABLE obligations")
    answer = browser.get("/a-faire")
    assert answer.status_code in (500, 503)
    assert sentence(answer)
    assert "Traceback" not in answer.text
    assert "obligations" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_supervisors_are_answered_without_an_account(office: Office) -> None:
    browser = Browser(office.pages)
    assert (browser.get("/healthz").status_code, browser.get("/readyz").status_code) == (200, 200)


def test_an_address_has_one_account_whatever_its_case(office: Office) -> None:
    browser = Browser(office.pages)
    assert browser.log_in(GESTION.upper()).status_code == 303
    with pytest.raises(Exception, match="déjà un compte"):
        office.account(Account(GESTION.upper(), "Autre", Role.DIRECTION))


def test_the_login_page_tells_its_fault_beside_the_field(office: Office) -> None:
    answer = Browser(office.pages).log_in(GESTION, "au hasard")
    assert 'aria-invalid="true"' in answer.text
    assert hidden_of(answer.text)["token"]
