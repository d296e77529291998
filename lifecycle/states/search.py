"""The search for an employer: wishes, positioning, coaching, steps, mise en relation; then offers.

All of it stands on the pathway and leaves its state as it is. One duty only: nobody who is admitted
is left a month without a sign of the service.
"""

from __future__ import annotations

from lifecycle.commands import search as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, Source
from lifecycle.people import Role
from lifecycle.rules import search as rules
from lifecycle.rules.conclusions import flag
from lifecycle.states import candidacy as path
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Obligation,
    On,
    Phase,
    Rule,
    Setting,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
SERVICE = (Role.SERVICE_DEDIE, Role.SERVICE_ORIENTATION, *OFFICE)
HELPERS = (*SERVICE, Role.TUTEUR_ACADEMIQUE)
WITHOUT_CONTRACT = (*path.BEFORE_CONTRACT, path.SFP_AFTER)
AFTER = (path.GRADUATED, path.FAILED, path.FOLLOW_UP, path.ALUMNI)
ANY_SEARCH = (*WITHOUT_CONTRACT, *AFTER)
SURVIVING = (*path.ACTIVE, *AFTER)

ORIENTATION = CHARTE["annexe, poste 2, périmètre 1"]
STEP_BY_STEP = CHARTE["annexe, poste 2, périmètre 2"]
SOCLE_2 = CHARTE["annexe, poste 2 §2, socle 2"]
POSTE_4 = CHARTE["annexe, poste 4, périmètre 2 et cible"]


def _noted(
    on: Intention,
    records: str,
    leaves: tuple[State, ...],
    source: Source,
    *,
    by: tuple[Role, ...] = HELPERS,
    requires: tuple[Rule, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
    informs: tuple[Role, ...] = (),
) -> Transition:
    return Transition(
        ref="P2",
        region="pathway",
        on=on,
        leaves=leaves,
        records=records,
        by=by,
        requires=requires,
        concludes=concludes,
        informs=informs,
        source=source,
    )


WITH_THE_APPRENTICE = (*HELPERS, Role.APPRENTI)
TRANSITIONS = (
    _noted(ask.RECORD_OUTREACH, "OutreachRecorded", SURVIVING, SOCLE_2),
    _noted(ask.RECORD_WISHES, "WishesRecorded", WITHOUT_CONTRACT, ORIENTATION,
           by=WITH_THE_APPRENTICE),
    _noted(ask.RECORD_POSITIONING, "PositioningRecorded", path.ACTIVE, STEP_BY_STEP,
           concludes=(flag("positioned", True),)),
    _noted(ask.RECORD_COACHING, "CoachingRecorded", SURVIVING, STEP_BY_STEP),
    _noted(ask.RECORD_SEARCH_STEP, "SearchStepRecorded", ANY_SEARCH, STEP_BY_STEP,
           by=WITH_THE_APPRENTICE),
    _noted(ask.COMPLETE_APPLICATION, "ApplicationCompleted", ANY_SEARCH, STEP_BY_STEP,
           by=WITH_THE_APPRENTICE,
           concludes=(Conclusion("application_complete", rules.application_is_complete),)),
    _noted(ask.INTRODUCE_EMPLOYER, "EmployerIntroduced", ANY_SEARCH, STEP_BY_STEP),
    _noted(ask.CONSENT_OFFERS, "OffersAccepted", SURVIVING, POSTE_4, by=WITH_THE_APPRENTICE,
           concludes=(flag("offers_welcome", True),)),
    _noted(ask.DECLINE_OFFERS, "OffersDeclined", SURVIVING, POSTE_4, by=WITH_THE_APPRENTICE,
           concludes=(flag("offers_welcome", False),)),
    _noted(ask.PROPOSE_OFFER, "OfferProposed", ANY_SEARCH, POSTE_4,
           requires=(rules.offers_are_welcome, rules.offer_is_published),
           informs=(Role.APPRENTI,)),
)  # fmt: skip

SIGNS = ("OutreachRecorded", "CoachingRecorded", "EmployerIntroduced", "OfferProposed")
"""What shows that somebody helps: each closes the month that runs, and opens the next."""
BEGINS = ("ApprenticeAdmitted", "SearchTakenOver", "SfpTakenOver", "SfpAfterTakenOver",
          "TrainingContinuedAfterRupture")  # fmt: skip
FOUND = ("MissionValidated", "MissionTakenOver", "TrainingEntered", "TrainingTakenOver",
         "TrainingResumed")  # fmt: skip

MONTH = Setting(
    "C-01",
    "Plus longue durée sans nouvelles d’un apprenti qui cherche un employeur",
    "30 jours calendaires",
    rules.SEARCH,
)
SUPPORT_SEARCH = Obligation(
    ref="C-01",
    name="support_search",
    label="Prendre des nouvelles de l’apprenti qui cherche un employeur, et l’aider",
    kind=Clock.MAX,
    starts=tuple(On(fact) for fact in (*BEGINS, *SIGNS)),
    within=jours_calendaires(30),
    owed_by=Role.SERVICE_DEDIE,
    calendar=Where.FORMATION,
    applies=rules.apprentice_is_searching,
    steps=(
        Step(StepKind.REMINDER, (Role.SERVICE_DEDIE,), offset=-7),
        Step(StepKind.ESCALATION, (Role.RESPONSABLE_FORMATION,), offset=1),
    ),
    closed_by=SIGNS,
    cancelled_by=FOUND,
    setting=MONTH,
    attested=False,
    source=rules.SEARCH,
)

PHASE = Phase("search", "Recherche d’employeur", TRANSITIONS, (SUPPORT_SEARCH,))
