"""The charter, one file per phase, in the order in which an apprentice meets them."""

from lifecycle.states import candidacy, contract, duties, filing, mission, organisation, records

PHASES = (
    candidacy.PHASE,
    mission.PHASE,
    contract.PHASE,
    filing.PHASE,
    duties.PHASE,
    organisation.PHASE,
    records.PHASE,
)
