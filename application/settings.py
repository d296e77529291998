"""What the environment says: where the database, the keys, the relay and the spool are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_DATABASE = "sqlite:///lifecycle.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, at the start of the command; `env` goes on to the mail transport.

    `pages` is the address of the pages, for the letters that lead there; none when nothing is said.
    """

    database: str
    env: Mapping[str, str]
    network: str
    sender_name: str
    sender_address: str
    pages: str = ""

    @classmethod
    def read(cls, env: Mapping[str, str], database: str | None = None) -> Settings:
        return cls(
            database or env.get("LIFECYCLE_DATABASE_URL") or DEFAULT_DATABASE,
            env,
            env.get("LIFECYCLE_NETWORK", "principal"),
            env.get("LIFECYCLE_SENDER_NAME", "Suivi des apprentis"),
            env.get("LIFECYCLE_SENDER", "suivi@cfa.example"),
            env.get("LIFECYCLE_PAGES_URL", "").rstrip("/"),
        )
