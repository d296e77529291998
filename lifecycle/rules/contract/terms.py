"""What must hold before the CFA issues or authorises a contract (D03–D08, D71).

Each answers «non vérifié» where the facts are silent: never conforme by default.
"""

from __future__ import annotations

from datetime import date

from lifecycle import legal
from lifecycle.calendar import Calendar, Delay, Unit, add, french
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, PRATIQUE, Figure
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule

DIRECTION = (Role.DIRECTION,)


def _months_after(start: date, months: int) -> date:
    return add(start, Delay(months, Unit.MOIS), Calendar.FRANCE)


def _within_months(case: Case, field: str, figure: Figure) -> Verdict | bool:
    start, other = case.date("starts_on"), case.date(field)
    if start is None or other is None:
        return UNKNOWN
    return other <= _months_after(start, figure.on(case.day))


@rule(
    ref="E-03",
    source=CHARTE["annexe, poste 2 §2 ; §2.1 (cohérence de la mission avant signature)"],
    otherwise="La mission n’est pas validée.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def mission_is_validated(case: Case) -> Verdict | bool:
    return case.state_of("mission", case.value("mission") or "?") == "validated"


@rule(
    ref="D03",
    source=CODE_DU_TRAVAIL["L. 6222-12 al. 2"],
    otherwise="La formation pratique doit commencer dans les 3 mois du début du contrat.",
    lifted_by=DIRECTION,
    liftable=True,
)
def practical_training_starts_in_time(case: Case) -> Verdict | bool:
    return _within_months(
        case, "contrat.dateDebutFormationPratique", legal.MONTHS_TO_TRAINING_START
    )


@rule(
    ref="D04",
    source=CODE_DU_TRAVAIL["L. 6222-12 al. 3"],
    otherwise="La formation en CFA doit commencer dans les 3 mois du début du contrat.",
    lifted_by=DIRECTION,
    liftable=True,
)
def cfa_training_starts_in_time(case: Case) -> Verdict | bool:
    return _within_months(case, "formation.dateDebutFormation", legal.MONTHS_TO_TRAINING_START)


@rule(
    ref="D06",
    source=CODE_DU_TRAVAIL["L. 6222-7-1, R. 6222-46, R. 6222-60 et R. 6222-23-1"],
    otherwise="Le contrat dure de 6 mois à 3 ans (4 ans par dérogation).",
    lifted_by=DIRECTION,
    liftable=True,
)
def duration_is_lawful(case: Case) -> Verdict | bool:
    return lasts_lawfully(case)


def lasts_lawfully(case: Case, months_more: int = 0) -> Verdict | bool:
    """From six months to three years, or four by derogation, and `months_more`.

    No shortest duration for the contract that ends a training begun under another (R. 6222-23-1).
    """
    start, end = case.date("starts_on"), case.date("ends_on")
    if start is None or end is None:
        return UNKNOWN
    longest = (
        legal.MAX_CONTRACT_MONTHS_EXTENDED
        if case.value("extended_duration")
        else legal.MAX_CONTRACT_MONTHS
    )
    fewest = 0 if follows_a_rupture(case) else legal.MIN_CONTRACT_MONTHS.on(case.day)
    shortest = _months_after(start, fewest)
    return shortest <= _day_after(end) <= _months_after(start, longest.on(case.day) + months_more)


def follows_a_rupture(case: Case) -> bool:
    """Whether an earlier contract of the dossier is broken, or is about to be before this one."""
    start = str(case.value("starts_on") or "")
    others = (c for c in case.dossier.of("contract") if c != case.subject)
    return any(c.state == "broken" or (c.data.get("broken_on") or "9") <= start for c in others)


def _day_after(day: date) -> date:
    """A contract from 1 September to 31 August lasts twelve months: its last day is included."""
    return date.fromordinal(day.toordinal() + 1)


@rule(
    ref="D07",
    source=CODE_DU_TRAVAIL["L. 6211-2 et R. 6222-23-1"],
    otherwise="Les heures en CFA doivent faire au moins 25 % de la durée du contrat.",
    lifted_by=DIRECTION,
    liftable=True,
)
def training_hours_suffice(case: Case) -> Verdict | bool:
    if follows_a_rupture(case):
        return True  # R. 6222-23-1
    start, end = case.date("starts_on"), case.date("ends_on")
    hours = case.value("formation.dureeFormation")
    if start is None or end is None or hours is None:
        return UNKNOWN
    days = (_day_after(end) - start).days
    share = legal.MIN_TRAINING_SHARE.on(case.day) * legal.HOURS_A_YEAR.on(case.day)
    return int(hours) * 100 * 365 >= share * days


@rule(
    ref="D08",
    source=CODE_DU_TRAVAIL["L. 6222-1, L. 6222-2 et D. 6222-1"],
    otherwise="L’apprenti doit avoir de 16 à 29 ans révolus au début du contrat.",
    lifted_by=DIRECTION,
    liftable=True,
)
def age_is_lawful(case: Case) -> Verdict | bool:
    start, apprentice = case.date("starts_on"), case.person(Role.APPRENTI)
    age = apprentice.age_on(start) if apprentice and start else None
    if age is None:
        return UNKNOWN
    if age < legal.MIN_AGE.on(case.day) or case.value("age_exempt"):
        return age >= legal.MIN_AGE.on(case.day)
    renewed = case.value("renewal_within_a_year")
    oldest = (legal.MAX_AGE_RENEWED if renewed else legal.MAX_AGE).on(case.day)
    return Verdict(age <= oldest, f"Il ou elle en aura {age}.")


@rule(
    ref="D71",
    source=PRATIQUE["aide du CERFA 10103, fin des épreuves"],
    otherwise="Le contrat doit aller jusqu’à la fin des épreuves.",
    lifted_by=DIRECTION,
    liftable=True,
)
def contract_covers_the_exams(case: Case) -> Verdict | bool:
    end, exams = case.date("ends_on"), case.date("formation.dateFinFormation")
    if end is None or exams is None:
        return UNKNOWN
    return Verdict(end >= exams, f"Elles finissent le {french(exams)}.")
