"""Several senders at once, and letters that cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from application.mailing import sender
from persistence.engine import Hot
from tests.houses import House
from tests.mail.post import (
    RESPONSABLE,
    check,
    mails,
    outcomes,
    proposed,
    text,
    writing,
)
from tests.servers import SmtpServer


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_two_senders_never_send_the_same_row(
    tmp_path: Path,
    smtp_server: SmtpServer,
    fresh_postgres: Callable[[], str],
    engine: str,
) -> None:
    url = fresh_postgres() if engine == "postgres" else ""
    with writing(tmp_path, smtp_server, url=url) as house:
        dossiers = [proposed(house, f"Apprenti{n}") for n in range(6)]
        for n, one in enumerate(dossiers):
            house.do(one, "validate-mission", f"2026-11-24 1{n}:30", actor="responsable_formation")
        house.at("2026-11-25 08:05")
        apps = [house.another() for _ in range(3)]
        with ThreadPoolExecutor(3) as pool:
            drained = list(pool.map(lambda app: sender(app).drain(house.now), apps))
        for app in apps:
            app.installation.database.close()

        assert [d.problems for d in drained] == [[], [], []]
        assert sum(d.mails for d in drained) == len(smtp_server.received)
        assert {row.tries for row in house.letters("sent")} == {1}
        check(house, smtp_server, *dossiers)


def test_a_letter_that_cannot_be_written_fails_alone(house: House, smtp_server: SmtpServer) -> None:
    """The fact of one row is nowhere to be found; the others of the same mail leave."""
    lea, hugo = proposed(house), proposed(house, "Hugo")
    (broken,) = (r for r in house.letters() if (r.stream, r.letter) == (lea, "mission_submitted"))
    with house.app.installation.database.main.begin() as connection:
        hot = Hot(connection, house.app.installation.database.postgres)
        hot.run("UPDATE outbox SET fact_pos = 999999 WHERE id = ?", (broken.id,))
    drained = house.drain("2026-11-25 08:05")
    assert len(drained.problems) == 1
    (failed,) = house.letters("failed")
    assert failed.id == broken.id
    assert (failed.relay_answer or "").startswith("Lettre impossible à écrire")
    (mail,) = mails(smtp_server, RESPONSABLE)
    assert "Hugo Martin" in text(mail)
    assert [e.type for e in outcomes(house, lea) if e.instance == broken.id] == ["LetterFailed"]
    assert len(outcomes(house, hugo)) == 3


def test_somebody_without_an_address_is_a_failure_that_is_seen(
    house: House, smtp_server: SmtpServer
) -> None:
    proposed(house)
    register = house.app.installation.register
    (row,) = (r for r in house.letters() if r.letter == "mission_submitted")
    register.save([replace(register.find([row.person])[row.person], email="")])
    house.drain("2026-11-25 08:05")
    (failed,) = house.letters("failed")
    assert failed.relay_answer == "Le registre n’a pas d’adresse pour ce destinataire."
    assert len(smtp_server.received) == 2
