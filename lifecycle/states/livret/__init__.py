"""The livret and its silence, the hours of training, the works to deliver, what is agreed for one.

The livret itself is the CFA's own tool: its dates and authors are enough here, with a link.
"""

from lifecycle.states.livret import duties, hours, milestones, moves
from lifecycle.vocabulary import Phase

PHASE = Phase(
    "livret",
    "Livret, assiduité et travaux",
    (*moves.TRANSITIONS, *hours.TRANSITIONS, *milestones.TRANSITIONS),
    (*duties.OBLIGATIONS, *milestones.OBLIGATIONS),
    hours.SETTINGS,
)
