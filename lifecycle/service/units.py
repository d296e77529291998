"""A unit of commands, all accepted or none: how a desk was before it, for when one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lifecycle.commands import Command

if TYPE_CHECKING:
    from lifecycle.service.desk import Desk


class Before:
    """A desk as it was before a unit: what it had decided, and whom it had met."""

    def __init__(self, desk: Desk, unit: Sequence[Command]) -> None:
        self.desk = desk
        self.histories = {c.stream: list(desk.histories[c.stream]) for c in unit}
        self.changes = len(desk.changes)
        self.stands = (desk.next_pos, desk.last_instant)
        self.confirmed = dict(desk.enrolment.confirmed)

    def restore(self) -> None:
        desk = self.desk
        desk.histories |= self.histories
        for stream in self.histories:
            desk.dossiers.pop(stream, None)
        desk.houses.clear()
        desk.codes.clear()
        del desk.changes[self.changes :]
        desk.next_pos, desk.last_instant = self.stands
        desk.enrolment.forget(self.confirmed)
