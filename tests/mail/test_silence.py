"""A dossier silenced: nothing leaves for anybody, from that minute on, until its mail goes on."""

from __future__ import annotations

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.mail.post import check, lives, outcomes, proposed
from tests.servers import SmtpServer

WHY = "Signalement du 24 novembre."


def hold(house: House) -> None:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    house.do(stream, "set-formation", actor="direction", **{"O-15": "hold"})


def test_nothing_leaves_and_what_waited_is_dropped(house: House, smtp_server: SmtpServer) -> None:
    lea = proposed(house)
    house.do(lea, "silence-dossier", "2026-11-24 16:00", reason=WHY)
    lives(house, "2026-11-25", "2026-12-03")
    assert smtp_server.received == []
    assert {row.status for row in house.letters()} == {"cancelled"}
    assert {e.type for e in outcomes(house, lea)} == {"LetterCancelled"}
    assert house.duty(lea, "D01").state == "escalated"  # the clock goes on, and tells nobody
    check(house, smtp_server, lea)


def test_the_reason_is_kept_sealed_and_in_no_field(house: House) -> None:
    lea = proposed(house)
    house.do(lea, "silence-dossier", "2026-11-24 16:00", reason=WHY)
    fact = house.events(lea)[-1]
    assert WHY not in str(fact.data)
    assert WHY in str(house.app.history(lea)[-1]["personal"])


def test_mail_goes_on_with_the_next_step_and_not_with_what_was_dropped(
    house: House, smtp_server: SmtpServer
) -> None:
    lea = proposed(house)
    house.do(lea, "silence-dossier", "2026-11-24 16:00")
    house.do(lea, "resume-mail", "2026-11-24 17:00")
    lives(house, "2026-11-25", "2026-11-27")
    letters = {row.letter: row.status for row in house.letters() if row.stream == lea}
    assert letters.pop("mission_reminder") == "sent"
    assert set(letters.values()) == {"cancelled"}
    check(house, smtp_server, lea)


def test_what_is_held_leaves_once_the_mail_goes_on(house: House, smtp_server: SmtpServer) -> None:
    hold(house)
    lea = proposed(house)
    house.do(lea, "silence-dossier", "2026-11-24 16:00")
    lives(house, "2026-11-25", "2026-11-26")
    assert smtp_server.received == []
    waiting = {row.status for row in house.letters()}
    assert waiting == {"held"}
    house.do(lea, "resume-mail", "2026-11-26 10:00")
    lives(house, "2026-11-26", "2026-11-26")
    assert "sent" in {row.status for row in house.letters()}
    assert "held" not in {row.status for row in house.letters()}
    check(house, smtp_server, lea)


def test_a_tap_that_opens_lets_nothing_out_of_a_silent_dossier(
    house: House, smtp_server: SmtpServer
) -> None:
    hold(house)
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream
    lea = proposed(house)
    house.do(stream, "set-formation", actor="direction", mail="held")
    house.do(lea, "silence-dossier", "2026-11-24 16:00")
    house.do(stream, "set-formation", "2026-11-25 08:00", actor="direction", mail="open")
    lives(house, "2026-11-25", "2026-11-26")
    assert smtp_server.received == []
    assert {row.status for row in house.letters()} == {"held"}


def test_silence_is_once_and_for_the_staff(house: House) -> None:
    lea = proposed(house)
    with pytest.raises(Refused, match="ne sont pas suspendus"):
        house.do(lea, "resume-mail")
    with pytest.raises(Refused):
        house.do(lea, "silence-dossier", actor="employeur")
    house.do(lea, "silence-dossier")
    with pytest.raises(Refused, match="déjà en silence"):
        house.do(lea, "silence-dossier")
    house.do(lea, "record-death")
    with pytest.raises(Refused):
        house.do(lea, "resume-mail")
