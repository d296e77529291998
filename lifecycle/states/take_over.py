"""Taking over: a life that began elsewhere enters in the middle, each fact on its own day.

Nothing is mailed, and no rule flags what nobody could know: what was due before the reprise is
opened as «avant reprise», visible and closed.
"""

from __future__ import annotations

from lifecycle.commands import take_over as ask
from lifecycle.commands.contract import OPEN_FILING
from lifecycle.commands.filing import CLOSE_FILING
from lifecycle.commands.intention import Intention
from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.rules import take_over as rules
from lifecycle.rules.conclusions import AT_START
from lifecycle.rules.follow_up import FAILED, GRADUATED
from lifecycle.states import candidacy as path
from lifecycle.states import filing
from lifecycle.states.contract import moves as contract
from lifecycle.states.duties import HELD, WAIVED
from lifecycle.states.mission import VALIDATED as MISSION_VALIDATED
from lifecycle.vocabulary import Conclusion, Consequence, Phase, Rule, State, Transition

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
SOURCE = MAISON["reprise"]
SINCE = Conclusion("reprise", rules.followed_since)
ADMITTED = Conclusion("admitted", lambda case: case.day.isoformat())
TERMS = Conclusion("", rules.contract_terms)
SIGNED = Conclusion("", rules.signatures)
VISA = Conclusion("visa", lambda case: case.day.isoformat())


DECA = Conclusion("deca_number", lambda case: case.value("deca_number"))


