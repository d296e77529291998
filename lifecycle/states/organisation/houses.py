"""Formations and CFAs: dossiers of their own, folded and decided like an apprentice's."""

from __future__ import annotations

from lifecycle.commands.intention import Intention
from lifecycle.commands.organisation import houses as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import collective, partnership
from lifecycle.rules import organisation as rules
from lifecycle.rules.conclusions import chosen, chosen_by
from lifecycle.vocabulary import Conclusion, Setting, State, Transition

ACTIVE = State("active", "en activité", "receives apprentices")
BY = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)


def _move(
    region: str,
    on: Intention,
    records: str,
    *leaves: State,
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref="HOUSE",
        region=region,
        on=on,
        leaves=leaves,
        enters=ACTIVE,
        records=records,
        by=BY,
        requires=(rules.settings_respect_the_socle, rules.trajectories_are_progressive),
        concludes=(Conclusion("", chosen), *concludes),
        source=CHARTE["§2 (gouvernance clairement définie)"],
    )


OF_FORMATIONS = (
    _move("formation", ask.ADD_FORMATION, "FormationAdded"),
    _move("formation", ask.SET_FORMATION, "FormationSet", ACTIVE),
    Transition(
        ref="HOUSE",
        region="formation",
        on=ask.PUBLISH_ALTERNANCE,
        leaves=(ACTIVE,),
        enters=ACTIVE,
        records="AlternancePublished",
        by=BY,
        flags=(collective.rhythm_was_consulted,),
        concludes=(
            Conclusion("alternance", rules.alternance_lines),
            Conclusion("chosen:alternance", chosen_by),
            Conclusion("consulted_event", collective.last_consultation),
        ),
        source=CHARTE["§1.1 (rythme choisi après consultation)"],
    ),
    Transition(
        ref="P1-P01",
        region="formation",
        on=ask.CONSTITUTE_COMMITTEE,
        leaves=(ACTIVE,),
        records="CommitteeConstituted",
        by=BY,
        concludes=(Conclusion("committee_since", lambda case: case.day.isoformat()),),
        source=CHARTE["annexe, poste 1 §1 (comité de pilotage)"],
    ),
)
OF_CFAS = (
    _move(
        "cfa",
        ask.ADD_CFA,
        "CfaAdded",
        concludes=(
            Conclusion("sifa_from", partnership.sifa_from),
            Conclusion("bilan_from", partnership.bilan_from),
        ),
    ),
    _move("cfa", ask.SET_CFA, "CfaSet", ACTIVE),
)
SETTINGS = (
    Setting(
        "mail",
        "Les courriels de la formation partent, ou attendent",
        "open",
        CHARTE["§2 (gouvernance clairement définie)"],
        choices=("open", "held"),
    ),
)
