"""The life of the houses beside that of the apprentices: conventions, promotions, offers, audits.

What answers their duties is in `collective`; here is what nobody is reminded of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from application.simulation.acts import LAST, Act, after, working
from application.simulation.cast import Training

DIRECTION, RF, OFFICE, EMPLOYER = "direction", "responsable_formation", "gestionnaire", "employeur"
OFFERS = (
    ("alternance", "Chargé de projet en alternance"),
    ("alternance", "Assistante de gestion en alternance"),
    ("emploi", "Jeune diplômé, développement d’applications"),
)
SHEET = {"missions": "Tenir le suivi d’un projet.", "profile": "Rigueur, travail en équipe."}
INVITED = ("portes_ouvertes", "forum_alternance", "atelier_tre", "temoignage")


def of_cfa(first: date, last: date, rng: Random) -> Iterator[Act]:
    """A certification two years old already, and a control now and then."""
    certified = {"certified_on": (first - timedelta(days=400)).isoformat(), "number": "RNQ-067"}
    yield Act(after(first, 3), "record-certification", DIRECTION, certified)
    yield from _deposits(first, last, rng)
    day = after(first, 250 + rng.randrange(200))
    while day <= last:
        kind = rng.choice(("pedagogique", "qualite_opco"))
        fields = {"kind": kind, "received_on": day.isoformat()}
        yield Act(day, "record-control", DIRECTION, fields)
        yield Act(after(day, 20), "answer-control", DIRECTION, {"control": LAST})
        day = after(day, 420 + rng.randrange(300))


def _deposits(first: date, last: date, rng: Random) -> Iterator[Act]:
    """The SIFA file of each photo, once its campaign is open: nobody is reminded of it any more."""
    for year in range(first.year, last.year):
        day = after(date(year + 1, 1, 7), rng.randrange(20))
        if first <= day <= last:
            yield Act(day, "record-sifa", OFFICE, {"sifa_year": year, "sifa_step": "depot"})


def of_formation(
    training: Training, first: date, last: date, school: date, rng: Random
) -> Iterator[Act]:
    """Its convention and its committee, then each year its promotion, its rhythm, its offers."""
    terms = {"kind": "externe", "starts_on": first.isoformat()}
    terms |= {"ends_on": (first + timedelta(days=500)).isoformat()}
    yield Act(after(first, 2), "sign-convention", DIRECTION, terms)
    committee = {"composition": "Direction, responsable, deux employeurs, deux délégués."}
    yield Act(after(first, 4), "constitute-committee", RF, committee)
    weeks = list[str]()
    for number, rentree in enumerate(_rentrees(school, last), start=1):
        opens = max(first, rentree - timedelta(days=180))
        weeks.append(f"{rentree}/{rentree.replace(year=rentree.year + 1, month=8, day=31)}")
        rhythm = "\n".join(f"{year} {training.week}" for year in weeks)
        yield from _promotion(training, number, rentree, opens, rhythm)
        yield from _offers(rentree, max(first, rentree - timedelta(days=150)), last, rng)


def _rentrees(school: date, last: date) -> Iterator[date]:
    while school <= last:
        yield school
        school = school.replace(year=school.year + 1)


def _promotion(
    training: Training, number: int, rentree: date, opens: date, weeks: str
) -> Iterator[Act]:
    ends = rentree.replace(year=rentree.year + training.years, month=8, day=31)
    yield Act(
        after(opens, 6),
        "open-promotion",
        RF,
        {
            "title": f"Promotion {rentree.year}",
            "rentree_on": rentree.isoformat(),
            "ends_on": ends.isoformat(),
            "hours_planned": training.hours,
        },
    )
    rhythm = {"alternance": weeks, "consulted_on": after(opens, 8).isoformat()}
    yield Act(after(opens, 9), "publish-alternance", RF, rhythm)
    yield Act(after(ends, 100), "close-promotion", RF, {"promotion": f"p{number}"})


def _offers(rentree: date, opens: date, last: date, rng: Random) -> Iterator[Act]:
    """A few offers each spring, of which the last is filled; an open day, a workshop."""
    days = sorted(after(opens, rng.randrange(10, 90)) for _ in range(2))
    for day, (kind, title) in zip(days, rng.sample(OFFERS, 2), strict=True):
        offer = {"kind": kind, "title": title, "employer_name": "Maison Lumière", **SHEET}
        yield Act(min(day, last), "receive-offer", EMPLOYER, offer)
    yield Act(after(days[-1], 40), "fill-offer", OFFICE, {"offer": LAST})
    day = working(opens + timedelta(days=rng.randrange(20, 70)))
    if day < rentree:
        fields = {"kind": rng.choice(INVITED), "channel": "mixte", "present_candidats": 25}
        yield Act(day, "hold-event", OFFICE, fields)
