"""The end of training and after: exams, diploma or one more year, surveys, alumni."""

from lifecycle.states.follow_up import duties, moves, surveys
from lifecycle.vocabulary import Phase

PHASE = Phase(
    "follow_up",
    "Suivi post-formation",
    moves.TRANSITIONS,
    (*duties.OBLIGATIONS, *surveys.OBLIGATIONS),
    (*duties.SETTINGS, *surveys.SETTINGS),
)
