"""Which fact writes to whom, by which letter: one table, read by the outbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from lifecycle.calendar import Calendar, paris_day
from lifecycle.dossier import Dossier
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.states import reserved
from lifecycle.vocabulary import Charter

ORDINARY, URGENT, LEGAL, APART = "ordinary", "urgent", "legal", "apart"


@dataclass(frozen=True, slots=True)
class Row:
    """One letter owed to one person because of one fact. `at_once`: it is a step, due now."""

    letter: str
    person: str
    role: str
    calendar: str
    urgency: str
    at_once: bool


ALL = "*"
NEWS = "news"  # what any other fact that is told writes
OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
# Fact → letter, by the role of the recipient where the wording differs.
FACTS: Mapping[str, Mapping[str, str]] = {
    "MissionSubmitted": {Role.RESPONSABLE_FORMATION: "mission_submitted", ALL: "mission_received"},
    "MissionCompleted": {ALL: "mission_submitted"},
    "MissionChangesRequested": {ALL: "mission_changes_requested"},
    "MissionValidated": {ALL: "mission_validated"},
    "MissionRefused": {ALL: "mission_refused"},
    "MissionWithdrawn": {ALL: "mission_withdrawn"},
    "DocumentsIssued": {ALL: "contract_issued"},
    "ContractSigned": {Role.EMPLOYEUR: "arrival", ALL: "contract_signed"},
    "ApprenticeAdmitted": {ALL: "aids"},
    "ReportShared": {ALL: "report_shared"},
    "ReferentielShared": {ALL: "referentiel_shared"},
    "ContractCancelled": {ALL: "contract_cancelled"},
    "FilingReportedIncomplete": {ALL: "filing_incomplete"},
    "FilingAccepted": {ALL: "filing_accepted"},
    "FilingRefused": {ALL: "filing_refused"},
    "RoleAppointed": {ALL: "tuteur_appointed"},
    "IrregularityFound": {ALL: "irregularity"},
    "ContractAmended": {ALL: "contract_amended"},
    "ContractSuspended": {ALL: "contract_suspended"},
    "ContractBroken": {
        Role.APPRENTI: "rupture_apprentice",
        Role.EMPLOYEUR: "rupture_employer",
        **dict.fromkeys(OFFICE, "rupture_office"),
        ALL: "rupture_told",
    },
    "TrainingContinuedAfterRupture": {ALL: "sfp_started"},
    "SfpPeriodLapsed": {ALL: "sfp_lapsed"},
    "ExamsConvened": {ALL: "exams_convened"},
    "DiplomaObtained": {ALL: "diploma"},
    "ExamsFailed": {ALL: "exams_failed"},
    "ContactAcknowledged": {ALL: "request_received"},
    "ExchangeSent": {ALL: "exchange_raised"},
    "ExchangeAnswered": {ALL: "exchange_answered"},
    "OfferProposed": {ALL: "offer_proposed"},
    "EventAnnounced": {ALL: "event_invitation"},
    "PartiesAsked": {ALL: "feedback_asked"},
    "DelegateAsked": {ALL: "feedback_asked"},
}
APPOINTED: Mapping[str, str] = {
    Role.TUTEUR_ACADEMIQUE: "tuteur_appointed",
    Role.MAITRE_APPRENTISSAGE: "maitre_changed",
}
# Fact → the duty whose dates and source its letter gives.
ABOUT: Mapping[str, str] = {
    "MissionSubmitted": "D01",
    "MissionCompleted": "D01",
    "DocumentsIssued": "D05",
    "RoleAppointed": "D30",
    "ApprenticeAdmitted": "V2-02",
    "ContractBroken": "D62",
    "ContractSuspended": "D61",
    "ExamsConvened": "D70",
    "ExamsFailed": "D72",
}
# Step of a duty → letter: the generic one, unless the wording of this duty matters.
GENERIC: Mapping[str, str] = {
    "ObligationReminded": "reminder",
    "ObligationDue": "last_call",
    "ObligationEscalated": "escalation",
    "ObligationExpired": "expiry",
}
SPECIFIC: Mapping[tuple[str, str], str] = {
    ("D01", "reminder"): "mission_reminder",
    ("D01", "last_call"): "mission_last_call",
    ("D01", "escalation"): "mission_escalation",
    **{
        (ref, kind): "filing_due"
        for ref in ("D11", "D13", "D15")
        for kind in ("reminder", "last_call")
    },
    **{
        (ref, kind): letter
        for letter, refs in {
            "visit_due": ("D30", "D31", "D32"),
            "grid_due": ("D35",),
            "evaluation_due": ("D38",),
            "probation_point": ("D20",),
            "sfp_month": ("D02", "D63"),
            "to_decide": ("T34",),
            "other_cfa": ("D59",),
            "survey_wave": ("D83",),
            "address_check": ("D82",),
            "aids": ("V2-02",),
            "orientation": ("D74",),
            "rules_to_know": ("C-13",),
            "tutoring_training": ("P3-P01", "M-06"),
            "action_due": ("E-04", "M-04", "A-01"),
        }.items()
        for ref in refs
        for kind in ("reminder", "last_call")
    },
    ("D63", "escalation"): "sfp_month",
    ("T14", "expiry"): "contract_start",
    ("D12", "expiry"): "filing_silence",
    ("D14", "expiry"): "filing_silence",
}
# Duties whose very name tells of health, conduct or why a contract ends: their letters give a date.
DISCREET = "discreet"
CONFIDENTIAL = frozenset(("D43", *(f"D{n}" for n in range(51, 60))))
# Duties of which only a référent knows: their letter says neither what, nor to others of whom.
RESERVED_STEP = "reserved_step"
RESERVED = frozenset(declared.ref for declared in reserved.OBLIGATIONS)
# What the parties say to one another and what signals a gap: told in real time (charter, poste 1).
PROMPT = frozenset(
    (
        *("ExchangeSent", "ExchangeAnswered", "LivretFellSilent"),
        *("AbsencesSignalled", "AbsencesSignalledWithoutContract"),
    )
)
# Facts of which an irregularity says neither the rule nor the act, for the same reason.
UNSAID = frozenset(
    (
        *("RuptureRecorded", "ContractBroken", "MediatorSeized", "EmployerInformed"),
        *("InterviewConvened", "InterviewHeld", "FaultKnown", "UnfitnessFound"),
        *("UnfitnessConfirmed", "DisciplineOpened", "DisciplinaryInterviewHeld"),
        *("ApprenticeExcluded", "AbsenceRecorded", "ReturnRecorded", "ResumptionRefused"),
    )
)
# Letter that asks or announces something → the states of its subject in which that still holds.
WHILE: Mapping[str, tuple[str, ...]] = {
    "mission_submitted": ("submitted",),
    "mission_received": ("submitted", "to_complete"),
    "mission_changes_requested": ("to_complete",),
    "contract_issued": ("to_sign", "in_signature"),
    "filing_incomplete": ("incomplete",),
    "filing_refused": ("refused",),
    "irregularity": ("found",),
    "tuteur_appointed": ("held",),
    "maitre_changed": ("held",),
    "contract_amended": ("probation", "running"),
    "contract_suspended": ("probation", "running"),
    **dict.fromkeys(
        ("rupture_apprentice", "rupture_employer", "rupture_office", "rupture_told"), ("broken",)
    ),
    "sfp_started": ("sfp_after",),
    "sfp_lapsed": ("sfp_before", "sfp_after"),
    "aids": ("seeking", "sfp_before", "in_training"),
    "arrival": ("signed", "endorsed"),
    "exams_convened": ("in_exams",),
    "diploma": ("graduated", "follow_up", "alumni"),
    "exams_failed": ("failed",),
    "exchange_raised": ("asked",),
    "request_received": ("asked",),
}


def rows(charter: Charter, event: Event, dossier: Dossier) -> Iterator[Row]:
    """What `event` writes, one row per person; a restatement tells nothing that was not told."""
    if event.state is None or event.corrects is not None:
        return
    for told in event.data.get("told") or ():
        letter = letter_of(event, dossier, str(told["for"]))
        if letter and not _told_by_its_effect(charter, event, dossier, str(told["for"])):
            prompt = is_prompt(event, Calendar(told["calendar"]))
            yield Row(
                letter,
                told["person"],
                told["role"],
                told["calendar"],
                URGENT if prompt else urgency(charter, event, dossier),
                prompt or event.type in GENERIC,
            )


def _told_by_its_effect(charter: Charter, event: Event, dossier: Dossier, role: str) -> bool:
    """Whether what an expiry does writes to the same role by itself."""
    declared = charter.obligations.get(ref_of(event, dossier))
    if not event.data.get("effect") or declared is None or declared.expiry is None:
        return False
    moves = charter.by_command[declared.expiry.does.name]
    return any(role in move.informs for move in moves if move.ref == event.data["effect"])


def letter_of(event: Event, dossier: Dossier, role: str) -> str:
    """The folder of the letter that tells this fact to this role, or nothing."""
    if kind := GENERIC.get(event.type):
        return _letter_of_step(event, dossier, kind)
    if event.type == "RoleAppointed":
        return APPOINTED.get(event.instance, "")
    if not _is_told(event.data, role):
        return ""
    letters = FACTS.get(event.type, {ALL: NEWS})
    return letters.get(role, letters.get(ALL, ""))


def _is_told(said: Mapping[str, object], role: str) -> bool:
    """Whoever writes to the others needs no copy; of a request, only whoever made it hears."""
    return role != said.get("said_by") and role == said.get("asked_by", role)


def _letter_of_step(event: Event, dossier: Dossier, kind: str) -> str:
    """Its own words, else none where its name or the duty itself is nobody else's, else its kind's."""
    ref, duty = ref_of(event, dossier), dossier.get("obligation", event.instance)
    if letter := SPECIFIC.get((ref, kind)):
        return letter
    if ref in RESERVED:
        return RESERVED_STEP
    if ref in CONFIDENTIAL:
        return DISCREET
    if kind == "expiry" or duty is None:
        return kind
    if duty.data.get("never_late"):
        return "possible_from"
    return kind if duty.data.get("owed_by") else "watch"


def ref_of(event: Event, dossier: Dossier) -> str:
    duty = dossier.get("obligation", event.instance)
    return str(duty.data["ref"]) if duty else ""


def urgency(charter: Charter, event: Event, dossier: Dossier) -> str:
    """How a letter travels; the rows of one person and one urgency that are due make one mail.

    *ordinary*: the mail of the day, one a day, at eight. *urgent*: last calls and escalations, which
    ask for an act today, and what is prompt, leave at once and are not buried in it. *legal*: what
    the law makes of a silence, apart from everything else. What is told late has missed its hour: it
    goes, whatever it is, into the mail of the day, so that a person gets one catch-up letter after a
    downtime. *apart*: what is reserved to a référent, never in one mail with what others may read.
    """
    if ref_of(event, dossier) in RESERVED:
        return APART
    if is_late(event):
        return ORDINARY
    declared = charter.obligations.get(ref_of(event, dossier))
    if event.type == "ObligationExpired" and declared is not None and declared.legal_notice:
        return LEGAL
    return URGENT if event.type in ("ObligationDue", "ObligationEscalated") else ORDINARY


def is_late(event: Event) -> bool:
    """Whether the step was recorded after the day on which it was planned."""
    return int(event.data.get("late_by") or 0) > 0


def is_prompt(event: Event, calendar: Calendar) -> bool:
    """Whether it is told at once. A silence is found on the jour ouvré that follows its last day;
    what the clock finds later than that, after a downtime, goes into the mail of the day."""
    if event.type not in PROMPT:
        return False
    in_time = calendar.next_ouvre(event.effective_on + timedelta(days=1))
    return not event.by_clock or paris_day(event.recorded_at) <= in_time
