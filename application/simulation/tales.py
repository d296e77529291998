"""What each of the cohort will do, from the first word to the last survey: plausible, with delays.

What answers a duty (visits, grids, surveys, papers) is not told here: see `habits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from application.simulation import cast
from application.simulation.acts import LAST, Act, after, working
from application.simulation.candidates import search
from application.simulation.cast import Apprentice
from application.simulation.endings import exams, last_day, last_exam
from application.simulation.livret import daily
from application.simulation.ruptures import broken
from application.simulation.training import incidents

RF, DIRECTION, EMPLOYER, APPRENTICE = "responsable_formation", "direction", "employeur", "apprenti"
CONTRACT = {"contract": LAST}
MOST_INTAKES = 2
CAMPAIGN = 189  # days before the rentrée: from the first days of March for September
READING = (1, 2, 3, 5, 12, 26)  # days that a mission waits, seven at most being the rule
USUAL = (22, 22, 20, 18, 12, 6)


def intakes(first: date, last: date) -> list[date]:
    """The Septembers in which some of the cohort begin, with a year at least before the end."""
    school = school_after(first)
    years = range(max(last.year - school.year, 1))
    return [school.replace(year=school.year + n) for n in years][:MOST_INTAKES]


def school_after(day: date) -> date:
    """The first September that leaves time to find a contract."""
    year = day.year + (day > date(day.year, 6, 1))
    return date(year, 9, 7)


def tale(who: Apprentice, rng: Random, first: date, school: date) -> list[Act]:
    """The whole life, in the order of its days; the acts of one day in the order of the story."""
    return sorted(_tale(who, rng, first, school), key=lambda act: act.day)


def _tale(who: Apprentice, rng: Random, first: date, school: date) -> Iterator[Act]:
    opens = max(first, school - timedelta(days=CAMPAIGN))
    day = after(opens, rng.randrange(max((school - opens).days - 110, 10)))
    yield Act(day, "register-candidacy", fields=who.candidacy())
    fate = rng.random()
    if fate < 0.04:
        yield Act(after(day, 12), "refuse-candidacy", "jury")
        return
    day = after(day, rng.randrange(3, 25))
    yield Act(day, "admit", "jury", {"positioning_done": rng.random() < 0.9})
    if fate < 0.07:
        yield Act(after(day, 30), "withdraw-candidacy", APPRENTICE)
    elif fate < 0.12:
        yield from _without_contract(who, rng, school)
    else:
        yield from _with_contract(who, rng, day, school)


def _without_contract(who: Apprentice, rng: Random, school: date) -> Iterator[Act]:
    """Nobody found in time: a stagiaire for three months at most, then a contract or nothing."""
    yield Act(working(school), "start-without-contract", APPRENTICE, {"cerfa_p2s_signed": True})
    if rng.random() < 0.6:
        starts = after(school, rng.randrange(35, 75))
        yield from _engaged(who, rng, starts - timedelta(days=28), starts, school)
    else:
        yield Act(after(school, 100), "record-abandonment", RF)


def _with_contract(who: Apprentice, rng: Random, day: date, school: date) -> Iterator[Act]:
    starts = working(school - timedelta(days=rng.choice((6, 4, 0, 0, -10, -24))))
    found = min(after(day, rng.randrange(5, 60)), working(starts - timedelta(days=55)))
    if rng.random() < 0.2:  # found late, when the others have signed
        found = working(starts - timedelta(days=rng.randrange(18, 50)))
    found = max(found, day)
    yield from search(rng, day, found)
    if rng.random() < 0.05:  # refused; another employer is found
        yield Act(found, "submit-mission", EMPLOYER, cast.mission(who, rng, turn=9))
        yield Act(after(found, 5), "refuse-mission", RF, {"mission": LAST})
        found = after(found, 10)
    if rng.random() < 0.02:  # all was ready, nobody came
        yield from _papers(who, rng, found, starts, school)
        yield Act(working(starts - timedelta(days=4)), "cancel-contract", APPRENTICE, CONTRACT)
        yield Act(after(starts, 3), "withdraw-candidacy", APPRENTICE)
        return
    yield from _engaged(who, rng, found, starts, school)


def _engaged(
    who: Apprentice, rng: Random, found: date, starts: date, school: date
) -> Iterator[Act]:
    """From the mission to the end: the papers, the training, a rupture or the exams."""
    yield from _papers(who, rng, found, starts, school)
    if rng.random() < 0.2:
        acts, ground, wish = broken(starts, rng)
        yield from acts
        ended = max(act.day for act in acts)
        if ground == "R-08":
            yield Act(after(ended, 30), "record-transfer", APPRENTICE)
        elif ground == "R-11" or wish == "sfp":
            yield from _afterwards(who, rng, ended, school)
        return
    yield from incidents(who, rng, starts, last_day(who, school))
    yield from daily(rng, starts, last_exam(who, school))
    yield from exams(who, rng, school)


def _afterwards(who: Apprentice, rng: Random, ended: date, school: date) -> Iterator[Act]:
    """Six months to find another employer; those who do not are asked what they become."""
    again = after(ended, rng.randrange(40, 120))
    over = last_exam(who, school) - timedelta(days=30)
    if rng.random() < 0.65 and again < over:
        yield from _papers(who, rng, after(again, -26), again, school, turn=1)
        yield from exams(who, rng, school)


# --- the papers --------------------------------------------------------------------------------


def _papers(
    who: Apprentice, rng: Random, found: date, starts: date, school: date, turn: int = 0
) -> Iterator[Act]:
    """Mission, contract, signatures, visa, tuteur, filing: in time or not."""
    whole = rng.random() < 0.85
    yield Act(found, "submit-mission", EMPLOYER, cast.mission(who, rng, whole=whole, turn=turn))
    hurried = turn == 0 and rng.random() < 0.1  # drawn up before anybody has read the mission
    (wait,) = rng.choices(READING, USUAL)
    day = after(found, 2 if turn else rng.choice(READING[-2:]) if hurried else wait)
    if not whole:
        yield Act(day, "request-mission-changes", RF, {"mission": LAST})
        day = after(day, 4)
        more = dict.fromkeys(cast.SHEET, "Précisé par l’employeur.")
        yield Act(day, "complete-mission", EMPLOYER, {"mission": LAST, **more})
        day = after(day, 2)
    yield Act(day, "validate-mission", RF, {"mission": LAST})
    ready = max(after(day, 1), working(starts - timedelta(days=21)))
    drafted = after(found, 1) if hurried else ready
    over = last_exam(who, school) + timedelta(days=9)
    terms = cast.contract(who, starts, school, over, last_day(who, school))
    yield Act(drafted, "draft-contract", fields={"mission": LAST, **terms})
    yield Act(after(ready, 2), "issue-documents", fields=CONTRACT)
    yield from _signatures(who, rng, ready, starts)
    yield from _filing(who, rng, starts)


def _signatures(who: Apprentice, rng: Random, drafted: date, starts: date) -> Iterator[Act]:
    parties = [("employer", EMPLOYER), ("apprentice", APPRENTICE)]
    if who.minor_on(starts):
        yield Act(after(drafted, 1), "appoint", fields=cast.parent(who))
        parties.append(("legal_representative", "representant_legal"))
    late = rng.random() < 0.08
    for n, (party, role) in enumerate(parties):
        signed = after(starts, 4) if late and n else after(drafted, 4 + n)
        yield Act(signed, "sign-contract", role, {**CONTRACT, "party": party})
    endorsed = after(starts, 6) if late else after(drafted, 9)
    if late:  # the first day is told by the office: the clock starts only what is authorised
        yield Act(after(starts, 1), "start-contract", EMPLOYER, CONTRACT, back=1)
    yield Act(endorsed, "grant-visa", DIRECTION, CONTRACT)
    yield Act(after(starts, rng.choice((-3, 2, 10))), "appoint", fields=cast.tuteur(who))


def _filing(who: Apprentice, rng: Random, starts: date) -> Iterator[Act]:
    """In five jours ouvrables, late, incomplete first, refused then sent again, or left to silence."""
    sent = after(starts, rng.choice((7, 7, 7, 8, 9, 20)) if rng.random() < 0.3 else 7)
    yield Act(sent, "transmit-filing", EMPLOYER, CONTRACT)
    luck = rng.random()
    day = after(sent, rng.randrange(4, 17))
    if luck < 0.06:
        return  # no answer within twenty days: refused or filed, by silence
    if luck < 0.14:
        yield Act(day, "report-incomplete-filing", "opco", CONTRACT)
        yield Act(after(day, 5), "complete-filing", EMPLOYER, CONTRACT)
        day = after(day, 12)
    elif luck < 0.145:
        yield from _void(day)
        return
    elif luck < 0.17:
        yield Act(day, "refuse-filing", "opco", CONTRACT)
        yield Act(after(day, 6), "reopen-filing", fields=CONTRACT)
        yield Act(after(day, 8), "transmit-filing", EMPLOYER, CONTRACT)
        day = after(day, 18)
    deca = {"deca_number": f"067{starts:%Y%m}{who.n:08d}"}
    yield Act(day, "accept-filing", "opco", {**CONTRACT, **deca})


def _void(day: date) -> Iterator[Act]:
    """The filing is refused for good: the contract is void (R-14)."""
    yield Act(day, "refuse-filing", "opco", CONTRACT)
    ends = after(day, 15)
    fields = {"ground": "R-14", "initiator": "opco", "written": True, "wish": "leave"}
    yield Act(ends, "record-rupture", fields={**CONTRACT, **fields, "broken_on": ends.isoformat()})
