"""The letters of a formation or CFA: the house in the place of the apprentice, with its page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from notifications.catalogue import GENERIC
from notifications.letters.rendering import Value
from tests.letters.letters import an_item, part, told

FORMATION: dict[str, Value] = {
    "apprentice": "formation BUT Informatique",
    "house": ("Formation", "BUT Informatique"),
    "house_said": ("la formation BUT Informatique",),
    "dossier": "formation:BUT-INFO",
    "page": ("https://suivi.cfa.example/formations/BUT-INFO",),
    "subject_label": "la formation BUT Informatique",
}
EVERY = (*GENERIC.values(), "watch", "possible_from", "irregularity")


@pytest.mark.parametrize("letter", EVERY)
def test_a_letter_of_a_house_names_it_and_gives_its_page(letter: str) -> None:
    message = told(an_item(letter, **FORMATION))
    for kind in ("plain", "html"):
        said = unescape(part(message, kind))
        assert "BUT Informatique" in said
        assert "formation:BUT-INFO" in said
        assert "https://suivi.cfa.example/formations/BUT-INFO" in said
        assert not re.search(r"^- Apprenti|<dt>Apprenti", said, re.MULTILINE)
    assert "(formation BUT Informatique)" in message["Subject"]


@pytest.mark.parametrize("letter", EVERY)
def test_it_says_the_same_in_text_and_in_html(letter: str) -> None:
    message = told(an_item(letter, **FORMATION))
    words = re.findall(r"\w+", part(message, "plain").replace("Cordialement,", ""))
    page = part(message, "html").split("</style>")[1].split("</h1>")[1]
    again = re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", page)))
    assert [word for word in again if word != "Cordialement"] == words


@pytest.mark.parametrize(
    ("letter", "mine", "sentence"),
    [
        (
            "reminder",
            True,
            "Une action de votre part est attendue pour la formation BUT Informatique",
        ),
        ("last_call", False, "Point toujours en attente pour la formation BUT Informatique, à la"),
        ("escalation", False, "Ce qui suit n’a pas été fait pour la formation BUT Informatique"),
    ],
)
def test_a_ladder_says_for_which_house(letter: str, mine: bool, sentence: str) -> None:
    said = part(told(an_item(letter, **FORMATION, mine=mine)), "plain")
    assert sentence in " ".join(said.split())


def test_without_an_address_of_pages_no_page_is_given() -> None:
    said = part(told(an_item("reminder", **{**FORMATION, "page": ()})), "plain")
    assert "Page" not in said
    assert "formation:BUT-INFO" in said


def test_the_letters_of_apprentices_are_as_they_were() -> None:
    said = part(told(an_item("reminder")), "plain")
    assert "- Apprenti : Léa Martin" in said.replace("\u00a0", " ")
    assert "Page" not in said
