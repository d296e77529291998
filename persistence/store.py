"""The event store: one lock, one transaction, facts sealed and projected together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lifecycle.ports import Work
from persistence import marking
from persistence.engine import Database, translated
from persistence.projections import Projection, project
from persistence.recollection import Recollection
from persistence.register import SqlRegister
from persistence.sealing import Entropy
from persistence.work import SqlWork


class SqlStore:
    """`lifecycle.ports.Store` on SQLite or PostgreSQL. Projections run after the store's own."""

    def __init__(
        self,
        database: Database,
        network: str,
        register: SqlRegister,
        entropy: Entropy,
        projections: Sequence[Projection] = (),
    ) -> None:
        self.database = database
        self.network = network
        self.register = register
        self.entropy = entropy
        self.projections = (project, marking.mark, *projections)
        self.recollection = Recollection()

    @contextmanager
    def transaction(self) -> Iterator[SqlWork]:
        with translated(), self.database.main.begin() as connection:
            work = SqlWork(self, connection)
            yield work
            work.refuse_to_commit_a_part()
        work.committed()

    @contextmanager
    def savepoint(self, work: Work) -> Iterator[None]:
        """A part of the transaction that is undone alone when the block raises."""
        if not isinstance(work, SqlWork):
            raise TypeError("a savepoint belongs to a transaction of this store")
        work.refuse_when_lost()
        with translated(), work.undoable(), work.part():
            yield
