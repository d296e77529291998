"""Situations of the training: they overlap, and leave the contract's own state as it is.

Difficulty, mediation and hosting are reported, then resolved by hand. Suspension, mobility and
absence are facts of the contract, and keep the apprentice away: the 45 days do not count those days
(L. 6222-18 counts the formation pratique *effectuée*), and the first meeting and its checklist wait
while the apprentice is abroad. Nothing else stops: to meet during a suspension or a sick leave is
what the charter wants, the retours are the group's, and the end of the contract does not move.
"""

from __future__ import annotations

from lifecycle.commands import training as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON, Source
from lifecycle.people import Role
from lifecycle.rules import training as rules
from lifecycle.rules.conclusions import (
    flag,
    known_until,
    of_the_contract,
    return_visit,
    the_day_before,
    today,
)
from lifecycle.states.contract.moves import STARTED
from lifecycle.vocabulary import Conclusion, Consequence, Rule, State, Transition

OPEN = State("open", "en cours", "beside the contract, whose state it leaves as it is")
RESOLVED = State("resolved", "terminée", "has come to its end", final=True)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
STAFF = (*OFFICE, Role.TUTEUR_ACADEMIQUE)
EVERYBODY = (*STAFF, Role.APPRENTI, Role.MAITRE_APPRENTISSAGE, Role.EMPLOYEUR)
HELPERS = (Role.TUTEUR_ACADEMIQUE, Role.RESPONSABLE_FORMATION, Role.GESTIONNAIRE)

# Which command opens which kind of situation, by itself or beside a fact of the contract.
KINDS = {
    ask.REPORT_DIFFICULTY: "difficulty",
    ask.OPEN_MEDIATION: "mediation",
    ask.RECORD_HOSTING: "hosting",
    ask.SUSPEND_CONTRACT: "suspension",
    ask.START_MOBILITY: "mobility",
    ask.RECORD_ABSENCE: "absence",
}
KIND_OF = {intention.name: kind for intention, kind in KINDS.items()}
BY_HAND = ("difficulty", "mediation", "hosting", "discipline", "procedure")

PERFORMED = rules.named_contract_is(STARTED)
SITE = of_the_contract("site_calendar")


