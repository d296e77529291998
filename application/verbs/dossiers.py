"""Dossiers: listed, shown as known and as true, acted upon, explained."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from application.cards import card, house_of, roles_of
from application.cli import Screen
from application.parsing import Usage, assignments
from application.render import SHORT, minute, table
from application.settings import Settings
from application.wiring import App, open_app
from exchange.documents import documents_of
from lifecycle import stages
from lifecycle.calendar import paris_instant
from lifecycle.charter import charter, public_intentions
from lifecycle.commands import Command, Intention
from lifecycle.commands.fields import quoted
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.events import Event
from lifecycle.service import Done, handle
from lifecycle.vocabulary import visible
from portal.wording import fact as fact_label
from portal.wording import state as state_label


def listing(args: Namespace, settings: Settings, screen: Screen) -> None:
    if args.stage and args.stage not in stages.ORDER:
        raise InvalidInput(
            f"Étape inconnue : {quoted(args.stage)}. Étapes : {', '.join(stages.ORDER)}."
        )
    with open_app(settings) as app:
        rows = app.seen_by(args.actor.role).dossiers(args.stage, args.late)
    columns = ("dossier", "apprentice", "formation", "stage", "late")
    listed = [
        {**r, "dossier": r["dossier"][:SHORT], "stage": stages.STAGE_LABELS[r["stage"]]}
        for r in rows
    ]
    screen.show(rows, table(listed, columns, "Aucun dossier."))


def show(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as whole:
        app = whole.seen_by(args.actor.role)
        stream = app.find(args.dossier)
        dossier = fold(stream, app.events(stream), args.known_at, args.true_on)
        if not dossier.instances:
            raise NotFound(
                "Ce dossier n’existait pas encore à cette date : « history » le déroule."
            )
        value = shown(app, dossier, _seen_from(app, args.known_at, args.true_on))
        if args.known_at or args.true_on:
            value["known_at"] = args.known_at.isoformat() if args.known_at else None
            value["true_on"] = args.true_on.isoformat() if args.true_on else None
        screen.show(value, card(app.house.charter, dossier, value))


def _seen_from(app: App, known_at: datetime | None, true_on: date | None) -> datetime:
    """The instant that decides what is late: the one looked back from, never after now."""
    seen = known_at or app.now()
    return min(seen, paris_instant(true_on, 23)) if true_on else seen


def shown(app: App, dossier: Dossier, at: datetime) -> dict[str, Any]:
    applied = app.house.charter
    return {
        "dossier": dossier.stream,
        "apprentice": app.apprentice(dossier),
        "house": house_of(dossier),
        "title": stages.house_name(dossier) or None,
        "formation": stages.formation_of(dossier),
        "stage": stages.stage_of(applied, dossier),
        "regions": stages.regions_of(dossier),
        "obligations": stages.duties_of(applied, dossier, at),
        "irregularities": stages.irregularities_of(dossier),
        "roles": app.roles(dossier) or roles_of(app, dossier),
        "reserved": [
            {"id": r.id, "kind": r.data["kind"], "state": r.state, "since": r.since.isoformat()}
            for r in dossier.of("reserved")
        ],
        "documents": [d.described() for d in documents_of(dossier, app.history(dossier.stream))],
    }


def history(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        rows = app.seen_by(args.actor.role).history(app.find(args.dossier))
    columns = ("seq", "recorded_at", "effective_on", "type", "instance", "state", "actor", "source")
    numbers = {row["pos"]: row["seq"] for row in rows}
    screen.show(rows, table([_line(row, numbers) for row in rows], columns))


def _line(row: dict[str, Any], numbers: Mapping[int, int]) -> dict[str, Any]:
    """A fact for people: Paris time, and the number of the fact that it says again."""
    again = f"\n(corrige le n° {numbers[row['corrects']]})" if row["corrects"] else ""
    state = "écarté" if again and row["state"] is None else row["state"]
    at = minute(row["recorded_at"])
    return {**row, "recorded_at": at, "type": f"{row['type']}{again}", "state": state}


def do(args: Namespace, settings: Settings, screen: Screen) -> None:
    intention = _intention(args.command, args.dossier == "new")
    fields = intention.read(assignments(args.assign))
    with open_app(settings) as app:
        command = Command(
            intention=intention,
            stream=app.house.register.new_id() if args.dossier == "new" else app.find(args.dossier),
            fields=_in_full(app, intention, fields),
            actor=args.actor,
            on_behalf_of=args.on_behalf_of,
            effective_on=args.on,
            reason=args.reason or "",
            key=args.key,
            expect=args.expect,
        )
        value = answered(app, handle(app.house, command, app.now()))
    screen.show(value, _said(value))


def _in_full(app: App, intention: Intention, fields: dict[str, Any]) -> dict[str, Any]:
    """The dossiers that a form lists, by the whole of their id: people type how it begins."""
    moves = charter().by_command[intention.name]
    lists = {t.spreads.to for t in moves if t.spreads} & fields.keys()
    return fields | {name: [app.find(one) for one in fields[name]] for name in lists}


def _intention(name: str, opens: bool) -> Intention:
    """The command of a dossier called `name`. Raises Usage: formations have their own verbs."""
    found = public_intentions(charter()).get(name)
    if found is None or name.endswith(("-formation", "-cfa")):
        raise Usage(f"Commande inconnue : {quoted(name)}. Voir : lifecycle charter.")
    openers = [t.on.name for t in charter().creations["pathway"]]
    if opens and name not in openers:
        raise InvalidInput(f"« new » ouvre un dossier, par {' ou '.join(openers)} seulement.")
    return found


def answered(app: App, done: Done) -> dict[str, Any]:
    """What was written, but for what follows from it in a case that is reserved to others."""
    last = done.written[-1]
    known = visible(app.house.charter, done.dossier, done.command.actor.role)
    unseen = done.dossier.instances.keys() - known.instances.keys()
    told = [w for w in done.written if w.event.key not in unseen]
    return {
        "dossier": done.dossier.stream,
        "seq": last.seq,
        "hash": last.hash,
        "title": stages.house_name(done.dossier) or None,
        "stage": done.stage,
        "regions": stages.regions_of(known),
        "facts": [fact(w.event) | {"seq": w.seq, "id": w.id, "hash": w.hash} for w in told],
        "irregularities": _found(done),
        "receipt": app.receipt(last),
        "replayed": done.replayed,
    }


def _found(done: Done) -> list[dict[str, Any]]:
    """The irregularities of this very command, in the shape of `show`."""
    new = {w.event.instance for w in done.written if w.event.region == "irregularity"}
    return [i for i in stages.irregularities_of(done.dossier) if i["id"] in new]


def fact(event: Event) -> dict[str, Any]:
    return {
        "pos": event.pos,
        "type": event.type,
        "label": fact_label(event.type, event.move),
        "ref": event.ref,
        "instance": event.instance,
        "region": event.region,
        "state": event.state,
        "effective_on": event.effective_on.isoformat(),
        "corrects": event.corrects,
        "cause": event.cause,
    }


def _said(value: dict[str, Any]) -> str:
    where = value["title"] or stages.STAGE_LABELS.get(value["stage"], value["stage"])
    lines = [f"Dossier {value['dossier']} — {where}"]
    lines += [
        f"  {f['effective_on']}  {f['label']}{_about(f)} → {_state(f)}" for f in value["facts"]
    ]
    lines += [f"  ! irrégularité : {i['reason']} [{i['source']}]" for i in value["irregularities"]]
    return "\n".join(lines)


def _about(fact: dict[str, Any]) -> str:
    """The id by which any verb names what the fact speaks of; a dossier has but one pathway."""
    alone = fact["instance"] == fact["region"]
    return "" if alone else f" ({fact['instance']})"


def _state(fact: dict[str, Any]) -> str:
    return state_label(fact["region"], fact["state"])


def actions(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        rows = app.actions(app.find(args.dossier), args.actor)
    screen.show(rows, _possible(rows))


def _possible(rows: list[dict[str, Any]]) -> str:
    """What can be done, what is blocked and by what, then what has no object here."""
    blocked = [
        {"command": row["command"], "instance": row["instance"], **_because(refusal)}
        for row in rows
        for refusal in row["refusals"]
        if refusal["rule"] != "move"
    ]
    reached = {row["command"] for row in rows if row["allowed"]} | {b["command"] for b in blocked}
    others = dict.fromkeys(r["command"] for r in rows if r["command"] not in reached)
    done = sorted((row for row in rows if row["allowed"]), key=lambda r: r["command"] in ANY_DUTY)
    return "\n".join([
        "Possible maintenant :",
        table([{**row, "why": row["label"]} for row in done], ("command", "instance", "why")),
        "\nBloqué :",
        table(blocked, ("command", "instance", "why", "lifted_by")),
        f"\nSans objet dans l’état présent : {', '.join(others) or 'rien'}.",
    ])  # fmt: skip


ANY_DUTY = ("fulfil-obligation", "waive-obligation")  # of each duty: told after what does one


def _because(refusal: dict[str, Any]) -> dict[str, Any]:
    who = ", ".join(map(stages.holder_label, refusal["lifted_by"]))
    return {"why": f"{refusal['reason']} [{refusal['source']}]", "lifted_by": who or "—"}


def explain(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.explaining import explained, explained_text

    with open_app(settings) as app:
        seen = app.seen_by(args.actor.role)
        value = explained(seen, app.find(args.dossier), args.obligation)
    screen.show(value, explained_text(value))
