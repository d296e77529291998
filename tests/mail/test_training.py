"""The letters of a training and of its end: to whom, what they say, and when they are told no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.houses import House
from tests.letters.test_catalogue import SECRET

LEA, EMPLOYER, MAITRE = "la.martin@etu.example", "rh@dupont.example", "camille.weber@dupont.example"
GESTION, RF, DIRECTION = (
    "gestion@cfa.example",
    "responsable.m2-info@cfa.example",
    "direction@cfa.example",
)
FIRST, SECOND = "paul.weber@universite.example", "ines.roth@universite.example"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Léa works since Monday 16 November 2026; Weber is her tuteur."""
    made = House(tmp_path)
    made.open_formation()
    lea = made.in_contract(made.candidate())
    made.beat("2026-11-24 11:00")
    made.do(lea, "appoint", "2026-11-24 11:01", role="tuteur_academique", name="Weber", email=FIRST)
    yield made
    made.close()


def lea(house: House) -> str:
    return next(row.stream for row in house.app.reader.streams() if row.person)


def morning(house: House, day: str) -> dict[str, list[EmailMessage]]:
    """A beat at eight, then the mails that left, by address."""
    house.beat(f"{day} 08:05")
    return left(house, f"{day} 08:06")


def left(house: House, at: str) -> dict[str, list[EmailMessage]]:
    """The mails that a draining sends, by address."""
    known = set(_spool(house))
    house.drain(at)
    found: dict[str, list[EmailMessage]] = {}
    for path in set(_spool(house)) - known:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.setdefault(mail["To"].addresses[0].addr_spec, []).append(mail)
    return found


def _spool(house: House) -> Iterator[Path]:
    return (path for path in (house.folder / "spool").rglob("*") if path.is_file())


def said(mails: list[EmailMessage]) -> str:
    """Subjects and bodies, on one line."""
    parts = [f"{m['Subject']} {m.get_body(('plain',)).get_content()}" for m in mails]  # type: ignore[union-attr]
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())


def told(house: House, day: str, address: str) -> str:
    return said(morning(house, day).get(address, []))


# --- the rupture -----------------------------------------------------------------------------------


def broken(house: House, ground: str = "R-02", **fields: object) -> dict[str, list[EmailMessage]]:
    morning(house, "2027-02-26")
    house.do(lea(house), "record-rupture", "2027-03-01 15:00", ground=ground, broken_on="2027-03-01",
             written=True, **fields)  # fmt: skip
    return morning(house, "2027-03-02")


def test_each_one_is_told_of_the_end_of_a_contract_what_concerns_them(house: House) -> None:
    mails = broken(house)
    apprentice, employer = said(mails[LEA]), said(mails[EMPLOYER])
    assert "Votre contrat a pris fin le lundi 1er mars 2027" in apprentice
    assert "Vous avez six mois" in apprentice
    assert "jusqu’au mercredi 1er septembre 2027" in apprentice
    assert "vous n’êtes plus salarié" in apprentice
    assert "carte d’étudiant des métiers" in apprentice
    assert f"Weber (tuteur académique, {FIRST})" in apprentice
    assert "Vous en informez sans délai l’OPCO" in employer
    assert "le certificat de travail" in employer
    assert "suites à donner" in said(mails[GESTION])
    assert "Contrat terminé" in said(mails[FIRST])
    assert MAITRE not in mails


@pytest.mark.parametrize("ground", ["R-01", "R-03", "R-04", "R-06", "R-09", "R-12"])
def test_no_mail_says_why_a_contract_ends(house: House, ground: str) -> None:
    """The procedure is skipped, so that its irregularities are told too."""
    mails = broken(house, ground)
    assert house.letters("failed") == []
    assert {LEA, EMPLOYER, GESTION} <= mails.keys()
    for one in mails.values():
        assert not SECRET.search(said(one))


def test_a_rupture_set_aside_before_the_mail_leaves_is_told_to_nobody(house: House) -> None:
    morning(house, "2027-02-26")
    stream = lea(house)
    house.do(stream, "record-rupture", "2027-03-01 15:00", ground="R-02", broken_on="2027-03-01")
    (seq,) = (r["seq"] for r in house.app.history(stream) if r["type"] == "RuptureRecorded")
    house.do(stream, "correct", "2027-03-01 16:00", fact=str(seq), set_aside="oui", reason="Erreur")
    mails = morning(house, "2027-03-02")
    assert not re.search(
        "pris fin|rompu|terminé le|sans contrat", " ".join(map(said, mails.values()))
    )
    gone = {row.letter for row in house.letters("cancelled")}
    assert {"rupture_apprentice", "rupture_employer", "rupture_office", "sfp_started"} <= gone


