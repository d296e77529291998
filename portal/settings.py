"""The settings of a house as their page reads and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from starlette.datastructures import FormData

from lifecycle.calendar import paris_day
from lifecycle.charter import public_intentions
from lifecycle.charter.settings import settings_of
from lifecycle.commands import Command, Intention
from lifecycle.dossier import Dossier
from lifecycle.errors import InvalidInput
from lifecycle.people import APPOINTED, SPECIALISTS
from lifecycle.rules.organisation import CIBLE, JALONS
from lifecycle.service import handle
from lifecycle.stages import holder_label
from portal.looking import house
from portal.reading import spoken
from portal.visits import Visit, text
from portal.wording import initial

TAP = "mail"
ROLES = (*APPOINTED, *SPECIALISTS)
Settings = list[dict[str, Any]]


def tap_of(visit: Visit, data: Mapping[str, Any]) -> str:
    """Whether the mail leaves: the house's word, else that of its CFA, else the default."""
    cfa = house(visit.desk, "cfa", str(data.get("cfa") or ""))
    above = cfa.said if cfa else {}
    default = visit.desk.house.charter.settings[TAP].default
    return str(data.get(f"set:{TAP}") or above.get(f"set:{TAP}") or default)


def settings(visit: Visit, found: Dossier) -> Settings:
    """Every setting as in force today; the tap of a formation has a page of its own."""
    above = house(visit.desk, "cfa", str(found.said.get("cfa") or ""))
    day = paris_day(visit.desk.now())
    rows = settings_of(visit.desk.house.charter, day, found, above)
    return [_shown(row) for row in rows if row["key"] != TAP or found.kind == "cfa"]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    said = [row[f"{name}chosen_on"] for name in ("", "jalons_", "cible_")]
    return {
        **row,
        "socle": " = ".join(row["socle"]) or str(row["least"] or ""),
        "chosen_by": _who(row["chosen_by"]),
        "jalons_said": "; ".join(f"{j['from']}={j['value']}" for j in row["jalons"]),
        "jalons_chosen_by": _who(row["jalons_chosen_by"]),
        "cible_chosen_by": _who(row["cible_chosen_by"]),
        "is_chosen": any(said),
    }


def _who(actor: str | None) -> str:
    return holder_label((actor or "").partition(":")[0])


def by_phase(rows: Settings) -> list[tuple[str, Settings]]:
    """What nobody has chosen yet, by phase, in the order of the charter."""
    rest = (s for s in rows if not s["is_chosen"])
    return [(phase, list(some)) for phase, some in groupby(rest, key=lambda s: s["phase"])]


def values_of(visit: Visit, found: Dossier, rows: Settings) -> dict[str, str]:
    """The present values, as the form shows them: words of the house, roles, settings."""
    data = found.said
    asked = public_intentions(visit.desk.house.charter)[f"set-{found.kind}"]
    words = {f.name: _typed(data.get(f.name)) for f in asked.fields}
    chosen = {s["key"]: str(s["value"]) for s in rows}
    for s in (one for one in rows if one["dated"]):
        chosen |= {f"{s['key']}{JALONS}": s["jalons_said"], f"{s['key']}{CIBLE}": s["cible"] or ""}
    return {**words, **_roles(visit, data), **chosen}


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def _roles(visit: Visit, data: Mapping[str, Any]) -> dict[str, str]:
    """`Prénom Nom <adresse>` of who holds each role."""
    people = visit.people({str(data[f"role:{r}"]) for r in ROLES if data.get(f"role:{r}")})
    held = {str(r): people.get(str(data.get(f"role:{r}"))) for r in ROLES}
    return {
        r: "" if p is None else f"{p.name} <{p.email}>" if p.name != p.email else p.email
        for r, p in held.items()
    }


def role_inputs(values: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(name, label, value) of each role that a house may give."""
    return [(str(role), initial(role.label), values.get(str(role), "")) for role in ROLES]


def read_roles(form: FormData) -> dict[str, str]:
    return {str(role): text(form, f"f.{role}").strip() for role in ROLES}


def ask(visit: Visit, name: str, stream: str, fields: Mapping[str, object], key: str) -> None:
    """Through the door. Raises InvalidInput when the CFA that is named does not exist."""
    intention = public_intentions(visit.desk.house.charter)[name]
    cfa = fields.get("cfa")
    if cfa and visit.desk.reader.house("cfa", str(cfa)) is None:
        raise InvalidInput(f"CFA inconnu : « {str(cfa)[:60]} ».")
    asked = Command(
        intention=intention,
        stream=stream,
        fields=_read(intention, fields),
        actor=visit.actor,
        channel="web",
        key=key[:100] or None,
    )
    handle(visit.desk.house, asked, visit.desk.now())


def _read(intention: Intention, fields: Mapping[str, object]) -> dict[str, Any]:
    try:
        return intention.read(fields)
    except InvalidInput as wrong:
        raise InvalidInput(spoken(wrong.message, intention.fields)) from None