def _reported(
    ref: str,
    on: Intention,
    records: str,
    by: tuple[Role, ...],
    source: Source,
    *,
    flags: tuple[Rule, ...] = (),
    informs: tuple[Role, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="situation",
        on=on,
        enters=OPEN,
        records=records,
        by=by,
        requires=(PERFORMED,),
        flags=flags,
        informs=informs,
        concludes=(flag("kind", KINDS[on]), SITE),
        source=source,
    )


def _of_the_contract(
    ref: str,
    on: Intention,
    records: str,
    source: Source,
    *,
    requires: tuple[Rule, ...],
    concludes: tuple[Conclusion, ...],
    then: Consequence,
    flags: tuple[Rule, ...] = (),
    informs: tuple[Role, ...] = (),
    by: tuple[Role, ...] = OFFICE,
) -> Transition:
    return Transition(
        ref=ref,
        region="contract",
        on=on,
        leaves=STARTED,
        records=records,
        by=by,
        requires=requires,
        flags=flags,
        causes=(then,),
        informs=informs,
        concludes=concludes,
        source=source,
    )


def _closes(kind: str, word: str) -> Consequence:
    return Consequence(ask.CLOSE_SITUATION, "situation", rules.no_longer(kind, word), same=False)


OPENS = Consequence(ask.OPEN_SITUATION, "situation")
CLOSES_WITH_ITS_CONTRACT = Consequence(
    ask.CLOSE_SITUATION, "situation", rules.its_contract_has_ended, same=False
)
"""For whatever ends a contract: no situation of it stays open."""

PEDAGOGY = CHARTE["§2.1 (missions des tuteurs)"]
INSPECTION = CODE_DU_TRAVAIL["L. 6225-4"]
ABROAD = CODE_DU_TRAVAIL["L. 6222-42"]
ABSENCE = CODE_DU_TRAVAIL["R. 4624-31"]

BESIDE = (
    _reported("T25", ask.REPORT_DIFFICULTY, "DifficultyReported", EVERYBODY, PEDAGOGY,
              informs=HELPERS),
    _reported("T26", ask.OPEN_MEDIATION, "MediationOpened",
              (*STAFF, Role.APPRENTI, Role.EMPLOYEUR), CODE_DU_TRAVAIL["L. 6222-39"],
              flags=(rules.difficulty_was_reported,), informs=HELPERS),
    _reported("D45", ask.RECORD_HOSTING, "HostingRecorded", (*OFFICE, Role.EMPLOYEUR),
              CODE_DU_TRAVAIL["R. 6223-10 à R. 6223-12"],
              flags=(rules.hosts_are_few_enough, rules.hosting_is_short_enough)),
    Transition(
        ref="T27",
        region="situation",
        on=ask.RESOLVE_SITUATION,
        leaves=(OPEN,),
        enters=RESOLVED,
        records="SituationResolved",
        by=STAFF,
        requires=(
            rules.situation_is_one_of(
                BY_HAND, "Cette situation se clôt par son propre acte (reprise, retour)."
            ),
        ),
        source=PEDAGOGY,
    ),
    Transition(
        ref="T27",
        region="situation",
        on=ask.OPEN_SITUATION,
        enters=OPEN,
        records="SituationOpened",
        by=(Role.HORLOGE,),
        concludes=(
            Conclusion("kind", lambda case: KIND_OF[case.command.name]),
            Conclusion("contract", lambda case: case.subject.id if case.subject else None),
            flag("away", True),
            today("from_on"),
            Conclusion("until_on", known_until),
            SITE,
        ),
        source=MAISON["situations de la formation"],
    ),
    Transition(
        ref="T27",
        region="situation",
        on=ask.CLOSE_SITUATION,
        leaves=(OPEN,),
        enters=RESOLVED,
        records="SituationClosed",
        by=(Role.HORLOGE,),
        concludes=(
            Conclusion("until_on", the_day_before),
            Conclusion("contract", lambda case: case.subject and case.subject.data.get("contract")),
        ),
        source=MAISON["situations de la formation"],
    ),
)  # fmt: skip

TOUCHING_THE_CONTRACT = (
    _of_the_contract(
        "T28", ask.SUSPEND_CONTRACT, "ContractSuspended", INSPECTION,
        by=(*OFFICE, Role.DDETS),
        requires=(rules.contract_does_not_say("suspended", "Le contrat est déjà suspendu."),),
        concludes=(flag("suspended", True),),
        then=OPENS,
        informs=(Role.DIRECTION, *HELPERS),
    ),
    _of_the_contract(
        "T29", ask.RESUME_CONTRACT, "ContractResumed", CODE_DU_TRAVAIL["L. 6225-4 à L. 6225-7"],
        by=(*OFFICE, Role.DDETS),
        requires=(rules.contract_says("suspended", "Le contrat n’est pas suspendu."),),
        concludes=(flag("suspended", False),),
        then=_closes("suspension", "suspended"),
        informs=HELPERS,
    ),
    _of_the_contract(
        "T30", ask.START_MOBILITY, "MobilityStarted", ABROAD,
        requires=(rules.contract_does_not_say("abroad", "L’apprenti est déjà en mobilité."),),
        flags=(rules.mobility_is_short_enough, rules.mobility_convention_precedes_departure),
        concludes=(flag("abroad", True),),
        then=OPENS,
    ),
    _of_the_contract(
        "T30", ask.END_MOBILITY, "MobilityEnded", ABROAD,
        requires=(rules.contract_says("abroad", "L’apprenti n’est pas en mobilité."),),
        concludes=(flag("abroad", False),),
        then=_closes("mobility", "abroad"),
    ),
    _of_the_contract(
        "D43", ask.RECORD_ABSENCE, "AbsenceRecorded", ABSENCE,
        by=(*STAFF, Role.APPRENTI, Role.EMPLOYEUR),
        requires=(rules.contract_does_not_say("absent", "Une absence est déjà en cours."),),
        concludes=(flag("absent", True), today("absent_since")),
        then=OPENS,
    ),
    _of_the_contract(
        "D43", ask.RECORD_RETURN, "ReturnRecorded", ABSENCE,
        by=(*STAFF, Role.APPRENTI, Role.EMPLOYEUR),
        requires=(rules.contract_says("absent", "Aucune absence n’est en cours."),),
        concludes=(flag("absent", False), Conclusion("return_visit", return_visit)),
        then=_closes("absence", "absent"),
    ),
)  # fmt: skip

TRANSITIONS = (*BESIDE, *TOUCHING_THE_CONTRACT)
