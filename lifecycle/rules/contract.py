"""What must hold before the CFA issues or authorises a contract (D03–D08, D24), and of signatures.

Each answers «non vérifié» where the facts are silent: never conforme by default.
"""

from __future__ import annotations

from datetime import date

from lifecycle import legal
from lifecycle.calendar import Calendar, Delay, Unit, add, french
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON, PRATIQUE, Figure
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule

DIRECTION = (Role.DIRECTION,)
UNSIGNED_STATES = ("draft", "to_sign", "in_signature")
LIVE_STATES = ("draft", "to_sign", "in_signature", "signed", "endorsed", "probation", "running")


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
    ref="D05",
    source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    otherwise="Le contrat doit être signé par toutes les parties avant le début d’exécution.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI),
)
def contract_is_signed(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.state not in UNSIGNED_STATES


@rule(
    ref="D06",
    source=CODE_DU_TRAVAIL["L. 6222-7-1, R. 6222-46 et R. 6222-60"],
    otherwise="Le contrat dure de 6 mois à 3 ans (4 ans par dérogation).",
    lifted_by=DIRECTION,
    liftable=True,
)
def duration_is_lawful(case: Case) -> Verdict | bool:
    start, end = case.date("starts_on"), case.date("ends_on")
    if start is None or end is None:
        return UNKNOWN
    longest = (
        legal.MAX_CONTRACT_MONTHS_EXTENDED
        if case.value("extended_duration")
        else legal.MAX_CONTRACT_MONTHS
    )
    shortest = _months_after(start, legal.MIN_CONTRACT_MONTHS.on(case.day))
    return shortest <= _day_after(end) <= _months_after(start, longest.on(case.day))


def _day_after(day: date) -> date:
    """A contract from 1 September to 31 August lasts twelve months: its last day is included."""
    return date.fromordinal(day.toordinal() + 1)


@rule(
    ref="D07",
    source=CODE_DU_TRAVAIL["L. 6211-2"],
    otherwise="Les heures en CFA doivent faire au moins 25 % de la durée du contrat.",
    lifted_by=DIRECTION,
    liftable=True,
)
def training_hours_suffice(case: Case) -> Verdict | bool:
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
    ref="D24",
    source=CODE_DU_TRAVAIL["R. 6223-6 et R. 6223-22"],
    otherwise="Le maître d’apprentissage doit être majeur, justifier d’un an de pratique avec un "
    "diplôme du domaine, ou de deux ans sans, et suivre deux apprentis au plus.",
    lifted_by=DIRECTION,
    liftable=True,
    needs="apprentices_of_the_maitre_apprentissage",
)
def maitre_apprentissage_is_competent(case: Case) -> Verdict | bool:
    counts = case.answers.get("apprentices_of_the_maitre_apprentissage", {})
    others = counts.get(case.holder(Role.MAITRE_APPRENTISSAGE))
    if others is not None and others >= legal.MAX_APPRENTICES.on(case.day):
        return Verdict(False, f"Il ou elle en suit déjà {others}.")
    years, diploma = _practice(case)
    adult = _of_the_mission(case, "maitre_is_adult")
    if adult is False:
        return Verdict(False, "Il ou elle est mineur.")
    if years is None or diploma is None or adult is None or others is None:
        return UNKNOWN
    wanted = legal.PRACTICE_WITH_DIPLOMA if diploma else legal.PRACTICE_WITHOUT_DIPLOMA
    return bool(years >= wanted.on(case.day))


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


def _of_the_mission(case: Case, name: str) -> object:
    mission = case.dossier.get("mission", case.value("mission") or "")
    return mission.data.get(name) if mission else case.value(name)


def _practice(case: Case) -> tuple[int | None, bool | None]:
    years = _of_the_mission(case, "maitre_apprentissage_years_of_practice")
    diploma = _of_the_mission(case, "maitre_apprentissage_has_diploma")
    return (
        years if isinstance(years, int) else None,
        diploma if isinstance(diploma, bool) else None,
    )


@rule(
    ref="T13",
    source=CODE_DU_TRAVAIL["R. 6222-2 (visa du directeur du CFA)"],
    otherwise="Le contrat n’est pas visé par la direction du CFA.",
    lifted_by=DIRECTION,
)
def contract_is_endorsed(case: Case) -> Verdict | bool:
    return case.subject is not None and bool(case.subject.data.get("visa"))


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-7-1"],
    otherwise="Le contrat n’était pas signé et visé le jour de son début.",
    lifted_by=DIRECTION,
)
def contract_is_endorsed_on_its_first_day(case: Case) -> Verdict | bool:
    """The clock starts what is authorised; what began without it is recorded by somebody."""
    ready = case.subject is not None and case.subject.state == "endorsed"
    return ready and case.date("starts_on") == case.day


@rule(source=CODE_DU_TRAVAIL["L. 6222-7-1"], otherwise="Le contrat ne commence pas ce jour-là.")
def contract_starts_on_that_day(case: Case) -> Verdict | bool:
    return case.date("starts_on") == case.day


@rule(
    source=MAISON["une signature par partie"],
    otherwise="Cette partie a déjà signé.",
    lifted_by=(Role.GESTIONNAIRE,),
    lasting=True,
)
def party_has_not_signed(case: Case) -> Verdict | bool:
    party = case.command.fields.get("party")
    return not (case.subject and case.subject.data.get(f"signed:{party}"))


@rule(
    source=MAISON["un visa par contrat"],
    otherwise="Le contrat porte déjà un visa.",
    lifted_by=DIRECTION,
    lasting=True,
)
def visa_is_not_yet_granted(case: Case) -> Verdict | bool:
    return not (case.subject and case.subject.data.get("visa"))


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    otherwise="Il manque une signature : employeur, apprenti, et représentant légal s’il est mineur.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL),
)
def every_party_signed(case: Case) -> Verdict | bool:
    signed = case.subject.data if case.subject else {}
    wanted = ["employer", "apprentice"]
    if needs_legal_representative(case):
        wanted.append("legal_representative")
    return all(signed.get(f"signed:{party}") for party in wanted)


def needs_legal_representative(case: Case) -> bool:
    """A minor who is not emancipated signs with their legal representative (R. 6222-2)."""
    if case.value("emancipated"):
        return False
    apprentice = case.person(Role.APPRENTI)
    age = apprentice.age_on(case.day) if apprentice else None
    return age is not None and age < legal.ADULT_AGE.on(case.day)
