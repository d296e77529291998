"""What is done for the apprentice while the contract runs: its 45 days, retours, grid, evaluations."""

from __future__ import annotations

from lifecycle.commands import training as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.rules import accompaniment as rules
from lifecycle.rules.conclusions import acknowledged
from lifecycle.rules.evidence import grid_in_force, read_with_the_grid
from lifecycle.states.contract.moves import PROBATION, RUNNING, STARTED
from lifecycle.vocabulary import Conclusion, Consequence, Transition

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
TUTEUR, MAITRE = Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE
POSTE_3 = CHARTE["annexe, poste 3, socle"]


def _recorded(
    on: Intention,
    records: str,
    by: tuple[Role, ...],
    *,
    concludes: tuple[Conclusion, ...] = (),
    causes: tuple[Consequence, ...] = (),
) -> Transition:
    return Transition(
        ref="T51",
        region="contract",
        on=on,
        leaves=STARTED,
        records=records,
        by=by,
        concludes=concludes,
        causes=causes,
        source=POSTE_3,
    )


SHARED = Consequence(ask.COMPLETE_GRID, "contract", rules.every_party_knows_the_grid)

TRANSITIONS = (
    Transition(
        ref="T22",
        region="contract",
        on=ask.END_PROBATION,
        leaves=(PROBATION,),
        enters=RUNNING,
        records="ProbationEnded",
        by=(*OFFICE, Role.HORLOGE),
        source=CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
    ),
    _recorded(ask.RECORD_RETOUR, "RetourRecorded", (*OFFICE, TUTEUR)),
    _recorded(
        ask.ACKNOWLEDGE_GRID,
        "GridAcknowledged",
        (TUTEUR, MAITRE, Role.APPRENTI, *OFFICE),
        concludes=(
            Conclusion("", acknowledged),
            Conclusion("", read_with_the_grid),
            Conclusion("grid_version", grid_in_force),
        ),
        causes=(SHARED,),
    ),
    _recorded(ask.COMPLETE_GRID, "GridCompleted", (Role.HORLOGE,)),
)
