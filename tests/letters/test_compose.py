"""One mail: headers, digest, late news, and what no value can change."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from lifecycle.calendar import french
from lifecycle.errors import InvalidInput
from notifications.compose import LARGEST_MAIL, MOST_IN_FULL, Item, compose
from notifications.letters.examples import EXAMPLES
from notifications.letters.rendering import due_day, used
from tests.letters.letters import TOLD, a_mail, an_item, part, read, told

# --- headers ---------------------------------------------------------------------------------


def test_headers() -> None:
    message = told(an_item("reminder"))

    assert message["From"] == "CFA universitaire d’Alsace <notifications@cfa.example>"
    assert message["To"] == "Claire Schmitt <claire.schmitt@universite.example>"
    assert message["Reply-To"] == "Jeanne Keller <j.keller@cfa.example>"
    assert message["Message-ID"] == "<ob-1@cfa.example>"
    assert message["Date"].datetime == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Subject"] == (
        "Rappel\u00a0: organiser la première visite en entreprise, "
        "au plus tard le lundi 30 novembre 2026 (Léa Martin)"
    )
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_mail_is_ascii_lines_that_every_relay_takes() -> None:
    raw = compose(a_mail(*(an_item(letter) for letter in TOLD)))

    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_same_mail_is_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from tests.letters.letters import *; "
        "sys.stdout.buffer.write(compose(a_mail(*(an_item(one) for one in TOLD))))"
    )
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        out = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], env=env, check=True, capture_output=True
        )
        assert out.stdout == compose(a_mail(*(an_item(one) for one in TOLD)))


def test_the_boundary_follows_the_message_id() -> None:
    one, two = (
        told(an_item("reminder"), message_id=f"<ob-{n}@cfa.example>").get_boundary() for n in "12"
    )
    assert one != two


def test_the_origin_of_an_address_is_told_when_it_is_given() -> None:
    origin = "la fiche de mission déposée par Léa Martin"
    first = told(an_item("mission_received"), origin=origin)

    for kind in ("plain", "html"):
        assert origin in part(first, kind)
        assert "CNIL" in part(first, kind)
        assert "CNIL" not in part(told(an_item("mission_received")), kind)


# --- several facts ---------------------------------------------------------------------------


def test_several_items_make_one_digest_the_most_urgent_first_then_the_earliest() -> None:
    message = told(
        an_item("mission_validated"),
        an_item("reminder", due_on="mardi 1er décembre 2026"),
        an_item("reminder", due_on="lundi 30 novembre 2026", apprentice="Hugo Klein"),
        an_item("escalation"),
    )

    text = part(message, "plain")
    titles = re.findall(r"^\d\. (.+)$", text, re.M)
    assert message["Subject"] == f"{titles[0]} – et 3 autres points"
    assert [title.split("\u00a0:")[0] for title in titles] == [
        "Non fait à l’échéance",
        "Rappel",
        "Rappel",
        "Mission validée",
    ]
    assert "Hugo Klein" in titles[1]
    assert part(message, "html").count("<h2>") == 4


def test_late_news_is_grouped_and_each_says_when_it_should_have_been_told() -> None:
    days = ("lundi 2 novembre 2026", "mardi 3 novembre 2026")
    message = told(*(an_item("reminder", late=True, planned_on=day) for day in days))

    assert message["Subject"].startswith("2 points signalés avec retard\u00a0: rappel")
    for kind in ("plain", "html"):
        assert "Certains auraient dû vous être signalés plus tôt" in part(message, kind)
        for day in days:
            assert f"Ce point aurait dû vous être signalé le {day}." in part(message, kind)


def test_one_late_news_keeps_its_own_subject() -> None:
    message = told(an_item("reminder", late=True, planned_on="lundi 2 novembre 2026"))

    assert message["Subject"].startswith("Rappel")
    assert "aurait dû vous être signalé le lundi 2 novembre 2026" in part(message, "plain")


def test_late_news_must_give_its_day() -> None:
    with pytest.raises(InvalidInput, match="planned_on"):
        told(an_item("reminder", late=True))


def test_due_days_are_read_as_the_calendar_writes_them() -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    for _ in range(366):
        assert due_day({"due_on": french(day)}) == day
        day += timedelta(days=1)
    assert due_day({"due_on": "30 février 2026"}) == due_day({}) > day


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("letter", TOLD)
def test_a_missing_or_empty_value_is_never_sent(letter: str) -> None:
    for name in used(letter) & EXAMPLES[letter].keys():
        if isinstance(EXAMPLES[letter][name], str):
            for empty in ("", " ", "\r\n", "\u202e", "\u00a0"):
                with pytest.raises(InvalidInput, match=name):
                    told(an_item(letter, **{name: empty}))


@pytest.mark.parametrize("letter", TOLD)
def test_an_absent_value_is_named(letter: str) -> None:
    used = [name for name in EXAMPLES[letter] if is_used(letter, name)]

    assert {"apprentice", "formation", "dossier", "contact", "contact_at"} <= set(used)
    for name in used:
        left = {key: value for key, value in EXAMPLES[letter].items() if key != name}
        with pytest.raises(InvalidInput, match=name):
            told(Item(letter, left))


def is_used(letter: str, name: str) -> bool:
    """Whether the letter, with its example, cannot be written without that value."""
    left = {key: value for key, value in EXAMPLES[letter].items() if key != name}
    try:
        told(Item(letter, left))
    except InvalidInput:
        return True
    return False


@pytest.mark.parametrize("value", [None, 1.5, ["a"], {"a": 1}, (1,), datetime.now(UTC), object()])
def test_only_plain_values_are_taken(value: object) -> None:
    with pytest.raises(InvalidInput, match="valeur simple"):
        told(Item("reminder", {**EXAMPLES["reminder"], "rank": value}))  # type: ignore[dict-item]


@pytest.mark.parametrize("letter", ["unknown", "_digest", "../reminder", "", "catch_up"])
def test_an_unknown_letter_is_refused(letter: str) -> None:
    with pytest.raises(InvalidInput, match="n’est pas une lettre"):
        told(Item(letter, EXAMPLES["reminder"]))


@pytest.mark.parametrize(
    "message_id", ["", "ob-1@x", "<ob-1>", "<ob 1@x>", "<é@x>", "<a@x>\r\nBcc: y", "<a@x><b@x>"]
)
def test_a_message_id_has_one_form(message_id: str) -> None:
    with pytest.raises(InvalidInput, match="Message-ID"):
        told(an_item("reminder"), message_id=message_id)


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=1))])
def test_the_date_is_utc(zone: timezone | None) -> None:
    date = datetime(2026, 11, 24, 7, 0, tzinfo=zone)
    with pytest.raises(InvalidInput, match="UTC"):
        told(an_item("reminder"), date=date)


def test_a_mail_says_something() -> None:
    with pytest.raises(InvalidInput, match="au moins une chose"):
        told()


def test_what_a_reader_would_not_reach_is_told_by_its_title() -> None:
    names = [f"Apprenti {n}" for n in range(200)]
    raw = compose(a_mail(*(an_item("escalation", apprentice=name) for name in names)))

    message = read(raw)
    assert len(raw) <= LARGEST_MAIL
    assert message["Subject"].endswith("– et 199 autres points")
    for kind in ("plain", "html"):
        said = part(message, kind)
        assert all(f"({name})" in said for name in names)
        assert said.count("Que faire") == MOST_IN_FULL
        assert "Et aussi, en bref" in said
    assert "en bref" not in part(told(an_item("escalation"), an_item("reminder")), "plain")


def test_whom_to_ask_is_said_once_unless_a_point_has_its_own() -> None:
    here = told(an_item("reminder"), an_item("reminder"))
    elsewhere = told(an_item("reminder"), an_item("reminder", contact="Anne Roth"))

    assert "Pour toute question" not in part(here, "plain")
    assert part(elsewhere, "plain").count("Pour toute question") == 1


def test_a_mail_too_large_is_refused_and_says_what_to_do() -> None:
    huge = tuple("é" * 500 for _ in range(100))
    with pytest.raises(InvalidInput, match="répartissez"):
        told(an_item("mission_submitted", missing=huge))


def test_somebody_known_by_an_address_only_is_not_called_by_it() -> None:
    message = told(an_item("reminder"), to_name="claire.schmitt@universite.example")

    assert part(message, "plain").startswith("Bonjour,\n")
    assert "Bonjour,</p>" in part(message, "html")
