"""What a formation or CFA does once is true of each apprentice: invited, there, elected."""

from __future__ import annotations

from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation.events import (
    AGREE_TO_TESTIFY,
    ATTEND_EVENT,
    INVITE_TO_EVENT,
)
from lifecycle.commands.organisation.promotions import BECOME_DELEGATE
from lifecycle.legal import CHARTE
from lifecycle.people import STAFF, Role
from lifecycle.rules.conclusions import flag
from lifecycle.states.candidacy import ANY
from lifecycle.vocabulary import Conclusion, Phase, Transition

BY = (*STAFF, Role.EMPLOYEUR)


def _said(
    on: Intention,
    records: str,
    informs: tuple[Role, ...] = (),
    by: tuple[Role, ...] = BY,
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref="EVENT",
        region="pathway",
        on=on,
        leaves=ANY,
        records=records,
        by=by,
        informs=informs,
        concludes=concludes,
        source=CHARTE["annexe, poste 1 §1"],
    )


TRANSITIONS = (
    _said(INVITE_TO_EVENT, "EventAnnounced", (Role.APPRENTI,)),
    _said(ATTEND_EVENT, "EventAttended"),
    _said(BECOME_DELEGATE, "DelegateElected", concludes=(flag("delegate", True),)),
    _said(AGREE_TO_TESTIFY, "TestimonyAgreed", by=(Role.APPRENTI, *STAFF)),
)

PHASE = Phase("attendance", "Présence aux événements collectifs", TRANSITIONS)
