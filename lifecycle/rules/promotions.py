"""What must hold of a promotion: its rentrée, the days and the election of its delegates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

from lifecycle import legal
from lifecycle.alternance import LONGEST, Alternance, parse
from lifecycle.calendar import Calendar
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

HOURS_A_DAY = 7
ELECTION_OPENS, ELECTION_ENDS = 20, 40
JULY = 7
"""A rentrée belongs to the year in which it falls, from July on."""


def year_of(rentree: date) -> int:
    return rentree.year if rentree.month >= JULY else rentree.year - 1


@rule(
    source=CHARTE["annexe, poste 1 §1"],
    otherwise="Cette promotion n’est pas celle de la prochaine rentrée.",
)
def promotion_is_the_next(case: Case) -> Verdict | bool:
    """A year owes the promotion of the rentrée that follows its last day."""
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    rentree = case.date("rentree_on")
    if duty is None or rentree is None:
        return False
    return year_of(rentree) == int(duty.data["due_on"][:4])


# --- the delegates (R. 6352-9 and following) --------------------------------------------------------


@rule(
    source=CODE_DU_TRAVAIL["R. 6352-9"],
    otherwise="Les délégués ne sont élus que dans les formations de plus de cinq cents heures.",
)
def session_elects_delegates(case: Case) -> Verdict | bool:
    return int(case.value("hours_planned") or 0) > legal.ELECTION_HOURS.on(case.day)


@rule(
    ref="D26",
    source=CODE_DU_TRAVAIL["R. 6352-10"],
    otherwise="L’élection des délégués se tient vingt heures au moins et quarante heures au plus "
    "après le début de la première session collective.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def election_is_between_the_hours(case: Case) -> Verdict | bool:
    first, last = case.date("hour_20_on"), case.date("hour_40_on")
    return (first is None or case.day >= first) and (last is None or case.day <= last)


@rule(
    source=CODE_DU_TRAVAIL["R. 6352-10"],
    otherwise="Avant la vingtième heure, l’élection ne compte pas.",
)
def election_is_not_too_early(case: Case) -> Verdict | bool:
    first = case.date("hour_20_on")
    return first is None or case.day >= first


def election_days(case: Case) -> dict[str, str]:
    """The first session, and the days of its 20th and 40th hours unless the form gives them."""
    said = case.command.fields
    session = date.fromisoformat(said.get("session_starts_on") or said["rentree_on"])
    counted = {
        f"hour_{n}_on": said.get(f"hour_{n}_on") or _day_of_hour(case, session, n)
        for n in (ELECTION_OPENS, ELECTION_ENDS)
    }
    return {"session_starts_on": session.isoformat(), **counted}


def _day_of_hour(case: Case, session: date, hour: int) -> str:
    """The day on which that hour is reached, seven hours a day at the CFA."""
    reached = accumulate(_hours(case, session + timedelta(days=n)) for n in range(LONGEST))
    after = next((n for n, hours in enumerate(reached) if hours >= hour), LONGEST)
    return (session + timedelta(days=after)).isoformat()


def _hours(case: Case, day: date) -> float:
    """By the alternance on the days of which it speaks; else each jour ouvré."""
    house = case.formation.said if case.formation else {}
    if not Calendar(house.get("calendar") or "france").is_ouvre(day):
        return 0
    text = house.get("alternance")
    known = parse(str(text)) if text else None
    covered = known is not None and _covers(known, day)
    return known.at_cfa(day) / 2 * HOURS_A_DAY if known and covered else HOURS_A_DAY


def _covers(known: Alternance, day: date) -> bool:
    return any(period.first <= day <= period.last for period in known.periods)
