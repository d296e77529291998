"""The contract: drafted, signed, authorised by the visa, started."""

from __future__ import annotations

from lifecycle.commands import candidacy as take
from lifecycle.commands import contract as ask
from lifecycle.commands.filing import CLOSE_FILING
from lifecycle.commands.intention import Intention
from lifecycle.commands.rupture import RESUME_TRAINING
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import after_rupture, candidacy, contract, follow_up, partnership, training
from lifecycle.rules.conclusions import (
    AT_START,
    MISSION_ROLES,
    MISSION_TERMS,
    from_the_mission,
    held_on_the_mission,
    holds_from,
    is_emancipated,
    is_small_employer,
    is_up_to_bac,
    minor_at_start,
    moved_term,
)
from lifecycle.vocabulary import (
    Case,
    Conclusion,
    Consequence,
    Rule,
    State,
    Transition,
)

DRAFT = State("draft", "brouillon", "being prepared", "contract")
TO_SIGN = State("to_sign", "à signer", "documents issued", "contract")
IN_SIGNATURE = State("in_signature", "en signature", "a signature is missing", "contract")
SIGNED = State("signed", "signé", "signed by every party", "contract")
ENDORSED = State("endorsed", "visé", "signed and authorised by the CFA", "contract")
PROBATION = State("probation", "en cours, période probatoire", "45 days in company", "training")
RUNNING = State("running", "en cours", "after the 45 days", "training")
BROKEN = State("broken", "rompu", "ended before its term", final=True)
ENDED = State("ended", "échu", "came to its term", final=True)
CANCELLED = State("cancelled", "annulé", "never performed", final=True)

UNSTARTED = (DRAFT, TO_SIGN, IN_SIGNATURE, SIGNED, ENDORSED)
STARTED = (PROBATION, RUNNING)
OFFICE = (Role.GESTIONNAIRE, Role.DIRECTION)
PARTIES = (Role.EMPLOYEUR, Role.APPRENTI, Role.REPRESENTANT_LEGAL)
AMENDABLE = (Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE, Role.TUTEUR_ACADEMIQUE)
SIGNATURES = ("employer", "apprentice", "legal_representative")

# What the CFA checks before it issues or authorises (domain notes §2.4): these block, and the
# direction may lift them with a reason. At the start they flag what the world has done anyway.
CHECKS = (
    contract.mission_is_validated,
    contract.practical_training_starts_in_time,
    contract.cfa_training_starts_in_time,
    contract.duration_is_lawful,
    contract.training_hours_suffice,
    contract.age_is_lawful,
    contract.maitre_apprentissage_is_competent,
    contract.contract_covers_the_exams,
    follow_up.contract_ends_soon_after_the_exams,
)


def _signature(case: Case) -> dict[str, str]:
    return {f"signed:{case.command.fields.get('party')}": case.day.isoformat()}


def _void(_: Case) -> dict[str, str]:
    """No signature holds any more, even one that will be known of later."""
    return {f"signed:{party}": "" for party in SIGNATURES}


def _caused(on: Intention, records: str, leaves: tuple[State, ...], enters: State | None, ref: str,
            causes: tuple[Consequence, ...] = (), informs: tuple[Role, ...] = ()) -> Transition:  # fmt: skip
    return Transition(
        ref=ref,
        region="contract",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=(Role.HORLOGE,),
        causes=causes,
        informs=informs,
        source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    )


def _signed(leaves: tuple[State, ...], enters: State | None) -> Transition:
    """A signature, in any order; one that comes after the start changes nothing to the start."""
    return Transition(
        ref="T11",
        region="contract",
        on=ask.SIGN_CONTRACT,
        leaves=leaves,
        enters=enters,
        records="ContractSignedByParty",
        by=(*PARTIES, *OFFICE),
        requires=(contract.party_has_not_signed,),
        causes=(Consequence(ask.COMPLETE_SIGNATURES, "contract", contract.every_party_signed),),
        concludes=(Conclusion("", _signature),),
        source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    )


def _endorsed(leaves: tuple[State, ...], enters: State | None,
              requires: tuple[Rule, ...] = (), causes: tuple[Consequence, ...] = ()) -> Transition:  # fmt: skip
    """The visa, in any order: before the last signature, and even after the start."""
    return Transition(
        ref="T13",
        region="contract",
        on=ask.GRANT_VISA,
        leaves=leaves,
        enters=enters,
        records="VisaGranted",
        by=OFFICE,
        requires=(*CHECKS, *requires),
        flags=(partnership.convention_is_in_force,),
        causes=causes,
        concludes=(Conclusion("visa", lambda case: case.day.isoformat()),),
        source=CODE_DU_TRAVAIL["R. 6222-2 (visa du directeur du CFA)"],
    )


