"""Actions agreed after a meeting: each is owed by somebody, at its date, until done or dropped."""

from __future__ import annotations

from lifecycle.commands import evidence as ask
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.rules import evidence as rules
from lifecycle.states.training.situations import SITE
from lifecycle.vocabulary import (
    Clock,
    Consequence,
    Obligation,
    On,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

AGREED = State("agreed", "convenue", "somebody owes it, at a date")
FINISHED = State("finished", "faite", "somebody has done it", final=True)
DROPPED = State("dropped", "abandonnée", "without object, or given up", final=True)

TUTEUR, MAITRE, APPRENTI = Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI
OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
PEOPLE = (TUTEUR, MAITRE, APPRENTI, *OFFICE)
RF = (Role.RESPONSABLE_FORMATION,)
CIBLE = CHARTE["annexe, poste 3, cible"]

ENDS_WITH_ITS_CONTRACT = Consequence(
    ask.VOID_ACTION, "action", rules.its_contract_is_over, same=False
)
"""For whatever ends a contract: nobody owes an action of it any more."""

TRANSITIONS = (
    Transition(
        ref="P3-C04",
        region="action",
        on=ask.AGREE_ACTION,
        enters=AGREED,
        records="ActionAgreed",
        by=PEOPLE,
        requires=(rules.a_contract_is_performed, rules.action_is_to_be_done),
        concludes=(SITE,),
        source=CIBLE,
    ),
    Transition(
        ref="P3-C04",
        region="action",
        on=ask.FINISH_ACTION,
        leaves=(AGREED,),
        enters=FINISHED,
        records="ActionFinished",
        by=PEOPLE,
        source=CIBLE,
    ),
    Transition(
        ref="P3-C04",
        region="action",
        on=ask.DROP_ACTION,
        leaves=(AGREED,),
        enters=DROPPED,
        records="ActionDropped",
        by=(TUTEUR, *OFFICE),
        source=CIBLE,
    ),
    Transition(
        ref="P3-C04",
        region="action",
        on=ask.VOID_ACTION,
        leaves=(AGREED,),
        enters=DROPPED,
        records="ActionVoided",
        by=(Role.HORLOGE,),
        source=CIBLE,
    ),
)


def _owed(ref: str, name: str, label: str, owner: Role) -> Obligation:
    """The same duty for each who may owe an action: its own reminders go to nobody else."""
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=(On("ActionAgreed", day="due_on"),),
        within=jours_calendaires(0),
        owed_by=owner,
        calendar=Where.FORMATION if owner is TUTEUR else Where.SITE,
        applies=rules.action_is_owed_by(owner),
        steps=(
            Step(StepKind.REMINDER, (owner,), offset=-7),
            Step(StepKind.LAST_CALL, (owner,), offset=0),
            Step(StepKind.ESCALATION, RF if owner is TUTEUR else (TUTEUR,), offset=1),
        ),
        closed_by=("ActionFinished",),
        attested=False,
        source=CIBLE,
    )


OBLIGATIONS = (
    _owed("E-04", "act_as_tuteur", "Mener l’action convenue (tuteur)", TUTEUR),
    _owed("M-04", "act_as_maitre", "Mener l’action convenue (maître d’apprentissage)", MAITRE),
    _owed("A-01", "act_as_apprentice", "Mener l’action convenue (apprenti)", APPRENTI),
)
