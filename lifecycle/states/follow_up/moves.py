"""Exams, result, one more year, the term of the contract, follow-up, alumni.

A diploma ends no contract: it goes on until R-10 or its term, and its duties with it. The follow-up
begins once a result is known and no contract runs any more.
"""

from __future__ import annotations

from lifecycle.commands import follow_up as ask
from lifecycle.commands.evidence import RECORD_SURVEY
from lifecycle.commands.intention import Intention
from lifecycle.commands.rupture import RESUME_TRAINING
from lifecycle.commands.training import CLOSE_SITUATION
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, DELIBERATION, Source
from lifecycle.people import Role
from lifecycle.rules import follow_up as rules
from lifecycle.rules import surveys, transmission
from lifecycle.rules.conclusions import flag, today
from lifecycle.rules.training import AFTER_FAILURE
from lifecycle.states import candidacy as path
from lifecycle.states import filing
from lifecycle.states.contract.moves import ENDED, STARTED
from lifecycle.states.training.actions import ENDS_WITH_ITS_CONTRACT
from lifecycle.states.training.situations import CLOSES_WITH_ITS_CONTRACT
from lifecycle.states.training.situations import OPEN as GOING_ON
from lifecycle.vocabulary import Conclusion, Consequence, Rule, State, Transition

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
JURY = (Role.JURY, *OFFICE)
ENGINE = (Role.HORLOGE,)
IN_TRAINING = (path.IN_TRAINING, path.SFP_AFTER)
SURVEYED = (path.GRADUATED, path.FAILED, path.FOLLOW_UP, path.ALUMNI)
MAY_OBJECT = (*IN_TRAINING, path.IN_EXAMS, *SURVEYED, path.ABANDONED)
ONE_MORE_YEAR = CODE_DU_TRAVAIL["L. 6222-11"]
EXAMS = CODE_DU_TRAVAIL["L. 6223-4 et L. 6222-34"]
POST_TRAINING = CHARTE["annexe, poste 4"]

PROLONGATION = "prolongation"
IS_OVER = Consequence(ask.ENTER_FOLLOW_UP, "pathway", rules.training_is_over)
"""For whatever gives a result, or ends a contract."""
ENDS_PROLONGATION = Consequence(
    CLOSE_SITUATION, "situation", rules.situation_is(PROLONGATION), same=False
)
NOT_CONVENED = tuple(rules.forgotten(name) for name in ("exams_on", "exams_end_on"))


