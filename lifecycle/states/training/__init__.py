"""Training: visits, grids, absences, difficulties, mobility, avenants; who holds which role."""

from lifecycle.states.training import duties, moves, situations, visits
from lifecycle.vocabulary import Phase

PHASE = Phase(
    "training",
    "Formation",
    (*moves.TRANSITIONS, *situations.TRANSITIONS),
    (*duties.OBLIGATIONS, *visits.OBLIGATIONS),
    visits.SETTINGS,
)
