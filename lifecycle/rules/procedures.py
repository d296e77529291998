"""The procedures of R-01 to R-07 and of R-10: in writing, mediator, interview, delays (domain notes §1.5).

Dates are those of the steps recorded on the contract, or of the form of the rupture itself. What
nobody tells is «non vérifié». A procedure that fails is flagged, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from lifecycle import legal
from lifecycle.calendar import Calendar, Delay, Unit, add, french
from lifecycle.dossier import Instance
from lifecycle.legal import CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule

PARTIES = (Role.EMPLOYEUR, Role.APPRENTI)
DEMISSION = CODE_DU_TRAVAIL["L. 6222-18 al. 4 et D. 6222-21-1"]
COUNTER = "D20"

BEFORE_INFORMING = Delay(5, Unit.JOURS_CALENDAIRES)
BEFORE_LEAVING = Delay(7, Unit.JOURS_CALENDAIRES)
BEFORE_THE_INTERVIEW = Delay(5, Unit.JOURS_OUVRABLES)
BEFORE_NOTIFYING = Delay(2, Unit.JOURS_OUVRABLES)
TO_NOTIFY = Delay(1, Unit.MOIS)
TO_PROSECUTE = Delay(2, Unit.MOIS)
BETWEEN_EXAMS = Delay(15, Unit.JOURS_CALENDAIRES)
NOTICE_AFTER_DIPLOMA = Delay(1, Unit.MOIS)
BEFORE_THE_SANCTION = Delay(2, Unit.JOURS_CALENDAIRES)  # one jour franc lies between
TO_SANCTION = Delay(15, Unit.JOURS_CALENDAIRES)


# --- counting ------------------------------------------------------------------------------------


def site_of(case: Case) -> Calendar:
    """The calendar of the contract's site, unless all counts by the formation's (O-10)."""
    house = case.formation.said if case.formation else {}
    site = case.value("site_calendar") if case.chosen("O-10", "declared") != "formation" else None
    return Calendar(site or house.get("calendar") or "france")


def first_day(case: Case, start: date, delay: Delay, *, extends: bool = False) -> date:
    """The first day on which the act may happen (O-08), as the agenda counts a MIN."""
    last = add(start, delay, site_of(case), extends)
    franc = case.chosen("O-08", "exclusive") == "exclusive"
    return last + timedelta(days=1) if franc else last


def _not_before(
    case: Case, act: str, start: str, delay: Delay, *, extends: bool = False
) -> Verdict:
    """`act` comes no earlier than `delay` after `start`."""
    since, done = case.date(start), case.date(act)
    if since is None or done is None:
        return UNKNOWN
    earliest = first_day(case, since, delay, extends=extends)
    return Verdict(done >= earliest, f"Au plus tôt le {french(earliest)}.")


def _not_after(case: Case, act: str, start: str, delay: Delay, *, extends: bool = False) -> Verdict:
    since, done = case.date(start), case.date(act)
    if since is None or done is None:
        return UNKNOWN
    latest = add(since, delay, site_of(case), extends)
    return Verdict(done <= latest, f"Au plus tard le {french(latest)}.")


def _notified(case: Case) -> str:
    """A dismissal of which nobody tells the notification takes effect when it is notified."""
    return "notified_on" if case.value("notified_on") else "broken_on"


# --- in writing ------------------------------------------------------------------


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-18, L. 6222-19, R. 6222-21 et R. 6222-23"],
    otherwise="Cette rupture doit être constatée ou annoncée par écrit.",
    lifted_by=PARTIES,
)
def rupture_is_written(case: Case) -> Verdict | bool:
    written = case.value("written")
    return UNKNOWN if written is None else bool(written)


@rule(
    ref="D50",
    source=CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
    otherwise="La rupture unilatérale n’est possible que dans les 45 premiers jours de formation "
    "pratique.",
    lifted_by=PARTIES,
)
def forty_five_days_still_run(case: Case) -> Verdict | bool:
    """By the counter of the contract; one that is only supposed counts too fast, never too slowly."""
    broken, last = case.date("broken_on"), _counted_to(case)
    if broken is None:
        return UNKNOWN
    if _broken_before(case) and (answer := _after_a_rupture(case, broken)):
        return answer
    if last is None:
        return Verdict(False if case.subject and case.subject.state == "running" else None)
    counter = _counter(case)
    supposed = counter.get("estimated") and counter.get("by") != "ProbationEndTakenOver"
    late = None if supposed else False
    return Verdict(broken <= last or late, f"Le 45e jour est le {french(last)}.")


def _after_a_rupture(case: Case, broken: date) -> Verdict | None:
    """Interpretation O-16: nothing where the 45 days start again with the new contract."""
    said = case.chosen("O-16", "restart")
    start = case.date("practice_from") or case.date("starts_on")
    if said == "restart" or start is None:
        return None
    used = _days_before(case) + case.attendance(site_of(case)).count(start, broken)
    days = legal.PROBATION_DAYS.on(case.day)
    detail = f"{used:g} jours en comptant le contrat précédent (O-16)."
    return Verdict(said == "continue" and used <= days, detail)


def _counter(case: Case) -> Mapping[str, object]:
    about = case.subject.id if case.subject else ""
    every = case.dossier.duties(COUNTER)
    return next((d.data for d in every if d.data["subject"] == about), {})


def _counted_to(case: Case) -> date | None:
    due = _counter(case).get("due_on")
    return date.fromisoformat(str(due)) if due else None


def _broken_before(case: Case) -> list[Instance]:
    return [c for c in case.dossier.of("contract") if c.state == "broken" and c != case.subject]


def _days_before(case: Case) -> float:
    """The days of formation pratique that earlier contracts, broken since, have had."""
    known = case.attendance(site_of(case))
    spans = ((c.day("practice_from") or c.day("starts_on"), c.since) for c in _broken_before(case))
    return sum(known.count(first, last) for first, last in spans if first)


# --- a minor ---------------------------------------------------------------------------


@rule(
    ref="D53",
    source=DEMISSION,
    otherwise="Un apprenti mineur rompt avec son représentant légal ou, sans réponse de sa part, avec "
    "le médiateur.",
    lifted_by=(Role.REPRESENTANT_LEGAL, Role.APPRENTI),
)
def minor_is_assisted(case: Case) -> Verdict | bool:
    apprentice = case.person(Role.APPRENTI)
    age = apprentice.age_on(case.day) if apprentice else None
    if case.value("emancipated"):
        return True
    if age is not None and age >= legal.ADULT_AGE.on(case.day):
        return True
    cosigned = case.value("cosigned")
    return UNKNOWN if cosigned is None else bool(cosigned)


# --- the mediator, then the employer -----------------------------------------------------------


@rule(
    ref="D51",
    source=DEMISSION,
    otherwise="Le médiateur est saisi au moins 5 jours calendaires avant d’informer l’employeur.",
    lifted_by=PARTIES,
)
def mediator_came_first(case: Case) -> Verdict | bool:
    return _not_before(case, "employer_informed_on", "mediator_seized_on", BEFORE_INFORMING)


@rule(
    ref="D52",
    source=DEMISSION,
    otherwise="La rupture n’intervient qu’au moins 7 jours calendaires après l’information de "
    "l’employeur.",
    lifted_by=PARTIES,
)
def employer_was_told_in_time(case: Case) -> Verdict | bool:
    return _not_before(case, "broken_on", "employer_informed_on", BEFORE_LEAVING)


# --- the form of a dismissal -----------------------------------------------------------


@rule(
    ref="D54",
    source=CODE_DU_TRAVAIL["L. 1232-2 et R. 1231-1"],
    otherwise="L’entretien préalable se tient au moins 5 jours ouvrables après la convocation.",
    lifted_by=PARTIES,
)
def interview_was_convened_in_time(case: Case) -> Verdict | bool:
    return _not_before(case, "interview_on", "convened_on", BEFORE_THE_INTERVIEW, extends=True)


@rule(
    ref="D55",
    source=CODE_DU_TRAVAIL["L. 1232-6 et R. 1231-1"],
    otherwise="La notification part au moins 2 jours ouvrables après l’entretien préalable.",
    lifted_by=PARTIES,
)
def notification_waited_two_days(case: Case) -> Verdict | bool:
    return _not_before(case, _notified(case), "interview_on", BEFORE_NOTIFYING, extends=True)


@rule(
    ref="D55",
    source=CODE_DU_TRAVAIL["L. 1332-2 et R. 1332-3"],
    otherwise="Une sanction se notifie dans le mois de l’entretien préalable.",
    lifted_by=PARTIES,
)
def sanction_was_notified_within_a_month(case: Case) -> Verdict | bool:
    return _not_after(case, _notified(case), "interview_on", TO_NOTIFY, extends=True)


@rule(
    ref="D56",
    source=CODE_DU_TRAVAIL["L. 1332-4"],
    otherwise="Les poursuites s’engagent dans les 2 mois de la connaissance du fait.",
    lifted_by=PARTIES,
)
def proceedings_were_prompt(case: Case) -> Verdict | bool:
    return _not_after(case, "convened_on", "fault_known_on", TO_PROSECUTE)


@rule(
    ref="D57",
    source=CODE_DU_TRAVAIL["R. 4624-42 et L. 6222-18 al. 3"],
    otherwise="Le médecin du travail se prononce après un examen, le second dans les 15 jours du "
    "premier.",
    lifted_by=PARTIES,
)
def physician_has_examined(case: Case) -> Verdict | bool:
    examined = case.date("first_exam_on")
    if examined is None or case.value("second_exam_on") is None:
        return UNKNOWN if examined is None else True
    return _not_after(case, "second_exam_on", "first_exam_on", BETWEEN_EXAMS)


# --- notice


@rule(
    ref="D60",
    source=CODE_DU_TRAVAIL["L. 6222-19 et R. 6222-23"],
    otherwise="L’apprenti informe l’employeur par écrit au moins un mois avant la fin choisie.",
    lifted_by=(Role.APPRENTI,),
)
def end_was_announced_a_month_before(case: Case) -> Verdict | bool:
    return _not_before(case, "broken_on", "diploma_told_on", NOTICE_AFTER_DIPLOMA)
