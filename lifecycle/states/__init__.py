"""The charter, one file per phase, in the order in which an apprentice meets them."""

from lifecycle.states import (
    candidacy,
    contract,
    duties,
    filing,
    mission,
    organisation,
    records,
    take_over,
)

PHASES = (
    candidacy.PHASE,
    mission.PHASE,
    contract.PHASE,
    filing.PHASE,
    duties.PHASE,
    take_over.PHASE,
    organisation.PHASE,
    records.PHASE,
)
