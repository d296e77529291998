"""Who accompanies and who is accompanied on a day: tuteurs, maîtres, apprentices by kind, statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from lifecycle.people import Role
from quality.lives import Life
from quality.measures import Population, Unit, Window
from quality.populations.contracts import contracts_in_force, contracts_started
from quality.populations.paths import entered_on, left_for_good
from quality.populations.statuses import Career, Contract, status_on

YEAR = timedelta(days=364)
UNKNOWN = "non renseigné"
SEX = "apprenti.sexe"
SEXES = {"F": "femmes", "M": "hommes"}
SECTORS = {"private": "secteur privé", "public": "secteur public"}
ENTRY, PARTIES = "LivretEntryRecorded", ("apprenti", "maitre_apprentissage", "tuteur_academique")
SILENCE = timedelta(weeks=8)
TRAINED = "TutoringTrained"


# --- tuteurs and maîtres ---------------------------------------------------------------------------


def accompanying(role: Role) -> Population:
    """Contracts in force whose `role` somebody holds; the same person is counted once."""

    def units(life: Life) -> Iterator[Unit]:
        for unit in contracts_in_force(life):
            yield Unit(life, unit.about, unit.on, unit.then, {"role": role})

    return units


def who(unit: Unit, window: Window) -> str:
    """The id of who holds the role on the last day of the period."""
    return _holder(unit, window.last)


def _holder(unit: Unit, day: date) -> str:
    contract = unit.life.dossier.get("contract", unit.about)
    return unit.life.holder(unit.data["role"], contract, day)


def is_trained(unit: Unit, window: Window) -> bool | None:
    """A training recorded while the same person held the role; nobody there is not counted."""
    today = _holder(unit, window.last)
    if not today:
        return None
    told = (f for f in unit.life.told(TRAINED) if f.instance == unit.about)
    mine = (f for f in told if f.data.get("who") == str(unit.data["role"]))
    return any(
        f.effective_on <= window.last and _holder(unit, f.effective_on) == today for f in mine
    )


# --- the livret ------------------------------------------------------------------------------------


def each_party_has_written(unit: Unit, window: Window) -> bool:
    return all(has_written(party)(unit, window) for party in PARTIES)


def has_written(party: str) -> Callable[[Unit, Window], bool]:
    """An entry of that party in the eight weeks before the end of the period."""

    def counts(unit: Unit, window: Window) -> bool:
        told = (f for f in unit.life.told(ENTRY) if f.data.get("by") == party)
        return any(window.last - SILENCE <= f.effective_on <= window.last for f in told)

    return counts


# --- breakdowns ------------------------------------------------------------------------------------


def sex(unit: Unit) -> str:
    """From the form of the contract, opened for these counts alone."""
    return SEXES.get(unit.life.personal.get(SEX, ""), UNKNOWN)


def by_sex(unit: Unit, _: Window) -> str:
    return sex(unit)


def by_sector(unit: Unit, _: Window) -> str:
    return SECTORS.get(str(_said(unit, "sector")), UNKNOWN)


def by_employer_size(unit: Unit, _: Window) -> str:
    small = _said(unit, "small_employer")
    sizes = {True: "moins de 250 salariés", False: "250 salariés et plus"}
    return UNKNOWN if small is None else sizes[bool(small)]


def by_level(unit: Unit, _: Window) -> str:
    low = _said(unit, "up_to_bac")
    levels = {True: "jusqu’au bac", False: "après le bac"}
    return UNKNOWN if low is None else levels[bool(low)]


def by_distance(unit: Unit, _: Window) -> str:
    """What the formation declares of its own share at a distance."""
    house = unit.life.house
    share = house.dossier.said.get("distance_share") if house else None
    return UNKNOWN if share is None else f"{share} % à distance"


def _said(unit: Unit, name: str) -> object:
    contract = unit.life.dossier.get("contract", unit.about)
    return contract.data.get(name) if contract else None


# --- statuses, as the State computes them ------------------------------------------------------------


def careers(life: Life) -> Iterator[Unit]:
    """Each apprentice from their first day on: the status itself depends on the day."""
    first = entered_on(life)
    if first:
        left = left_for_good(life)
        contracts = tuple(
            Contract(unit.on, _ends(unit), unit.then) for unit in contracts_started(life)
        )
        ends = [c.ends_on for c in contracts if c.ends_on]
        last = max([first + YEAR, *ends]) if not ends else max(first, *ends)
        career = Career(first, last, contracts, left.effective_on if left else None)
        yield Unit(life, "pathway", career.first_day, data={"career": career})


def _ends(unit: Unit) -> date | None:
    contract = unit.life.dossier.get("contract", unit.about)
    return contract.day("ends_on") if contract else None


def status(unit: Unit, window: Window) -> str | None:
    career: Career = unit.data["career"]
    return status_on(career, window.last)
