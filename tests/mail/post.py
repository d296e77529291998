"""What the tests of the sender share: a house that writes to a real relay, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from lifecycle.dossier import fold
from lifecycle.events import Event
from notifications.outcomes import correspondence
from tests.houses import House
from tests.servers import SmtpServer

PARIS = ZoneInfo("Europe/Paris")
RESPONSABLE, DIRECTION = "responsable.m2-info@cfa.example", "direction@cfa.example"
GESTION, EMPLOYER = "gestion@cfa.example", "rh@dupont.example"
MAITRE = "camille.weber@dupont.example"
NAMED = {
    "gestionnaire": f"Jeanne Keller <{GESTION}>",
    "direction": f"Anne Roth <{DIRECTION}>",
    "responsable_formation": f"Claire Schmitt <{RESPONSABLE}>",
}
FINAL = ("sent", "failed", "ambiguous", "cancelled")


class Crash(BaseException):
    """The process dies here: nothing catches it."""


@contextmanager
def writing(
    folder: Path, server: SmtpServer, *, at: str = "2026-11-24 09:00", url: str = ""
) -> Iterator[House]:
    """A house with one formation, whose mail goes to `server`."""
    with House(folder, url, at=at, relay=f"smtp://{server.host}:{server.port}") as house:
        house.open_formation("M2-INFO", **NAMED)
        yield house


def proposed(house: House, first: str = "Léa", at: str = "2026-11-24 10:00") -> str:
    """A dossier whose mission has been submitted: taken over while it searched, so that the letters
    of its mission are the first that it writes."""
    said = {"last_name": "Martin", "birth_date": "2004-03-14", "formation": "M2-INFO"}
    mail = f"{first}.martin@etu.example".lower().encode("ascii", "ignore").decode()
    asked = {"first_name": first, "email": mail, "situation": "seeking", **said}
    dossier = house.do(house.new_id(), "take-over", at, **asked).dossier.stream
    house.submit_mission(dossier, at)
    return dossier


def lives(house: House, first: str, last: str, *hours: str) -> None:
    """Beat and drain every day, at each of `hours`."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        for hour in hours or ("08:05",):
            house.beat(f"{day} {hour}")
            house.drain()
        day += timedelta(days=1)


def outcomes(house: House, dossier: str) -> list[Event]:
    """The facts of the correspondence of a dossier."""
    return list(house.events(correspondence(dossier)))


def mails(server: SmtpServer, address: str) -> list[EmailMessage]:
    return [one.message for one in server.received_by(address)]


def days(server: SmtpServer, address: str) -> list[str]:
    """The Paris days on which the mails of somebody were dated."""
    return [m["Date"].datetime.astimezone(PARIS).date().isoformat() for m in mails(server, address)]


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def check(house: House, server: SmtpServer, *dossiers: str) -> None:
    """What must be true whatever crashed: nothing lost, nothing twice, each outcome one fact."""
    rows = house.letters()
    assert Counter((r.fact_pos, r.letter, r.person) for r in rows).most_common(1)[0][1] == 1
    assert {row.status for row in rows if row.send_at <= _now(house)} <= set(FINAL)
    copies = Counter(str(one.message["Message-ID"]) for one in server.received)
    for row in rows:
        if row.status == "sent":
            assert copies[str(row.message_id)] == 1, "sent means taken, once"
    taken = {str(one.message["Message-ID"]): sha256(one.content) for one in server.received}
    for fact in (e for dossier in dossiers for e in outcomes(house, dossier)):
        if (content := taken.get(fact.data.get("message_id", ""))) is not None:
            assert fact.data["body_sha256"] == content.hexdigest()
    told = Counter(e.instance for dossier in dossiers for e in outcomes(house, dossier))
    mine = [row for row in rows if row.stream in dossiers]
    settled = {row.id: row.status for row in mine if row.status in FINAL}
    assert told == Counter(dict.fromkeys(settled, 1))
    for dossier in dossiers:
        letters = fold("", outcomes(house, dossier)).of("letter")
        assert all(settled[letter.id] == letter.state for letter in letters)


def _now(house: House) -> str:
    return f"{house.now:%Y-%m-%dT%H:%M:%S.%f}Z"
