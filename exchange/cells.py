"""One cell: what a spreadsheet holds becomes a value, or a fault with its remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from exchange import identifiers
from exchange.reading import AS_TEXT, CellFault, Reading
from exchange.tables import Cell
from lifecycle.commands.fields import NIR, WITHIN_A_NIR, clean, read_day
from lifecycle.errors import InvalidInput

EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d*)?[eE][+-]?\d+")
FORMULA = re.compile(r"'[=+\-@\t\r]")
EXACT = 10**15  # beyond, a spreadsheet has lost digits
FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_BIRTH, LAST_BIRTH = 1925, 2020
SERIALS = range(8_000, 73_051)  # 1921 to 2099, as Excel counts days


class Kind(StrEnum):
    """How a column is read; the value is its format, as the template explains it."""

    TEXT = "texte"
    LONG_TEXT = "texte libre"
    NAME = "nom, sans chiffre"
    DATE = "date : AAAA-MM-JJ ou JJ/MM/AAAA"
    BIRTH = "date de naissance : AAAA-MM-JJ ou JJ/MM/AAAA"
    EMAIL = "une adresse électronique"
    PHONE = "téléphone : 10 chiffres, ou +33…"
    POSTCODE = "code postal : 5 chiffres"
    UAI = "UAI : 7 chiffres et une lettre"
    UAI_OR_DEPARTMENT = "UAI, ou département sur 3 chiffres"
    SIRET = "SIRET : 14 chiffres"
    RNCP = "code RNCP : RNCP et 2 à 5 chiffres"
    CFD = "CFD : 8 caractères"
    INE = "INE : 11 caractères"
    SITUATION = "4 chiffres"
    CFA_TYPE = "de 01 à 10"
    SCHOOL_YEAR = "AAAA-AAAA"
    YEAR = "un chiffre, de 1 à 5"
    MONTHS = "un nombre de mois, de 1 à 48"
    SEX = "H, F, M, 1 ou 2"
    BOOLEAN = "oui ou non"
    SECTOR = "privé ou public"
    CALENDAR = "france ou alsace-moselle"


def read(kind: Kind, cell: Cell, epoch_1904: bool = False) -> Reading:
    """The value of one cell that is not empty. Raises CellFault."""
    if kind in (Kind.DATE, Kind.BIRTH):
        return Reading(_day(kind, cell, epoch_1904))
    answer = READERS[kind](as_text(cell, lines=kind is Kind.LONG_TEXT))
    return answer if isinstance(answer, Reading) else Reading(answer)


# --- text ------------------------------------------------------------------------------------


def as_text(cell: Cell, *, lines: bool = False) -> str:
    """The cell as somebody would have typed it. Raises CellFault."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, int | float):
        return _digits(cell)
    if isinstance(cell, date | time | timedelta):
        raise CellFault("c’est une date ou une heure.", "Mettez la cellule au format Texte.")
    text = _cleaned(cell or "", lines)
    if EXPONENT.fullmatch(text):
        raise CellFault("Excel a remplacé le nombre par une notation exponentielle.", AS_TEXT)
    return text


def _digits(number: float) -> str:
    if number != number or abs(number) >= EXACT:  # NaN, infinity, lost digits
        raise CellFault("ce nombre a perdu des chiffres dans le tableur.", AS_TEXT)
    return str(int(number)) if number == int(number) else str(number).replace(".", ",")


def _cleaned(raw: str, lines: bool) -> str:
    raw = raw[1:] if FORMULA.match(raw) else raw
    try:
        text = clean(raw, "")
    except InvalidInput as refused:
        if lines and "une seule ligne" in refused.message:
            text = clean(raw, "", lines=True)
        else:
            reason = refused.message.removeprefix(" : ")
            raise CellFault(reason, "Effacez ce contenu, puis ressaisissez-le.") from None
    if _is_garbled(text):
        raise CellFault("accents abîmés.", "Enregistrez le fichier en « CSV UTF-8 » ou en .xlsx.")
    return text


def is_personal(text: str) -> bool:
    """Whether a social security number stands there: nothing of it is ever shown."""
    return NIR.search(WITHIN_A_NIR.sub("", unicodedata.normalize("NFKC", text))) is not None


