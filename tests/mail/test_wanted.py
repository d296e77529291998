"""What is told no more, whom a mail comes from, and the tap that lets it leave."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lifecycle.charter import charter, public_intentions
from lifecycle.commands import Command
from tests.houses import House
from tests.mail.post import (
    EMPLOYER,
    GESTION,
    MAITRE,
    NAMED,
    RESPONSABLE,
    check,
    days,
    lives,
    mails,
    outcomes,
    proposed,
    text,
)
from tests.servers import SmtpServer

ORIGIN = "la fiche de la mission proposée pour cet apprentissage"


# --- what is no longer wanted ---------------------------------------------------------------------


def test_a_reminder_whose_reason_has_gone_is_cancelled_by_a_fact(
    house: House, smtp_server: SmtpServer
) -> None:
    lea = proposed(house)
    house.drain("2026-11-25 08:05")
    house.beat("2026-11-27 08:05")
    house.do(lea, "validate-mission", "2026-11-27 08:06", actor="responsable_formation")
    house.drain("2026-11-30 08:05")
    (row,) = house.letters("cancelled")
    assert row.letter == "mission_reminder"
    assert days(smtp_server, RESPONSABLE) == ["2026-11-25"]
    assert [e.type for e in outcomes(house, lea) if e.instance == row.id] == ["LetterCancelled"]


def test_a_request_answered_before_the_mail_of_the_day_is_not_sent(
    house: House, smtp_server: SmtpServer
) -> None:
    lea = proposed(house)
    house.do(lea, "validate-mission", "2026-11-24 16:00", actor="responsable_formation")
    lives(house, "2026-11-25", "2026-11-25")
    assert mails(smtp_server, RESPONSABLE) == []
    assert [m["Subject"].split("\u00a0:")[0] for m in mails(smtp_server, EMPLOYER)] == [
        "Mission validée"
    ]
    assert Counter(r.letter for r in house.letters("cancelled")) == {
        "mission_submitted": 1, "mission_received": 2,
    }  # fmt: skip


def test_what_left_a_digest_that_a_relay_deferred_is_not_in_the_next_try(
    house: House, smtp_server: SmtpServer
) -> None:
    lea, hugo = proposed(house), proposed(house, "Hugo")
    smtp_server.refuse(RESPONSABLE, "451 4.7.1 come back", times=1)
    house.drain("2026-11-25 08:05")
    house.do(lea, "record-death", "2026-11-25 08:06")
    house.drain("2026-11-25 08:10")
    (mail,) = mails(smtp_server, RESPONSABLE)
    assert "Hugo Martin" in text(mail)
    assert "Léa Martin" not in text(mail)
    assert "Léa Martin" not in mail["Subject"]
    check(house, smtp_server, lea, hugo)


def test_a_silent_dossier_sends_nothing(house: House, smtp_server: SmtpServer) -> None:
    lea = proposed(house)
    house.do(lea, "validate-mission", "2026-11-24 12:00", actor="responsable_formation")
    house.do(lea, "record-death", "2026-11-24 18:00")
    lives(house, "2026-11-25", "2026-12-10")
    assert smtp_server.received == []
    assert {row.status for row in house.letters()} == {"cancelled"}
    check(house, smtp_server, lea)


def test_a_restated_fact_is_not_announced_again(house: House, smtp_server: SmtpServer) -> None:
    lea = proposed(house)
    house.do(lea, "validate-mission", "2026-11-27", actor="responsable_formation")
    lives(house, "2026-11-28", "2026-11-30")
    changes = {"actor": "responsable_formation", "on": "2026-11-25"}
    house.do(lea, "request-mission-changes", "2026-11-30 10:00", **changes)
    house.do(
        lea, "complete-mission", "2026-11-30 11:00", actor="employeur", on="2026-11-26", title="B"
    )
    again = [e for e in house.events(lea) if e.corrects and e.type == "MissionValidated"]
    assert [e.state for e in again] == [None, "validated"]
    lives(house, "2026-12-01", "2026-12-02")
    assert [m["Subject"].split("\u00a0:")[0] for m in mails(smtp_server, EMPLOYER)].count(
        "Mission validée"
    ) == 1
    check(house, smtp_server, lea)


def test_only_a_tuteur_is_told_of_a_tuteur(house: House) -> None:
    lea = proposed(house)
    appoint = {"name": "Anne Martin", "email": "anne.martin@famille.example"}
    for role in ("representant_legal", "tuteur_academique"):
        intention = public_intentions(charter())["appoint"]
        fields = intention.read({"role": role, **appoint})
        (answer,) = house.do_all([Command(intention=intention, stream=lea, fields=fields)])
        assert not isinstance(answer, Exception), answer
    (row,) = (r for r in house.letters() if r.letter == "tuteur_appointed")
    assert house.app.email(row.person) == appoint["email"]
    assert row.role == "tuteur_academique"


# --- whom it comes from, whom it goes to ----------------------------------------------------------


def test_the_first_mail_to_an_outsider_says_where_the_address_came_from(
    house: House, smtp_server: SmtpServer
) -> None:
    smtp_server.refuse(MAITRE, "550 5.1.1 unknown", times=1)
    lea = proposed(house)
    house.drain("2026-11-25 08:05")
    house.do(lea, "validate-mission", "2026-11-26", actor="responsable_formation")
    house.drain("2026-11-27 08:05")
    assert [ORIGIN in text(m) for m in mails(smtp_server, EMPLOYER)] == [True, False]
    assert [ORIGIN in text(m) for m in mails(smtp_server, MAITRE)] == [True]  # the first one failed
    assert not any(ORIGIN in text(m) for m in mails(smtp_server, RESPONSABLE))


def test_replies_go_to_a_named_person_of_the_cfa(house: House, smtp_server: SmtpServer) -> None:
    proposed(house)
    lives(house, "2026-11-25", "2026-12-02")
    assert mails(smtp_server, EMPLOYER)[0]["Reply-To"] == f"Jeanne Keller <{GESTION}>"
    # Whoever answers for the formation is not told to write to herself.
    assert mails(smtp_server, GESTION)[0]["Reply-To"] == f"Claire Schmitt <{RESPONSABLE}>"


def test_no_mail_says_why_somebody_decided(house: House, smtp_server: SmtpServer) -> None:
    lea = proposed(house)
    secret = "sanction disciplinaire après un arrêt maladie"
    house.do(lea, "refuse-mission", "2026-11-25", actor="responsable_formation", reason=secret)
    lives(house, "2026-11-26", "2026-11-26")
    assert mails(smtp_server, EMPLOYER)
    assert not any("disciplin" in one.message.as_string() for one in smtp_server.received)


# --- the tap ----------------------------------------------------------------------------------------


def set_house(house: House, kind: str, code: str, **fields: object) -> None:
    house.do(house.app.house_stream(kind, code) or "", f"set-{kind}", **fields)


def test_what_a_formation_holds_leaves_when_it_opens_the_tap(
    house: House, smtp_server: SmtpServer
) -> None:
    set_house(house, "formation", "M2-INFO", mail="held")
    lea = proposed(house)
    lives(house, "2026-11-25", "2026-11-27")
    set_house(house, "formation", "M2-INFO", D01="6 jours calendaires")
    assert (smtp_server.received, len(house.letters("held"))) == ([], len(house.letters()))
    set_house(house, "formation", "M2-INFO", mail="open")
    lives(house, "2026-11-28", "2026-11-30")
    assert days(smtp_server, RESPONSABLE) == ["2026-11-28", "2026-11-30"]
    check(house, smtp_server, lea)


def test_closing_the_tap_holds_what_has_not_left(house: House, smtp_server: SmtpServer) -> None:
    proposed(house)
    set_house(house, "formation", "M2-INFO", mail="held")
    lives(house, "2026-11-25", "2026-11-25")
    assert smtp_server.received == []


def test_a_cfa_opens_the_tap_of_its_formations_that_have_not_chosen(tmp_path: Path) -> None:
    with House(tmp_path, at="2026-11-24 09:00") as house:
        house.do(house.new_id(), "add-cfa", code="CFA", title="CFA", mail="held")
        own = {"A": {}, "B": {"mail": "held"}}
        for code, chosen in own.items():
            house.open_formation(code, cfa="CFA", **NAMED, **chosen)
            dossier = house.candidate("Léa", f"Martin{code}", code, at="2026-11-24 10:00")
            house.do(dossier, "admit")
            house.submit_mission(dossier, "2026-11-24 10:00")
        assert {row.status for row in house.letters()} == {"held"}
        set_house(house, "cfa", "CFA", mail="open")
        assert {row.formation for row in house.letters("queued")} == {"A"}
        assert {row.formation for row in house.letters("held")} == {"B"}
