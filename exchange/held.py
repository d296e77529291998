"""What waits behind a closed tap: how many letters would leave, and to whom, if it were opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lifecycle.people import Role
from lifecycle.ports import Register
from persistence.outbox import Outbox, Row


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person and what waits for them: `kinds` counts their letters by name."""

    name: str
    email: str
    role: str
    letters: int
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """The held letters of one formation. `mails` is how many messages they would make at most: what
    is due to one person and travels alike leaves as one."""

    formation: str
    letters: int
    mails: int
    recipients: tuple[Recipient, ...]

    def described(self) -> dict[str, Any]:
        return {
            "formation": self.formation,
            "letters": self.letters,
            "mails": self.mails,
            "recipients": [
                {
                    "name": r.name,
                    "to": r.email,
                    "role": r.role,
                    "letters": r.letters,
                    "kinds": r.kinds,
                }
                for r in self.recipients
            ],
        }

    @property
    def summary(self) -> str:
        if not self.letters:
            return f"{self.formation} : aucun courriel n’attend."
        return (
            f"{self.formation} : {self.letters} annonce(s) en attente, soit {self.mails} courriel(s) "
            f"au plus, à {len(self.recipients)} personne(s)."
        )


def held_summary(outbox: Outbox, register: Register, formation: str) -> Held:
    """Who would be written to, the most letters first, if the tap of `formation` were opened now."""
    rows = sorted(
        (row for row in outbox.rows("held") if row.formation == formation), key=lambda r: r.person
    )
    people = register.find({row.person for row in rows})
    recipients = []
    for person, theirs in groupby(rows, key=lambda row: row.person):
        known = people.get(person)
        name, email = (known.name, known.email) if known else ("(personne effacée)", "")
        recipients.append(_recipient(name, email, list(theirs)))
    recipients.sort(key=lambda r: (-r.letters, r.name))
    mails = len({(row.person, row.urgency) for row in rows})
    return Held(formation, len(rows), mails, tuple(recipients))


def _recipient(name: str, email: str, rows: Sequence[Row]) -> Recipient:
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row.letter] = kinds.get(row.letter, 0) + 1
    return Recipient(name, email, Role(rows[0].role).label, len(rows), kinds)
