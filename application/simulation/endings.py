"""How a training ends: exams, a diploma or not, one more year, what the graduates say afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from application.simulation.acts import LAST, Act, Fields, after, working
from application.simulation.cast import Apprentice
from lifecycle.rules.promotions import year_of

APPRENTICE = "apprenti"
CONTRACT = {"contract": LAST}


def last_exam(who: Apprentice, school: date) -> date:
    return date(year_of(school) + who.training.years, 6, 30)


def last_day(who: Apprentice, school: date) -> date:
    return date(year_of(school) + who.training.years, 8, 31)


def exams(who: Apprentice, rng: Random, school: date) -> Iterator[Act]:
    """Convened, then graduated; or failed, and one more year or none."""
    last = last_exam(who, school)
    yield _convened(last)
    result = after(last, rng.randrange(6, 16))
    if rng.random() < 0.87:
        yield from _graduated(rng, result, last_day(who, school))
        return
    yield Act(result, "record-failure", "jury")
    if rng.random() >= 0.65:
        yield from _surveys(rng, result)
    else:
        again = last.replace(year=last.year + 1)
        until = {"extended_until": again.replace(month=7, day=31).isoformat(), "means": "amendment"}
        yield Act(after(result, 18), "extend-training", fields=until)
        yield _convened(again)
        yield from _graduated(rng, after(again, 10), again.replace(month=7, day=31))


def _convened(last: date) -> Act:
    fields = {"exams_on": (last - timedelta(days=18)).isoformat(), "exams_end_on": last.isoformat()}
    return Act(working(last - timedelta(days=60)), "convene-to-exams", fields=fields)


def _graduated(rng: Random, day: date, ends: date) -> Iterator[Act]:
    yield Act(day, "record-success", "jury", {"grade": rng.choice(("Passable", "AB", "B", "TB"))})
    if rng.random() < 0.08 and (ends - day).days > 40:
        fields = {**CONTRACT, "ground": "R-10", "written": True, "initiator": APPRENTICE}
        left = after(day, 36)
        yield Act(after(day, 2), "announce-diploma", APPRENTICE, CONTRACT)
        yield Act(left, "record-rupture", fields={**fields, "broken_on": left.isoformat()})
    yield from _surveys(rng, day)
    yield Act(after(ends, 40), "settle-filing", "opco", CONTRACT)
    if rng.random() < 0.4:
        yield Act(after(ends, 60), "join-alumni", APPRENTICE, {"legal_basis": "consent"})
    if rng.random() < 0.05:
        yield Act(after(ends, 80), "object-to-surveys", APPRENTICE)


def _surveys(rng: Random, result: date) -> Iterator[Act]:
    """Each wave answered in its month, late, or never."""
    for wave in (6, 18, 30):
        wait = rng.choices((rng.randrange(2, 29), rng.randrange(32, 60), None), (50, 15, 35))[0]
        if wait is not None:
            day = after(result, round(wave * 30.5) + wait)
            yield Act(day, "record-survey", APPRENTICE, {"wave": wave, **_answers(rng, wave)})


def _answers(rng: Random, wave: int) -> Fields:
    """How they judge their training, and what they do now."""
    said = {"satisfaction": rng.choice((3, 4, 4, 5)), "survey": "insertion"}
    if rng.random() < 0.15:
        return {**said, "studying": True}
    if rng.random() < 0.2:
        return {**said, "employed": False, "seeking": True}
    job = {"contract_type": rng.choice(("cdi", "cdi", "cdd")), "related_job": rng.random() < 0.8}
    return {**said, **job, "employed": True, "search_months": min(wave, rng.randrange(6))}
