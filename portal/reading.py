"""What was typed in the form of an action, read into the command that the door is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.commands.fields import Field, Kind, read_day
from lifecycle.errors import InvalidInput
from lifecycle.people import OUTSIDERS, Actor
from portal.typed import Typed

REASON = Field("motif", "Motif", Kind.LONG_TEXT)


def read(intention: Intention, typed: Typed) -> dict[str, Any]:
    """The typed values; what is wrong is written in `typed.errors`, by field.

    Raises InvalidInput when something is.
    """
    known = {f.name: f for f in intention.fields if f.name != "lift"}
    values = {n: v for n, v in typed.values.items() if v.strip()}
    for name in set(values) - known.keys():
        raise InvalidInput(f"Champ inconnu : « {name[:40]} ».")
    for name, declared in known.items():
        _check(declared, values.get(name), typed)
    if typed.errors:
        raise InvalidInput("Des champs sont à corriger.")
    lift = {"lift": ",".join(typed.lift)} if typed.lift else {}
    return intention.read({**values, **lift})


def _check(declared: Field, raw: str | None, typed: Typed) -> None:
    if raw is None:
        if declared.required:
            typed.errors[declared.name] = f"{declared.label} : cette information manque."
        return
    try:
        declared.read(raw)
    except InvalidInput as wrong:
        typed.errors[declared.name] = spoken(wrong.message, (declared,))


def spoken(message: str, fields: Iterable[Field]) -> str:
    """A message without the names under which a terminal types these fields: a page has labels."""
    for declared in fields:
        message = message.replace(f" ({declared.name})", "")
    return message


def effective_day(typed: Typed) -> date | None:
    """When it happened, as typed: nothing means today."""
    raw = typed.effective.strip()
    if not raw:
        return None
    try:
        day = read_day(raw, "Date d’effet")
    except InvalidInput as wrong:
        typed.errors["effective"] = wrong.message
        raise
    if day.year < 1990:
        typed.errors["effective"] = "Date d’effet : cette année est trop ancienne."
        raise InvalidInput(typed.errors["effective"])
    return day


def command(intention: Intention, stream: str, typed: Typed, actor: Actor) -> Command:
    """What the door is asked. Raises InvalidInput, each fault written beside its field."""
    wrong: InvalidInput | None = None
    fields: dict[str, Any] = {}
    day: date | None = None
    try:
        day = effective_day(typed)
    except InvalidInput as error:
        wrong = error
    try:
        fields = read(intention, typed)
        typed_reason = REASON.read(typed.reason) or ""
    except InvalidInput as error:
        raise (wrong or error) from None
    if wrong:
        raise wrong
    return Command(
        intention=intention,
        stream=stream,
        fields=fields,
        actor=actor,
        on_behalf_of=_behalf(typed),
        effective_on=day,
        reason=typed_reason,
        channel="web",
        key=typed.key[:100] or None,
        expect=_expected(typed),
    )


def _behalf(typed: Typed) -> Actor | None:
    if not typed.behalf:
        return None
    actor = Actor.parse(typed.behalf)
    if actor.role not in OUTSIDERS or actor.ref:
        raise InvalidInput("« Au nom de » : ce rôle n’est pas celui d’un tiers.")
    return actor


def _expected(typed: Typed) -> int | None:
    if not typed.expect:
        return None
    if not (typed.expect.isascii() and typed.expect.isdigit() and len(typed.expect) < 10):
        raise InvalidInput("Le formulaire est abîmé : rouvrez la page.")
    return int(typed.expect)
