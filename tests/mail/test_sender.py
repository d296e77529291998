"""Who gets which mail, on which day, and what it holds: the outbox lived day after day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from application.mailing import sender
from notifications.portions import MOST_FACTS
from tests.houses import EMPLOYER as EMPLOYER_FIELDS
from tests.houses import SHEET, House
from tests.mail.post import (
    DIRECTION,
    EMPLOYER,
    GESTION,
    MAITRE,
    RESPONSABLE,
    check,
    days,
    lives,
    mails,
    proposed,
    text,
    writing,
)
from tests.servers import SmtpServer

EVERYBODY = (RESPONSABLE, DIRECTION, GESTION, EMPLOYER, MAITRE)


# --- the week of a mission ----------------------------------------------------------------------


def test_the_week_of_a_mission_whatever_the_number_of_beats_and_workers(
    house: House, smtp_server: SmtpServer
) -> None:
    lea = proposed(house)
    other = house.another()
    for day in ("11-25", "11-26", "11-27", "11-28", "11-29", "11-30", "12-01", "12-02", "12-03"):
        for hour in ("07:00", "08:00", "08:01", "17:00"):
            house.beat(f"2026-{day} {hour}")
            house.drain()
            sender(other).drain(house.now)
    other.installation.database.close()

    steps = {"mission_reminder", "mission_last_call", "mission_escalation"}
    told = {r.letter: r.status for r in house.letters() if r.letter in steps}
    assert told == dict.fromkeys(steps, "sent")
    assert days(smtp_server, RESPONSABLE) == [
        *("2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01")
    ]
    assert days(smtp_server, DIRECTION) == days(smtp_server, GESTION) == ["2026-12-02"]
    subjects = [m["Subject"].split("\u00a0:")[0] for m in mails(smtp_server, RESPONSABLE)]
    assert subjects[1:] == ["Rappel", "Rappel", "Dernier rappel"]
    check(house, smtp_server, lea)


def test_a_command_composes_nothing(house: House) -> None:
    lea = proposed(house)
    house.beat("2026-11-27 08:05")
    register = house.app.installation.register
    told = {row.letter for row in house.letters() if row.stream == lea}
    assert {"mission_submitted", "mission_received", "mission_reminder"} <= told
    assert {
        id_ for row in house.letters() for id_ in register.messages_since(row.person, "")
    } == set()
    house.drain()
    assert all(register.messages_since(row.person, "") for row in house.letters())


def test_validating_stops_the_reminders(house: House, smtp_server: SmtpServer) -> None:
    lea = proposed(house)
    lives(house, "2026-11-25", "2026-11-27")
    house.do(lea, "validate-mission", "2026-11-28 18:00", actor="responsable_formation")
    lives(house, "2026-11-29", "2026-12-05")
    assert days(smtp_server, RESPONSABLE) == ["2026-11-25", "2026-11-27"]
    assert days(smtp_server, DIRECTION) == []


def test_the_last_call_names_who_is_told_and_on_which_day(
    house: House, smtp_server: SmtpServer
) -> None:
    proposed(house)
    lives(house, "2026-11-25", "2026-12-01")
    said = text(mails(smtp_server, RESPONSABLE)[-1])
    assert "L’échéance est aujourd’hui, mardi 1er décembre 2026." in said
    assert (
        "sera signalé demain, mercredi 2 décembre 2026, à\u00a0: "
        "Anne Roth (direction du CFA), Jeanne Keller (gestionnaire du CFA)."
    ) in said


def test_an_escalation_that_leaves_after_the_weekend_is_announced_for_its_day(
    house: House, smtp_server: SmtpServer
) -> None:
    proposed(house, at="2026-11-27 10:00")
    lives(house, "2026-11-28", "2026-12-07")
    friday = next(m for m in mails(smtp_server, RESPONSABLE) if "Dernier rappel" in m["Subject"])
    assert "sera signalé le lundi 7 décembre 2026 à\u00a0: Anne Roth" in text(friday)
    assert days(smtp_server, DIRECTION) == ["2026-12-07"]


# --- one mail a day, urgent and legal apart -------------------------------------------------------


def test_one_mail_a_day_carries_the_facts_of_the_day_and_urgent_ones_leave_apart(
    house: House, smtp_server: SmtpServer
) -> None:
    lea = proposed(house)
    lives(house, "2026-11-25", "2026-11-26")
    hugo = proposed(house, "Hugo", "2026-11-27 10:00")
    lives(house, "2026-11-28", "2026-11-30")
    ask = ("request-mission-changes", "2026-11-30 09:00")
    house.do(hugo, *ask, actor="responsable_formation")
    house.do(hugo, "complete-mission", "2026-11-30 10:00", actor="employeur", title="Autre")
    ines = proposed(house, "Inès", "2026-11-30 11:00")
    house.beat("2026-11-30 17:00")
    house.drain()
    before = len(mails(smtp_server, RESPONSABLE))
    assert days(smtp_server, RESPONSABLE).count("2026-11-30") == 1
    lives(house, "2026-12-01", "2026-12-01", "08:00", "08:01", "12:00")

    today = mails(smtp_server, RESPONSABLE)[before:]
    assert len(today) == 2
    (urgent,) = (m for m in today if m["Subject"].startswith("Dernier rappel"))
    (digest,) = (m for m in today if m is not urgent)
    assert "Léa Martin" in text(urgent)
    assert " – et " in digest["Subject"]
    assert "Dernier rappel" not in text(digest)
    for name in ("Hugo", "Inès"):
        assert f"- Apprenti\u00a0: {name} Martin" in text(digest)
    check(house, smtp_server, lea, hugo, ines)


def endorsed(house: House, *names: str) -> list[str]:
    """Contracts that have begun on 16 November 2026, and are to be sent to the OPCO."""
    dossiers = [house.candidate(name, "Martin", at="2026-11-02 10:00") for name in names]
    steps: tuple[tuple[str, str, str], ...] = (
        ("admit", "2026-11-03", "gestionnaire"),
        ("submit", "2026-11-04", ""),
        ("validate-mission", "2026-11-05", "responsable_formation"),
        ("draft", "2026-11-06", ""),
        ("issue-documents", "2026-11-09", "gestionnaire"),
        ("sign", "2026-11-10", ""),
        ("grant-visa", "2026-11-12", "direction"),
    )
    special: dict[str, Callable[[str, str], object]] = {
        "submit": lambda one, day: house.submit_mission(one, day),
        "draft": lambda one, day: house.draft_contract(one, "2026-11-16", "2028-10-31", day),
        "sign": lambda one, day: house.sign(one, day),
    }
    for name, day, actor in steps:
        for one in dossiers:
            special[name](one, day) if name in special else house.do(one, name, day, actor=actor)
    house.beat("2026-11-16 08:05")
    return dossiers


def test_what_the_law_makes_of_a_silence_leaves_apart(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    with writing(tmp_path, smtp_server, at="2026-11-02 09:00") as house:
        silent, beside = endorsed(house, "Léa", "Hugo")
        house.do(silent, "transmit-filing", "2026-11-17", actor="employeur")
        lives(house, "2026-11-18", "2026-11-30")
        house.do(beside, "transmit-filing", "2026-11-30", actor="employeur")
        lives(house, "2026-12-01", "2026-12-07")
        house.do(beside, "report-incomplete-filing", "2026-12-07 15:00", actor="opco")
        before = len(mails(smtp_server, GESTION))
        lives(house, "2026-12-08", "2026-12-08")
        new = [m["Subject"] for m in mails(smtp_server, GESTION)[before:]]
        assert len(new) == 2
        (legal,) = (m for m in new if m.startswith("Silence de 20 jours calendaires"))
        assert "autres points" not in legal
        told = zip(days(smtp_server, DIRECTION), mails(smtp_server, DIRECTION), strict=True)
        assert [m["Subject"] for day, m in told if day == "2026-12-08"] == [legal]
        assert not any("refus" in text(m) for m in mails(smtp_server, EMPLOYER))


# --- after a downtime -----------------------------------------------------------------------------


def test_ten_months_later_each_person_gets_one_catch_up_letter(
    house: House, smtp_server: SmtpServer
) -> None:
    dossiers = [proposed(house, name) for name in ("Léa", "Hugo", "Inès")]
    lives(house, "2027-09-24", "2027-09-24", "09:00", "09:01", "17:00")

    received = {address: mails(smtp_server, address) for address in EVERYBODY}
    assert {address: len(found) for address, found in received.items()} == dict.fromkeys(
        EVERYBODY, 1
    )
    for address in (RESPONSABLE, DIRECTION, GESTION):
        (mail,) = received[address]
        assert "signalés avec retard" in mail["Subject"]
        assert "aurait dû vous être signalé le" in text(mail)
        for name in ("Léa", "Hugo", "Inès"):
            assert f"({name} Martin)" in text(mail)
        assert "(formation M2-INFO)" in text(mail)
    assert "Ce point est aussi signalé aujourd’hui à" in text(received[RESPONSABLE][0])
    check(house, smtp_server, *dossiers)


def test_what_waited_for_a_relay_is_told_once_in_its_last_version(
    house: House, smtp_server: SmtpServer
) -> None:
    """The beat went on, no sender did: the steps of a duty are not told one after the other."""
    lea = proposed(house)
    for day in ("11-25", "11-27", "11-30", "12-01"):
        house.beat(f"2026-{day} 08:05")
    house.drain()
    assert [m["Subject"].split("\u00a0:")[0] for m in mails(smtp_server, RESPONSABLE)] == [
        "Mission à valider au plus tard le mardi 1er décembre 2026",
        "Dernier rappel",
    ]
    cancelled = house.letters("cancelled")
    assert [r.letter for r in cancelled] == ["mission_reminder", "mission_reminder"]
    assert {r.relay_answer for r in cancelled} == {"remplacé par un courriel plus récent"}
    check(house, smtp_server, lea)


def test_what_is_too_much_for_one_mail_waits_for_the_next_day(
    house: House, smtp_server: SmtpServer
) -> None:
    streams = [house.candidate(f"Prenom{n}", "Martin") for n in range(MOST_FACTS + 5)]
    mission = {**EMPLOYER_FIELDS, **SHEET}
    house.do_all([house.command(s, "submit-mission", "employeur", **mission) for s in streams])
    for day, told in (("2026-11-25", MOST_FACTS), ("2026-11-26", MOST_FACTS + 5)):
        house.drain(f"{day} 08:05")
        assert days(smtp_server, RESPONSABLE)[-1] == day
        sent = [r for r in house.letters("sent") if r.letter == "mission_submitted"]
        assert len(sent) == told
    assert len(mails(smtp_server, RESPONSABLE)) == 2
    check(house, smtp_server, *streams)


def test_never_more_than_five_mails_a_day(tmp_path: Path, smtp_server: SmtpServer) -> None:
    """Contracts are drafted all day long, each with its last call today."""
    with writing(tmp_path, smtp_server, at="2026-11-02 09:00") as house:
        dossiers = [proposed(house, f"Apprenti{n}", "2026-11-02 10:00") for n in range(6)]
        lives(house, "2026-11-03", "2026-11-04")
        for one in dossiers:
            house.do(one, "validate-mission", "2026-11-05 09:00", actor="responsable_formation")
        lives(house, "2026-11-06", "2026-11-16")
        for hour, one in enumerate(dossiers, start=9):
            house.draft_contract(one, "2026-11-18", "2028-10-31", f"2026-11-17 {hour:02}:00")
            house.beat(f"2026-11-17 {hour:02}:30")
            house.drain()
        assert 0 < days(smtp_server, EMPLOYER).count("2026-11-17") <= 5
        assert 0 < days(smtp_server, GESTION).count("2026-11-17") <= 5
        waiting = [row for row in house.letters("queued") if row.send_at < "2026-11-18T07:01"]
        assert waiting
        assert {row.tries for row in waiting} == {0}
        lives(house, "2026-11-18", "2026-11-18")
        assert not [row for row in house.letters("queued") if row.send_at < "2026-11-18T07:06"]
        check(house, smtp_server, *dossiers)
