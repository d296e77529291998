"""What comes and goes while a contract runs: absences, difficulties, a stay abroad, an avenant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from application.simulation.acts import LAST, Act, after
from application.simulation.cast import Apprentice

CONTRACT = {"contract": LAST}
ABSENCES = ("maladie", "maladie", "maladie", "accident_du_travail", "autre")


def incidents(who: Apprentice, rng: Random, starts: date, ends: date) -> Iterator[Act]:
    """None for most; each in a quarter of its own, so that no two contradict each other."""
    quarter = (ends - starts).days // 4

    def within(number: int) -> date:
        return after(starts, quarter * number + rng.randrange(5, max(quarter - 70, 6)))

    if rng.random() < 0.25:
        yield from _absence(rng, within(0))
    if rng.random() < 0.15:
        yield from _difficulty(rng, within(1))
    if rng.random() < 0.05:
        yield from _abroad(within(2))
    if rng.random() < 0.03:
        yield from _suspension(within(2))
    if rng.random() < 0.06:
        yield from _new_maitre(who, within(1))
    if rng.random() < 0.04:
        yield from _hosting(within(0))


def _absence(rng: Random, day: date) -> Iterator[Act]:
    nature = {**CONTRACT, "absence_nature": rng.choice(ABSENCES)}
    yield Act(day, "record-absence", "employeur", nature, back=rng.choice((0, 1, 3)))
    yield Act(after(day, rng.choice((3, 7, 40))), "record-return", "employeur", nature)


def _difficulty(rng: Random, day: date) -> Iterator[Act]:
    said = {**CONTRACT, "difficulty": "Les missions ne suivent pas le projet."}
    by = rng.choice(("apprenti", "maitre_apprentissage"))
    yield Act(day, "report-difficulty", by, {**said, "raised_by": by})
    if rng.random() < 0.4:
        yield Act(after(day, 10), "open-mediation", fields={**CONTRACT, "mediator": "cfa"})
    how = {"situation": LAST, "outcome": rng.choice(("resolved", "resolved", "unresolved"))}
    yield Act(after(day, rng.randrange(20, 60)), "resolve-situation", fields=how)


def _abroad(day: date) -> Iterator[Act]:
    fields = {**CONTRACT, "mobility_kind": "mise_en_veille", "country": "Allemagne"}
    fields |= {"returns_on": (day + timedelta(days=56)).isoformat()}
    fields |= {"mobility_convention_on": day.isoformat()}
    yield Act(day, "start-mobility", fields=fields)
    yield Act(after(day, 56), "end-mobility", fields=CONTRACT)


def _suspension(day: date) -> Iterator[Act]:
    yield Act(day, "suspend-contract", "ddets", CONTRACT)
    yield Act(after(day, 11), "resume-contract", "ddets", CONTRACT)


def _new_maitre(who: Apprentice, day: date) -> Iterator[Act]:
    fields = {
        **CONTRACT,
        "amendment_type": "36",
        "takes_effect_on": day.isoformat(),
        "amendment_signed_on": day.isoformat(),
        "maitre_apprentissage_name": f"Sacha {who.last_name}",
        "maitre_apprentissage_email": f"relais{who.n}.{who.seed}@employeur.example",
        "maitre_apprentissage_years_of_practice": 4,
        "maitre_apprentissage_has_diploma": True,
    }
    yield Act(day, "amend-contract", fields=fields)


def _hosting(day: date) -> Iterator[Act]:
    fields = {
        **CONTRACT,
        "host_siret": "55208131766522",
        "host_name": "Ateliers du Rhin",
        "from_on": (day + timedelta(days=7)).isoformat(),
        "until_on": (day + timedelta(days=60)).isoformat(),
        "convention_signed_on": day.isoformat(),
    }
    yield Act(day, "record-hosting", fields=fields)
