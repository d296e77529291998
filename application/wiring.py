"""Everything put together: the one place that knows the stores, the charter and the clock."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from application.prospects import row_of
from application.settings import Settings
from lifecycle import service, stages
from lifecycle.calendar import PARIS, french, paris_day
from lifecycle.charter import canonical, charter, document
from lifecycle.commands import Command, records
from lifecycle.commands.duties import KEEP_TIME
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import Conflict, NotFound, VerificationFailed
from lifecycle.events import Event
from lifecycle.people import CLOCK, Actor, Role
from lifecycle.ports import Written
from lifecycle.service import House
from notifications.queue import queue
from notifications.sender import Drained
from persistence import opening
from persistence.attachments import Attachments
from persistence.engine import Database
from persistence.migrating import is_empty
from persistence.migrating import upgrade as migrate
from persistence.opening import Installation
from persistence.sealing import Entropy, instant_of, instant_text
from scheduler.heartbeat import Beat, beat

# A chunk of 500 commands makes a hundred thousand small objects that all live until it is written:
# looking for garbage among them every 700 costs a sixth of an import (measured, `make bench`).
RARELY = (50_000, 20, 20)


HOUSES = {"formation": "formation", "cfa": "CFA"}


class App:
    """One open installation, as the verbs use it. `hidden`: the duties that it does not show."""

    hidden: Sequence[str] = ()

    def __init__(self, settings: Settings, installation: Installation) -> None:
        self.settings = settings
        self.installation = installation
        self.house = House(installation.store, installation.register, charter())
        self.reader = installation.reader
        self.outbox = installation.outbox
        self.attachments = Attachments(installation.register)

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_: object) -> None:
        self.installation.database.close()

    def seen_by(self, role: Role) -> App:
        """The same installation without what is reserved to others."""
        from application.sight import SeenBy

        return SeenBy(self, role)

    @property
    def described(self) -> str:
        return self.installation.database.described

    # --- time ------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The instant that this command acts at: the simulated clock's, or the machine's."""
        simulated = self.reader.head().simulated_at
        return instant_of(simulated) if simulated else datetime.now(UTC)

    def set_clock(self, at: datetime) -> None:
        head = self.reader.head()
        if head.simulated_at is None:
            raise Conflict("L’horloge de cette base est la vraie : elle ne se règle pas.")
        if at < instant_of(head.simulated_at):
            shown = instant_of(head.simulated_at).astimezone(PARIS)
            raise Conflict(f"L’horloge ne recule pas : il est {shown:%H:%M} le {french(shown)}.")
        fields = {"instant": instant_text(at)}
        service.handle(self.house, _record(records.SET_CLOCK, head.log_id, fields), at)

    def beat(self, stopped: Callable[[], bool] = lambda: False) -> Beat:
        return beat(self.house, self.reader.due_streams, self.now(), stopped)

    def drain(self, stopped: Callable[[], bool] = lambda: False) -> Drained:
        """Send what is due, the facts of this very instant included (the log runs in microseconds)."""
        from application.mailing import sender

        last = self.reader.head().last_recorded_at
        at = max(self.now(), instant_of(last)) if last else self.now()
        return sender(self, stopped).drain(at)

    # --- dossiers --------------------------------------------------------------------------

    def find(self, prefix: str) -> str:
        """The dossier that an id begins; `formation:CODE` or `cfa:CODE` for a house. Raises NotFound."""
        kind, _, code = prefix.partition(":")
        if kind not in HOUSES:
            return self.reader.find(prefix)
        found = self.house_stream(kind, code)
        if found is None:
            raise NotFound(f"Il n’y a pas de {HOUSES[kind]} « {code[:60]} ».")
        return found

    def house_stream(self, kind: str, code: str) -> str | None:
        return self.reader.house(kind, code)

    def events(self, stream: str) -> Sequence[Event]:
        return self.many([stream])[stream]

    def many(self, streams: Sequence[str]) -> Mapping[str, Sequence[Event]]:
        """The facts of each stream, read without the lock of those who write."""
        return self.reader.events(streams)

    def dossiers(self, stage: str | None = None, late: bool = False) -> list[dict[str, Any]]:
        found = self.reader.streams(stage=stage)
        today = paris_day(self.now()).isoformat()
        never_late = (*self.house.charter.never_late, *self.hidden)
        overdue = self.reader.late_streams(today, never_late)
        rows = [r for r in found if not late or r.stream in overdue]
        people = self.house.register.find({r.person for r in rows})
        histories = self.many([r.stream for r in rows])
        return [
            {
                "dossier": r.stream,
                "apprentice": people[r.person].name if r.person in people else None,
                "formation": r.formation,
                "stage": r.stage,
                "late": r.stream in overdue,
                "regions": stages.regions_of(fold(r.stream, histories[r.stream])),
            }
            for r in rows
        ]

    def agenda(self, until: date | None = None) -> list[dict[str, Any]]:
        """The pending duties, as the obligations of `show` show them."""
        pending = self.reader.pending(until.isoformat() if until else None)
        rows = [row for row in pending if row.ref not in self.hidden]
        histories = self.many(sorted({row.stream for row in rows}))
        folded = {stream: fold(stream, events) for stream, events in histories.items()}
        duties = (folded[row.stream].instances["obligation", row.id] for row in rows)
        now, charter_ = self.now(), self.house.charter
        return [
            stages.duty_row(charter_, folded[row.stream], duty, now)
            for row, duty in zip(rows, duties, strict=True)
        ]

    def history(self, stream: str) -> list[dict[str, Any]]:
        rows = self.reader.history(stream, self.installation.register)
        return [{**row, "actor": _who(row["actor"])} for row in rows]

    def actions(self, stream: str, actor: Actor) -> list[dict[str, Any]]:
        asked = Command(intention=KEEP_TIME, stream=stream, actor=actor)
        return [row_of(p) for p in service.prospects(self.house, asked, self.now())]

    # --- people ----------------------------------------------------------------------------

    def name(self, person: str) -> str:
        found = self.house.register.find([person]).get(person)
        return found.name if found else "(personne effacée)"

    def email(self, person: str) -> str:
        found = self.house.register.find([person]).get(person)
        return found.email if found else ""

    def names(self) -> dict[str, str]:
        """Who each dossier is about, by its id."""
        rows = self.reader.streams()
        people = self.house.register.find({row.person for row in rows})
        return {r.stream: people[r.person].name for r in rows if r.person in people}

    def apprentice(self, dossier: Dossier) -> str | None:
        pathway = dossier.one("pathway")
        person = pathway.data.get(f"role:{Role.APPRENTI}") if pathway else None
        return self.name(person) if person else None

    def roles(self, dossier: Dossier) -> dict[str, str]:
        return {i.id: self.name(i.data[f"role:{i.id}"]) for i in dossier.of("role")}

    def receipt(self, written: Written) -> dict[str, Any]:
        return self.installation.keys.receipt(written)


