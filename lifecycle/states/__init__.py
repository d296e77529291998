"""The charter, one file per phase, in the order in which an apprentice meets them."""

from lifecycle.states import (
    candidacy,
    contract,
    duties,
    filing,
    follow_up,
    interpretations,
    mission,
    organisation,
    records,
    rupture,
    silence,
    take_over,
    training,
)

PHASES = (
    candidacy.PHASE,
    mission.PHASE,
    contract.PHASE,
    filing.PHASE,
    training.PHASE,
    rupture.PHASE,
    follow_up.PHASE,
    duties.PHASE,
    silence.PHASE,
    take_over.PHASE,
    organisation.PHASE,
    interpretations.PHASE,
    records.PHASE,
)
