"""What somebody typed in a form, before anything has read it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from portal.visits import text


@dataclass(slots=True)
class Typed:
    """What somebody typed: raw values, and what is wrong with each, by field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    lift: list[str] = field(default_factory=list)
    effective: str = ""
    reason: str = ""
    behalf: str = ""
    key: str = ""
    expect: str = ""

    @classmethod
    def of(cls, form: FormData) -> Typed:
        names = dict.fromkeys(name for name in form if name.startswith("f."))
        values = {name.removeprefix("f."): _joined(form, name) for name in names}
        lift = [ref for ref in form.getlist("lift") if isinstance(ref, str)]
        said = {n: text(form, n) for n in ("effective", "reason", "behalf", "key", "expect")}
        return cls(values, {}, lift, **said)

    @classmethod
    def blank(cls, **values: str) -> Typed:
        return cls(values=values, key=secrets.token_urlsafe(16))


def _joined(form: FormData, name: str) -> str:
    """One value, or those of the boxes that were ticked under one name."""
    return ",".join(value for value in form.getlist(name) if isinstance(value, str) and value)
