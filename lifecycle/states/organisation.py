"""Formations and CFAs: dossiers of their own, folded and decided like an apprentice's."""

from __future__ import annotations

from lifecycle.commands import organisation as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import organisation as rules
from lifecycle.rules.conclusions import chosen, chosen_by
from lifecycle.vocabulary import Conclusion, Phase, Setting, State, Transition

ACTIVE = State("active", "ouverte", "receives apprentices")
BY = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)


def _move(region: str, on: Intention, records: str, *leaves: State) -> Transition:
    return Transition(
        ref="HOUSE",
        region=region,
        on=on,
        leaves=leaves,
        enters=ACTIVE,
        records=records,
        by=BY,
        requires=(rules.settings_respect_the_socle, rules.trajectories_are_progressive),
        concludes=(Conclusion("", chosen),),
        source=CHARTE["§2 (gouvernance clairement définie)"],
    )


TRANSITIONS = (
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
        concludes=(
            Conclusion("alternance", rules.alternance_lines),
            Conclusion("chosen:alternance", chosen_by),
        ),
        source=CHARTE["§1.1 (rythme choisi après consultation)"],
    ),
    _move("cfa", ask.ADD_CFA, "CfaAdded"),
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

PHASE = Phase("organisation", "Formations et CFA", TRANSITIONS, (), SETTINGS, stream="house")
