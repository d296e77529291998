"""Formations and CFAs: created, set, shown with who chose what."""

from __future__ import annotations

from argparse import Namespace
from itertools import groupby
from typing import Any

from application.cli import Screen
from application.parsing import assignments
from application.settings import Settings
from application.verbs.days import alternance_of
from application.wiring import App, open_app
from lifecycle.calendar import paris_day
from lifecycle.charter import public_intentions
from lifecycle.charter.settings import settings_of
from lifecycle.commands import Command
from lifecycle.commands.fields import quoted
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import NotFound
from lifecycle.people import Role
from lifecycle.service import handle

MOST_NAMED = 20


def add(args: Namespace, settings: Settings, screen: Screen) -> None:
    said = {"code": args.code, "title": args.title, "calendar": args.calendar}
    if getattr(args, "cfa", None):
        said["cfa"] = args.cfa
    with open_app(settings) as app:
        stream = app.house.register.new_id()
        _ask(app, args, stream, f"add-{args.kind}", assignments(args.assign) | said)
        _show(app, args, screen)


def change(args: Namespace, settings: Settings, screen: Screen) -> None:
    fields = assignments(args.assign)
    with open_app(settings) as app:
        stream = _known(app, args.kind, args.code)
        if args.kind == "formation" and fields.get("mail") == "open":
            _say_what_leaves(app, args.code, screen)
        _ask(app, args, stream, f"set-{args.kind}", fields)
        _show(app, args, screen)


def alternance(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Publish the days of a formation, from lines or from a table of days."""
    said = {"alternance": alternance_of(args.file), "consulted_on": args.consulted_on}
    said["consulted"] = args.consulted
    with open_app(settings) as app:
        stream = _known(app, "formation", args.code)
        _ask(app, args, stream, "publish-alternance", {k: v for k, v in said.items() if v})
        _show(app, args, screen)


def _say_what_leaves(app: App, code: str, screen: Screen) -> None:
    """How many mails were held, and for whom, before the tap opens; `held` asks without opening."""
    from exchange.held import held_summary

    found = held_summary(app.outbox, app.house.register, code)
    screen.say(found.summary)
    for one in found.recipients[:MOST_NAMED]:
        screen.say(f"  {one.name} <{one.email}>, {one.role} : {one.letters}")


def show(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        _show(app, args, screen)


def _ask(app: App, args: Namespace, stream: str, name: str, fields: dict[str, object]) -> None:
    intention = public_intentions(app.house.charter)[name]
    if cfa := fields.get("cfa"):
        _known(app, "cfa", str(cfa))
    command = Command(
        intention=intention,
        stream=stream,
        fields=intention.read(fields),
        actor=args.actor,
        effective_on=args.on,
    )
    handle(app.house, command, app.now())


def _known(app: App, kind: str, code: str) -> str:
    stream = app.house_stream(kind, code)
    if stream is None:
        raise NotFound(f"{KINDS[kind]} : {quoted(code)}. Pour créer : lifecycle {kind} add.")
    return stream


KINDS = {"formation": "Formation inconnue", "cfa": "CFA inconnu"}


def _show(app: App, args: Namespace, screen: Screen) -> None:
    stream = _known(app, args.kind, args.code)
    value = shown(app, args.kind, fold(stream, app.events(stream)))
    screen.show(value, _text(value))


def shown(app: App, kind: str, house: Dossier) -> dict[str, Any]:
    """A formation or CFA: who holds which role, and every setting as it is in force today."""
    data, day = house.instances[kind, kind].data, paris_day(app.now())
    above = app.house_stream("cfa", str(data.get("cfa") or ""))
    cfa = fold(above, app.events(above)) if above and kind == "formation" else None
    return {
        "code": data["code"],
        "title": data.get("title"),
        "calendar": data.get("calendar"),
        "cfa": data.get("cfa"),
        "alternance": data.get("alternance"),
        "roles": {str(r): app.email(data[f"role:{r}"]) for r in Role if data.get(f"role:{r}")},
        "settings": settings_of(app.house.charter, day, house, cfa),
    }


def _text(value: dict[str, Any]) -> str:
    place = f"calendrier {value['calendar'] or '—'}, CFA {value['cfa'] or '—'}"
    roles = [f"  {Role(role).label} : {email}" for role, email in value["roles"].items()]
    lines = [f"  {line}" for line in (value["alternance"] or "non publiée").splitlines()]
    phases = [
        line
        for phase, settings in groupby(value["settings"], key=lambda s: s["phase"])
        for line in (f"{phase} :", *(f"  {s['key']} = {s['value']} — {_explained(s)}" for s in settings))
    ]  # fmt: skip
    head = f"{value['code']} — {value['title']} ({place})"
    return "\n".join([head, *roles, "Alternance :", *lines, *phases])


def _explained(s: dict[str, Any]) -> str:
    floor = " = ".join(s["socle"]) or str(s["least"] or "")
    words = (
        s["label"],
        f"socle {floor}" if floor else " ou ".join(s["choices"]),
        *(f"jalon {j['value']} au {j['from']}" for j in s["jalons"]),
        f"cible {s['cible']}" if s["cible"] else "",
        f"choisi par {s['chosen_by']} le {s['chosen_on']}" if s["chosen_by"] else "par défaut",
        "dit par le CFA" if s["from_cfa"] else "",
    )
    return " ; ".join(filter(None, words))
