"""The promotion of a year: opened, its evaluations planned, its delegates elected, surveyed, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation import promotions as ask
from lifecycle.events import Event
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, Source
from lifecycle.people import Role
from lifecycle.rules import promotions as rules
from lifecycle.vocabulary import Conclusion, Rule, Spread, State, Transition

OPEN = State("open", "en cours", "between its rentrée and its last day")
CLOSED = State("closed", "close", "its training is over", final=True)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION, Role.SECRETARIAT_PEDAGOGIQUE)  # fmt: skip
PERIMETER_1 = CHARTE["annexe, poste 1 §1"]
ELECTION = CODE_DU_TRAVAIL["R. 6352-9 et R. 6352-10"]


def _recorded(
    on: Intention,
    records: str,
    source: Source,
    *,
    by: tuple[Role, ...] = OFFICE,
    flags: tuple[Rule, ...] = (),
    spreads: Spread | None = None,
) -> Transition:
    return Transition(
        ref="PROMO",
        region="promotion",
        on=on,
        leaves=(OPEN,),
        records=records,
        by=by,
        flags=flags,
        spreads=spreads,
        source=source,
    )


def _mandate(event: Event) -> Mapping[str, Any]:
    return {"house": event.stream, "promotion": event.instance}


TRANSITIONS = (
    Transition(
        ref="PROMO",
        region="promotion",
        on=ask.OPEN_PROMOTION,
        enters=OPEN,
        records="PromotionOpened",
        by=OFFICE,
        concludes=(Conclusion("", rules.election_days),),
        source=PERIMETER_1,
    ),
    _recorded(ask.PUBLISH_EVALUATIONS, "EvaluationsPublished",
              CHARTE["annexe, poste 2 §2 (calendrier de l’alternance et planning des évaluations)"]),
    _recorded(ask.ELECT_DELEGATES, "DelegatesElected", ELECTION,
              flags=(rules.election_is_between_the_hours,),
              spreads=Spread(ask.BECOME_DELEGATE, to="delegates", says=_mandate)),
    _recorded(ask.RECORD_CAMPAIGN, "CampaignRecorded", CHARTE["annexe, postes 1 §3 et 4"]),
    Transition(
        ref="PROMO",
        region="promotion",
        on=ask.CLOSE_PROMOTION,
        leaves=(OPEN,),
        enters=CLOSED,
        records="PromotionClosed",
        by=OFFICE,
        source=PERIMETER_1,
    ),
)  # fmt: skip
