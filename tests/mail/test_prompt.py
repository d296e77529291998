"""What is told at once: exchanges between the parties, and what signals a gap; when, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from notifications.catalogue import ORDINARY, URGENT
from persistence.outbox import Row
from tests.houses import House
from tests.mail.test_training import FIRST, LEA, MAITRE, lea, left, said

PARIS = ZoneInfo("Europe/Paris")
TUTEUR, MAITRE_APPRENTISSAGE, APPRENTI = "tuteur_academique", "maitre_apprentissage", "apprenti"
Made = Callable[[str], House]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Léa works in Strasbourg since Monday 16 November 2026; Weber, her tuteur, lives by the
    calendar of the formation, which is given. The mails of November have left."""
    opened: list[House] = []

    def make(calendar: str) -> House:
        house = House(tmp_path)
        opened.append(house)
        house.open_formation(calendar=calendar)
        dossier = house.in_contract(house.candidate())
        house.beat("2026-11-24 11:00")
        house.do(dossier, "appoint", "2026-11-24 11:01", role=TUTEUR, name="Weber", email=FIRST)
        house.beat("2026-11-30 08:05")
        house.drain("2026-11-30 08:06")
        return house

    yield make
    for house in opened:
        house.close()


def asks(house: House, at: str, **fields: object) -> None:
    parties = {"said_by": MAITRE_APPRENTISSAGE, "asked_of": TUTEUR, "topic": "ecart"}
    question = f"Un écart, vu le {at}."
    house.do(lea(house), "raise-exchange", at, **{**parties, "question": question, **fields})


def rows(house: House, role: str, *letters: str) -> list[Row]:
    return [row for row in house.letters() if row.role == role and row.letter in letters]


def leaves(row: Row) -> str:
    """When it leaves, in Paris."""
    return f"{datetime.fromisoformat(row.send_at).astimezone(PARIS):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("at", "france", "alsace"),
    [
        ("2026-12-01 07:59", "2026-12-01 08:00", "2026-12-01 08:00"),
        ("2026-12-01 08:00", "2026-12-01 08:00", "2026-12-01 08:00"),
        ("2026-12-01 15:07", "2026-12-01 15:07", "2026-12-01 15:07"),
        ("2026-12-01 22:40", "2026-12-01 22:40", "2026-12-01 22:40"),
        ("2026-12-05 15:07", "2026-12-07 08:00", "2026-12-07 08:00"),  # a Saturday
        # Good Friday is férié in Strasbourg alone; Easter Monday everywhere.
        ("2027-03-25 15:07", "2027-03-25 15:07", "2027-03-25 15:07"),
        ("2027-03-26 15:07", "2027-03-26 15:07", "2027-03-30 08:00"),
        ("2027-03-29 15:07", "2027-03-30 08:00", "2027-03-30 08:00"),
    ],
)
def test_an_exchange_leaves_at_once_on_a_jour_ouvre_of_who_reads_it(
    made: Made, at: str, france: str, alsace: str
) -> None:
    house = made("france")
    asks(house, at)
    (tuteur,) = rows(house, TUTEUR, "exchange_raised")
    (apprentice,) = rows(house, APPRENTI, "exchange_raised")  # lives by the calendar of the site
    assert [tuteur.urgency, apprentice.urgency] == [URGENT, URGENT]
    assert (leaves(tuteur), leaves(apprentice)) == (france, alsace)


def test_a_tuteur_of_alsace_moselle_is_not_written_to_on_good_friday(made: Made) -> None:
    house = made("alsace-moselle")
    asks(house, "2027-03-26 15:07")
    (tuteur,) = rows(house, TUTEUR, "exchange_raised")
    assert leaves(tuteur) == "2027-03-30 08:00"


@pytest.mark.parametrize("calendar", ["france", "alsace-moselle"])
def test_the_question_and_its_answer_are_read_in_the_same_afternoon(
    made: Made, calendar: str
) -> None:
    house = made(calendar)
    asks(house, "2026-12-01 15:00")
    question = left(house, "2026-12-01 15:01")
    assert question.keys() == {FIRST, LEA}
    assert "Un écart, vu le 2026-12-01 15:00." in said(question[FIRST])
    house.do(
        lea(house), "answer-exchange", "2026-12-01 16:00", said_by=TUTEUR, answer="Un atelier."
    )
    answer = left(house, "2026-12-01 16:01")
    assert answer.keys() == {MAITRE, LEA}
    assert "« Un atelier. »" in said(answer[MAITRE])


def test_a_third_one_of_the_day_waits_for_the_next_morning(made: Made) -> None:
    """Two urgent mails a day for one person, whatever happens."""
    house = made("france")
    for hour in ("09:00", "10:00", "11:00"):
        asks(house, f"2026-12-01 {hour}")
        house.drain()
    assert left(house, "2026-12-01 18:00") == {}
    assert "vu le 2026-12-01 11:00" in said(left(house, "2026-12-02 08:01")[FIRST])


def test_an_exchange_raised_some_days_ago_is_told_when_it_is_known(made: Made) -> None:
    house = made("france")
    asks(house, "2026-12-03 10:00", raised_on="2026-11-27")
    assert leaves(rows(house, TUTEUR, "exchange_raised")[0]) == "2026-12-03 10:00"


def test_absences_beyond_the_threshold_are_told_at_once_to_the_other_parties(made: Made) -> None:
    house = made("france")
    house.do(lea(house), "record-hours", "2026-12-01 15:00", month="2026-11", planned=70, done=50,
             absent_unjustified=20)  # fmt: skip
    for role in (TUTEUR, MAITRE_APPRENTISSAGE, "responsable_formation"):
        found = [(leaves(r), r.urgency) for r in rows(house, role, "news") if r.urgency == URGENT]
        assert found == [("2026-12-01 15:00", URGENT)], role
    assert "heures d’absence non justifiées" in said(left(house, "2026-12-01 15:01")[MAITRE])


@pytest.mark.parametrize("calendar", ["france", "alsace-moselle"])
@pytest.mark.parametrize(
    ("beat", "told"),
    [
        ("2027-01-26 23:59", []),
        ("2027-01-27 08:05", [("2027-01-27 08:05", URGENT)]),
        ("2027-01-28 08:05", [("2027-01-29 08:00", ORDINARY)]),  # known late: no urgency is left
    ],
)
def test_a_silence_of_the_livret_is_told_the_morning_after(
    made: Made, calendar: str, beat: str, told: list[tuple[str, str]]
) -> None:
    house = made(calendar)
    house.do(lea(house), "record-livret-entry", "2026-12-01 12:00", by="apprenti")
    house.beat(beat)
    silences = {e.pos for e in house.events(lea(house)) if e.type == "LivretFellSilent"}
    mine = [row for row in rows(house, TUTEUR, "news") if row.fact_pos in silences]
    assert [(leaves(row), row.urgency) for row in mine] == told
