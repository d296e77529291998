"""What must hold while a contract runs: situations, mobility, hosting, avenants, what counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle import legal
from lifecycle.calendar import Calendar, Delay, Unit, add, french
from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.rules import contract
from lifecycle.vocabulary import UNKNOWN, Case, Rule, State, Verdict, rule

DIRECTION = (Role.DIRECTION,)
GESTIONNAIRE = (Role.GESTIONNAIRE,)

# --- rules that a declaration makes of its own words -------------------------------------------


def named_contract_is(states: tuple[State, ...]) -> Rule:
    """The contract that the form names is in one of these states, then as much as now."""
    names = {state.name for state in states}
    return Rule(
        "named_contract_is_performed",
        lambda case: case.state_of("contract", case.value("contract") or "?") in names,
        MAISON["situations de la formation"],
        "Aucun contrat n’est en cours d’exécution ce jour-là.",
        lifted_by=GESTIONNAIRE,
        lasting=True,
    )


def contract_says(flag: str, otherwise: str) -> Rule:
    """A fact of the contract has said so, and none has unsaid it."""
    return _flagged(flag, True, otherwise)


def contract_does_not_say(flag: str, otherwise: str) -> Rule:
    return _flagged(flag, False, otherwise)


def _flagged(flag: str, wanted: bool, otherwise: str) -> Rule:
    return Rule(
        f"contract_is_{'' if wanted else 'not_'}{flag}",
        lambda case: bool(case.subject and case.subject.data.get(flag)) is wanted,
        MAISON["une situation à la fois de chaque sorte"],
        otherwise,
        lifted_by=GESTIONNAIRE,
        lasting=True,
    )


def situation_is_one_of(kinds: tuple[str, ...], otherwise: str) -> Rule:
    return Rule(
        "situation_is_resolved_by_hand",
        lambda case: case.subject is not None and case.subject.data.get("kind") in kinds,
        MAISON["situations de la formation"],
        otherwise,
        lifted_by=GESTIONNAIRE,
    )


def no_longer(kind: str, flag: str) -> Rule:
    """A `when` rule: the contract of this situation does not say so any more."""
    return Rule(
        f"contract_is_no_longer_{flag}",
        lambda case: _kind(case) == kind and not _of_the_contract(case, flag),
        MAISON["situations de la formation"],
        "La situation dure encore.",
    )


def _kind(case: Case) -> str:
    return str(case.subject.data.get("kind")) if case.subject else ""


def _of_the_contract(case: Case, name: str) -> object:
    known = contract_of(case)
    return known.data.get(name) if known else None


def contract_of(case: Case) -> Instance | None:
    """The contract that the case is about, or that of the situation that it is about."""
    subject = case.subject
    named = case.command.fields.get("contract") or (subject and subject.data.get("contract"))
    return case.dossier.get("contract", str(named)) if named else subject


@rule(
    source=MAISON["situations de la formation"],
    otherwise="Le contrat de cette situation court encore.",
)
def its_contract_has_ended(case: Case) -> Verdict | bool:
    known = case.dossier.get(
        "contract", str(case.subject.data.get("contract")) if case.subject else ""
    )
    return known is not None and case.charter.states["contract", known.state].final


# --- T14: the day of the start -------------------------------------------------------------------


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-7-1"],
    otherwise="Le contrat a commencé un autre jour que celui qu’il porte.",
    lifted_by=DIRECTION,
)
def contract_starts_on_its_date(case: Case) -> Verdict | bool:
    planned = case.date("starts_on")
    if planned is None:
        return UNKNOWN
    return Verdict(planned == case.day, f"Il porte le {french(planned)}.")


# --- T24: avenants. A rule about terms that the avenant leaves alone holds. --------------------------


@rule(
    ref="D06",
    source=CODE_DU_TRAVAIL["L. 6222-7-1, R. 6222-46, R. 6222-60 et L. 6222-11"],
    otherwise="Avec cet avenant, le contrat ne dure plus de 6 mois à 3 ans (4 ans par dérogation, "
    "un an de plus après un échec).",
    lifted_by=DIRECTION,
)
def amended_duration_is_lawful(case: Case) -> Verdict | bool:
    if "ends_on" not in case.command.fields:
        return True
    after_failure = case.command.fields.get("amendment_type") == AFTER_FAILURE
    return contract.lasts_lawfully(case, legal.EXTENSION_MONTHS.on(case.day) * after_failure)


AFTER_FAILURE = "33"


@rule(
    ref="D71",
    source=contract.contract_covers_the_exams.source,
    otherwise="Avec cet avenant, le contrat ne va plus jusqu’à la fin des épreuves.",
    lifted_by=DIRECTION,
)
def amended_contract_covers_the_exams(case: Case) -> Verdict | bool:
    unchanged = "ends_on" not in case.command.fields
    return unchanged or contract.contract_covers_the_exams.judge(case)


@rule(
    ref="D24",
    source=contract.maitre_apprentissage_is_competent.source,
    otherwise=f"Le nouveau maître d’apprentissage {contract.MAITRE_MUST}",
    lifted_by=DIRECTION,
    needs=contract.maitre_apprentissage_is_competent.needs,
)
def new_maitre_apprentissage_is_competent(case: Case) -> Verdict | bool:
    unchanged = Role.MAITRE_APPRENTISSAGE not in case.command.persons
    return unchanged or contract.maitre_apprentissage_is_competent.judge(case)


@rule(
    source=CODE_DU_TRAVAIL["D. 6224-5 et D. 6275-4"],
    otherwise="L’avenant a pris effet avant d’être signé.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI),
)
def amendment_is_signed_before_its_effect(case: Case) -> Verdict | bool:
    signed, effect = case.command.fields.get("amendment_signed_on"), case.date("takes_effect_on")
    return signed is None or effect is None or date.fromisoformat(signed) <= effect


# --- T26, T30 and D44, D45 ---------------------------------------------------------------------------


@rule(
    ref="T26",
    source=CHARTE["§2.1 (missions des tuteurs)"],
    otherwise="Aucune difficulté n’avait été signalée avant cette médiation.",
    lifted_by=GESTIONNAIRE,
)
def difficulty_was_reported(case: Case) -> Verdict | bool:
    return any(s.data.get("kind") == "difficulty" for s in _same_contract(case))


@rule(
    ref="D44",
    source=CODE_DU_TRAVAIL["L. 6222-42"],
    otherwise="La mobilité ne dépasse ni un an, ni la moitié du contrat.",
    lifted_by=DIRECTION,
)
def mobility_is_short_enough(case: Case) -> Verdict | bool:
    back, term = _said_day(case, "returns_on"), _term(case)
    if back is None or term is None:
        return UNKNOWN
    abroad = (back - case.day).days + _already(case, "mobility")
    longest = (_after_months(case.day, legal.MONTHS_ABROAD.on(case.day)) - case.day).days
    return Verdict(
        abroad <= longest and 2 * abroad <= term, f"{abroad} jours à l’étranger en tout."
    )


@rule(
    ref="D44",
    source=CODE_DU_TRAVAIL["R. 6222-66 à R. 6222-68"],
    otherwise="La convention de mobilité se conclut avant le départ.",
    lifted_by=GESTIONNAIRE,
)
def mobility_convention_precedes_departure(case: Case) -> Verdict | bool:
    signed = _said_day(case, "mobility_convention_on")
    return UNKNOWN if signed is None else signed <= case.day


@rule(
    ref="D45",
    source=CODE_DU_TRAVAIL["R. 6223-10"],
    otherwise="Un contrat ne connaît que deux entreprises d’accueil au plus.",
    lifted_by=DIRECTION,
)
def hosts_are_few_enough(case: Case) -> Verdict | bool:
    before = [s for s in _same_contract(case) if s.data.get("kind") == "hosting"]
    hosts = {s.data.get("host_siret") or s.id for s in before}
    hosts.add(case.command.fields.get("host_siret") or "")
    return len(hosts) <= legal.HOST_COMPANIES.on(case.day)


@rule(
    ref="D45",
    source=CODE_DU_TRAVAIL["R. 6223-10"],
    otherwise="L’accueil ne dépasse pas la moitié du temps passé en entreprise.",
    lifted_by=DIRECTION,
)
def hosting_is_short_enough(case: Case) -> Verdict | bool:
    """In calendar days of the contract: the alternance is the same in both companies."""
    first, last, term = _said_day(case, "from_on"), _said_day(case, "until_on"), _term(case)
    if first is None or last is None or term is None:
        return UNKNOWN
    hosted = _days(first, last) + _already(case, "hosting")
    return Verdict(2 * hosted <= term, f"{hosted} jours d’accueil en tout.")


def _same_contract(case: Case) -> Iterator[Instance]:
    """The other situations of the contract: that which the act itself makes says what it says."""
    known = contract_of(case)
    every = case.dossier.of("situation")
    mine = (s for s in every if known and s.data.get("contract") == known.id)
    return (s for s in mine if not _is_the_act_itself(case, s))


def _is_the_act_itself(case: Case, situation: Instance) -> bool:
    said = case.command.fields
    alike = (situation.data.get(name) == said.get(name) for name in HOSTING)
    return "from_on" in said and all(alike)


HOSTING = ("from_on", "until_on", "host_siret", "convention_signed_on")


def _already(case: Case, kind: str) -> int:
    """Days spent so in earlier situations of the same contract."""
    spans = (
        (s.day("from_on"), s.day("until_on"))
        for s in _same_contract(case)
        if s.data["kind"] == kind
    )
    return sum(_days(first, last) for first, last in spans if first and last)


def _term(case: Case) -> int | None:
    """The days of the contract, both ends included."""
    known = contract_of(case)
    first, last = (known.day("starts_on"), known.day("ends_on")) if known else (None, None)
    return _days(first, last) if first and last else None


def _said_day(case: Case, name: str) -> date | None:
    """What this form says: a contract remembers those of earlier forms."""
    value = case.command.fields.get(name)
    return date.fromisoformat(value) if value else None


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _after_months(day: date, months: int) -> date:
    return add(day, Delay(months, Unit.MOIS), Calendar.FRANCE)
