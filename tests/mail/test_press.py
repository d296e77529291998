"""Mails written by a process beside: the same bytes, and what cannot be written fails alone."""

from __future__ import annotations

from dataclasses import replace

from notifications.press import beside, here
from tests.houses import House
from tests.letters.letters import a_mail, an_item
from tests.mail.post import RESPONSABLE, check, mails, outcomes, proposed, text
from tests.servers import SmtpServer


def test_a_process_beside_writes_the_same_bytes_in_the_same_order() -> None:
    good = [a_mail(an_item("reminder"), message_id=f"<m-{n}@cfa.example>") for n in range(20)]
    asked = [*good, None, a_mail(), good[0]]  # nothing to tell, and a mail that says nothing
    with beside() as press:
        told = list(press([lambda mail=one: mail for one in asked]))
    assert told == list(here([lambda mail=one: mail for one in asked]))
    assert [raw is None for raw in told[-3:]] == [True, True, False]
    assert len({*told[:20]}) == 20


def test_many_mails_of_one_claim_leave_and_one_without_an_address_fails_alone(
    house: House, smtp_server: SmtpServer
) -> None:
    lea, hugo = proposed(house), proposed(house, "Hugo")
    register = house.app.installation.register
    row = next(r for r in house.letters() if (r.stream, r.role) == (lea, "employeur"))
    register.save([replace(register.find([row.person])[row.person], email="")])
    with beside() as press:
        sender = replace(house.sender(), at_once=50, press=press)
        drained = sender.drain(house.at("2026-11-25 08:05"))
    (failed,) = {r.person for r in house.letters("failed")}
    assert failed == row.person
    assert set(drained.problems) == {"Le registre n’a pas d’adresse pour ce destinataire."}
    (mail,) = mails(smtp_server, RESPONSABLE)
    assert all(f"{name} Martin" in text(mail) for name in ("Léa", "Hugo"))
    assert "LetterFailed" in [event.type for event in outcomes(house, lea)]
    check(house, smtp_server, hugo)
