"""Lists to tick in a form: the apprentices of a house, the words of the product.

Boxes, so that nothing is typed and nothing needs a script; what comes back is what was offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from lifecycle.calendar import paris_day
from lifecycle.commands import Intention
from lifecycle.commands.fields import Kind
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import InvalidInput
from lifecycle.people import folded
from persistence.browsing import DossierRow
from portal.forms import Boxes
from portal.looking import house
from portal.pages import link
from portal.typed import Typed
from portal.visits import Visit
from portal.wording import LISTS

ALL = "tous"  # of the address: the field whose boxes are all ticked
GONE = "closed"  # the stage of those who have nothing more to attend


def boxes(visit: Visit, dossier: Dossier, intention: Intention) -> dict[str, list[Boxes]]:
    """By field, what may be ticked: apprentices by formation, or words."""
    people = _apprentices(visit, dossier) if _people(visit, intention) else []
    offered = dict.fromkeys(_people(visit, intention), people)
    words = (f.name for f in intention.fields if f.kind is Kind.REFS and f.name in LISTS)
    return offered | {name: [Boxes("", tuple(LISTS[name].items()))] for name in words}


def _people(visit: Visit, intention: Intention) -> list[str]:
    """The fields of a form that list dossiers."""
    moves = visit.desk.house.charter.by_command[intention.name]
    return list(dict.fromkeys(t.spreads.to for t in moves if t.spreads))


def _apprentices(visit: Visit, dossier: Dossier) -> list[Boxes]:
    """Those whom the house has, by formation then by name; nobody without a house."""
    codes = _formations(visit, dossier)
    if not codes:
        return []
    rows = visit.browser.dossiers(paris_day(visit.desk.now()), codes)
    alive = sorted((r for r in rows if r.stage != GONE), key=lambda r: (r.formation, *_key(r)))
    return [
        Boxes(
            code, tuple((row.stream, f"{row.last_name} {row.first_name}".strip()) for row in some)
        )
        for code, some in groupby(alive, key=lambda row: row.formation)
    ]


def _key(row: DossierRow) -> tuple[str, str]:
    return folded(row.last_name, row.first_name), row.stream


def _formations(visit: Visit, dossier: Dossier) -> list[str]:
    """The house itself, or the formations of a CFA that this person sees."""
    code = str(dossier.said.get("code") or "")
    if dossier.kind == "formation":
        return [code]
    found = visit.formations() if dossier.kind == "cfa" else []
    houses = ((one, house(visit.desk, "formation", one)) for one in found)
    return [one for one, formation in houses if formation and formation.said.get("cfa") == code]


# --- ticked --------------------------------------------------------------------------------------


def tick_all(visit: Visit, stream: str, intention: Intention, typed: Typed, name: str) -> None:
    """Every box of the field that the address names is ticked."""
    if name in _people(visit, intention):
        typed.values[name] = ",".join(_offered(visit, stream, intention)[name])


def all_of(
    visit: Visit, dossier: Dossier, intention: Intention, typed: Typed
) -> list[tuple[str, str]]:
    """(label, address) of the form with everybody ticked, while nothing is."""
    fields = {f.name: f.label for f in intention.fields}
    said = {n: v for n, v in typed.values.items() if n != ALL}
    at = ("dossiers", dossier.stream, intention.name)
    names = [n for n in _people(visit, intention) if not typed.values.get(n)]
    return [(fields[n], link(*at, **{**said, ALL: n})) for n in names]


def check(visit: Visit, stream: str, intention: Intention, typed: Typed) -> None:
    """Raises InvalidInput on somebody who was not offered: whom this person does not see."""
    for name in _people(visit, intention):
        ticked = {ref for ref in typed.values.get(name, "").split(",") if ref}
        if ticked and not ticked <= _offered(visit, stream, intention)[name].keys():
            typed.errors[name] = (
                "Une personne cochée n’est plus dans cette liste : rouvrez la page."
            )
            raise InvalidInput(typed.errors[name])


def _offered(visit: Visit, stream: str, intention: Intention) -> Mapping[str, dict[str, str]]:
    dossier = fold(stream, visit.desk.events(stream))
    found = boxes(visit, dossier, intention)
    return {name: dict(o for some in found[name] for o in some.options) for name in found}
