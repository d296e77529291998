"""What the staff see of them all: late, due, blocked, told; then what to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from textwrap import fill
from typing import Any

from application.demo.accounts import ACCOUNTS, PASSWORD
from application.demo.story import LAST
from application.render import SHORT, duties, table, width
from application.wiring import App
from lifecycle.calendar import PARIS, french
from lifecycle.charter import charter
from lifecycle.people import Actor
from lifecycle.stages import STAGE_LABELS, holder_label
from portal.wording import STATUSES, letter

FOLDER = Path("demo")
SHOWN = 12
BAR = 40


def report(app: App) -> None:
    today, dossiers = LAST.isoformat(), app.dossiers()
    names = app.names()
    owed = [d for d in app.agenda() if d["owed_by"] and not d["paused"]]
    late = [d for d in owed if d["late"]]
    soon = [d for d in owed if not d["late"] and d["due_on"] <= _in_a_week(today)]
    _title(f"Le {french(LAST)}, {len(dossiers)} dossiers")
    _bars(Counter(STAGE_LABELS[d["stage"]] for d in dossiers))
    _title(f"En retard : {len(late)} obligations, {len({d['dossier'] for d in late})} dossiers")
    _table(_by_dossier(late, names), ("due_on", "whose", "dossier", "obligation", "owed_by"))
    _title(f"À faire dans les sept jours : {len(soon)}")
    _table(duties(soon, names), ("due_on", "whose", "dossier", "obligation", "label"))
    _blocked(app, dossiers)
    _mails(app)
    _invite(_speaking(late, names)[:SHORT])
    _logins()


def _speaking(late: list[dict[str, Any]], names: dict[str, str]) -> str:
    """A dossier whose mission is late to be read: it shows the most at once."""
    missions = [d["dossier"] for d in late if d["obligation"] == "D01" and d["dossier"] in names]
    return str(missions[0] if missions else late[0]["dossier"])


def _in_a_week(today: str) -> str:
    return (date.fromisoformat(today) + timedelta(days=7)).isoformat()


def _title(text: str) -> None:
    print(f"\n{text}\n{'─' * len(text)}")


def _bars(counts: Counter[str]) -> None:
    widest = max(counts.values())
    for name, n in counts.most_common():
        print(f" {name:24}{n:4}  {'█' * max(round(n * BAR / widest), 1)}")


def _table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    print(table(rows[:SHOWN], columns))
    if len(rows) > SHOWN:
        print(f" … et {len(rows) - SHOWN} autres.")


def _by_dossier(late: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """One line for each dossier: the oldest day, every reference, everybody who is waited for."""
    lines: dict[str, dict[str, Any]] = {}
    for duty in duties(late, names):
        line = lines.setdefault(duty["dossier"], {**duty, "obligation": [], "owed_by": []})
        for name in ("obligation", "owed_by"):
            line[name] += [] if duty[name] in line[name] else [duty[name]]
    return list(lines.values())


def _awaits_papers(contract: dict[str, Any]) -> bool:
    return ("contract", contract["state"], "issue-documents") in charter().moves


def _blocked(app: App, dossiers: list[dict[str, Any]]) -> None:
    drafts = [d for d in dossiers if any(_awaits_papers(c) for c in d["regions"]["contracts"])]
    rows = [
        {
            "apprentice": draft["apprentice"],
            "dossier": draft["dossier"][:SHORT],
            "why": refusal["reason"],
            "lifted_by": ", ".join(map(holder_label, refusal["lifted_by"])),
        }
        for draft in drafts
        for action in app.actions(draft["dossier"], Actor.parse("gestionnaire"))
        if action["command"] == "issue-documents"
        for refusal in action["refusals"]
    ]
    _title(f"Bloqués avant l’édition du contrat : {len(rows)}")
    rows.sort(key=lambda row: (row["why"], row["apprentice"]))
    _table(rows, ("apprentice", "dossier", "why", "lifted_by"))


def _mails(app: App) -> None:
    rows = app.outbox.rows()
    sent = Counter(row.letter for row in rows if row.status == "sent")
    waiting = Counter(row.status for row in rows if row.status != "sent")
    mails = sorted((FOLDER / "spool" / "new").iterdir(), key=_left_at, reverse=True)
    _title(f"Courriels : {len(mails)} dans {FOLDER}/spool, pour {sum(sent.values())} annonces")
    print(table([_headers(mail) for mail in mails[:8]], ("send_at", "to", "subject")))
    letters = ", ".join(f"{letter(name)} {n}" for name, n in sent.most_common())
    print("\n" + fill(f"Lettres : {letters}.", min(width(), 100)))
    others = ", ".join(f"{n} {STATUSES[status]}" for status, n in waiting.items())
    print(f"Les autres : {others or 'aucune'}.")


def _left_at(mail: Path) -> datetime:
    return parsedate_to_datetime(str(_parsed(mail)["Date"]))


def _parsed(mail: Path) -> EmailMessage:
    return BytesParser(policy=default).parsebytes(mail.read_bytes(), headersonly=True)


def _headers(mail: Path) -> dict[str, str]:
    read = _parsed(mail)
    left = f"{_left_at(mail).astimezone(PARIS):%d/%m %H:%M}"
    return {"send_at": left, "to": _address(str(read["To"])), "subject": str(read["Subject"])}


def _address(to: str) -> str:
    return parseaddr(to)[1]


def _logins() -> None:
    _title("Les pages")
    for account in ACCOUNTS:
        print(f" {account.email:44}{account.role.label}")
    print(f" Mot de passe de tous : {PASSWORD}")


def _invite(stream: str) -> None:
    _title("À vous")
    print(
        f"export LIFECYCLE_DATABASE_URL=sqlite:///{FOLDER}/demo.db LIFECYCLE_SPOOL={FOLDER}/spool"
    )
    for words in (
        "dossiers --late",
        f"show {stream}",
        f"explain {stream} D01",
        f"actions {stream}",
        f"history {stream}",
        "audit verify",
    ):
        print(f".venv/bin/lifecycle {words}")
