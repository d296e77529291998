"""How people answer what falls due: in time, late, or never; then the staff say why, or it stays late.

Every duty goes this way, whatever the charter declares tomorrow: nothing is left in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from application.simulation.acts import Act, after, working
from lifecycle.commands.training import EVALUATORS, GRID_PARTIES
from lifecycle.vocabulary import Charter
from persistence.reading import Owed

SOON = 30  # days before its last day when people begin to think of a duty
ON_TIME, LATE, LEFT = 74, 14, 4  # of a hundred; the rest is waived by the staff, with a reason
MOST_TRIES = 3
Fields = Mapping[str, object]
WAIVER = "Sans objet après vérification avec les personnes concernées."
UNANSWERED = "Sans réponse malgré les relances."
GAVE_UP = "Impossible désormais : constaté et expliqué au dossier."


@dataclass(frozen=True)
class Habit:
    """The command that answers a duty, who gives it, with what; `{party}` may be several."""

    command: str
    role: str
    fields: tuple[Fields, ...] = ({},)


VISIT = Habit("record-visit", "tuteur_academique", ({"mode": "site", "means_checked": True, "profile_checked": True},))  # fmt: skip
RETOUR = Habit("record-retour", "responsable_formation", ({"reflexive": True},))
GRID = tuple({"party": party} for party in GRID_PARTIES)
HABITS: Mapping[str, Habit] = {
    "D01": Habit("validate-mission", "responsable_formation"),
    **dict.fromkeys(("D30", "D31", "D32", "D36", "D37"), VISIT),
    **dict.fromkeys(("D33", "D34"), RETOUR),
    **dict.fromkeys(("D11", "D13", "D15", "D16"), Habit("transmit-filing", "employeur")),
    "D35": Habit("acknowledge-grid", "gestionnaire", GRID),
    "D38": Habit("record-evaluation", "gestionnaire", tuple({"by": by} for by in EVALUATORS)),
    "D58": Habit("resolve-situation", "direction", ({"outcome": "resolved"},)),
    "D62": Habit("inform-filing-body", "employeur"),
    "T34": Habit("record-abandonment", "responsable_formation"),
}
ATTEST = {role: role for role in ("employeur", "maitre_apprentissage", "apprenti")}
SURVEY = "D83"
TOLD = ("D01", "D11", "D13", "D15", "D16", SURVEY)  # in each tale: what is left of them is late


def answer(charter: Charter, rng: Random, row: Owed, today: date, tried: int) -> list[Act]:
    """What the people concerned will do about this duty; nothing, now and then, for good."""
    due, throw = date.fromisoformat(row.due_on), rng.randrange(100)
    if tried >= MOST_TRIES:  # it could not be done either: the staff say so
        return [_waived(row, after(today, rng.randrange(3, 12)), GAVE_UP)]
    if row.ref in TOLD and throw < ON_TIME + LATE:
        if row.ref == SURVEY:
            return [_waived(row, _late(due, today, rng.randrange(12, 60)), UNANSWERED)]
        throw = ON_TIME
    if throw < ON_TIME:
        return _done(charter, row, max(due - timedelta(days=rng.randrange(10)), _next(today)))
    if throw < ON_TIME + LATE:
        return _done(charter, row, _late(due, today, rng.randrange(2, 30)))
    if throw < ON_TIME + LATE + LEFT and not tried:
        return []
    return [_waived(row, _late(due, today, rng.randrange(12, 60)), WAIVER)]


def _next(today: date) -> date:
    return today + timedelta(days=1)


def _late(due: date, today: date, days: int) -> date:
    return after(max(due, today), days)


def _done(charter: Charter, row: Owed, day: date) -> list[Act]:
    """Their own act where there is one; else a proof that is seen; else a reason."""
    on = working(day)
    habit = HABITS.get(row.ref)
    if habit:
        known = {f.name for f in charter.intentions[habit.command].fields}
        where: dict[str, object] = {
            name: row.subject for name in ("mission", "contract", "situation") if name in known
        }
        return [Act(on, habit.command, habit.role, {**where, **said}) for said in habit.fields]
    if charter.obligations[row.ref].attested:
        fields = {"obligation": row.id, "evidence": "pièce vue"}
        return [Act(on, "fulfil-obligation", ATTEST.get(row.owed_by, "gestionnaire"), fields)]
    return [_waived(row, after(on, 5), WAIVER)]


def _waived(row: Owed, day: date, reason: str) -> Act:
    return Act(day, "waive-obligation", "gestionnaire", {"obligation": row.id}, reason=reason)