def _move(
    region: str,
    on: Intention,
    records: str,
    leaves: tuple[State, ...],
    enters: State | None,
    causes: tuple[Consequence, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
    requires: tuple[Rule, ...] = (),
    named_by: str = "",
) -> Transition:
    return Transition(
        ref="TAKE",
        region=region,
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=(*OFFICE, Role.HORLOGE),
        causes=causes,
        concludes=concludes,
        requires=requires,
        named_by=named_by,
        source=SOURCE,
    )


def _situation(
    on: Intention,
    records: str,
    leaves: tuple[State, ...],
    enters: State,
    *concludes: Conclusion,
) -> Transition:
    return _move("pathway", on, records, leaves, enters, concludes=concludes)


def _contract(
    on: Intention,
    records: str,
    leaves: tuple[State, ...],
    enters: State | None,
    causes: tuple[Consequence, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    mine = (rules.contract_was_taken_over,)
    return _move("contract", on, records, leaves, enters, causes, concludes, mine)


def _if_so(on: Intention, situation: str) -> Consequence:
    return Consequence(on, "pathway", rules.situation_is(situation))


def _if_it_is(on: Intention, *states: str) -> Consequence:
    return Consequence(on, "contract", rules.contract_state_is(*states))


LIVING = (*path.ACTIVE, path.GRADUATED, path.FAILED, path.FOLLOW_UP)
UNSTARTED = (contract.DRAFT, contract.SIGNED, contract.ENDORSED)
STARTED = (contract.PROBATION, contract.RUNNING)
IN_TRAINING = Consequence(ask.TAKE_OVER_TRAINING, "pathway")
SFP_AFTER = Consequence(ask.TAKE_OVER_AFTER, "pathway", rules.no_contract_is_performed)

PATHWAY = (
    _move(
        "pathway",
        ask.TAKE_OVER,
        "DossierTakenOver",
        (),
        path.CANDIDATE,
        causes=(
            _if_so(ask.SEEK, "seeking"),
            _if_so(ask.TAKE_OVER_SFP, "sfp_before"),
            _if_so(ask.TAKE_OVER_TRAINING, "in_training"),
            _if_so(ask.TAKE_OVER_AFTER, "sfp_after"),
            Consequence(ask.TAKE_OVER_CONTRACT, "contract", rules.contract_is_taken_over),
        ),
        concludes=(ADMITTED, SINCE),
    ),
    _situation(ask.SEEK, "SearchTakenOver", (path.CANDIDATE,), path.SEEKING),
    _situation(ask.TAKE_OVER_SFP, "SfpTakenOver", (path.CANDIDATE, path.SEEKING), path.SFP_BEFORE),
    _situation(
        ask.TAKE_OVER_TRAINING,
        "TrainingTakenOver",
        (*path.BEFORE_CONTRACT, path.SFP_AFTER),
        path.IN_TRAINING,
    ),
    _situation(
        ask.TAKE_OVER_AFTER,
        "SfpAfterTakenOver",
        (path.CANDIDATE, path.IN_TRAINING),
        path.SFP_AFTER,
    ),
    _situation(
        ask.TAKE_OVER_GRADUATED, "DiplomaTakenOver", path.ACTIVE, path.GRADUATED, *GRADUATED
    ),
    _situation(ask.TAKE_OVER_FAILED, "FailureTakenOver", path.ACTIVE, path.FAILED, *FAILED),
    _move("pathway", ask.TAKE_OVER_CONTACT, "ContactTakenOver", LIVING, None),
    _move("role", ask.TAKE_OVER_ROLE, "RoleTakenOver", (HELD,), HELD, named_by="role"),
    _move("mission", ask.TAKE_OVER_MISSION, "MissionTakenOver", (), MISSION_VALIDATED),
)
CONTRACT = (
    _move(
        "contract",
        ask.TAKE_OVER_CONTRACT,
        "ContractTakenOver",
        (),
        contract.DRAFT,
        causes=(
            Consequence(OPEN_FILING, "filing"),
            Consequence(ask.TAKE_OVER_HIRING, "contract", rules.contract_is_to_start),
            _if_it_is(ask.RESUME_PROBATION, "probation", "running"),
            _if_it_is(ask.RESUME_RUNNING, "running"),
            _if_it_is(ask.RESUME_BROKEN, "broken"),
            _if_it_is(ask.RESUME_ENDED, "ended"),
        ),
        concludes=(TERMS,),
    ),
    _contract(ask.TAKE_OVER_HIRING, "HiringTakenOver", (contract.DRAFT,), None),
    _contract(
        ask.TAKE_OVER_SIGNATURE,
        "SignatureTakenOver",
        (contract.DRAFT,),
        contract.SIGNED,
        concludes=(SIGNED,),
    ),
    _contract(ask.TAKE_OVER_SIGNATURE, "SignatureTakenOver", STARTED, None, concludes=(SIGNED,)),
    _contract(
        ask.TAKE_OVER_VISA,
        "VisaTakenOver",
        (contract.SIGNED,),
        contract.ENDORSED,
        concludes=(VISA,),
    ),
    _contract(
        ask.TAKE_OVER_VISA,
        "VisaTakenOver",
        (contract.DRAFT, *STARTED),
        None,
        concludes=(VISA,),
    ),
    _contract(
        ask.RESUME_PROBATION,
        "StartTakenOver",
        UNSTARTED,
        contract.PROBATION,
        causes=(IN_TRAINING,),
        concludes=AT_START,
    ),
    _contract(
        ask.RESUME_RUNNING,
        "ProbationEndTakenOver",
        (contract.DRAFT, contract.PROBATION),
        contract.RUNNING,
        causes=(IN_TRAINING,),
    ),
    _contract(
        ask.RESUME_BROKEN,
        "RuptureTakenOver",
        (contract.DRAFT, *STARTED),
        contract.BROKEN,
        causes=(Consequence(CLOSE_FILING, "filing"), SFP_AFTER),
    ),
    _contract(ask.RESUME_ENDED, "TermTakenOver", (contract.DRAFT, *STARTED), contract.ENDED),
    _contract(
        ask.TAKE_OVER_DETAILS,
        "ContractDetailsTakenOver",
        (*UNSTARTED, *STARTED),
        None,
    ),
)
FILING = (
    _move(
        "filing",
        ask.TAKE_OVER_TRANSMISSION,
        "FilingTransmitted",
        (filing.TO_TRANSMIT,),
        filing.TRANSMITTED,
    ),
    _move(
        "filing",
        ask.RESUME_FILING,
        "FilingTakenOver",
        (filing.TO_TRANSMIT, *filing.UNDECIDED),
        filing.ENGAGED,
        concludes=(DECA,),
    ),
)
OBLIGATION = (
    _move("obligation", ask.TAKE_OVER_OBLIGATION, "ObligationBeforeTakeOver", (), WAIVED),
)

PHASE = Phase("take_over", "Reprise", (*PATHWAY, *CONTRACT, *FILING, *OBLIGATION))
