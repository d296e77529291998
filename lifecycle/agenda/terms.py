"""What a duty counts with: its length, the calendars of its places, whom it falls to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from lifecycle.alternance import Attendance
from lifecycle.calendar import Calendar, Delay
from lifecycle.dossier import Dossier
from lifecycle.legal import Force
from lifecycle.people import OUTSIDERS, Role
from lifecycle.vocabulary import Case, DayOfYear, Obligation, Presence, Step, Where

Length = Delay | Presence | DayOfYear


@dataclass(frozen=True, slots=True)
class Terms:
    """What a duty counts with: its length, the calendars of its places, whom it falls to.

    `franc`: neither the first nor the last day of a MIN counts (O-08). `extend`: CPC 642 (O-09).
    `any_day`: steps leave on their own day, ouvré or not (O-14). `opens`: when a
    WINDOW opens, where the partnership chose it.
    """

    obligation: Obligation
    delay: Length
    site: Calendar
    formation: Calendar
    owner: Role | None = None
    franc: bool = True
    extend: bool = False
    any_day: bool = False
    place: Where | None = None
    attendance: Attendance | None = None
    opens: Delay | None = None

    @property
    def calendar(self) -> Calendar:
        where = self.place or self.obligation.calendar
        return self.site if where is Where.SITE else self.formation

    def of(self, role: Role) -> Calendar:
        """The calendar of the recipient: outsiders live by their site's, staff by the CFA's."""
        return self.site if role in OUTSIDERS else self.formation

    def told_on(self, role: Role, day: date) -> date:
        return day if self.any_day else self.of(role).next_ouvre(day)

    def whom(self, step: Step) -> list[Role]:
        """The recipients of a step, the declared owner replaced by the partnership's (ENG-03)."""
        declared, owner = self.obligation.owed_by, self.owner or self.obligation.owed_by
        told = [owner if role is declared else role for role in step.to]
        return [role for role in dict.fromkeys(told) if role]


def calendars(case: Case) -> tuple[Calendar, Calendar]:
    """The calendars of the site and of the formation; where the site's is not known, the latter."""
    formation = Calendar(house_calendar(case.formation) or house_calendar(case.cfa) or "france")
    return Calendar(case.value("site_calendar") or formation), formation


def kept(text: str) -> Delay:
    """The delay that a fact keeps, as `str` wrote it: 0 included, which nobody can write."""
    number, _, unit = text.partition(" ")
    return replace(Delay.parse(f"1 {unit}"), n=int(number))


def _is_law(obligation: Obligation) -> bool:
    """CPC 642 speaks of delays of law: the charter’s are those that it says."""
    return obligation.source.force is Force.LOI


PLACES = {"site": Where.SITE, "formation": Where.FORMATION}


def terms(obligation: Obligation, case: Case, delay: Length | None = None) -> Terms:
    """The figures in force for this case: settings of the house, calendars of the places.

    `delay` is that with which the duty was opened, when it is open already (O-13).
    """
    if delay is None:
        delay = obligation.within
        if obligation.setting:
            delay = Delay.parse(case.setting(obligation.setting.key))
    owner = case.chosen(f"{obligation.ref}.owner")
    site, formation = calendars(case)
    return Terms(
        obligation,
        delay,
        site,
        formation,
        Role(owner) if owner else obligation.owed_by,
        franc=case.chosen("O-08", "exclusive") == "exclusive",
        extend=_is_law(obligation) and case.chosen("O-09", "none") == "extend",
        any_day=case.chosen("O-14", "next_ouvre") == "same_day",
        place=PLACES.get(case.chosen("O-10", "declared")),
        attendance=case.attendance(site) if isinstance(delay, Presence) else None,
        opens=_opens(obligation, case),
    )


def _opens(obligation: Obligation, case: Case) -> Delay | None:
    """Where the partnership may choose it (`ref.opens`): its choice, else the default."""
    chosen = case.chosen(f"{obligation.ref}.opens") if obligation.opens else ""
    return Delay.parse(chosen) if chosen else None


def house_calendar(house: Dossier | None) -> str | None:
    if house is None:
        return None
    calendar = house.said.get("calendar")
    return str(calendar) if calendar else None