def _who(actor: Mapping[str, str]) -> str:
    return f"{actor['role']}:{actor['ref']}" if actor["ref"] else actor["role"]


def _record(intention: Any, stream: str, fields: dict[str, Any]) -> Command:
    return Command(intention=intention, stream=stream, fields=fields, actor=CLOCK, channel="worker")


def open_app(settings: Settings, entropy: Entropy = os.urandom, lasting: bool = True) -> App:
    """Open the database that the settings name. The caller closes it: `with open_app(…) as app`.

    Another `entropy` than the system's, and what is not `lasting`, are for made-up people only
    (`application.simulation`).
    """
    gc.set_threshold(*RARELY)
    database = _existing(settings, lasting)
    try:
        app = App(settings, _installation(settings, database, entropy))
        _begin(app)
    except BaseException:
        database.close()
        raise
    return app


def _existing(settings: Settings, lasting: bool = True) -> Database:
    """The database, without making the file that is not there. Raises NotFound."""
    database = Database(settings.database, lasting)
    file = database.url.database or ""
    on_disk = not (database.postgres or database.in_memory or file.startswith("file:"))
    if on_disk and not Path(file).exists():
        raise NotFound(f"La base « {file} » n’existe pas : « lifecycle init » la crée.")
    if missing := database.missing:
        database.close()
        raise NotFound(
            f"Il manque « {missing} », les identités de cette base : restaurez les deux."
        )
    return database


def exists(settings: Settings) -> bool:
    """Whether there is a base under that name, whatever its state."""
    try:
        database = _existing(settings)
    except NotFound:
        return False
    try:
        return not is_empty(database)
    finally:
        database.close()


def _installation(settings: Settings, database: Database, entropy: Entropy) -> Installation:
    return opening.open_installation(
        settings.database,
        settings.network,
        settings.env,
        [queue(charter())],
        entropy,
        database,
    )


def initialise(
    settings: Settings, simulated_at: datetime | None, entropy: Entropy = os.urandom
) -> tuple[str, str]:
    """Make the base and write its first facts: the log opens, the charter is loaded."""
    log, key = opening.create(
        settings.database, settings.network, settings.env, simulated_at, entropy
    )
    with open_app(settings, entropy):
        return log, key


def _begin(app: App) -> None:
    """The log opens and this code's charter is loaded: by facts, each once, whatever crashed."""
    head = app.reader.head()
    if head.public_key != app.installation.keys.public:
        raise VerificationFailed(
            "Ces clés ne sont pas celles de ce journal : voyez LIFECYCLE_KEYS."
        )
    facts = app.reader.history(head.log_id)
    if not facts:
        fields: dict[str, Any] = {"public_key": head.public_key}
        fields |= {"simulated_clock": head.simulated_at} if head.simulated_at else {}
        service.handle(app.house, _record(records.OPEN_LOG, head.log_id, fields), app.now())
    if all(fact["data"].get("sha256") != app.house.charter.sha256 for fact in facts):
        load_charter(app)


def load_charter(app: App) -> None:
    """The charter of this code, stored by its hash and named by a fact."""
    compiled = charter()
    database = app.installation.database
    opening.keep_document(database, compiled.sha256, "charter", canonical(document(compiled)))
    fields = {"sha256": compiled.sha256}
    log = app.reader.head().log_id
    service.handle(app.house, _record(records.LOAD_CHARTER, log, fields), app.now())


def upgrade(settings: Settings) -> str:
    """Bring the schema up to the code's; opening then loads its charter when it is new."""
    database = _existing(settings)
    try:
        found = migrate(database)
    finally:
        database.close()
    with open_app(settings):
        return found
