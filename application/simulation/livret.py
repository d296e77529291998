"""What a contract lives from month to month: hours, papers to hand in, questions, what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from application.simulation.acts import LAST, Act, after

TUTEUR, MAITRE, APPRENTICE = "tuteur_academique", "maitre_apprentissage", "apprenti"
RF, OFFICE = "responsable_formation", "gestionnaire"
CONTRACT = {"contract": LAST}
ABSENCES = ((0, 0), (2, 0), (7, 0), (0, 4), (0, 14))  # hours of a month; the last is a signal
HOW_OFTEN = (60, 18, 10, 9, 3)
RESERVED = ("handicap", "mobilite", "social", "social", "discrimination")


def daily(rng: Random, starts: date, exam: date) -> Iterator[Act]:
    """Some of all that; what answers a duty (an entry, a reply, a paper handed in) is a habit."""
    days = max((exam - starts).days, 200)
    if rng.random() < 0.2:
        yield from _agreed(rng, starts, days)
    if rng.random() < 0.5:
        yield from _hours(rng, starts, exam)
    if rng.random() < 0.6:
        due = exam - timedelta(days=rng.randrange(25, 60))
        for n, kind in enumerate(("memoire", "soutenance")[: rng.choice((1, 2))]):
            fields = {"kind": kind, "due_on": (due + timedelta(days=10 * n)).isoformat()}
            yield Act(after(starts, 80), "plan-milestone", RF, fields)
    if rng.random() < 0.15:
        yield _question(rng, after(starts, rng.randrange(40, days - 60)))
    if rng.random() < 0.15:
        yield _action(rng, after(starts, rng.randrange(60, days - 60)))
    if rng.random() < 0.1:
        yield _grid(after(starts, days // 2))
    if rng.random() < 0.03:
        yield from _reserved(rng, after(starts, rng.randrange(30, days // 2)))


def _agreed(rng: Random, starts: date, days: int) -> Iterator[Act]:
    """How missions progress, days of telework, more meetings for those who need them."""
    day = after(starts, rng.randrange(15, 50))
    again = (day + timedelta(days=rng.randrange(60, 150))).isoformat()
    yield Act(day, "agree-progression", TUTEUR, {**CONTRACT, "progression_review_on": again})
    if rng.random() < 0.5:
        fields = {**CONTRACT, "telework_days": 1, "telework_review_on": again}
        yield Act(after(day, 2), "agree-telework", MAITRE, fields)
    if rng.random() < 0.2:
        fields = {**CONTRACT, "meetings": 3, "because": "difficultes"}
        why = "Trois rencontres cette année."
        yield Act(after(starts, days // 4), "adapt-meetings", RF, fields, reason=why)


def _hours(rng: Random, starts: date, exam: date) -> Iterator[Act]:
    """Month after month, as the office notes them."""
    first = (starts.replace(day=1) + timedelta(days=32)).replace(day=1)
    while first < exam - timedelta(days=40):
        month, first = first, (first + timedelta(days=32)).replace(day=1)
        justified, unjustified = rng.choices(ABSENCES, HOW_OFTEN)[0]
        yield Act(
            after(first, 3),
            "record-hours",
            OFFICE,
            {
                "month": f"{month:%Y-%m}",
                "planned": 42,
                "done": 42 - justified - unjustified,
                "absent_justified": justified,
                "absent_unjustified": unjustified,
            },
        )


def _question(rng: Random, day: date) -> Act:
    said_by, asked_of = rng.choice(((MAITRE, TUTEUR), (APPRENTICE, MAITRE), (TUTEUR, APPRENTICE)))
    fields = {"said_by": said_by, "asked_of": asked_of, "topic": "organisation"}
    fields |= {"question": "Comment répartir le projet sur les deux prochaines périodes ?"}
    return Act(day, "raise-exchange", said_by, {**CONTRACT, **fields})


def _action(rng: Random, day: date) -> Act:
    due = (day + timedelta(days=rng.randrange(20, 60))).isoformat()
    owner = rng.choice((TUTEUR, MAITRE, APPRENTICE))
    fields = {"label": "Préparer la présentation du projet", "owed_by": owner, "due_on": due}
    return Act(day, "agree-action", TUTEUR, {**CONTRACT, **fields})


def _grid(day: date) -> Act:
    fields = {"party": MAITRE, "period": "mid_term", "acquired": "Analyse du besoin, maquettage."}
    return Act(day, "fill-grid", MAITRE, {**CONTRACT, **fields})


def _reserved(rng: Random, day: date) -> Iterator[Act]:
    """Seen by their référent only."""
    review = {"review_on": (day + timedelta(days=45)).isoformat()}
    fields = {"kind": rng.choice(RESERVED), "request": "Demande confiée au référent.", **review}
    yield Act(day, "open-reserved", APPRENTICE, {**fields, "agreed": True})
