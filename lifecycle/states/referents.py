"""Whom a formation and a CFA name: the référents handicap and mobilité, the secrétariat pédagogique.

The formation's own are those of the établissement. A house made with its référents owes nothing.
"""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import reserved as rules
from lifecycle.vocabulary import Clock, Obligation, On, Phase, Rule, Setting, Step, StepKind, Where

SOCLE = CHARTE["annexe, poste 3, socle"]
DIRECTION, CFA = (Role.DIRECTION,), (Role.GESTIONNAIRE,)
NAMED_WITHIN = Delay(3, Unit.MOIS)
OF_A_FORMATION = ("FormationAdded", "FormationSet")
OF_A_CFA = ("CfaAdded", "CfaSet")


def _named(
    ref: str, name: str, label: str, missing: Rule, named: Rule, *houses: tuple[str, str]
) -> Obligation:
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=tuple(On(added) for added, _ in houses),
        within=NAMED_WITHIN,
        owed_by=Role.DIRECTION,
        calendar=Where.FORMATION,
        applies=missing,
        steps=(
            Step(StepKind.REMINDER, DIRECTION, offset=-30),
            Step(StepKind.LAST_CALL, DIRECTION, offset=-7),
            Step(StepKind.ESCALATION, CFA, offset=1),
        ),
        closed_by=tuple(changed for _, changed in houses),
        counts_if=named,
        setting=Setting(ref, label, str(NAMED_WITHIN), SOCLE),
        attested=False,
        source=SOCLE,
    )


OBLIGATIONS = (
    _named(
        "P3-S03",
        "name_the_referents",
        "Nommer le référent handicap et le référent mobilité",
        rules.a_referent_is_missing,
        rules.referents_are_named,
        OF_A_FORMATION,
        OF_A_CFA,
    ),
    _named(
        "P3-S02",
        "name_the_secretariat",
        "Nommer le secrétariat pédagogique de la formation",
        rules.secretariat_is_missing,
        rules.secretariat_is_named,
        OF_A_FORMATION,
    ),
)

PHASE = Phase("referents", "Référents et secrétariat", (), OBLIGATIONS, stream="house")
