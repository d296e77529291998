"""What must hold before the CFA issues or authorises a contract, of its signatures, of its start.

Each rule answers «non vérifié» where the facts are silent: never conforme by default.
"""

from lifecycle.rules.contract.maitre import AMENDED, MAITRE_MUST, maitre_apprentissage_is_competent
from lifecycle.rules.contract.signing import (
    LIVE_STATES,
    UNSIGNED_STATES,
    contract_is_endorsed,
    contract_is_endorsed_on_its_first_day,
    contract_is_signed,
    contract_starts_on_that_day,
    every_party_signed,
    needs_legal_representative,
    party_has_not_signed,
    visa_is_not_yet_granted,
)
from lifecycle.rules.contract.terms import (
    age_is_lawful,
    cfa_training_starts_in_time,
    contract_covers_the_exams,
    duration_is_lawful,
    follows_a_rupture,
    lasts_lawfully,
    mission_is_validated,
    practical_training_starts_in_time,
    training_hours_suffice,
)

__all__ = [
    "AMENDED",
    "LIVE_STATES",
    "MAITRE_MUST",
    "UNSIGNED_STATES",
    "age_is_lawful",
    "cfa_training_starts_in_time",
    "contract_covers_the_exams",
    "contract_is_endorsed",
    "contract_is_endorsed_on_its_first_day",
    "contract_is_signed",
    "contract_starts_on_that_day",
    "duration_is_lawful",
    "every_party_signed",
    "follows_a_rupture",
    "lasts_lawfully",
    "maitre_apprentissage_is_competent",
    "mission_is_validated",
    "needs_legal_representative",
    "party_has_not_signed",
    "practical_training_starts_in_time",
    "training_hours_suffice",
    "visa_is_not_yet_granted",
]
