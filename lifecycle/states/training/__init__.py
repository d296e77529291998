"""Training: visits, grids, absences, difficulties, mobility, avenants; what proves the follow-up."""

from lifecycle.states.training import (
    actions,
    arrival,
    duties,
    evidence,
    moves,
    situations,
    visits,
)
from lifecycle.vocabulary import Phase

PHASE = Phase(
    "training",
    "Formation",
    (*moves.TRANSITIONS, *situations.TRANSITIONS),
    (*duties.OBLIGATIONS, *visits.OBLIGATIONS),
    visits.SETTINGS,
)
EVIDENCE = Phase(
    "evidence",
    "Preuves du suivi",
    (*evidence.TRANSITIONS, *actions.TRANSITIONS),
    (*arrival.OBLIGATIONS, *actions.OBLIGATIONS),
    arrival.SETTINGS,
)
