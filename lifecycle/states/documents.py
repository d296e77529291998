"""Documents: kept, then perhaps withdrawn. The fact says which bytes; a hash alone is no evidence.

The bytes are in the identity store, under the key of the apprentice or of the house, and were written
there before the fact. Withdrawn, they open no more, until a correction says that it was an error.
"""

from __future__ import annotations

from lifecycle.commands import documents as ask
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import STAFF, Role
from lifecycle.rules import documents as rules
from lifecycle.states.reserved import KEEPERS
from lifecycle.vocabulary import Phase, State, Transition

KEPT = State("kept", "gardé", "its bytes are sealed in the identity store")
WITHDRAWN = State("withdrawn", "retiré", "no longer shown to anybody", final=True)

PARTIES = (Role.APPRENTI, Role.MAITRE_APPRENTISSAGE, Role.EMPLOYEUR)
OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)

TRANSITIONS = (
    Transition(
        ref="DOC",
        region="document",
        on=ask.KEEP_DOCUMENT,
        enters=KEPT,
        records="DocumentKept",
        by=(*STAFF, *PARTIES),
        requires=(rules.document_is_about_something_known,),
        source=CHARTE["§3.1 (suivi des engagements)"],
    ),
    Transition(
        ref="DOC",
        region="document",
        on=ask.WITHDRAW_DOCUMENT,
        leaves=(KEPT,),
        enters=WITHDRAWN,
        records="DocumentWithdrawn",
        by=tuple(dict.fromkeys((*OFFICE, *KEEPERS, Role.QUALITE))),
        requires=(rules.withdrawal_is_motivated,),
        source=MAISON["documents gardés"],
    ),
)

PHASE = Phase("documents", "Documents", TRANSITIONS, stream="any")
