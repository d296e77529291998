"""No value changes the structure of a mail; no name and no address is anything else."""

from __future__ import annotations

import re

import pytest

from lifecycle.errors import InvalidInput
from notifications.compose import LONGEST_SUBJECT, Item
from notifications.letters.examples import EXAMPLES
from tests.letters.letters import TOLD, an_item, part, strings, told

HOSTILE = {
    "markup": "<b>gras</b><script>alert(1)</script>&amp;\"'>",
    "template": "{{7*7}}{% for x in y %}${7*7}",
    "header": "Léa\r\nBcc: victime@evil.example\r\n\r\n--=_boundary\r\n",
    "separators": "ligne\u2028suite\u2029fin\x85\x0b\x0c\x00\x1b[31m",
    "direction": "Léa \u202egro.live\u202c \u2066x\u2069 \u200fy",
    "encoded word": "=?utf-8?q?L=C3=A9a=0D=0ABcc:x?=",
    "surrogate": "Léa \udcff Martin",
    "long": "Wolfeschlegelsteinhausenbergerdorff " * 400,
    "bullet": "- faux point\n- autre",
    "quotes": '"Léa" <x@y.example>, (z)',
}


def tags(message_html: str) -> list[str]:
    return re.findall(r"<[^>]+>", message_html)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("letter", TOLD)
def test_no_value_changes_the_structure_of_a_mail(letter: str, hostile: str) -> None:
    example = EXAMPLES[letter]
    usual, poisoned = (
        told(an_item(letter)),
        {
            name: tuple(hostile for _ in value) if isinstance(value, tuple) else hostile
            for name, value in strings(example).items()
        },
    )
    message = told(Item(letter, {**example, **poisoned}))

    assert message.keys() == usual.keys()
    assert not message.defects
    assert message["To"] == usual["To"]
    assert [one.get_content_type() for one in message.walk()] == [
        one.get_content_type() for one in usual.walk()
    ]
    assert tags(part(message, "html")) == tags(part(usual, "html"))
    assert part(message, "plain").count("\n") == part(usual, "plain").count("\n")
    assert len(message["Subject"]) <= LONGEST_SUBJECT
    for words in (message["Subject"], part(message, "plain"), part(message, "html")):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00\x1b\x85]", words)
        assert "49" not in words.replace(hostile, "")


@pytest.mark.parametrize("hostile", ["Léa\r\nBcc: x@y.example", "Léa\x00", "Léa\x85", "Léa\x7f"])
@pytest.mark.parametrize("field", ["to_name", "reply_name", "sender_name"])
def test_a_name_with_a_control_character_is_refused(field: str, hostile: str) -> None:
    with pytest.raises(InvalidInput, match="caractère de contrôle"):
        told(an_item("reminder"), **{field: hostile})


@pytest.mark.parametrize(
    "name",
    [
        'Martin, "Léa" <x@y.example>',
        "=?utf-8?q?L=C3=A9a=0D=0ABcc:x?=",
        "Léa \u202egro.live",
        "a@b.example, c@d.example",
        "(commentaire) ; groupe: x;",
        "Wolfeschlegelsteinhausen é " * 40,
        "\\",
    ],
)
def test_a_strange_name_is_still_one_address(name: str) -> None:
    message = told(an_item("reminder"), to_name=name, reply_name=name, sender_name=name)

    for header in ("From", "To", "Reply-To"):
        assert len(message[header].addresses) == 1
        assert not message[header].defects
    assert message["To"].addresses[0].addr_spec == "claire.schmitt@universite.example"
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "address",
    [
        "",
        "léa@cfa.example",
        "a@x.example, c@y.example",
        "a@x.example c@y.example",
        "a@x.example\r\nBcc: c@y.example",
        "Léa <a@x.example>",
        "<a@x.example>",
        "a@x.example>",
        "a@",
        "@x.example",
        "a",
        "a@b@x.example",
        '"a b"@x.example',
        "a..b@x.example",
        "a@x..example",
        "a@-x.example",
        f"{'a' * 65}@x.example",
        f"a@{'x.' * 130}example",
        "a@x.example\x00",
        "a@\u202ex.example",
    ],
)
@pytest.mark.parametrize("field", ["to_address", "reply_address", "sender_address"])
def test_what_is_not_exactly_one_address_is_refused(field: str, address: str) -> None:
    with pytest.raises(InvalidInput):
        told(an_item("reminder"), **{field: address})


def test_an_accented_domain_is_written_as_relays_take_it() -> None:
    message = told(an_item("reminder"), to_address="lea@université.example")

    assert message["To"].addresses[0].addr_spec == "lea@xn--universit-j4a.example"
