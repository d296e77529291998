"""Codes and closed words in a cell: what is one, what only looks like one, what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from exchange.reading import AS_TEXT, CellFault, Reading
from lifecycle.commands.fields import Field, luhn
from lifecycle.commands.fields import Kind as FieldKind
from lifecycle.errors import InvalidInput

UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def pattern(expression: str, reason: str, remedy: str) -> Callable[[str], str]:
    compiled = re.compile(expression, re.ASCII)

    def read(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise CellFault(reason, remedy)
        return text

    return read


def email(text: str) -> str:
    try:
        return str(EMAIL.read(text))
    except InvalidInput:
        raise CellFault(
            "ce n’est pas une adresse électronique.",
            "Écrivez une seule adresse, comme prenom.nom@exemple.fr.",
        ) from None


EMAIL = Field("email", "Courriel", FieldKind.EMAIL)


def phone(text: str) -> Reading:
    number = re.sub(r"[ .()\u00a0\u202f-]", "", text)
    if re.fullmatch(r"[1-9]\d{8}", number, re.ASCII):
        return Reading(f"0{number}", "un zéro initial manquait : lu avec ce zéro.")
    if re.fullmatch(r"0\d{9}|(?:\+|00)[1-9]\d{7,13}", number, re.ASCII) is None:
        raise CellFault("ce n’est pas un téléphone.", "10 chiffres, ou +33 et 9 chiffres.")
    return Reading(number)


def postcode(text: str) -> str:
    """A number has lost its first zero: it is given back."""
    digits = text.zfill(5) if text.isascii() and text.isdigit() and len(text) >= 4 else text
    if re.fullmatch(r"\d{5}", digits, re.ASCII) is None:
        raise CellFault("ce n’est pas un code postal.", "Écrivez les 5 chiffres.")
    return digits


def uai(text: str) -> Reading:
    code = text.replace(" ", "").upper()
    if re.fullmatch(r"\d{7}[A-Z]", code, re.ASCII) is None:
        raise CellFault("ce n’est pas un UAI.", "Écrivez 7 chiffres et une lettre, comme 0750655E.")
    right = UAI_LETTERS[int(code[:7]) % 23] == code[7]
    return Reading(code, "" if right else "la lettre de contrôle de cet UAI est fausse.")


def uai_or_department(text: str) -> Reading:
    if re.fullmatch(r"\d{1,3}|0?2[AB]", text, re.ASCII):
        return Reading(text.zfill(3))
    return uai(text)


def siret(text: str) -> Reading:
    digits = re.sub(r"[ .\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{12,13}", digits, re.ASCII):
        raise CellFault(f"{len(digits)} chiffres : des zéros initiaux ont pu se perdre.", AS_TEXT)
    if re.fullmatch(r"\d{14}", digits, re.ASCII) is None or not int(digits):
        raise CellFault("ce n’est pas un SIRET.", "Écrivez ses 14 chiffres.")
    right = luhn(digits)
    return Reading(digits, "" if right else "la clé de contrôle de ce SIRET est fausse.")


def rncp(text: str) -> str:
    found = re.fullmatch(r"(?:RNCP)? ?(\d{2,5})", text.upper(), re.ASCII)
    if found is None:
        raise CellFault("ce n’est pas un code RNCP.", "Écrivez RNCP et 2 à 5 chiffres.")
    return f"RNCP{found[1]}"


def school_year(text: str) -> str:
    found = re.fullmatch(r"(\d{4}) ?[-–/] ?(\d{4})", text, re.ASCII)
    if found is None or int(found[2]) - int(found[1]) not in (0, 1):
        raise CellFault("ce n’est pas une année scolaire.", "Écrivez par exemple 2026-2027.")
    return f"{found[1]}-{found[2]}"


def between(first: int, last: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and first <= int(text[:9]) <= last):
            raise CellFault("ce n’est pas un nombre attendu.", f"Un nombre de {first} à {last}.")
        return int(text)

    return read


def one_of(words: dict[str, Any], remedy: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        plain = unicodedata.normalize("NFKD", text.casefold())
        key = "".join(c for c in plain if not unicodedata.combining(c))
        if key not in words:
            raise CellFault("cette valeur n’est pas attendue ici.", remedy)
        return words[key]

    return read
