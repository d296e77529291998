"""Paths of apprentices: who enters, who leaves without a diploma, who is presented, who studies on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from lifecycle.calendar import Calendar, add
from lifecycle.events import Event
from lifecycle.states.contract.duties import LEFT
from lifecycle.vocabulary import mois
from quality.lives import Life
from quality.measures import Unit, Window
from quality.populations.contracts import SIX_MONTHS, first_days

ENTERS = ("TrainingStartedWithoutContract", "TrainingEntered", "SfpTakenOver", "TrainingTakenOver",
          "SfpAfterTakenOver")  # fmt: skip
GOES_ON = ("TrainingEntered", "TrainingResumed", "TrainingExtended", "TrainingTakenOver")
ABANDONED, EXCLUDED = "TrainingAbandoned", "ApprenticeExcluded"
PASSED = ("DiplomaObtained", "DiplomaTakenOver")
NOT_PASSED = ("ExamsFailed", "FailureTakenOver")
RESULTS = (*PASSED, *NOT_PASSED)
SFP_BEFORE = ("TrainingStartedWithoutContract", "SfpTakenOver")
SFP_AFTER = ("TrainingContinuedAfterRupture", "SfpAfterTakenOver")
SIGNED = ("ContractSigned", "SignatureTakenOver")
YEAR, THREE_MONTHS = mois(12), mois(3)


def entered_on(life: Life) -> date | None:
    """The first day in training: what the pathway keeps, else its first fact."""
    facts = life.told(*ENTERS)
    if not facts:
        return None
    return min(filter(None, [facts[0].effective_on, *first_days(life).values()]))


def entrants(life: Life) -> Iterator[Unit]:
    """Whoever entered the training; `then` is the day on which they left it without a diploma."""
    entered = entered_on(life)
    if entered:
        left = left_for_good(life)
        said = {"by": left.type if left else ""}
        yield Unit(life, "pathway", entered, left.effective_on if left else None, said)


def left_for_good(life: Life) -> Event | None:
    """An abandonment or exclusion that nothing has undone: no new contract, no diploma."""
    facts = life.told(ABANDONED, EXCLUDED, *GOES_ON, *PASSED)
    left = facts[-1] if facts and facts[-1].type in (ABANDONED, EXCLUDED) else None
    return left if left and entered_on(life) else None


def has_left(unit: Unit, _: Window) -> bool:
    return unit.then is not None


def has_abandoned(unit: Unit, _: Window) -> bool:
    return bool(unit.data["by"] == ABANDONED)


def was_excluded(unit: Unit, _: Window) -> bool:
    return bool(unit.data["by"] == EXCLUDED)


# --- results ---------------------------------------------------------------------------------------


def presented(life: Life) -> Iterator[Unit]:
    """Each result of a jury, on its day; `next` is the day of the following one, if any."""
    facts = life.told(*RESULTS)
    for fact, following in zip_longest(facts, facts[1:]):
        later = following.effective_on if following else None
        said = {"passed": fact.type in PASSED, "next": later}
        yield Unit(life, "pathway", fact.effective_on, data=said)


def registered(life: Life) -> Iterator[Unit]:
    """The presented, those who left without being presented, and those whose result never came."""
    yield from presented(life)
    left = left_for_good(life)
    ends = [c.day("ends_on") for c in life.dossier.of("contract") if c.id in first_days(life)]
    known = [day for day in ends if day]
    if left and not life.told(*RESULTS):
        yield Unit(life, "pathway", left.effective_on, data={"passed": False, "next": None})
    elif known and not life.told(*RESULTS, *LEFT):
        yield Unit(life, "pathway", max(known), data={"passed": False, "next": None})


def has_passed(unit: Unit, window: Window) -> bool | None:
    """The last result of the period alone counts: a second session replaces the first."""
    return None if _is_replaced(unit, window) else bool(unit.data["passed"])


def has_failed(unit: Unit, window: Window) -> bool | None:
    return None if _is_replaced(unit, window) else not unit.data["passed"]


def _is_replaced(unit: Unit, window: Window) -> bool:
    following = unit.data["next"]
    return following is not None and following <= window.end


def graduates(life: Life) -> Iterator[Unit]:
    """Whoever has the diploma, on that day; `then` is the day of their next entry elsewhere."""
    facts = life.told(*PASSED)
    if facts:
        obtained = facts[-1].effective_on
        entries = [day for other in life.siblings if (day := entered_on(other))]
        later = sorted(day for day in entries if day >= obtained)
        yield Unit(life, "pathway", obtained, later[0] if later else None)


def studies_on(unit: Unit, window: Window) -> bool | None:
    """In training again within a year, here or as they say; countable once the year has passed."""
    year = add(unit.on, YEAR, Calendar.FRANCE)
    if window.day < year:
        return None
    here = unit.then is not None and unit.then <= year
    return here or any(
        fact.data.get("studying") is True and fact.effective_on <= year
        for fact in unit.life.told("SurveyRecorded")
    )


# --- in training without a contract ----------------------------------------------------------------


def without_contract(life: Life) -> Iterator[Unit]:
    """Training begun without a contract, on its first day; `then` is the day of the signature."""
    for fact in life.told(*SFP_BEFORE)[:1]:
        signed = [f.effective_on for f in life.told(*SIGNED) if f.effective_on >= fact.effective_on]
        yield Unit(life, "pathway", fact.effective_on, signed[0] if signed else None)


def after_rupture(life: Life) -> Iterator[Unit]:
    """Training that goes on after a rupture; `then` is the first day of the next contract."""
    for fact in life.told(*SFP_AFTER):
        later = sorted(day for day in first_days(life).values() if day >= fact.effective_on)
        yield Unit(life, "pathway", fact.effective_on, later[0] if later else None)


def within_three_months(unit: Unit, window: Window) -> bool | None:
    return _within(unit, window, add(unit.on, THREE_MONTHS, Calendar.FRANCE))


def within_six_months(unit: Unit, window: Window) -> bool | None:
    return _within(unit, window, add(unit.on, SIX_MONTHS, Calendar.FRANCE))


def _within(unit: Unit, window: Window, last: date) -> bool | None:
    """Countable once the whole delay has passed, whoever was quick: else the quick count alone."""
    if window.day < last:
        return None
    return unit.then is not None and unit.then <= last
