"""The law of the moves: every (region, state, command) of these phases, and the state that it enters.

Read it as the charter. `—` is an instance that does not exist yet, `=` the state that it has.
"""

from __future__ import annotations

import pytest

from lifecycle.agenda import PENDING
from lifecycle.charter import charter
from lifecycle.machine import ABSENT

PATHWAY = """
register-candidacy: — → candidate
refuse-candidacy: candidate → refused
withdraw-candidacy: candidate, seeking, sfp_before → withdrawn
admit: candidate → seeking
start-without-contract: seeking → sfp_before
enter-training: candidate, seeking, sfp_before, abandoned, excluded → in_training
continue-after-rupture: in_training, in_exams → sfp_after
resume-training: sfp_after, failed, follow_up → in_training
lapse-sfp: sfp_after, sfp_before, in_exams → =
record-abandonment: ACTIVE → abandoned
record-exclusion: ACTIVE → excluded
record-transfer: ACTIVE, abandoned, excluded → transferred
record-reorientation: ACTIVE, abandoned, excluded → reoriented
convene-to-exams: in_training, sfp_after, in_exams → in_exams
record-success: in_exams, in_training, sfp_after → graduated
record-failure: in_exams, in_training, sfp_after → failed
extend-training: failed, follow_up → in_training
enter-follow-up: graduated, failed, abandoned → follow_up
record-survey: graduated, failed, follow_up, alumni → =
accept-tutoring: ACTIVE → =
acknowledge-aids: ACTIVE, graduated, failed, follow_up, abandoned → =
object-to-surveys: in_training, sfp_after, in_exams, graduated, failed, follow_up, alumni, abandoned → =
join-alumni: follow_up → alumni
record-transmission: graduated, follow_up, alumni → =
silence-dossier: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
resume-mail: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
record-death: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → deceased
take-over: — → candidate
take-over-seeking: candidate → seeking
take-over-sfp: candidate, seeking → sfp_before
take-over-training: candidate, seeking, sfp_before, sfp_after → in_training
take-over-sfp-after: candidate, in_training → sfp_after
take-over-graduated: ACTIVE → graduated
take-over-failed: ACTIVE → failed
take-over-contact: ACTIVE, graduated, failed, follow_up → =
invite-to-event: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
attend-event: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
become-delegate: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
agree-to-testify: ACTIVE, graduated, failed, follow_up, alumni, refused, withdrawn, abandoned, excluded, transferred, reoriented → =
ask-delegate: ACTIVE → =
record-outreach: ACTIVE, graduated, failed, follow_up, alumni → =
record-wishes: candidate, seeking, sfp_before, sfp_after → =
record-positioning: ACTIVE → =
record-coaching: ACTIVE, graduated, failed, follow_up, alumni → =
record-search-step: candidate, seeking, sfp_before, sfp_after, graduated, failed, follow_up, alumni → =
complete-application: candidate, seeking, sfp_before, sfp_after, graduated, failed, follow_up, alumni → =
introduce-employer: candidate, seeking, sfp_before, sfp_after, graduated, failed, follow_up, alumni → =
consent-offers: ACTIVE, graduated, failed, follow_up, alumni → =
decline-offers: ACTIVE, graduated, failed, follow_up, alumni → =
propose-offer: candidate, seeking, sfp_before, sfp_after, graduated, failed, follow_up, alumni → =
record-hours: sfp_before, in_training, sfp_after, in_exams, graduated, failed, follow_up, abandoned, excluded, transferred, reoriented → =
record-remote-session: sfp_before, in_training, sfp_after, in_exams, graduated, failed, follow_up, abandoned, excluded, transferred, reoriented → =
signal-absences-alone: sfp_before, in_training, sfp_after, in_exams → =
"""
MISSION = """
submit-mission: — → submitted
request-mission-changes: submitted → to_complete
complete-mission: to_complete → submitted
validate-mission: submitted → validated
refuse-mission: submitted, to_complete, validated → refused
withdraw-mission: submitted, to_complete, validated → withdrawn
take-over-mission: — → validated
"""
CONTRACT = """
draft-contract: — → draft
issue-documents: draft → to_sign
sign-contract: draft, to_sign → in_signature
sign-contract: in_signature, probation, running → =
complete-signatures: in_signature → signed
complete-signatures: probation, running → =
refuse-signature: to_sign, in_signature → draft
grant-visa: signed → endorsed
grant-visa: draft, to_sign, in_signature, probation, running → =
endorse-contract: signed → endorsed
start-contract: draft, to_sign, in_signature, signed, endorsed → probation
cancel-contract: draft, to_sign, in_signature, signed, endorsed → cancelled
amend-contract: probation, running → =
record-visit: probation, running → =
end-probation: probation → running
suspend-contract: probation, running → =
resume-contract: probation, running → =
start-mobility: probation, running → =
end-mobility: probation, running → =
record-absence: probation, running → =
record-return: probation, running → =
record-retour: probation, running → =
acknowledge-grid: probation, running → =
complete-grid: probation, running → =
record-evaluation: probation, running, ended, broken → =
share-report: probation, running, ended, broken → =
record-coordination: probation, running → =
record-training: probation, running → =
share-referentiel: probation, running → =
acknowledge-rules: probation, running → =
fill-grid: probation, running, ended, broken → =
record-rupture: draft, to_sign, in_signature, signed, endorsed, probation, running → =
break-contract: probation, running → broken
seize-mediator: probation, running → =
inform-employer: probation, running → =
convene-to-interview: probation, running → =
hold-interview: probation, running → =
record-fault: probation, running → =
record-unfitness: probation, running → =
confirm-unfitness: probation, running → =
announce-diploma: probation, running → =
refuse-resumption: probation, running → =
announce-exams: probation, running → =
prolong-contract: probation, running → =
end-contract: probation, running → ended
take-over-contract: — → draft
take-over-hiring: draft → =
take-over-signature: draft → signed
take-over-signature: probation, running → =
take-over-visa: signed → endorsed
take-over-visa: draft, probation, running → =
take-over-probation: draft, signed, endorsed → probation
take-over-running: draft, probation → running
take-over-broken: draft, probation, running → broken
take-over-ended: draft, probation, running → ended
take-over-details: draft, signed, endorsed, probation, running → =
open-livret: probation, running → =
record-livret-entry: probation, running → =
ask-parties: probation, running → =
signal-silence: probation, running → =
agree-progression: probation, running → =
review-progression: probation, running → =
agree-telework: probation, running → =
review-telework: probation, running → =
adapt-meetings: probation, running → =
signal-absences: probation, running → =
"""
FILING = """
open-filing: — → to_transmit
take-over-filing: to_transmit, transmitted, under_review, incomplete, implicitly_refused, refused → engaged
take-over-transmission: to_transmit → transmitted
transmit-filing: to_transmit → transmitted
acknowledge-filing: transmitted → under_review
report-incomplete-filing: transmitted, under_review → incomplete
complete-filing: incomplete → under_review
accept-filing: transmitted, under_review, incomplete, implicitly_refused, refused, implicitly_filed → engaged
refuse-filing: transmitted, under_review, incomplete, implicitly_refused → refused
refuse-filing: refused → =
lapse-filing: transmitted, under_review → implicitly_refused
deem-filed: transmitted, under_review → implicitly_filed
reopen-filing: refused, implicitly_refused → to_transmit
close-filing: to_transmit, transmitted, under_review, incomplete, implicitly_refused, refused, engaged, implicitly_filed → cancelled
break-filing: cancelled → broken
settle-filing: engaged → settled
inform-filing-body: to_transmit, transmitted, under_review, incomplete, implicitly_refused, refused, engaged, implicitly_filed → =
"""
SITUATION = """
report-difficulty: — → open
open-mediation: — → open
record-hosting: — → open
open-situation: — → open
open-prolongation: — → open
signal-environment: — → open
resolve-situation: open → resolved
open-discipline: — → open
open-procedure: — → open
hold-disciplinary-interview: open → =
close-situation: open → resolved
review-difficulty: open → =
"""
MILESTONE = """
plan-milestone: — → planned
move-milestone: planned → =
deliver-milestone: planned → delivered
drop-milestone: planned → dropped
"""
ACTION = """
agree-action: — → agreed
finish-action: agreed → finished
drop-action: agreed → dropped
void-action: agreed → dropped
"""
EXCHANGE = """
record-contact: — → asked
acknowledge-contact: asked → =
answer-contact: asked → answered
raise-exchange: — → asked
send-exchange: asked → =
answer-exchange: asked → answered
"""
OFFER = """
receive-offer: — → received
update-offer: received, qualified, published, expired → =
qualify-offer: received, qualified → qualified
publish-offer: qualified → published
renew-offer: published, expired → published
fill-offer: received, qualified, published, expired → filled
withdraw-offer: received, qualified, published, expired → withdrawn
expire-offer: published → expired
"""
SUGGESTION = """
raise-suggestion: — → raised
consider-suggestion: raised → considered
settle-suggestion: raised, considered → settled
"""
RESOURCE = """
give-resource: — → given
extend-resource: given → given
withdraw-resource: given → withdrawn
"""
PROMOTION = """
open-promotion: — → open
publish-evaluations: open → =
elect-delegates: open → =
record-campaign: open → =
close-promotion: open → closed
"""
EVENT = """
plan-event: — → planned
hold-event: —, planned → held
cancel-event: planned → cancelled
"""
CONVENTION = """
sign-convention: — → in_force
renew-convention: in_force → =
renew-convention: ended → in_force
end-convention: in_force → ended
lapse-convention: in_force → ended
"""
CERTIFICATION = """
record-certification: — → certified
record-surveillance: certified → =
renew-certification: certified → =
renew-certification: expired → certified
lapse-certification: certified → expired
"""
CONTROL = """
record-control: — → announced
answer-control: announced → answered
"""
OBLIGATION = """
plan-obligation: —, open, reminded, due, escalated → planned
open-obligation: —, planned → open
open-obligation: reminded, due, escalated → =
replan-obligation: planned, open → =
replan-obligation: reminded, due, escalated → open
pause-obligation: PENDING → =
progress-obligation: PENDING → =
remind: planned, open, due, escalated → reminded
remind: reminded → =
last-call: planned, open, reminded, escalated → due
last-call: due → =
escalate: planned, open, reminded, due → escalated
escalate: escalated → =
expire: planned, open, reminded, escalated → due
expire: due → =
close-obligation: PENDING → done
fulfil-obligation: PENDING → done
waive-obligation: PENDING → waived
cancel-obligation: PENDING → cancelled
take-over-obligation: — → waived
"""
IRREGULARITY = """
flag-irregularity: — → found
lift-rule: — → justified
justify-irregularity: found → justified
"""
CORRECTION = """
correct: — → made
"""
RESERVED = """
open-reserved: — → open
note-reserved: open → =
refer-reserved: open → =
close-reserved: open → closed
"""
DOCUMENT = """
keep-document: — → kept
withdraw-document: kept → withdrawn
"""
GROUPS = {
    "ACTIVE": "candidate, seeking, sfp_before, in_training, sfp_after, in_exams",
    "PENDING": "planned, open, reminded, due, escalated",
}
REGIONS = {
    "pathway": PATHWAY,
    "mission": MISSION,
    "contract": CONTRACT,
    "filing": FILING,
    "situation": SITUATION,
    "action": ACTION,
    "exchange": EXCHANGE,
    "offer": OFFER,
    "suggestion": SUGGESTION,
    "promotion": PROMOTION,
    "event": EVENT,
    "convention": CONVENTION,
    "resource": RESOURCE,
    "certification": CERTIFICATION,
    "control": CONTROL,
    "obligation": OBLIGATION,
    "irregularity": IRREGULARITY,
    "correction": CORRECTION,
    "milestone": MILESTONE,
    "reserved": RESERVED,
    "document": DOCUMENT,
}