STARTS_TODAY = Consequence(ask.START_CONTRACT, "contract", contract.contract_starts_on_that_day)
ENDORSE = Consequence(ask.ENDORSE_CONTRACT, "contract", contract.contract_is_endorsed)

TRANSITIONS = (
    Transition(
        ref="T09",
        region="contract",
        on=ask.DRAFT_CONTRACT,
        enters=DRAFT,
        records="ContractDrafted",
        by=(*OFFICE, Role.EMPLOYEUR),
        requires=(candidacy.pathway_is_alive,),
        causes=(Consequence(ask.OPEN_FILING, "filing"),),
        concludes=(
            *held_on_the_mission(*MISSION_ROLES),
            *from_the_mission(*MISSION_TERMS),
            Conclusion("minor", minor_at_start),
            Conclusion("emancipated", is_emancipated),
            Conclusion("small_employer", is_small_employer),
            Conclusion("up_to_bac", is_up_to_bac),
        ),
        source=CHARTE["annexe, poste 2 §2"],
    ),
    Transition(
        ref="T10",
        region="contract",
        on=ask.ISSUE_DOCUMENTS,
        leaves=(DRAFT,),
        enters=TO_SIGN,
        records="DocumentsIssued",
        by=OFFICE,
        requires=CHECKS,
        informs=(Role.EMPLOYEUR, Role.APPRENTI),
        source=CODE_DU_TRAVAIL["L. 6222-4 et R. 6222-2"],
    ),
    _signed((DRAFT, TO_SIGN, IN_SIGNATURE), IN_SIGNATURE),
    _signed(STARTED, None),
    _caused(ask.COMPLETE_SIGNATURES, "ContractSigned", (IN_SIGNATURE,), SIGNED, "T11", (ENDORSE,),
            informs=(Role.GESTIONNAIRE, Role.EMPLOYEUR)),
    _caused(ask.COMPLETE_SIGNATURES, "ContractSigned", STARTED, None, "T11"),
    Transition(
        ref="T12",
        region="contract",
        on=ask.REFUSE_SIGNATURE,
        leaves=(TO_SIGN, IN_SIGNATURE),
        enters=DRAFT,
        records="SignatureRefused",
        by=(*PARTIES, *OFFICE),
        concludes=(Conclusion("", _void),),
        source=CODE_DU_TRAVAIL["L. 6222-4"],
    ),
    _endorsed((SIGNED,), ENDORSED, causes=(STARTS_TODAY,)),
    _endorsed((DRAFT, TO_SIGN, IN_SIGNATURE, *STARTED), None, (contract.visa_is_not_yet_granted,)),
    _caused(ask.ENDORSE_CONTRACT, "ContractEndorsed", (SIGNED,), ENDORSED, "T13", (STARTS_TODAY,)),
    Transition(
        ref="T14",
        region="contract",
        on=ask.START_CONTRACT,
        leaves=UNSTARTED,
        enters=PROBATION,
        records="ContractStarted",
        by=(*OFFICE, Role.EMPLOYEUR, Role.HORLOGE),
        flags=(
            *CHECKS,
            contract.contract_is_signed,
            contract.contract_is_endorsed,
            candidacy.apprentice_is_admitted,
            training.contract_starts_on_its_date,
            after_rupture.contracts_do_not_overlap,
            after_rupture.contract_follows_the_rupture,
        ),
        concludes=AT_START,
        causes=(
            Consequence(take.ENTER_TRAINING, "pathway"),
            Consequence(RESUME_TRAINING, "pathway"),
        ),
        source=CODE_DU_TRAVAIL["L. 6222-7-1"],
    ),
    Transition(
        ref="T15",
        region="contract",
        on=ask.CANCEL_CONTRACT,
        leaves=UNSTARTED,
        enters=CANCELLED,
        records="ContractCancelled",
        by=(*PARTIES, *OFFICE),
        causes=(Consequence(CLOSE_FILING, "filing"),),
        informs=(Role.EMPLOYEUR, Role.APPRENTI),
        source=PRATIQUE["R-13, annulation avant le début d’exécution"],
    ),
    Transition(
        ref="T24",
        region="contract",
        on=ask.AMEND_CONTRACT,
        leaves=STARTED,
        records="ContractAmended",
        by=(*OFFICE, Role.EMPLOYEUR),
        flags=(
            training.amended_duration_is_lawful,
            training.amended_contract_covers_the_exams,
            training.new_maitre_apprentissage_is_competent,
            training.amendment_is_signed_before_its_effect,
        ),
        concludes=(
            Conclusion("moved_term", moved_term),
            *(holds_from(role) for role in AMENDABLE),
        ),
        informs=(*AMENDABLE, Role.APPRENTI),
        source=CODE_DU_TRAVAIL["D. 6224-5 et D. 6275-4"],
    ),
)  # fmt: skip
