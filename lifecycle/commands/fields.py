"""The fields of a form: their types, and how a typed value is read (reliability §8)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lifecycle.errors import InvalidInput
from lifecycle.people import Role


class Kind(StrEnum):
    """The type of a field, as `charter --json` names it."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    EMAIL = "email"
    SIRET = "siret"
    CHOICE = "choice"
    REFS = "refs"
    INSTANCE = "instance"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `personal` names the role whose key encrypts it in the history, or the field
    of the same form that names that role; `most`: how many characters, when its kind says too few.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: Role | str | None = None
    most: int = 0

    @property
    def limit(self) -> int:
        """How many characters may be typed in it."""
        return self.most or LIMITS.get(self.kind, 200)

    @property
    def named(self) -> str:
        """Its label, and the name under which a terminal types it."""
        return f"{self.label} ({self.name})" if self.label else self.name

    def read(self, raw: object) -> Any:
        """The JSON value of what was typed. Raises InvalidInput with one French sentence."""
        if isinstance(raw, str) and self.kind is not Kind.ANY:
            raw = clean(raw, self.label, lines=self.kind is Kind.LONG_TEXT)
        value = READERS[self.kind](raw, self)
        if value is not None and self.choices and value not in self.choices:
            raise _wrong(self, raw, f"une valeur parmi : {', '.join(self.choices)}")
        return value


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Which fields of a form describe one person, by attribute of `people.Person`.

    `role` is their role, or the name of the field of the same form that says it.
    """

    role: Role | str
    attributes: tuple[tuple[str, str], ...]  # (attribute, field)


NIR = re.compile(
    r"(?<!\d)[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)\d[\dAB]\d{6}(?:\d{2})?(?!\d)", re.IGNORECASE
)
OUR_ID = re.compile(r"\b[0-9a-f]{16}\b")  # a dossier: chance may draw thirteen digits in a row
WITHIN_A_NIR = re.compile(r"[ \t._·-]")
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:{LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--{LABEL})"
)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
LIMITS = {Kind.LONG_TEXT: 2000, Kind.REFS: 20_000}
RECORD = 20_000  # a procès-verbal, a compte rendu: six or seven pages
SHOWN = 60
UNSEEN = ("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")
SPACES = re.compile(r"[ \t\u00a0\u202f]+")


def clean(raw: str, label: str, *, lines: bool = False) -> str:
    """NFC, trimmed, inner spaces collapsed, one line unless `lines`.

    Refuses control characters and social security numbers.
    """
    text = unicodedata.normalize("NFC", raw).strip().replace("\r\n", "\n")
    if any(unicodedata.category(c) in UNSEEN and c not in "\n\t\u200d" for c in text):
        raise InvalidInput(f"{label} : caractère de contrôle interdit.")
    if "\n" in text and not lines:
        raise InvalidInput(f"{label} : une seule ligne est attendue.")
    if NIR.search(WITHIN_A_NIR.sub("", OUR_ID.sub("", unicodedata.normalize("NFKC", text)))):
        raise InvalidInput(f"{label} : un numéro de sécurité sociale ne doit pas être saisi ici.")
    return SPACES.sub(" ", text)


def quoted(raw: object) -> str:
    """What was typed, for a message: one line, at most sixty characters."""
    text = " ".join(str(raw).split())
    return f"« {text if len(text) <= SHOWN else f'{text[:SHOWN]}…'} »"


def read_day(text: str, label: str) -> date:
    """`2026-11-24` or `24/11/2026`, between 1900 and 2100. Raises InvalidInput."""
    found = DAY.fullmatch(text) if text.isascii() else None
    if found is None:
        raise InvalidInput(
            f"{label} : {quoted(text)} n’est pas une date (AAAA-MM-JJ ou JJ/MM/AAAA)."
        )
    y, m, d = found[1] or found[6], found[2] or found[5], found[3] or found[4]
    try:
        day = date(int(y), int(m), int(d))
    except ValueError:
        raise InvalidInput(f"{label} : le {text} n’existe pas.") from None
    if not 1900 <= day.year <= 2100:
        raise InvalidInput(f"{label} : l’année {day.year} est hors de 1900–2100.")
    return day


def luhn(digits: str) -> bool:
    """The checksum of a SIREN or SIRET (La Poste's own SIRET add up to a multiple of five)."""
    if digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0:
        return True
    doubled = (int(c) * (2 - (len(digits) - i) % 2) for i, c in enumerate(digits))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _wrong(field: Field, raw: object, wanted: str) -> InvalidInput:
    return InvalidInput(f"{field.named} : {quoted(raw)} ; il faut {wanted}.")


def _text(raw: object, field: Field) -> str | None:
    if not isinstance(raw, str):
        raise _wrong(field, raw, "du texte")
    if len(raw) > field.limit:
        raise InvalidInput(f"{field.named} : {len(raw)} caractères ; {field.limit} au plus.")
    return raw or None


def _day(raw: object, field: Field) -> str | None:
    if isinstance(raw, date):
        return raw.isoformat()
    text = _text(raw, field)
    return read_day(text, field.named).isoformat() if text else None


def _integer(raw: object, field: Field) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = _text(raw, field)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _wrong(field, raw, "un nombre entier")
    return int(text)


def _boolean(raw: object, field: Field) -> bool | None:
    if isinstance(raw, bool):
        return raw
    text = _text(raw, field)
    words = {"oui": True, "true": True, "1": True, "non": False, "false": False, "0": False}
    if text is not None and text.lower() not in words:
        raise _wrong(field, raw, "oui ou non")
    return words[text.lower()] if text else None


def _email(raw: object, field: Field) -> str | None:
    text = _text(raw, field)
    if text is None:
        return None
    local, _, domain = text.rpartition("@")
    if (
        EMAIL.fullmatch(text) is None
        or ".." in text
        or local.startswith(".")
        or local.endswith(".")
    ):
        raise _wrong(field, raw, "une seule adresse électronique, comme prenom.nom@exemple.fr")
    return f"{local}@{domain.lower()}"


def _siret(raw: object, field: Field) -> str | None:
    text = _text(raw, field)
    digits = text.replace(" ", "") if text else None
    if digits is not None and not (digits.isascii() and digits.isdigit() and len(digits) == 14):
        raise _wrong(field, raw, "les 14 chiffres d’un SIRET")
    if digits is not None and not (luhn(digits) and int(digits)):
        raise _wrong(field, raw, "un SIRET dont la clé est juste")
    return digits


def _refs(raw: object, field: Field) -> list[str] | None:
    text = _text(raw, field)
    return [ref.strip() for ref in text.split(",") if ref.strip()] if text else None


def _any(raw: object, _: Field) -> Any:
    """As it was typed: another form reads it."""
    return None if raw == "" else raw


READERS: dict[Kind, Callable[[object, Field], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _text,
    Kind.INSTANCE: _text,
    Kind.DATE: _day,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.EMAIL: _email,
    Kind.SIRET: _siret,
    Kind.REFS: _refs,
    Kind.ANY: _any,
}