def cells(text: str) -> dict[tuple[str, str], str]:
    """(state, command) → state entered."""
    found: dict[tuple[str, str], str] = {}
    for line in text.strip().splitlines():
        command, _, rest = line.partition(": ")
        for name, states in GROUPS.items():
            rest = rest.replace(name, states)
        left, _, entered = rest.partition(" → ")
        for state in left.split(", "):
            source = ABSENT if state == "—" else state
            assert (source, command) not in found
            found[source, command] = source if entered == "=" else entered
    return found


@pytest.mark.parametrize("region", REGIONS)
def test_every_move_of_the_charter_and_no_other(region: str) -> None:
    table = charter().table
    assert {(s, c): to for (r, s, c), to in table.items() if r == region} == cells(REGIONS[region])


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_leaves_a_final_state_but_death(region: str) -> None:
    states = charter().states
    final = {s for (r, s), state in states.items() if r == region and state.final}
    left = {(s, c) for (s, c) in cells(REGIONS[region]) if s in final}
    closed_by_a_rupture = {("cancelled", "break-filing")}
    stays = {(s, c) for (s, c), entered in cells(REGIONS[region]).items() if s == entered}
    assert {(s, c) for s, c in left - stays if c != "record-death"} <= closed_by_a_rupture


def test_what_is_pending_is_what_may_still_be_done() -> None:
    states = {s: state for (r, s), state in charter().states.items() if r == "obligation"}
    assert set(PENDING) == {name for name, state in states.items() if not state.final}
