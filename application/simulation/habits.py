"""When people answer what falls due: in time, late, or never; then the staff say why, or it stays late.

Every duty goes this way, whatever the charter declares tomorrow: nothing is left in silence. What
answers it is in `answers` and `collective`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from application.simulation import answers, collective
from application.simulation.acts import Act, after, working
from application.simulation.answers import Habit
from lifecycle.decisions.draft import PREFIX
from lifecycle.people import Role
from lifecycle.vocabulary import Charter
from persistence.reading import Owed

SOON = 30  # days before its last day when people begin to think of a duty
ON_TIME, LATE, LEFT = 74, 14, 4  # of a hundred; the rest is waived by the staff, with a reason
MOST_TRIES = 3
WAIVER = "Sans objet après vérification avec les personnes concernées."
UNANSWERED = "Sans réponse malgré les relances."
GAVE_UP = "Impossible désormais : constaté et expliqué au dossier."

HABITS: Mapping[str, Habit] = {**answers.HABITS, **collective.HABITS}
ATTEST = {role: role for role in ("employeur", "maitre_apprentissage", "apprenti")}
SURVEY = "D83"
TOLD = ("D01", "D11", "D13", "D15", "D16", SURVEY)  # in each tale: what is left of them is late
GATHERED = ("D33", "D34")  # met by what is held for the group: alone on the last day
REGIONS = {prefix: region for region, prefix in PREFIX.items()}


def answer(charter: Charter, rng: Random, row: Owed, today: date, tried: int) -> list[Act]:
    """What the people concerned will do about this duty; nothing, now and then, for good."""
    due, throw = date.fromisoformat(row.due_on), rng.randrange(100)
    if tried >= MOST_TRIES:  # it could not be done either: the staff say so
        return [_waived(row, after(today, rng.randrange(3, 12)), GAVE_UP)]
    if row.ref in TOLD and throw < ON_TIME + LATE:
        if row.ref == SURVEY:
            return [_waived(row, _late(due, today, rng.randrange(12, 60)), UNANSWERED)]
        throw = ON_TIME
    if row.ref in GATHERED and throw < ON_TIME + LATE:
        return _done(charter, row, max(due - timedelta(days=1), _next(today)))
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
    if habit := HABITS.get(row.ref):
        return list(_acts(charter, habit, row, on))
    if charter.obligations[row.ref].attested:
        fields = {"obligation": row.id, "evidence": "pièce vue"}
        return [Act(on, "fulfil-obligation", ATTEST.get(row.owed_by, "gestionnaire"), fields)]
    return [_waived(row, after(on, 5), WAIVER)]


def _acts(charter: Charter, habit: Habit, row: Owed, day: date) -> list[Act]:
    """The acts of a habit, about what the duty is about."""
    known = {f.name for f in charter.intentions[habit.command].fields}
    region = REGIONS.get(row.subject.rstrip("0123456789"), "")
    where = {region: row.subject} if region in known else {}
    role = str(Role(row.owed_by)) if habit.owner and row.owed_by else habit.role
    said = habit.says(row, day)
    return [Act(day, habit.command, role, {**where, **said, **one}) for one in habit.fields]


def _waived(row: Owed, day: date, reason: str) -> Act:
    return Act(day, "waive-obligation", "gestionnaire", {"obligation": row.id}, reason=reason)
