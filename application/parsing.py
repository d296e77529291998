"""The grammar of the command line: verbs, options, assignments, instants."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from lifecycle.calendar import paris_instant
from lifecycle.commands.fields import Field, Kind, quoted, read_day
from lifecycle.errors import InvalidInput, LifecycleError
from lifecycle.people import Actor

EVERYWHERE = "Partout : --db URL (ou LIFECYCLE_DATABASE_URL), --json."
FIRST_YEAR = 1990  # nothing that the product records happened before; people were born before


class Usage(LifecycleError):
    """The command line itself is wrong."""

    code = 2


class Parser(argparse.ArgumentParser):
    """argparse with French words: a mistake raises Usage and prints nothing by itself."""

    def __init__(self, **options: Any) -> None:
        french = {"allow_abbrev": False, "add_help": False, "formatter_class": French}
        super().__init__(**{**french, "epilog": EVERYWHERE, **options})
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{_french(message)} Voir : {self.prog} --help")


class French(argparse.HelpFormatter):
    """The one English word that argparse cannot be told otherwise."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


WORDS = (
    (r"the following arguments are required: (.*)", "Il manque : {}."),
    (r"unrecognized arguments: (.*)", "Arguments inconnus : {}."),
    (r"argument (\S+): invalid choice: (.*?) \(choose from.*", "{1} est inconnu ici ({0})."),
    (r"argument (\S+): expected (?:one argument|at least one argument)", "{} attend une valeur."),
    (r"argument (\S+): ignored explicit argument .*", "{} n’attend pas de valeur."),
)


def _french(message: str) -> str:
    for pattern, french in WORDS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return french.format(*(_short(word) for word in found.groups()))
    return _short(message)


def _short(words: str) -> str:
    """A word that argparse quotes the Python way, quoted the French way; the rest cut."""
    if words[:1] in "'\"" and words[-1:] == words[:1]:
        return quoted(words[1:-1])
    return words if len(words) <= 200 else f"{words[:200]}…"


def take_globals(argv: Sequence[str]) -> tuple[list[str], str | None, bool]:
    """`--db URL` and `--json`, wherever they stand; what is after `--` is left alone."""
    rest: list[str] = []
    database, as_json = None, False
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += ["--", *words]
        elif word == "--json":
            as_json = True
        elif word == "--db":
            database = next(words, None) or _missing("--db")
        elif word.startswith("--db="):
            database = word.removeprefix("--db=") or _missing("--db")
        else:
            rest.append(word)
            if word in TAKES_A_VALUE:
                rest += [value] if (value := next(words, None)) is not None else []
    return rest, database, as_json


TAKES_A_VALUE = {"--reason", "--set", "--title", "--key"}


def _missing(option: str) -> NoReturn:
    raise Usage(f"{option} attend une valeur.")


def refuse_unreadable(words: Sequence[str]) -> None:
    """Bytes that are no UTF-8 arrive as lone surrogates: neither database can keep them."""
    for word in words:
        if any("\ud800" <= c <= "\udfff" or c == "\0" for c in word):
            shown = word.encode("utf-8", "replace").decode().replace("\0", "?")
            raise InvalidInput(f"{quoted(shown)} n’est pas du texte en UTF-8.")


def assignments(words: Sequence[str]) -> dict[str, object]:
    """`field=value` words. Raises InvalidInput on a word without `=` or a field given twice."""
    found: dict[str, object] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise InvalidInput(f"{quoted(word)} : il faut champ=valeur.")
        if name in found:
            raise InvalidInput(f"Le champ {quoted(name)} est donné deux fois.")
        found[name] = value
    return found


def day(text: str) -> date:
    """A day on which something happened, or will: from 1990 on."""
    read = read_day(text.strip(), "Date")
    if read.year < FIRST_YEAR:
        raise InvalidInput(f"Date : l’année {read.year} est hors de {FIRST_YEAR}–2100.")
    return read


INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII
)


def instant(text: str) -> datetime:
    """RFC 3339 with a zone; a bare date is noon in Paris. Raises InvalidInput."""
    if len(text) == 10:
        return paris_instant(day(text), 12)
    if INSTANT.fullmatch(text) is None:
        raise InvalidInput(
            f"{quoted(text)} n’est pas un instant avec son fuseau (2026-11-24T10:00:00+01:00)."
        )
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"L’instant {text} n’existe pas.") from None
    if not FIRST_YEAR <= at.year <= 2100:
        raise InvalidInput(f"L’année {at.year} est hors de {FIRST_YEAR}–2100.")
    return at.astimezone(UTC)


def version(text: str) -> int:
    """The number of a fact, as `history` shows it. Raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise InvalidInput(f"--expect : {quoted(text)} n’est pas un nombre entier.")
    return int(text)


def counted(text: str) -> int:
    """A whole number from 1 on. Raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
        raise InvalidInput(f"{quoted(text)} n’est pas un nombre entier de 1 à 999999.")
    return int(text)


def port(text: str) -> int:
    """A TCP port; 0 lets the system choose. Raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 65536):
        raise InvalidInput(f"--port : {quoted(text)} n’est pas un port (0 à 65535).")
    return int(text)


def actor(text: str) -> Actor:
    """`role` or `role:courriel`; nothing else of a person may stand in the clear in the history."""
    role, sign, email = text.partition(":")
    read = Actor.parse(role if len(role) <= 60 else f"{role[:60]}…")
    if not sign:
        return read
    return Actor(read.role, EMAIL.read(email) or "")


def key(text: str) -> str:
    """An idempotency key: it may be anything short, but not nothing."""
    return str(KEY.read(text) or _empty("--key"))


def reason(text: str) -> str:
    """A motive that was asked for: one cannot give an empty one."""
    return str(REASON.read(text) or _empty("--reason"))


EMAIL = Field("--as", "Courriel de l’acteur", Kind.EMAIL)
KEY = Field("--key", "Clé")
REASON = Field("--reason", "Motif", Kind.LONG_TEXT)


def _empty(option: str) -> NoReturn:
    raise InvalidInput(f"{option} attend une valeur.")


def leaf(verbs: Any, name: str, text: str, run: str) -> Parser:
    """One verb: its name, its help line, and the `module:function` that does it."""
    parser: Parser = verbs.add_parser(name, help=text, description=f"{text}.")
    parser.set_defaults(run=run)
    return parser
