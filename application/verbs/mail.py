"""The outbox: what left, what waits, what nobody can be sure of."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from application.cli import Screen
from application.mailing import sender
from application.render import minute, table
from application.settings import Settings
from application.wiring import App, open_app
from lifecycle.commands.fields import quoted
from lifecycle.errors import InvalidInput
from persistence.outbox import Row

STATUSES = ("queued", "held", "sending", "sent", "deferred", "failed", "ambiguous", "cancelled")


def outbox(args: Namespace, settings: Settings, screen: Screen) -> None:
    if args.status and args.status not in STATUSES:
        raise InvalidInput(f"État inconnu : {quoted(args.status)}. États : {', '.join(STATUSES)}.")
    with open_app(settings) as app:
        rows = shown(app, app.seen_by(args.looker.role).outbox.rows(args.status))
    columns = ("id", "letter", "to", "status", "send_at", "relay_answer")
    listed = [_line(row) for row in rows]
    screen.show(rows, table(listed, columns, "Aucun courriel."))


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A letter for people: what the relay said matters when the letter has not left."""
    answer = "—" if row["status"] == "sent" else row["relay_answer"]
    return {**row, "send_at": minute(row["send_at"]), "relay_answer": answer}


def shown(app: App, rows: list[Row]) -> list[dict[str, Any]]:
    people = app.house.register.find({row.person for row in rows})
    return [
        {
            "id": row.id,
            "dossier": row.stream,
            "letter": row.letter,
            "to": people[row.person].email if row.person in people else None,
            "role": row.role,
            "status": row.status,
            "tries": row.tries,
            "send_at": row.send_at,
            "message_id": row.message_id,
            "relay_answer": row.relay_answer,
        }
        for row in rows
    ]


def resolve(args: Namespace, settings: Settings, screen: Screen) -> None:
    """A person says what became of an uncertain letter; only `sent` is a fact of its own."""
    sent = args.outcome == "sent"
    with open_app(settings) as app:
        row = sender(app).ledger.settle(args.id, sent=sent, reason=args.reason, at=app.now())
    status = "sent" if sent else "queued"
    value = {"id": row.id, "status": status, "reason": args.reason}
    screen.show(value, f"{row.id} : {status}.")
