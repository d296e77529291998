"""A dossier on a terminal: an apprentice, a formation or a CFA, and what any of them keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from application.render import duties, minute, table
from application.wiring import App
from lifecycle import stages
from lifecycle.calendar import french
from lifecycle.dossier import APPRENTICE, Dossier, Instance, fold
from lifecycle.people import Role
from lifecycle.vocabulary import Charter
from portal.naming import HOUSE_APART, called, day_of, details, of_a_situation
from portal.wording import HEADINGS, choice, initial, instance_state, short_day
from portal.wording import region as region_label
from portal.wording import state as state_label

COLUMNS = ("due_on", "obligation", "id", "label", "owed_by", "status", "next_step_on", "late")
APART = (*stages.TOLD_APART, "document")  # told on lines of their own
HOUSE_LINE = tuple(name for name in HOUSE_APART if name != "cfa")


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
    return app.names() | {s: initial(stages.house_name(d)) for s, d in folded.items()}


# --- the card --------------------------------------------------------------------------------------


def card(charter: Charter, dossier: Dossier, value: Mapping[str, Any]) -> str:
    """Who or what it is, where it stands, what it keeps, who holds which role, what is owed."""
    names = _names(charter, dossier)
    told = _house if value["house"] else _apprentice
    head, *rest = told(charter, dossier, value)
    return "\n".join([
        head,
        *_seen_at(value),
        *rest,
        *_kept(charter, dossier, names),
        *(_document(d, names) for d in value["documents"]),
        *(f"{initial(stages.holder_label(r))} : {who}" for r, who in value["roles"].items()),
        table(duties(value["obligations"]), COLUMNS, "Aucune obligation."),
        *(f"! {i['reason']} [{i['source']}] ({i['id']})" for i in value["irregularities"]),
    ])  # fmt: skip


def _seen_at(value: Mapping[str, Any]) -> list[str]:
    """The dates that were asked for, in words; nothing when the dossier is seen as it is."""
    known, true = value.get("known_at"), value.get("true_on")
    words = [f"connu le {minute(known)}"] if known else []
    words += [f"vrai au {french(date.fromisoformat(true))}"] if true else []
    return [f"Tel que {' et '.join(words)}"] if words else []


def _house(charter: Charter, dossier: Dossier, value: Mapping[str, Any]) -> Iterator[str]:
    root = dossier.root
    yield f"{initial(value['title'])} — {value['house']}, dossier {value['dossier']}"
    if root:
        yield f"État : {instance_state(root)}"
        yield from (
            f"{n} : {said}" for n, said in details(charter, root, root.data, {}, HOUSE_LINE)
        )


def _apprentice(charter: Charter, dossier: Dossier, value: Mapping[str, Any]) -> Iterator[str]:
    pathway = dossier.one("pathway")
    where = f"{instance_state(pathway)}{_since(charter, pathway)}" if pathway else "—"
    yield f"{value['apprentice'] or '(effacé)'} — dossier {value['dossier']}"
    yield f"Étape : {stages.STAGE_LABELS.get(value['stage'], '—')} ; {where}"
    yield from (f"Mission {m.id} : {_standing(charter, m)}" for m in dossier.of("mission"))
    yield from (_contract(charter, dossier, c) for c in dossier.of("contract"))
    yield from (_situation(charter, s) for s in dossier.of("situation"))
    yield from (
        f"Situation réservée {r.id} ({choice(str(r.data['kind']))}) : {_standing(charter, r)}"
        for r in dossier.of("reserved")
    )


def _standing(charter: Charter, one: Instance) -> str:
    return f"{instance_state(one)}{_since(charter, one)}"


def _since(charter: Charter, one: Instance) -> str:
    """`, depuis le 24 nov. 2026`; what is over has a day, and lasts no more."""
    over = charter.states[one.region, one.state].final
    return f", {'le' if over else 'depuis le'} {short_day(one.since)}"


def _contract(charter: Charter, dossier: Dossier, one: Instance) -> str:
    filing = dossier.get("filing", one.id)
    sent = state_label("filing", filing.state) if filing else "—"
    return f"Contrat {one.id}{_dates(one)} : {_standing(charter, one)} ; dépôt : {sent}"


def _dates(contract: Instance) -> str:
    starts, ends = contract.day("starts_on"), contract.day("ends_on")
    return f", du {short_day(starts)} au {short_day(ends)}" if starts and ends else ""


def _situation(charter: Charter, one: Instance) -> str:
    kind = str(one.data.get("kind"))
    words = "".join(f" ; {n} : {said}" for n, said in of_a_situation(one))
    return f"Situation {one.id} ({stages.SITUATION_LABELS.get(kind, kind)}) : {_standing(charter, one)}{words}"  # fmt: skip


# --- what it keeps ---------------------------------------------------------------------------------


def _names(charter: Charter, dossier: Dossier) -> dict[str, str]:
    """What each thing that is kept is called, by id; a contract by its dates."""
    kept = (i for i in dossier.instances.values() if i.region not in APART)
    contracts = {c.id: f"Contrat{_dates(c)}" for c in dossier.of("contract")}
    return contracts | {one.id: called(charter, one, one.data) for one in kept}


def _kept(charter: Charter, dossier: Dossier, names: Mapping[str, str]) -> Iterator[str]:
    """Promotions, events, conventions, offers, exchanges…: each by its name, its state, its words."""
    found = {i.region for i in dossier.instances.values()} - {*APART}
    ordered = (*(name for name in HEADINGS if name in found), *sorted(found - HEADINGS.keys()))
    for region in ordered:
        yield f"{HEADINGS.get(region, region_label(region))} :"
        for one in sorted(dossier.of(region), key=lambda i: (day_of(charter, i), i.opened)):
            yield f"  {one.id}  {names[one.id]} : {_standing(charter, one)}"
            said = details(charter, one, one.data, names)
            if words := " ; ".join(f"{label} : {text}" for label, text in said):
                yield f"      {words}"


def _document(document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    about = document["about"]
    of = f", à propos de : {names.get(about, about)} ({about})" if about else ""
    name = document["name"] or "(nom illisible)"
    said = "retiré" if document["withdrawn"] else f"{choice(document['kind'])}{of}"
    return f"Document {document['id']}, {name} : {said}"
