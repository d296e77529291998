"""A whole house for a test: a fresh installation, people, dossiers, a clock that only the test moves.

    with House(tmp_path) as house:                     # a SQLite file; see `House` for the others
        house.open_formation("M2-INFO")
        lea = house.candidate("Léa", "Martin")
        house.do(lea, "admit")
        house.beat("2026-12-01 08:05")
        assert house.states(lea)["pathway"] == "seeking"

Every instant is Paris time: "2026-11-24" is ten o'clock on that day. The same seed and the same
script give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from application.mailing import sender
from application.settings import Settings
from application.wiring import App, load_charter
from lifecycle import service, stages
from lifecycle.charter import charter, public_intentions
from lifecycle.commands import Command, records
from lifecycle.dossier import Dossier, fold
from lifecycle.events import Event
from lifecycle.people import CLOCK, Actor
from lifecycle.service import Done
from notifications.queue import queue
from notifications.sender import Drained, Sender
from persistence import keys, opening
from persistence.engine import Database
from persistence.migrating import upgrade
from persistence.opening import Installation
from persistence.outbox import Row
from persistence.sealing import Entropy, instant_text
from scheduler.heartbeat import Beat, beat

PARIS = ZoneInfo("Europe/Paris")
NETWORK = "principal"
# Tests move the clock of their base without a fact: the product writes one (`records.SET_CLOCK`).
CLOCK_IS = sa.text("UPDATE log_head SET simulated_at = :at")
START = "2026-11-02 09:00"  # a Monday
When = datetime | str

EMPLOYER: Mapping[str, object] = {
    "employer_siret": "73282932000074",
    "employer_name": "Dupont Systèmes",
    "employer_email": "rh@dupont.example",
    "sector": "private",
    "site_calendar": "alsace-moselle",
    "maitre_apprentissage_name": "Camille Weber",
    "maitre_apprentissage_email": "camille.weber@dupont.example",
    "maitre_apprentissage_years_of_practice": 6,
    "maitre_apprentissage_has_diploma": True,
    "maitre1.dateNaissance": "1985-05-12",
}
SHEET: Mapping[str, object] = {
    "title": "Concevoir un outil de suivi",
    "description": "Mission concertée avec l’équipe pédagogique.",
    "competences": "Analyser, concevoir, livrer.",
    "progression": "De la maintenance au développement.",
    "telework": "Un jour par semaine.",
    "alternance_periods": "Trois semaines, une semaine.",
}
ROLES: Mapping[str, object] = {
    "gestionnaire": "gestion@cfa.example",
    "direction": "direction@cfa.example",
}


def lawful_terms(starts_on: str, ends_on: str) -> dict[str, object]:
    """The form of a contract that no rule stops; what a new rule reads is given here."""
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "contrat.dateDebutFormationPratique": starts_on,
        "formation.dateDebutFormation": "2026-09-07",
        "formation.dureeFormation": 900,
        "formation.dateFinFormation": ends_on,
    }


def instant(when: When) -> datetime:
    """Aware UTC from an aware datetime, "2026-11-24" (10:00 in Paris) or "2026-11-24 08:05"."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    text = when if ":" in when else f"{when} 10:00"
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def seeded(seed: str = "seed") -> Entropy:
    """The same bytes in the same order for the same seed."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return sha256(f"{seed}:{count}".encode()).digest()[:size]

    return draw


def made_durable(url: str) -> str:
    """The same PostgreSQL URL, its commits made durable: the stores refuse any other server.

    Only our own throw-away server is set; one given by TEST_DATABASE_URL is left as it is.
    """
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        if "TEST_DATABASE_URL" not in os.environ:
            for setting in ("fsync", "synchronous_commit"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = on")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
    for _ in range(1_000):  # the server reads its settings again in its own time
        with engine.connect() as connection:
            asked = ("SHOW fsync", "SHOW synchronous_commit")
            if all(connection.exec_driver_sql(one).scalar() == "on" for one in asked):
                return url
    raise AssertionError("the commits of this PostgreSQL are not durable")


def _log_opened(log: str, public_key: str, at: datetime) -> Command:
    fields = {"public_key": public_key, "simulated_clock": instant_text(at)}
    return Command(
        intention=records.OPEN_LOG, stream=log, fields=fields, actor=CLOCK, channel="worker"
    )


class House:
    """One installation on `url`: a SQLite file in `folder` (default), "sqlite://" in memory, or
    the URL of an empty PostgreSQL (fixture `fresh_postgres`).

    Mails go to the Maildir `folder/spool`, or to `relay` (smtp://127.0.0.1:port).
    """

    def __init__(
        self, folder: Path, url: str = "", *, at: When = START, seed: str = "seed", relay: str = ""
    ) -> None:
        url = url or f"sqlite:///{folder}/house.db"
        if url.startswith("postgresql"):
            made_durable(url)
        self.folder = folder
        self.now = instant(at)
        self.entropy = seeded(seed)
        env = {"LIFECYCLE_SPOOL": str(folder / "spool"), "LIFECYCLE_SMTP_URL": relay}
        env["LIFECYCLE_KEYS"] = str(folder / "lifecycle.keys")
        self.settings = Settings(url, env, NETWORK, "Suivi des apprentis", "suivi@cfa.example")
        self.app = self._opened()

    def _opened(self) -> App:
        """What `lifecycle init` makes, with our entropy; a base in memory is never closed."""
        database = Database(self.settings.database)
        upgrade(database)
        house = keys.generated(self.entropy)
        keys.write(Path(self.settings.env["LIFECYCLE_KEYS"]), house)
        log = opening.begin_log(database, NETWORK, house, self.now, self.entropy)
        app = App(self.settings, self._installation(database, house))
        service.handle(app.house, _log_opened(log, house.public, self.now), self.now)
        load_charter(app)
        return app

    def _installation(
        self, database: Database | None = None, house: keys.HouseKeys | None = None
    ) -> Installation:
        return opening.open_installation(
            self.settings.database,
            NETWORK,
            self.settings.env,
            [queue(charter())],
            self.entropy,
            database,
            house,
        )

    def another(self) -> App:
        """The same base as another process opens it: nothing remembered. Close it yourself:
        `app.installation.database.close()`."""
        return App(self.settings, self._installation())

    def close(self) -> None:
        self.app.installation.database.close()

    def __enter__(self) -> House:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- time ------------------------------------------------------------------------------

    def at(self, when: When | None) -> datetime:
        """Move the clock, that of the base too; None leaves it where it is."""
        if when is not None and instant(when) != self.now:
            self.now = instant(when)
            with self.app.installation.database.main.begin() as connection:
                connection.execute(CLOCK_IS, {"at": instant_text(self.now)})
        return self.now

    def beat(self, at: When | None = None) -> Beat:
        """One beat of the clock: reminders, last calls, escalations, effects."""
        return beat(self.app.house, self.app.reader.due_streams, self.at(at))

    def drain(
        self, at: When | None = None, failpoint: Callable[[str], None] | None = None
    ) -> Drained:
        """Send what is due; `failpoint` is called with the name of each point that may fail."""
        return self.sender(failpoint).drain(self.at(at))

    def sender(self, failpoint: Callable[[str], None] | None = None) -> Sender:
        made = sender(self.app)
        return replace(made, failpoint=failpoint) if failpoint else made

    # --- acting ----------------------------------------------------------------------------

    def command(
        self,
        dossier: str,
        name: str,
        /,
        actor: str = "gestionnaire",
        on: date | str | None = None,
        reason: str = "",
        key: str | None = None,
        expect: int | None = None,
        **fields: object,
    ) -> Command:
        """What `lifecycle do` makes of its arguments. Raises InvalidInput."""
        intention = public_intentions(charter())[name]
        return Command(
            intention=intention,
            stream=dossier,
            fields=intention.read(fields),
            actor=Actor.parse(actor),
            effective_on=date.fromisoformat(on) if isinstance(on, str) else on,
            reason=reason,
            key=key,
            expect=expect,
        )

    def do(self, dossier: str, name: str, /, at: When | None = None, **said: Any) -> Done:
        """One command through the door: `actor`, `on`, `reason`, `key`, `expect`, then its fields.

        Raises what refused it (`lifecycle.errors`).
        """
        return service.handle(self.app.house, self.command(dossier, name, **said), self.at(at))

    def do_all(self, commands: Sequence[Command], at: When | None = None) -> list[service.Answer]:
        """Many commands in one transaction; the answer of a refused one is its exception."""
        return service.handle_many(self.app.house, commands, self.at(at))

    # --- stories ---------------------------------------------------------------------------

    def open_formation(
        self, code: str = "M2-INFO", calendar: str = "alsace-moselle", **fields: object
    ) -> str:
        """A formation with its three roles and its settings; returns its stream."""
        roles = {**ROLES, "responsable_formation": f"responsable.{code.lower()}@cfa.example"}
        said = {"code": code, "title": f"Formation {code}", "calendar": calendar, **roles, **fields}
        return self.do(self.new_id(), "add-formation", **said).dossier.stream

    def candidate(
        self,
        first_name: str = "Léa",
        last_name: str = "Martin",
        formation: str = "M2-INFO",
        birth_date: str = "2004-03-14",
        at: When | None = None,
        **said: Any,
    ) -> str:
        """A new dossier, candidacy registered; returns its stream."""
        mail = f"{first_name}.{last_name}@etu.example".lower().encode("ascii", "ignore").decode()
        fields = {"first_name": first_name, "last_name": last_name, "birth_date": birth_date}
        asked = {"email": mail, "formation": formation, **fields, **said}
        return self.do(self.new_id(), "register-candidacy", at, **asked).dossier.stream

    def submit_mission(self, dossier: str, at: When | None = None, **said: Any) -> Done:
        """A complete mission of one employer; any field may be given instead, None to omit it."""
        fields = {"actor": "employeur", **EMPLOYER, **SHEET, **said}
        given = {name: value for name, value in fields.items() if value is not None}
        return self.do(dossier, "submit-mission", at, **given)

    def draft_contract(
        self, dossier: str, starts_on: str, ends_on: str, at: When | None = None, **said: Any
    ) -> Done:
        """A contract that no rule stops, whose training has begun in September."""
        fields = {**lawful_terms(starts_on, ends_on), **said}
        return self.do(dossier, "draft-contract", at, **fields)

    def sign(self, dossier: str, at: When | None = None, *parties: str) -> None:
        """The signatures of `parties` (default: employer, then apprentice)."""
        for party in parties or ("employer", "apprentice"):
            actor = {"employer": "employeur", "apprentice": "apprenti"}.get(party, "gestionnaire")
            self.do(dossier, "sign-contract", at, actor=actor, party=party)

    def in_contract(self, dossier: str, days: Mapping[str, str] | None = None) -> str:
        """A registered candidate goes all the way to an accepted filing, each step at its day."""
        on = {**JOURNEY, **(days or {})}
        self.do(dossier, "admit", on["admitted"])
        self.submit_mission(dossier, on["submitted"])
        self.do(dossier, "validate-mission", on["validated"], actor="responsable_formation")
        self.draft_contract(dossier, on["starts"], on["ends"], on["drafted"])
        self.do(dossier, "issue-documents", on["issued"])
        self.sign(dossier, on["signed"])
        self.do(dossier, "grant-visa", on["endorsed"], actor="direction")
        self.do(dossier, "transmit-filing", on["transmitted"], actor="employeur")
        self.do(
            dossier, "accept-filing", on["accepted"], actor="opco", deca_number="067202611000017"
        )
        return dossier

    # --- looking ---------------------------------------------------------------------------

    def events(self, stream: str) -> Sequence[Event]:
        return self.app.events(stream)

    def dossier(
        self, stream: str, known_at: When | None = None, true_on: date | None = None
    ) -> Dossier:
        known = instant(known_at) if known_at else None
        return fold(stream, self.events(stream), known, true_on)

    def states(self, stream: str, **seen: Any) -> dict[str, Any]:
        """The regions as `show` prints them: pathway, missions, contracts with their filing."""
        return stages.regions_of(self.dossier(stream, **seen))

    def duty(self, stream: str, ref: str) -> Any:
        """The only obligation of a dossier under `ref` (D01…), as an `Instance`."""
        (found,) = (d for d in self.dossier(stream).of("obligation") if d.data["ref"] == ref)
        return found

    def types(self, stream: str) -> list[str]:
        """The facts of a stream, by name, in order."""
        return [event.type for event in self.events(stream)]

    def letters(self, status: str | None = None) -> list[Row]:
        return self.app.outbox.rows(status)

    def rows(self, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        """The rows of a table, sorted: what two houses or two moments may be compared by."""
        with self.app.installation.database.main.connect() as connection:
            found = connection.exec_driver_sql(f"SELECT {columns} FROM {table}")  # noqa: S608
            rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in found]
        return sorted(rows, key=str)

    def new_id(self) -> str:
        return self.app.house.register.new_id()


JOURNEY: Mapping[str, str] = {
    "admitted": "2026-11-03",
    "submitted": "2026-11-04",
    "validated": "2026-11-05",
    "drafted": "2026-11-06",
    "issued": "2026-11-09",
    "signed": "2026-11-10",
    "endorsed": "2026-11-12",
    "starts": "2026-11-16",
    "transmitted": "2026-11-17",
    "accepted": "2026-11-24",
    "ends": "2028-10-31",
}
