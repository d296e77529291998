"""Every letter, with its declared example, as text and as HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from notifications.catalogue import SPECIFIC
from notifications.compose import Item
from notifications.letters import CATCH_UP, DIGEST, FOLDER, LETTERS, URGENCY
from notifications.letters.examples import COMMON, EXAMPLES
from notifications.letters.rendering import Value
from tests.letters.letters import TOLD, an_item, part, told

VOID = {"meta", "br"}
# Told in the structure of the sentence, or not told at all.
SILENT = {"mine", "deemed_refused", "days_late", "told_tomorrow"}
NEXT = {"told_when"}
LABELS = {"obligation_label", "obligation_ref", "subject_label"}
# Given by every ladder, and not repeated by a letter that has its own words.
UNSAID = {
    "reminder": NEXT,
    "escalation": NEXT | {"rank"},
    "expiry": NEXT | {"rank", "progress"},
    "mission_reminder": LABELS | NEXT,
    "mission_last_call": LABELS,
    "mission_escalation": LABELS | NEXT | {"rank", "missing"},
}


class Page(HTMLParser):
    """The tags in order, closed as they should be, and the words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "srcset", "onclick"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def variants(letter: str) -> list[Item]:
    """The example, and each of its choices turned round."""
    example = EXAMPLES[letter]
    flips: list[dict[str, Value]] = [
        {name: not value} for name, value in example.items() if isinstance(value, bool)
    ]
    empties: list[dict[str, Value]] = [
        {name: ()} for name, value in example.items() if isinstance(value, tuple)
    ]
    late: list[dict[str, Value]] = [{"days_late": 3}] if "days_late" in example else []
    was_late: dict[str, Value] = {"late": True, "planned_on": "jeudi 19 novembre 2026"}
    changes = [{}, was_late, *flips, *empties, *late]
    return [an_item(letter, **change) for change in changes]


def test_each_folder_is_a_letter_with_its_example_and_its_three_files() -> None:
    assert set(EXAMPLES) == set(LETTERS)
    for name in (*LETTERS, DIGEST):
        found = {path.name for path in (FOLDER / name).iterdir()}
        assert found == {"subject.txt", "body.txt", "body.html"}, name
    ranked = {name for rank in URGENCY for name in rank}
    assert set(SPECIFIC.values()) <= ranked <= set(LETTERS)


@pytest.mark.parametrize("letter", TOLD)
def test_a_letter_says_all_that_it_knows(letter: str) -> None:
    message = told(an_item(letter))

    text, page = part(message, "plain"), Page(part(message, "html"))
    for name, value in EXAMPLES[letter].items():
        if name in SILENT | UNSAID.get(letter, set()) or isinstance(value, bool | int):
            continue
        for said in value if isinstance(value, tuple) else (value,):
            shown = (said, said[:1].lower() + said[1:])
            assert any(one in text for one in shown), name
            assert any(one in page.words for one in shown), name
    assert set(COMMON) <= set(EXAMPLES[letter])
    assert "Que faire" in text
    assert "Pour toute question" in text


@pytest.mark.parametrize("letter", TOLD)
def test_a_letter_says_the_same_in_text_and_in_html(letter: str) -> None:
    for item in variants(letter):
        message = told(item)
        words = re.findall(r"\w+", part(message, "plain").replace("Cordialement,", ""))
        page = part(message, "html").split("</style>")[1].split("</h1>")[1]
        again = re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", page)))
        assert [word for word in again if word != "Cordialement"] == words


@pytest.mark.parametrize("letter", TOLD)
def test_a_letter_is_written_in_french_typography_and_has_no_hole(letter: str) -> None:
    for item in variants(letter):
        message = told(item)
        text, page = part(message, "plain"), Page(part(message, "html")).words
        for words in (message["Subject"], text, page):
            assert not re.search(r" [:;?!»]|« ", words)
            assert not re.search(
                r"\(\s*\)|:\s*\.|[^\w]:\s*$|, ,|\{\{|\}\}|\{%|None|Undefined", words, re.M
            )
            assert not re.search(r"[a-z]'[a-z]", words)


