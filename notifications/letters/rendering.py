"""Templates: the sandbox they run in, and the values that they are given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lifecycle.errors import InvalidInput
from notifications.letters import FOLDER
from notifications.letters.text import cut, visible

Value = str | int | bool | tuple[str, ...]
Told = Mapping[str, Callable[[], Value]]
"""The values that letters may ask for, each told when one does."""

PARTS = ("subject.txt", "body.txt", "body.html")
OF_ALL = frozenset({"late", "due_on", "contact"})  # by which a mail is put in order
# What a letter names here is read with the others of a claim; the rest is read when it is asked for.
SEALED = frozenset({"title", "question", "answer", "action"})  # what only a person's key opens
STEPS = frozenset({"rank", "reminded_on"})  # what was told before of a duty
LONGEST_VALUE = 500  # characters
# What only the letter of a house says: its kind and name, the same in a sentence, its page.
OF_AN_APPRENTICE: Mapping[str, Value] = {"house": (), "house_said": (), "page": ()}
MOST_IN_A_LIST = 100
_NO_BREAK = "\u00a0"
_BEFORE = re.compile(r" ([:;?»]|!(?!=))")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_FRENCH_DAY = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})")
CONTRACTED = {"le": "du", "les": "des"}
_BLANK_LINES = re.compile(r"\n{3,}")


class _FrenchLoader(FileSystemLoader):
    """Put the no-break spaces of French in the templates; values are left as they are."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        french = _BEFORE.sub(_NO_BREAK + r"\1", source).replace("« ", "«" + _NO_BREAK)
        return french, path, fresh


@cache
def _loader() -> BaseLoader:
    return _FrenchLoader(FOLDER)


@cache
def environment() -> Environment:
    """One for the process: templates are compiled once and do not change under it."""
    made = ImmutableSandboxedEnvironment(
        loader=_loader(),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters |= {"cap": cap, "uncap": uncap, "of": of, "days": days}
    return made


def render(template: str, values: Mapping[str, Any]) -> str:
    """The template with its values. Raises jinja2.UndefinedError when one is missing."""
    text = environment().get_template(template).render(values)
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def checked(letter: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that the templates of a letter use, ready for them.

    Raises InvalidInput when one is empty (only a tuple may be), or not a plain value.
    """
    given: dict[str, Value] = {"late": False, **OF_AN_APPRENTICE}
    named = sorted(used(letter) & values.keys())
    given |= {name: _plain(letter, name, values[name]) for name in named}
    return given


@cache
def used(letter: str) -> frozenset[str]:
    """The values that a letter and its layouts name, and those that every mail looks at."""
    found, left = set(OF_ALL), [f"{letter}/{part}" for part in PARTS]
    while left:
        source, _, _ = _loader().get_source(environment(), left.pop())
        read = environment().parse(source)
        found |= find_undeclared_variables(read)
        left += filter(None, find_referenced_templates(read))
    return frozenset(found)


@cache
def names(letter: str, some: frozenset[str]) -> bool:
    """Whether a letter uses one of these values, which cost a reading."""
    return not used(letter).isdisjoint(some)


def _plain(letter: str, name: str, value: object) -> Value:
    if isinstance(value, str):
        return _text(letter, name, value)
    if isinstance(value, int):  # or a bool
        return value
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        if len(value) > MOST_IN_A_LIST:
            raise InvalidInput(f"Lettre « {letter} » : « {name} » compte trop d’éléments.")
        return tuple(_text(letter, name, one) for one in value)
    raise InvalidInput(f"Lettre « {letter} » : « {name} » n’est pas une valeur simple.")


def _text(letter: str, name: str, value: str) -> str:
    text = visible(value)
    if not text or text.isspace():
        raise InvalidInput(f"Lettre « {letter} » : « {name} » est vide.")
    return cut(text, LONGEST_VALUE)


def due_day(values: Mapping[str, Value]) -> date:
    """The day of `due_on` (French text), to sort by; what has no due date comes last."""
    found = _FRENCH_DAY.search(str(values.get("due_on", "")))
    if found is None:
        return date.max
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return date.max


# --- filters ---------------------------------------------------------------------------------


def uncap(label: str) -> str:
    """A label in the middle of a sentence: « Valider… » gives « valider… », « DPAE » stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def cap(text: str) -> str:
    """What begins a sentence: « l’employeur » gives « L’employeur »."""
    return text[:1].upper() + text[1:]


def of(name: str) -> str:
    """« de Claire Schmitt », « d’Ateliers du Rhin », « du jury »."""
    article, _, rest = name.partition(" ")
    if article in CONTRACTED and rest:
        return f"{CONTRACTED[article]} {rest}"
    first = unicodedata.normalize("NFD", name[:1]).lower()[:1]
    return f"d’{name}" if first in ("a", "e", "i", "o", "u", "œ") else f"de {name}"


def days(n: int) -> str:
    """`1 jour`, `2 jours`."""
    return f"{n}{_NO_BREAK}jour{'s' if n > 1 else ''}"
