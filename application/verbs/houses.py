"""Formations and CFAs: created, set, shown with who chose what."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from itertools import groupby
from typing import Any

from application.cards import roles_of
from application.cli import Screen
from application.parsing import assignments
from application.render import table
from application.settings import Settings
from application.verbs.days import alternance_of
from application.wiring import App, open_app
from lifecycle.calendar import french, paris_day
from lifecycle.charter import public_intentions
from lifecycle.charter.settings import settings_of
from lifecycle.commands import Command
from lifecycle.commands.fields import quoted
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import NotFound
from lifecycle.people import Role
from lifecycle.service import handle
from lifecycle.stages import duties_of, holder_label

MOST_NAMED = 20
OWNER, PUBLISH = ".owner", "publish-alternance"


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

    seen = app.seen_by(Role.GESTIONNAIRE)
    found = held_summary(seen.outbox, app.house.register, code)
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
    data, day = house.said, paris_day(app.now())
    above = app.house_stream("cfa", str(data.get("cfa") or ""))
    cfa = fold(above, app.events(above)) if above and kind == "formation" else None
    return {
        "code": data["code"],
        "title": data.get("title"),
        "calendar": data.get("calendar"),
        "cfa": data.get("cfa"),
        "alternance": data.get("alternance"),
        "consultation": _consultation(app, house),
        "roles": {str(r): app.email(data[f"role:{r}"]) for r in Role if data.get(f"role:{r}")},
        "names": {str(r): app.name(data[f"role:{r}"]) for r in Role if data.get(f"role:{r}")},
        "settings": settings_of(app.house.charter, day, house, cfa),
    }


def _consultation(app: App, house: Dossier) -> dict[str, str | None] | None:
    """Who was consulted on the alternance, when, and by which council: nothing when nobody was."""
    said = [row["personal"] for row in app.history(house.stream) if row["move"] == PUBLISH]
    words = {k: v for personal in said for values in personal.values() for k, v in values.items()}
    found = {
        "on": house.said.get("consulted_on"),
        "who": words.get("consulted"),
        "event": house.said.get("consulted_event"),
    }
    return found if any(found.values()) else None


def listing(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Every formation, or every CFA: what it is called, who answers for it, what is late there."""
    with open_app(settings) as app:
        rows = [_listed(app, row.stream) for row in app.reader.streams(args.kind)]
    rows.sort(key=lambda row: str(row["code"]))
    columns = ["code", "title", "calendar", *(["cfa"] if args.kind == "formation" else []), "late"]
    screen.show(rows, table(rows, columns, f"{KINDS_LISTED[args.kind]}."))


KINDS_LISTED = {"formation": "Aucune formation", "cfa": "Aucun CFA"}


def _listed(app: App, stream: str) -> dict[str, Any]:
    house = fold(stream, app.events(stream))
    duties = duties_of(app.house.charter, house, app.now())
    return {
        "code": house.said["code"],
        "title": house.said.get("title"),
        "calendar": house.said.get("calendar"),
        "cfa": house.said.get("cfa"),
        "dossier": stream,
        "roles": roles_of(app, house),
        "late": sum(bool(row["late"]) for row in duties),
    }


def _text(value: dict[str, Any]) -> str:
    place = f"calendrier {value['calendar'] or '—'}, CFA {value['cfa'] or '—'}"
    roles = [f"  {Role(r).label} : {_person(value, r)}" for r in value["roles"]]
    lines = [f"  {line}" for line in (value["alternance"] or "non publiée").splitlines()]
    phases = [
        line
        for phase, settings in groupby(value["settings"], key=lambda s: s["phase"])
        for line in (f"{phase} :", *_of_phase(list(settings)))
    ]
    head = f"{value['code']} — {value['title']} ({place})"
    told = ["Alternance :", *lines, *_consulted(value["consultation"])]
    return "\n".join([head, *roles, *told, OWNERS, *phases])


OWNERS = "Réglages (« clé.owner » dit à qui revient une obligation : un rôle) :"


def _person(value: dict[str, Any], role: str) -> str:
    name, email = value["names"][role], value["roles"][role]
    return name if name == email else f"{name} <{email}>"


def _consulted(said: dict[str, str | None] | None) -> list[str]:
    if said is None:
        return ["  consultation : aucune n’est notée"]
    on = f"le {french(date.fromisoformat(said['on']))}" if said["on"] else ""
    event = f"examinée en {said['event']}" if said["event"] else ""
    return [f"  consultation : {', '.join(filter(None, (on, said['who'], event)))}"]


def _of_phase(settings: list[dict[str, Any]]) -> list[str]:
    """Each setting on its line; the owners of a phase on one, the choices of none repeated."""
    plain = [s for s in settings if not s["key"].endswith(OWNER)]
    owned = [s for s in settings if s["key"].endswith(OWNER)]
    lines = [f"  {s['key']} = {s['value']} — {_explained(s)}" for s in plain]
    owners = ", ".join(f"{s['key'].removesuffix(OWNER)} {_owner(s)}" for s in owned)
    return [*lines, *([f"  à qui revient : {owners}"] if owners else [])]


def _owner(s: dict[str, Any]) -> str:
    chosen = f" (choisi par {_who(s)})" if s["chosen_by"] else ""
    return f"{holder_label(s['value'])}{chosen}"


def _who(s: dict[str, Any]) -> str:
    return f"{holder_label(s['chosen_by'].partition(':')[0])} le {s['chosen_on']}"


def _explained(s: dict[str, Any]) -> str:
    floor = " = ".join(s["socle"]) or str(s["least"] or "")
    words = (
        s["label"],
        f"socle {floor}" if floor else " ou ".join(s["choices"]),
        *(f"jalon {j['value']} au {j['from']}" for j in s["jalons"]),
        f"cible {s['cible']}" if s["cible"] else "",
        f"choisi par {_who(s)}" if s["chosen_by"] else "par défaut",
        "dit par le CFA" if s["from_cfa"] else "",
    )
    return " ; ".join(filter(None, words))
