"""Formations and CFAs: created, set, shown with who chose what."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from application.cli import Screen
from application.parsing import assignments
from application.settings import Settings
from application.wiring import App, open_app
from lifecycle.charter import public_intentions
from lifecycle.commands import Command
from lifecycle.commands.fields import quoted
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import NotFound
from lifecycle.people import Role
from lifecycle.service import handle
from lifecycle.vocabulary import Setting

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
    data = house.instances[kind, kind].data
    return {
        "code": data["code"],
        "title": data.get("title"),
        "calendar": data.get("calendar"),
        "cfa": data.get("cfa"),
        "roles": {str(r): app.email(data[f"role:{r}"]) for r in Role if data.get(f"role:{r}")},
        "settings": [_setting(s, data) for s in app.house.charter.settings.values()],
    }


def _setting(declared: Setting, data: Mapping[str, Any]) -> dict[str, Any]:
    chosen = data.get(f"chosen:{declared.key}", {})
    return {
        "key": declared.key,
        "label": declared.label,
        "value": data.get(f"set:{declared.key}", declared.default),
        "default": declared.default,
        "socle": [str(d) for d in declared.socle],
        "choices": list(declared.choices),
        "jalons": [],
        "cible": None,
        "source": str(declared.source),
        "chosen_by": chosen.get("by"),
        "chosen_on": chosen.get("on"),
    }


def _text(value: dict[str, Any]) -> str:
    place = f"calendrier {value['calendar'] or '—'}, CFA {value['cfa'] or '—'}"
    roles = [f"  {Role(role).label} : {email}" for role, email in value["roles"].items()]
    settings = [f"  {s['key']} = {s['value']} — {_explained(s)}" for s in value["settings"]]
    return "\n".join([f"{value['code']} — {value['title']} ({place})", *roles, *settings])


def _explained(s: dict[str, Any]) -> str:
    floor = f"socle {' = '.join(s['socle'])}" if s["socle"] else " ou ".join(s["choices"])
    chosen = f"choisi par {s['chosen_by']} le {s['chosen_on']}" if s["chosen_by"] else "par défaut"
    return f"{s['label']} ; {floor} ; {chosen}"
