"""A unit of commands, all accepted or none: how a desk was before it, for when one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.service.desk import Desk


class Before:
    """A desk as it was before a unit: what it had decided, and whom it had met."""

    def __init__(self, desk: Desk, streams: Iterable[str]) -> None:
        self.desk = desk
        self.histories = {s: desk.histories[s] for s in streams}
        self.remembered = dict(desk.remembered)
        self.changes = len(desk.changes)
        self.stands = (desk.next_pos, desk.last_instant)
        self.confirmed = dict(desk.enrolment.confirmed)

    def restore(self) -> None:
        desk = self.desk
        desk.histories |= self.histories
        desk.remembered = self.remembered
        for stream in self.histories:
            desk.dossiers.pop(stream, None)
        desk.houses.clear()
        desk.codes.clear()
        del desk.changes[self.changes :]
        desk.next_pos, desk.last_instant = self.stands
        desk.enrolment.forget(self.confirmed)
