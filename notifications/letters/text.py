"""Characters: what a value, a header or an address may hold."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lifecycle.errors import InvalidInput

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64  # RFC 5321, 4.5.3.1
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# Line and paragraph separators end a line for some readers.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of the text round, zero-width spaces, byte order mark.
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")


def has_control(text: str) -> bool:
    """Whether a C0 or C1 control character is there: CR, LF, NUL, NEL…"""
    return _CONTROL.search(text) is not None


@lru_cache(maxsize=8192)  # labels, sources and names come back in every letter
def visible(text: str) -> str:
    """One line that shows what it holds: no break, no control, no direction mark; NFC."""
    whole = _LONE_SURROGATE.sub("\ufffd", _BREAKS.sub(" ", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", whole)).strip(" ")


def cut(text: str, longest: int) -> str:
    """At most `longest` characters; an ellipsis says that some are missing."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def one_address(text: str) -> str:
    """The address as a relay takes it: ASCII, an accented domain in its `xn--` form.

    Raises InvalidInput when it is not exactly one address, or holds a control character.
    """
    if has_control(text):
        raise InvalidInput("L’adresse contient un caractère de contrôle : à corriger.")
    local, _, domain = text.rpartition("@")
    if not local.isascii():
        raise InvalidInput(
            f"L’adresse « {cut(visible(text), 80)} » a un accent ou une lettre hors ASCII "
            "avant « @ », que le relais ne prend pas : demandez une autre adresse."
        )
    address = f"{local}@{_ascii(domain)}"
    if not _is_one(address):
        raise InvalidInput(
            f"« {cut(visible(text), 80)} » n’est pas une seule adresse : à corriger."
        )
    return address


def _is_one(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    short = len(address) <= LONGEST_ADDRESS and len(local) <= LONGEST_LOCAL_PART
    return bool(short and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain))


def _ascii(domain: str) -> str:
    """The domain in ASCII (IDNA 2003); an empty one when it has no such form."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
