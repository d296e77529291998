"""What must hold of exams, results, one more year, the end of a contract, and of surveys."""

from __future__ import annotations

from datetime import date

from lifecycle import legal
from lifecycle.calendar import Calendar, Delay, Unit, add, french
from lifecycle.commands.follow_up import NEW_CONTRACT
from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules.conclusions import today
from lifecycle.rules.contract import contract_covers_the_exams
from lifecycle.rules.take_over import STARTED
from lifecycle.vocabulary import UNKNOWN, Case, Conclusion, Rule, Verdict, rule

DIRECTION = (Role.DIRECTION,)
CFA = (Role.GESTIONNAIRE,)
FAILURE = CODE_DU_TRAVAIL["L. 6222-11"]
OPEN_ENDED = "2"  # the CERFA's code of a CDI, under «mode contractuel»
LEVELS_OF_INSERJEUNES = range(3, 6)


def _contracts(case: Case) -> list[Instance]:
    return case.dossier.of("contract")


def _performed(case: Case) -> list[Instance]:
    return [c for c in _contracts(case) if c.state in STARTED]


def _pathway(case: Case, name: str) -> object:
    pathway = case.dossier.one("pathway")
    return pathway.data.get(name) if pathway else None


# --- T36: exams -----------------------------------------------------------------------------------


