"""The contract: drafted, signed, authorised by the visa, started."""

from lifecycle.states.contract.duties import OBLIGATIONS
from lifecycle.states.contract.moves import TRANSITIONS
from lifecycle.vocabulary import Phase

PHASE = Phase("contract", "Contrat", TRANSITIONS, OBLIGATIONS)