def _pathway(
    ref: str,
    on: Intention,
    leaves: tuple[State, ...],
    enters: State | None,
    records: str,
    source: Source,
    *,
    by: tuple[Role, ...] = OFFICE,
    requires: tuple[Rule, ...] = (),
    flags: tuple[Rule, ...] = (),
    causes: tuple[Consequence, ...] = (),
    informs: tuple[Role, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="pathway",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=requires,
        flags=flags,
        causes=causes,
        informs=informs,
        concludes=concludes,
        source=source,
    )


def _result(
    ref: str, on: Intention, enters: State, records: str, concludes: tuple[Conclusion, ...]
) -> Transition:
    """What a jury says, of exams that somebody has convened to or not."""
    return _pathway(
        ref,
        on,
        (path.IN_EXAMS, *IN_TRAINING),
        enters,
        records,
        CODE_DU_TRAVAIL["L. 6211-1"],
        by=JURY,
        flags=(rules.exams_were_convened, rules.result_follows_the_exams),
        causes=(ENDS_PROLONGATION, IS_OVER),
        informs=(Role.APPRENTI, Role.RESPONSABLE_FORMATION),
        concludes=concludes,
    )


PATHWAY = (
    _pathway("T36", ask.CONVENE_TO_EXAMS, (*IN_TRAINING, path.IN_EXAMS), path.IN_EXAMS,
             "ExamsConvened", EXAMS, by=(*JURY, Role.EMPLOYEUR), informs=(Role.APPRENTI, Role.MAITRE_APPRENTISSAGE),
             causes=(Consequence(ask.ANNOUNCE_EXAMS, "contract", rules.exams_concern_the_contract,
                                 same=False),),
             concludes=(Conclusion("exams_end_on", rules.last_exam),)),
    _result("T37", ask.RECORD_SUCCESS, path.GRADUATED, "DiplomaObtained", rules.GRADUATED),
    _result("T38", ask.RECORD_FAILURE, path.FAILED, "ExamsFailed", rules.FAILED),
    _pathway("T39", ask.EXTEND_TRAINING, (path.FAILED, path.FOLLOW_UP), path.IN_TRAINING,
             "TrainingExtended", ONE_MORE_YEAR,
             requires=(rules.last_result_is_a_failure,),
             flags=(rules.extension_is_at_most_a_year, rules.extension_has_a_contract),
             causes=(Consequence(ask.PROLONG_CONTRACT, "contract", rules.contract_is_prolonged,
                                 same=False),
                     Consequence(ask.OPEN_PROLONGATION, "situation")),
             concludes=(rules.forgotten("failed_on"), *NOT_CONVENED)),
    _pathway("T39", RESUME_TRAINING, (path.FAILED, path.FOLLOW_UP), path.IN_TRAINING,
             "TrainingExtended", ONE_MORE_YEAR, by=ENGINE,
             causes=(Consequence(ask.OPEN_PROLONGATION, "situation"),),
             concludes=(rules.forgotten("failed_on"), *NOT_CONVENED)),
    _pathway("T42", ask.ENTER_FOLLOW_UP, (path.GRADUATED, path.FAILED, path.ABANDONED),
             path.FOLLOW_UP, "FollowUpEntered", POST_TRAINING, by=(*OFFICE, *ENGINE),
             flags=(rules.no_contract_runs,)),
    _pathway("T42", RECORD_SURVEY, SURVEYED, None, "SurveyRecorded", POST_TRAINING,
             by=(Role.APPRENTI, *OFFICE), requires=(surveys.wave_is_declared, surveys.answer_is_given),
             concludes=(Conclusion("", surveys.answered),)),
    _pathway("T42", ask.OBJECT_TO_SURVEYS, MAY_OBJECT, None, "SurveysDeclined", POST_TRAINING,
             by=(Role.APPRENTI, *OFFICE), requires=(rules.nobody_has_objected,),
             concludes=(flag("no_surveys", True),)),
    _pathway("T43", ask.JOIN_ALUMNI, (path.FOLLOW_UP,), path.ALUMNI, "AlumniJoined",
             CHARTE["annexe, poste 4 (réseau Alumni)"], by=(Role.APPRENTI, *OFFICE)),
    _pathway("DEL-23", ask.RECORD_TRANSMISSION, (path.GRADUATED, path.FOLLOW_UP, path.ALUMNI), None,
             "DataTransmitted", DELIBERATION["axe post (enquêtes de l’ORESIPÉ, réseau Alumni)"],
             requires=(transmission.recipient_may_be_told,),
             concludes=(Conclusion("sent_basis", transmission.basis_of_the_transmission),)),
)  # fmt: skip

OTHERS = (
    Transition(
        ref="T36",
        region="contract",
        on=ask.ANNOUNCE_EXAMS,
        leaves=STARTED,
        records="ExamsAnnounced",
        by=ENGINE,
        flags=(rules.contract_lasts_until_the_exams,),
        concludes=(rules.said("exams_on"), Conclusion("exams_end_on", rules.last_exam)),
        source=EXAMS,
    ),
    Transition(
        ref="T39",
        region="contract",
        on=ask.PROLONG_CONTRACT,
        leaves=STARTED,
        records="ContractAmended",
        by=ENGINE,
        concludes=(
            Conclusion("amendment_type", lambda _: AFTER_FAILURE),
            today("takes_effect_on"),
            Conclusion("ends_on", lambda case: case.command.fields.get("extended_until")),
            Conclusion("moved_term", lambda case: case.command.fields.get("extended_until")),
        ),
        source=ONE_MORE_YEAR,
    ),
    Transition(
        ref="T39",
        region="situation",
        on=ask.OPEN_PROLONGATION,
        enters=GOING_ON,
        records="ProlongationOpened",
        by=ENGINE,
        concludes=(flag("kind", PROLONGATION), today("from_on"), rules.said("extended_until")),
        source=ONE_MORE_YEAR,
    ),
    Transition(
        ref="T40",
        region="contract",
        on=ask.END_CONTRACT,
        leaves=STARTED,
        enters=ENDED,
        records="ContractEnded",
        by=ENGINE,
        causes=(CLOSES_WITH_ITS_CONTRACT, ENDS_WITH_ITS_CONTRACT, IS_OVER),
        concludes=(Conclusion("common_law", rules.is_open_ended),),
        source=CODE_DU_TRAVAIL["L. 6222-7 et L. 6222-7-1"],
    ),
    Transition(
        ref="T41",
        region="filing",
        on=ask.SETTLE_FILING,
        leaves=(filing.ENGAGED,),
        enters=filing.SETTLED,
        records="FilingSettled",
        by=(Role.OPCO, *OFFICE),
        flags=(rules.contract_has_ended,),
        source=CODE_DU_TRAVAIL["R. 6332-25 III 4°"],
    ),
)

TRANSITIONS = (*PATHWAY, *OTHERS)