@pytest.mark.parametrize("letter", TOLD)
def test_a_letter_is_readable_by_everybody(letter: str) -> None:
    source = part(told(an_item(letter)), "html")

    page = Page(source)
    assert '<html lang="fr">' in source
    assert page.tags.count("h1") == 1
    assert page.tags.count("h2") == 0
    assert not set(page.tags) & {"img", "script", "link", "a", "iframe", "form", "table"}
    assert "url(" not in source
    assert "http" not in source
    assert "@import" not in source
    assert "prefers-color-scheme: dark" in source


@pytest.mark.parametrize("letter", TOLD)
def test_no_letter_tells_a_motive(letter: str) -> None:
    for item in variants(letter):
        assert not re.search(r"motif|santé|maladie|disciplin|sanction", part(told(item), "plain"))


@pytest.mark.parametrize("letter", ["last_call", "mission_last_call", "filing_due"])
def test_a_last_call_names_who_will_be_told_tomorrow(letter: str) -> None:
    who: dict[str, Value] = {"told_tomorrow": ("Anne Roth (direction du CFA)",)}
    when = ("demain, mercredi 2 décembre 2026,", "le vendredi 4 décembre 2026")
    tomorrow, later = (part(told(an_item(letter, **who, told_when=day)), "plain") for day in when)
    now = part(told(an_item(letter, **who, told_when="aujourd’hui")), "plain")
    nobody = part(told(an_item(letter, told_tomorrow=())), "plain")

    named = "à\u00a0: Anne Roth (direction du CFA)."
    assert f"Si rien n’est fait, ce point sera signalé {when[0]} {named}" in tomorrow
    assert f"Si rien n’est fait, ce point sera signalé {when[1]} {named}" in later
    assert f"Ce point est aussi signalé aujourd’hui {named}" in now
    assert "signalé" not in nobody


@pytest.mark.parametrize("letter", ["escalation", "mission_escalation"])
def test_an_escalation_says_who_was_reminded_and_when(letter: str) -> None:
    reminded = part(told(an_item(letter)), "plain")
    never = part(told(an_item(letter, reminded_on=())), "plain")

    owner = EXAMPLES[letter]["owner_name"]
    assert f"Rappels envoyés à {owner}\u00a0: lundi 23 novembre 2026, " in reminded
    assert f"Aucun rappel n’a pu être envoyé à {owner}." in never


def test_the_ladder_of_a_mission_cites_the_charter() -> None:
    for letter in ("mission_submitted", "mission_reminder", "mission_escalation"):
        said = part(told(an_item(letter)), "plain")
        assert "La charte demande une réponse sous une semaine." in said


def test_silence_means_refusal_in_the_private_sector_and_acceptance_in_the_public_one() -> None:
    private = part(told(an_item("filing_silence")), "plain")
    public = part(told(an_item("filing_silence", deemed_refused=False)), "plain")

    assert "ce silence vaut refus de prise en charge" in private
    assert "ce silence vaut acceptation du dépôt" in public
    assert "refus" not in public


def test_no_letter_to_an_employer_says_refused() -> None:
    for letter in set(TOLD) - {"filing_silence", "mission_submitted"}:
        message = told(an_item(letter))
        said = f"{message['Subject']} {part(message, 'plain')}"
        # What a responsable de formation may do (« refusez-la ») is not told to an employer.
        assert not re.search(r"refusée?s?\b|réputée? refus", said), letter


def test_catch_up_cannot_be_an_item() -> None:
    with pytest.raises(Exception, match="n’est pas une lettre"):
        told(Item(CATCH_UP, dict(EXAMPLES[CATCH_UP])))


def test_a_name_that_begins_with_a_vowel_is_elided() -> None:
    for name, said in (("Élise Roth", "d’Élise Roth"), ("Paul Weber", "de Paul Weber")):
        text = part(told(an_item("reminder", mine=False, owner_name=name)), "plain")
        assert f"à la charge {said}" in text
        assert f"Rapprochez-vous {said}" in text
