"""Who comes to a meeting: the apprentices who are in training that day, by groups, but for a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from application.simulation.acts import DELEGATES, PRESENT, Act
from application.simulation.seeding import chance
from application.wiring import App
from lifecycle.rules.promotions import year_of

GROUP = 30
COMES = 92  # of a hundred


@dataclass
class Attendance:
    """The apprentices of each formation, with the September in which they begin."""

    app: App
    seed: str
    houses: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[tuple[str, date]]] = field(default_factory=lambda: defaultdict(list))

    def expanded(self, stream: str, act: Act, day: date) -> Iterator[Act]:
        """The act, or one for each group of those who come."""
        asked = {name: value for name, value in act.fields.items() if value in (PRESENT, DELEGATES)}
        if not asked:
            yield act
            return
        ((name, what),) = asked.items()
        found = list(self._present(stream, str(act.fields.get("promotion") or ""), day))
        groups = [found[n : n + GROUP] for n in range(0, len(found), GROUP)] or [[]]
        for number, group in enumerate(groups if what == PRESENT else [found[:2]], start=1):
            said = {name: ",".join(group)}
            if what == PRESENT:
                said["group"] = f"Groupe {number}"
            yield replace(act, fields={**act.fields, **said})

    def _present(self, stream: str, promotion: str, day: date) -> Iterator[str]:
        year = self._year(stream, promotion)
        here = {row.stream for row in self.app.reader.streams(stage="training")}
        for one, school in self.members[self.houses.get(stream, "")]:
            rng = chance(self.seed, one, day)
            if one in here and year in (0, year_of(school)) and rng.randrange(100) < COMES:
                yield one

    def _year(self, stream: str, promotion: str) -> int:
        """That of the rentrée of a promotion; 0 for an event of the whole formation."""
        dossier = self.app.installation.recall.dossiers([stream])[stream]
        found = dossier.get("promotion", promotion)
        rentree = found.day("rentree_on") if found else None
        return year_of(rentree) if rentree else 0
