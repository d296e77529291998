"""Beginning: the base, its clock, the charter, the schema, its health."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from application.cli import Screen
from application.parsing import Usage
from application.settings import Settings
from lifecycle.calendar import PARIS, french
from lifecycle.charter import charter, document, markdown, mermaid
from lifecycle.charter.drawn import pages
from lifecycle.charter.traceability import traceability, traced


def init(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.wiring import initialise

    log, key = initialise(settings, args.simulated_clock)
    simulated = args.simulated_clock.isoformat() if args.simulated_clock else None
    value = {
        "log": log,
        "public_key": key,
        "simulated_clock": simulated,
        "charter": charter().sha256,
    }
    screen.show(value, f"Journal {log} ouvert. Clé publique : {key}")


def set_clock(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.wiring import open_app

    with open_app(settings) as app:
        app.set_clock(args.instant)
        now = app.now()
    said = now.astimezone(PARIS)
    screen.show(
        {"clock": now.isoformat()}, f"Il est {said:%H:%M} à Paris, le {french(said.date())}."
    )


def show_charter(args: Namespace, settings: Settings, screen: Screen) -> None:
    compiled = charter()
    screen.as_json = screen.as_json or args.format == "json"
    if args.format == "traceability":
        screen.show([row.document() for row in traced()], traceability(compiled))
        return
    if args.format == "diagrams":
        _draw(args.out, screen)
        return
    value = document(compiled) | {"sha256": compiled.sha256}
    screen.show(value, mermaid(compiled) if args.format == "mermaid" else markdown(compiled))


def _draw(folder: str | None, screen: Screen) -> None:
    """Raises Usage without a folder to write to."""
    if not folder:
        raise Usage("Les diagrammes s’écrivent dans un dossier : --out docs.")
    written = pages(charter())
    for name, text in written.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    screen.show({"written": sorted(written)}, f"{len(written)} fichiers écrits dans {folder}.")


def upgrade(args: Namespace, settings: Settings, screen: Screen) -> None:
    from application.wiring import upgrade as migrate

    version = migrate(settings)
    screen.show({"schema": version}, f"Schéma à jour ({version}).")


def doctor(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Raises Degraded, with the whole report, when something asks for a person."""
    from application.health import Degraded, examined, report

    found = examined(settings)
    text = "\n".join(report(found))
    if any(not check.ok for check in found):
        raise Degraded(text, found)
    screen.show({"ok": True, "checks": [check.described() for check in found]}, text)