def _is_garbled(text: str) -> bool:
    """UTF-8 that somebody has read as CP1252: `Ã©` for `é`."""
    if text.isascii() or "�" in text:
        return "�" in text
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _text(text: str, longest: int = 200) -> str:
    if len(text) > longest:
        raise CellFault(f"{len(text)} caractères.", f"{longest} au plus : raccourcissez.")
    return text


def _long(text: str) -> str:
    return _text(text, 2000)


def _name(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    if not letters or any(c.isdigit() for c in text):
        raise CellFault("ce n’est pas un nom.", "Écrivez des lettres, sans chiffre.")
    return _text(text, 100)


# --- dates -----------------------------------------------------------------------------------


def _day(kind: Kind, cell: Cell, epoch_1904: bool) -> date:
    day = _as_day(cell, epoch_1904)
    first, last = (FIRST_BIRTH, LAST_BIRTH) if kind is Kind.BIRTH else (FIRST_YEAR, LAST_YEAR)
    if not first <= day.year <= last:
        raise CellFault(f"l’année {day.year} n’est pas plausible.", f"Entre {first} et {last}.")
    return day


def _as_day(cell: Cell, epoch_1904: bool) -> date:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise CellFault("une heure accompagne la date.", "Gardez la date seule.")
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _serial(cell, epoch_1904)
    text = as_text(cell)
    try:
        return read_day(text, "")
    except InvalidInput as refused:
        raise _no_day(refused.message) from None


def _no_day(said: str) -> CellFault:
    if "hors de" in said:
        return CellFault("l’année n’est pas plausible.", "Vérifiez l’année.")
    reason = "cette date n’existe pas." if "n’existe pas" in said else "ce n’est pas une date."
    return CellFault(reason, "Écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA.")


def _serial(number: float, epoch_1904: bool) -> date:
    """The day that a spreadsheet keeps as a number of days."""
    if number != int(number) or int(number) not in SERIALS:
        raise CellFault("ce nombre n’est pas une date.", "Écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA.")
    return (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)) + timedelta(days=int(number))


# --- one reader a kind ------------------------------------------------------------------------

YES, NO = ("oui", "vrai", "true", "1", "o"), ("non", "faux", "false", "0", "n")
READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long,
    Kind.NAME: _name,
    Kind.EMAIL: identifiers.email,
    Kind.PHONE: identifiers.phone,
    Kind.POSTCODE: identifiers.postcode,
    Kind.UAI: identifiers.uai,
    Kind.UAI_OR_DEPARTMENT: identifiers.uai_or_department,
    Kind.SIRET: identifiers.siret,
    Kind.RNCP: identifiers.rncp,
    Kind.CFD: identifiers.pattern(
        r"[0-9A-Za-z]{8}", "ce n’est pas un CFD.", "Écrivez ses 8 caractères."
    ),
    Kind.INE: identifiers.pattern(
        r"[0-9A-Za-z]{11}", "ce n’est pas un INE.", "Écrivez ses 11 caractères."
    ),
    Kind.SITUATION: identifiers.pattern(
        r"\d{1,4}", "ce n’est pas un code SIFA.", "Écrivez 4 chiffres."
    ),
    Kind.CFA_TYPE: identifiers.between(1, 10),
    Kind.SCHOOL_YEAR: identifiers.school_year,
    Kind.YEAR: identifiers.between(1, 5),
    Kind.MONTHS: identifiers.between(1, 48),
    Kind.SEX: identifiers.one_of(
        {"h": "M", "m": "M", "1": "M", "f": "F", "2": "F"}, "Écrivez H ou F."
    ),
    Kind.BOOLEAN: identifiers.one_of(
        {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}, "Écrivez oui ou non."
    ),
    Kind.SECTOR: identifiers.one_of(
        {"prive": "private", "private": "private", "public": "public"}, "Écrivez privé ou public."
    ),
    Kind.CALENDAR: identifiers.one_of(
        {
            "france": "france",
            "alsace-moselle": "alsace-moselle",
            "alsace moselle": "alsace-moselle",
        },
        "Écrivez france ou alsace-moselle.",
    ),
}
