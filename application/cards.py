"""A formation or CFA on a terminal, and what any dossier keeps beside its own life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from application.render import duties, table
from application.wiring import App
from lifecycle import stages
from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.dossier import APPRENTICE, Dossier, fold
from lifecycle.people import Role
from lifecycle.vocabulary import Charter

COLUMNS = ("due_on", "obligation", "id", "label", "owed_by", "status", "next_step_on", "late")


def house_of(dossier: Dossier) -> str | None:
    """`formation:BUT-INFO`: how any verb names it; nothing for the dossier of an apprentice."""
    return None if dossier.kind == APPRENTICE else f"{dossier.kind}:{dossier.said['code']}"


def roles_of(app: App, dossier: Dossier) -> dict[str, str]:
    """Who holds which role of a house, by name."""
    data = dossier.said
    return {str(r): app.name(str(data[f"role:{r}"])) for r in Role if data.get(f"role:{r}")}


def whose(app: App) -> dict[str, str]:
    """Who or what each dossier is about, by its id: the houses with the apprentices."""
    streams = [row.stream for kind in stages.KEPT for row in app.reader.streams(kind)]
    folded = {stream: fold(stream, events) for stream, events in app.many(streams).items()}
    return app.names() | {s: _capital(stages.house_name(d)) for s, d in folded.items()}


def house_card(app: App, value: Mapping[str, Any]) -> list[str]:
    """What the house is, what it keeps, who holds which role, what it owes."""
    kind = str(value["house"]).partition(":")[0]
    state = app.house.charter.states[kind, value["regions"][kind]].label
    return [
        f"{_capital(value['title'])} — {value['house']}, dossier {value['dossier']}",
        f"État : {state}",
        *kept(app.house.charter, value["regions"]),
        *(f"{_capital(stages.holder_label(r))} : {who}" for r, who in value["roles"].items()),
        table(duties(value["obligations"]), COLUMNS, "Aucune obligation."),
        *(f"! {i['reason']} [{i['source']}] ({i['id']})" for i in value["irregularities"]),
    ]


def kept(charter: Charter, regions: Mapping[str, Any]) -> Iterator[str]:
    """Promotions, events, conventions, offers, exchanges…: each by its nature, title and state."""
    for plural, some in regions.items():
        region = plural.removesuffix("s")
        apart = (*stages.TOLD_APART, "document")  # told on lines of their own
        for one in some if isinstance(some, list) and region not in apart else ():
            state = charter.states.get((region, one["state"]))
            nature = EVENT_LABELS.get(one.get("kind", ""), one.get("kind", ""))
            said = " : ".join(filter(None, (nature, one.get("title", ""))))
            name = f"{_capital(KEPT.get(region, region))} {one['id']}"
            where = state.label if state else one["state"]
            yield f"{name}{f', {said}' if said else ''} : {where}, depuis le {one['since']}"


KEPT = {
    "promotion": "promotion",
    "event": "événement",
    "convention": "convention",
    "certification": "certification",
    "control": "contrôle",
    "offer": "offre",
    "suggestion": "suggestion",
    "exchange": "échange",
    "action": "action convenue",
    "milestone": "travaux",
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