@rule(source=CODE_DU_TRAVAIL["L. 6222-34"], otherwise="Ce contrat ne s’exécute pas.")
def exams_concern_the_contract(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.state in STARTED


@rule(
    ref="D71",
    source=contract_covers_the_exams.source,
    otherwise="Le contrat ne va pas jusqu’à la dernière épreuve.",
    lifted_by=DIRECTION,
)
def contract_lasts_until_the_exams(case: Case) -> Verdict | bool:
    end, last = case.date("ends_on"), _said(case, "exams_end_on") or _said(case, "exams_on")
    if end is None or last is None:
        return UNKNOWN
    return Verdict(end >= last, f"Il finit le {french(end)}, elles le {french(last)}.")


@rule(
    ref="D71",
    source=contract_covers_the_exams.source,
    otherwise="Le contrat finit peu après les épreuves.",
    lifted_by=DIRECTION,
    liftable=True,
)
def contract_ends_soon_after_the_exams(case: Case) -> Verdict | bool:
    """The help of the public form says two months, its own check three: a setting between them.

    Where a date is missing, `contract_covers_the_exams` says so.
    """
    end, exams = case.date("ends_on"), case.date("formation.dateFinFormation")
    if end is None or exams is None:
        return True
    latest = add(exams, Delay.parse(case.setting("D71")), Calendar.FRANCE)
    return Verdict(end <= latest, f"Au plus tard le {french(latest)}.")


def _said(case: Case, name: str) -> date | None:
    value = case.command.fields.get(name)
    return date.fromisoformat(value) if value else None


# --- T37, T38: the result ---------------------------------------------------------------------------


@rule(
    source=CODE_DU_TRAVAIL["L. 6223-4 et L. 6222-34"],
    otherwise="Personne n’avait noté la convocation à ces épreuves.",
    lifted_by=(Role.JURY, Role.RESPONSABLE_FORMATION),
)
def exams_were_convened(case: Case) -> Verdict | bool:
    return bool(case.value("exams_on"))


@rule(
    source=MAISON["deux dates par fait"],
    otherwise="Le résultat est daté d’avant la fin des épreuves.",
    lifted_by=(Role.JURY, Role.RESPONSABLE_FORMATION),
)
def result_follows_the_exams(case: Case) -> Verdict | bool:
    last = case.date("exams_end_on")
    return last is None or Verdict(case.day >= last, f"Elles finissent le {french(last)}.")


# --- T39: one more year ------------------------------------------------------------------------------


@rule(
    source=FAILURE,
    otherwise="Seul un échec à l’examen ouvre une prolongation.",
    lifted_by=(Role.JURY,),
    lasting=True,
)
def last_result_is_a_failure(case: Case) -> Verdict | bool:
    return bool(_pathway(case, "failed_on"))


@rule(
    ref="D72",
    source=CODE_DU_TRAVAIL["L. 6222-11 et D. 6222-28"],
    otherwise="La prolongation ne dépasse pas un an après la fin du contrat.",
    lifted_by=DIRECTION,
)
def extension_is_at_most_a_year(case: Case) -> Verdict | bool:
    until, end = _said(case, "extended_until"), _end_of_the_contract(case)
    if until is None or end is None:
        return UNKNOWN
    latest = add(end, Delay(legal.EXTENSION_MONTHS.on(case.day), Unit.MOIS), Calendar.FRANCE)
    return Verdict(until <= latest, f"Au plus tard le {french(latest)}.")


def _end_of_the_contract(case: Case) -> date | None:
    """The end of the contract that runs, else of the last that has."""
    known = _performed(case) or _contracts(case)
    return max((end for c in known if (end := c.day("ends_on"))), default=None)


@rule(
    source=FAILURE,
    otherwise="Aucun contrat ne court : la prolongation passe par un nouveau contrat.",
    lifted_by=(Role.EMPLOYEUR, Role.APPRENTI),
)
def extension_has_a_contract(case: Case) -> Verdict | bool:
    return case.command.fields.get("means") == NEW_CONTRACT or bool(_performed(case))


@rule(source=FAILURE, otherwise="La prolongation passe par un nouveau contrat.")
def contract_is_prolonged(case: Case) -> Verdict | bool:
    until, end = _said(case, "extended_until"), case.date("ends_on")
    later = until is not None and (end is None or until > end)
    return later and case.command.fields.get("means") != NEW_CONTRACT


def situation_is(kind: str) -> Rule:
    """A `when` rule: the situation is of this kind."""
    return Rule(
        f"situation_is_a_{kind}",
        lambda case: case.subject is not None and case.subject.data.get("kind") == kind,
        MAISON["situations de la formation"],
        "Cette situation est d’une autre sorte.",
    )


# --- T40 to T43: the end, and after ---------------------------------------------------------------------


def is_open_ended(case: Case) -> bool:
    """A CDI goes on under common law when the apprenticeship ends (L. 6222-7)."""
    return str(case.value("contrat.modeContractuel") or "") == OPEN_ENDED


@rule(
    source=CODE_DU_TRAVAIL["L. 1234-19, L. 1234-20 et R. 1234-9"],
    otherwise="Le contrat à durée indéterminée se poursuit : l’emploi ne prend pas fin.",
)
def employment_ends(case: Case) -> Verdict | bool:
    """At the term of a CDI it goes on; where that contract is broken, it does not."""
    return not is_open_ended(case) or case.date("broken_on") is not None


@rule(
    source=CODE_DU_TRAVAIL["R. 6332-25 III 4°"],
    otherwise="Le solde se règle une fois le contrat fini.",
    lifted_by=(Role.OPCO,),
)
def contract_has_ended(case: Case) -> Verdict | bool:
    known = case.dossier.get("contract", case.subject.id if case.subject else "")
    return known is not None and case.charter.states["contract", known.state].final


@rule(source=CHARTE["annexe, poste 4"], otherwise="La formation n’est pas finie.")
def training_is_over(case: Case) -> Verdict | bool:
    """A result is known, and no contract runs any more."""
    result = _pathway(case, "obtained_on") or _pathway(case, "failed_on")
    return bool(result) and not _performed(case)


@rule(
    source=CHARTE["annexe, poste 4"],
    otherwise="Un contrat s’exécute encore.",
    lifted_by=CFA,
)
def no_contract_runs(case: Case) -> Verdict | bool:
    return not _performed(case)


# --- D80 to D83: who is observed, who is asked -----------------------------------------------------------


@rule(source=CHARTE["§1.2"], otherwise="Cette personne ne veut pas être interrogée.")
def surveys_are_welcome(case: Case) -> Verdict | bool:
    return not _pathway(case, "no_surveys")


@rule(
    source=MAISON["une opposition à la fois"],
    otherwise="Cette personne s’est déjà opposée aux enquêtes.",
    lifted_by=CFA,
    lasting=True,
)
def nobody_has_objected(case: Case) -> Verdict | bool:
    return surveys_are_welcome.judge(case)


@rule(source=CHARTE["annexe, poste 4"], otherwise="Cette réponse est celle d’une autre vague.")
def answer_is_of_this_wave(case: Case) -> Verdict | bool:
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    wave = Delay(int(case.command.fields["wave"]), Unit.MOIS)
    return duty is not None and duty.data.get("of") == str(wave)


@rule(
    source=PRATIQUE["InserJeunes, champ des niveaux 3 à 5"],
    otherwise="InserJeunes n’observe que les sorties des niveaux 3 à 5.",
)
def level_is_observed_by_inserjeunes(case: Case) -> Verdict | bool:
    """By the CERFA's code of the diploma: its first digit is the level."""
    codes = (str(c.data.get("formation.typeDiplome") or "") for c in _contracts(case))
    levels = [
        int(code[0]) for code in codes if len(code) == 2 and code.isascii() and code.isdigit()
    ]
    return bool(levels) and levels[-1] in LEVELS_OF_INSERJEUNES


# --- what the facts keep ------------------------------------------------------------------------------------


def last_exam(case: Case) -> str:
    """Exams of one day end on that day."""
    return str(case.command.fields.get("exams_end_on") or case.command.fields["exams_on"])


def said(name: str) -> Conclusion:
    """What the form says, for the fact of another region that it causes."""
    return Conclusion(name, lambda case: case.command.fields.get(name))


def forgotten(name: str) -> Conclusion:
    """What an earlier fact has kept, and this one unsays."""
    return Conclusion(name, lambda _: None)


def observed_at(months: int) -> Conclusion:
    """The day on which InserSup observes a graduate: the end of the DSN of June or December.

    Diplomas come from June to the end of the year: «6 mois» is December of that same year.
    """

    def draw(case: Case) -> str:
        halves = months // 6
        month, day = (12, 31) if halves % 2 else (6, 30)
        return date(case.day.year + halves // 2, month, day).isoformat()

    return Conclusion(f"insersup_{months}", draw)


INSERSUP = (6, 12, 18, 24, 30)
OBSERVED = tuple(observed_at(months) for months in INSERSUP)
GRADUATED = (today("obtained_on"), forgotten("failed_on"), *OBSERVED)
FAILED = (today("failed_on"), forgotten("obtained_on"))