def test_a_rupture_whose_day_is_corrected_is_told_with_its_real_day(house: House) -> None:
    morning(house, "2027-02-26")
    stream = lea(house)
    house.do(stream, "record-rupture", "2027-03-01 15:00", ground="R-02", broken_on="2027-03-01")
    (seq,) = (r["seq"] for r in house.app.history(stream) if r["type"] == "RuptureRecorded")
    house.do(stream, "correct", "2027-03-01 16:00", fact=str(seq), broken_on="2027-02-22",
             reason="Date de l’accord")  # fmt: skip
    apprentice = told(house, "2027-03-02", LEA)
    assert "Votre contrat a pris fin le lundi 22 février 2027" in apprentice
    assert "1er mars 2027" not in apprentice


def test_the_months_without_a_contract_are_counted_and_end_with_a_decision(house: House) -> None:
    broken(house)
    month = told(house, "2027-04-01", LEA)
    assert "Formation sans contrat : il reste 153 jours" in month
    assert "À statuer" in told(house, "2027-09-02", RF) + told(house, "2027-09-03", RF)
    letters = {row.letter for row in house.letters() if row.stream == lea(house)}
    assert {"sfp_month", "sfp_lapsed", "to_decide"} <= letters


# --- the training ----------------------------------------------------------------------------------


def test_reminders_of_a_meeting_follow_the_tuteur_of_the_day(house: House) -> None:
    first = told(house, "2026-12-16", FIRST)
    assert "Rappel : rencontrer l’employeur dans les deux mois" in first
    assert f"Camille Weber, {MAITRE}" in first
    house.do(
        lea(house), "appoint", "2026-12-17", role="tuteur_academique", name="Roth", email=SECOND
    )
    mails = morning(house, "2027-01-04")
    assert FIRST not in mails
    assert "rencontrer l’employeur dans les deux mois" in said(mails[SECOND])


def test_the_grid_is_asked_of_those_who_have_not_seen_it(house: House) -> None:
    house.do(lea(house), "acknowledge-grid", "2026-12-02", party="apprenti")
    mails = morning(house, "2026-12-09")
    for address in (MAITRE, FIRST, LEA):
        grid = said(mails[address])
        assert "lisez la grille" in grid
        assert "encore attendue de : maître d’apprentissage, tuteur académique" in grid
    assert "envoyez la grille aux trois parties" in said(mails[RF])


def test_an_avenant_names_the_new_maitre_apprentissage_to_all(house: House) -> None:
    house.do(lea(house), "amend-contract", "2027-01-11", amendment_type="36",
             takes_effect_on="2027-01-11", maitre_apprentissage_name="Morel",
             maitre_apprentissage_email="morel@dupont.example")  # fmt: skip
    mails = morning(house, "2027-01-12")
    for address in (EMPLOYER, LEA, FIRST, "morel@dupont.example"):
        assert "Maître d’apprentissage : Morel, morel@dupont.example" in said(mails[address])


def test_a_suspension_is_told_with_the_day_of_the_answer(house: House) -> None:
    house.do(lea(house), "suspend-contract", "2027-01-11 15:00")
    direction = told(house, "2027-01-12", DIRECTION)
    assert "Contrat suspendu le lundi 11 janvier 2027" in direction
    assert "au plus tard le mardi 26 janvier 2027" in direction


# --- the end ---------------------------------------------------------------------------------------


def test_exams_a_diploma_then_surveys_that_one_may_stop(house: House) -> None:
    stream = lea(house)
    house.do(
        stream, "convene-to-exams", "2028-05-02", exams_on="2028-06-12", exams_end_on="2028-06-16"
    )
    assert "du lundi 12 juin 2028 au vendredi 16 juin 2028" in told(house, "2028-05-03", LEA)
    house.do(stream, "record-success", "2028-07-03")
    assert "Félicitations" in told(house, "2028-07-04", LEA)
    survey = told(house, "2029-01-03", LEA)
    assert "Que devenez-vous ?" in survey
    assert "Vague : 6 mois après la fin de la formation" in survey
    assert "Pour ne plus recevoir d’enquête" in survey
    house.do(stream, "object-to-surveys", "2029-01-04")
    assert "Que devenez-vous" not in told(house, "2029-01-18", LEA)
