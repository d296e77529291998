"""How a contract breaks, ground by ground: the steps of the procedure, kept or hurried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from application.simulation.acts import LAST, Act, after

# Ground, weight, first and last month after the start in which it comes.
GROUNDS = (
    ("R-01", 26, 0, 1),
    ("R-02", 28, 3, 9),
    ("R-03", 14, 3, 9),
    ("R-04", 8, 3, 8),
    ("R-05", 3, 3, 8),
    ("R-06", 5, 3, 8),
    ("R-07", 2, 3, 8),
    ("R-08", 6, 3, 7),
    ("R-09", 6, 3, 9),
    ("R-11", 4, 3, 8),
)
WISHES = (("sfp", 60), ("leave", 25), ("initial", 15))
DISMISSED = ("R-04", "R-05", "R-06", "R-07", "R-08")
EMPLOYER, APPRENTICE = "employeur", "apprenti"
INITIATORS = {
    "R-01": APPRENTICE, "R-02": "parties", "R-03": APPRENTICE, "R-04": EMPLOYER,
    "R-05": EMPLOYER, "R-06": EMPLOYER, "R-07": "ayants_droit", "R-08": "cfa", "R-09": "liquidateur",
}  # fmt: skip


def broken(starts: date, rng: Random) -> tuple[list[Act], str, str]:
    """The acts of one rupture, its ground, and what the apprentice wishes."""
    ground = rng.choices(GROUNDS, [weight for _, weight, _, _ in GROUNDS])[0]
    ref, _, earliest, latest = ground
    begins = after(starts, 30 * earliest + rng.randrange(10, 30 * (latest - earliest)))
    ((wish, _),) = rng.choices(WISHES, [weight for _, weight in WISHES])
    return list(_steps(ref, begins, wish, rng)), ref, wish


def _steps(ground: str, day: date, wish: str, rng: Random) -> Iterator[Act]:
    haste = rng.random() < 0.15  # a step too soon: taken, and flagged
    yield from _before(ground, day, haste)
    if ground == "R-11":
        yield Act(after(day, 12), "refuse-resumption", "ddets", {"contract": LAST})
        return
    wait = {"R-03": 10 if haste else 17, "R-08": 26}.get(ground, 32 if ground == "R-06" else 18)
    told = after(day, wait if ground in ("R-03", *DISMISSED) else 0)
    ends = after(told, 10) if ground == "R-02" else told
    late = rng.choice((0, 0, 0, 6))  # known some days afterwards
    yield Act(
        told if ground == "R-02" else after(told, late),
        "record-rupture",
        "gestionnaire",
        {
            "contract": LAST,
            "ground": ground,
            "broken_on": ends.isoformat(),
            "wish": wish,
            "written": True,
            "notified_on": told.isoformat(),
            "initiator": INITIATORS[ground],
            "cerfa_p2s_signed": wish == "sfp",
        },
    )


def _before(ground: str, day: date, haste: bool) -> Iterator[Act]:
    """What the law asks for before the rupture itself."""
    here = {"contract": LAST}
    match ground:
        case "R-03":
            yield Act(day, "seize-mediator", APPRENTICE, {**here, "purpose": "resignation"})
            yield Act(after(day, 3 if haste else 8), "inform-employer", APPRENTICE, here)
        case "R-04":
            yield Act(day, "record-fault", EMPLOYER, here)
        case "R-06":
            yield Act(day, "record-unfitness", EMPLOYER, here)
            yield Act(after(day, 14), "confirm-unfitness", EMPLOYER, here)
        case "R-08":
            yield Act(day, "open-discipline", "direction", {"alleged": "Faits graves."})
            yield Act(after(day, 7), "hold-disciplinary-interview", "direction")
            yield Act(after(day, 10), "record-exclusion", "direction")
        case "R-11":
            yield Act(day, "suspend-contract", "ddets", here)
    if ground in DISMISSED:
        first = after(day, {"R-06": 16, "R-08": 12}.get(ground, 2))
        yield Act(first, "convene-to-interview", EMPLOYER, here)
        yield Act(after(first, 4 if haste else 9), "hold-interview", EMPLOYER, here)
