"""Who may come in by the pages, and who is in: local accounts and server-side sessions.

In the identity store: accounts hold names and addresses. Of a session only the SHA-256 of its
identifier is kept, so that whoever reads the store cannot walk in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lifecycle.errors import Conflict, NotFound
from lifecycle.people import Role
from persistence.engine import Database, Hot, translated
from persistence.sealing import instant_text

ACCOUNT = "email, name, role, formations, closed_at"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the staff. No formation means all of them; a closed account opens nothing."""

    email: str
    name: str
    role: Role
    formations: tuple[str, ...] = ()
    closed: bool = False

    def sees(self, formation: str) -> bool:
        return not self.formations or formation in self.formations


@dataclass(frozen=True, slots=True)
class Session:
    """One visit that has not ended. `seen_at` is UTC text; `flash` is told once."""

    account: Account
    seen_at: str
    flash: str


class Accounts:
    """Accounts and sessions of one network. Addresses are compared in lower case."""

    def __init__(self, database: Database, network: str) -> None:
        self.database = database
        self.network = network
        self.accounts = f"{database.people}accounts"
        self.sessions = f"{database.people}sessions"

    # --- accounts --------------------------------------------------------------------------

    def add(self, account: Account, password_hash: str, now: datetime) -> None:
        """Raises Conflict when the address already has an account."""
        sql = f"INSERT INTO {self.accounts} VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"
        row = (self.network, account.email.lower(), account.name, str(account.role),
               "\n".join(account.formations), password_hash, instant_text(now), None)  # fmt: skip
        if not self._write(sql, row):
            raise Conflict(f"{account.email} a déjà un compte : « lifecycle user password ».")

    def all(self) -> list[Account]:
        sql = f"SELECT {ACCOUNT} FROM {self.accounts} WHERE network_id = ? ORDER BY email"
        return [_account(row) for row in self._read(sql, (self.network,))]

    def credentials(self, email: str) -> tuple[Account, str] | None:
        """An open account with the hash of its password."""
        sql = (
            f"SELECT {ACCOUNT}, password_hash FROM {self.accounts} "
            "WHERE network_id = ? AND email = ? AND closed_at IS NULL"
        )
        rows = self._read(sql, (self.network, email.lower()))
        return (_account(rows[0][:5]), str(rows[0][5])) if rows else None

    def set_password(self, email: str, password_hash: str) -> None:
        """A new password opens the account again and ends its sessions. Raises NotFound."""
        self._change(email, "password_hash = ?, closed_at = NULL", password_hash)

    def rehash(self, email: str, password_hash: str) -> None:
        """The same password under stronger parameters: nobody is sent away."""
        sql = f"UPDATE {self.accounts} SET password_hash = ? WHERE network_id = ? AND email = ?"
        self._write(sql, (password_hash, self.network, email.lower()))

    def close(self, email: str, now: datetime) -> None:
        """Somebody has left: no login, no session. Raises NotFound."""
        self._change(email, "closed_at = ?", instant_text(now))

    def _change(self, email: str, what: str, value: str) -> None:
        key = (self.network, email.lower())
        with translated(), self.database.identity.begin() as connection:
            hot = Hot(connection, self.database.postgres)
            sql = f"UPDATE {self.accounts} SET {what} WHERE network_id = ? AND email = ?"
            if not hot.run(sql, (value, *key)).rowcount:
                raise NotFound(f"Aucun compte pour {email[:60]}.")
            hot.run(f"DELETE FROM {self.sessions} WHERE network_id = ? AND email = ?", key)

    # --- sessions --------------------------------------------------------------------------

    def open_session(self, token: str, email: str, now: datetime, expires: datetime) -> None:
        """`token` is the SHA-256 of what the browser holds. Sessions that are over are forgotten."""
        at = instant_text(now)
        with translated(), self.database.identity.begin() as connection:
            hot = Hot(connection, self.database.postgres)
            gone = f"DELETE FROM {self.sessions} WHERE network_id = ? AND expires_at <= ?"
            hot.run(gone, (self.network, at))
            row = (self.network, token, email.lower(), at, at, instant_text(expires), "")
            hot.run(f"INSERT INTO {self.sessions} VALUES (?,?,?,?,?,?,?)", row)

    def session(self, token: str, now: datetime, idle_since: datetime) -> Session | None:
        """The session, unless it is over, was idle since `idle_since`, or its account is closed."""
        sql = (
            f"SELECT a.email, a.name, a.role, a.formations, a.closed_at, s.seen_at, s.flash "
            f"FROM {self.sessions} s JOIN {self.accounts} a "
            "ON a.network_id = s.network_id AND a.email = s.email "
            "WHERE s.network_id = ? AND s.token = ? AND s.expires_at > ? AND s.seen_at > ? "
            "AND a.closed_at IS NULL"
        )
        asked = (self.network, token, instant_text(now), instant_text(idle_since))
        rows = self._read(sql, asked)
        return Session(_account(rows[0][:5]), *rows[0][5:]) if rows else None

    def touch(self, token: str, now: datetime) -> None:
        self._set(token, "seen_at", instant_text(now))

    def leave_flash(self, token: str, text: str) -> None:
        """What the next page says, once."""
        self._set(token, "flash", text)

    def end_session(self, token: str) -> None:
        sql = f"DELETE FROM {self.sessions} WHERE network_id = ? AND token = ?"
        self._write(sql, (self.network, token))

    def _set(self, token: str, column: str, value: str) -> None:
        sql = f"UPDATE {self.sessions} SET {column} = ? WHERE network_id = ? AND token = ?"
        self._write(sql, (value, self.network, token))

    # --- the store -------------------------------------------------------------------------

    def _write(self, sql: str, params: Sequence[Any]) -> int:
        with translated(), self.database.identity.begin() as connection:
            return int(Hot(connection, self.database.postgres).run(sql, params).rowcount)

    def _read(self, sql: str, params: Sequence[Any]) -> list[Any]:
        with translated(), self.database.identity.connect() as connection:
            return Hot(connection, self.database.postgres).all(sql, params)


def _account(row: Sequence[Any]) -> Account:
    email, name, role, formations, closed = row
    return Account(email, name, Role(role), tuple(formations.split()), closed is not None)
