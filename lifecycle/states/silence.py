"""Silence: every automatic e-mail of a dossier stops at once, whoever it is for, until resumed.

The clock goes on: what falls due is recorded and told to nobody. The reason is the apprentice's:
kept under their key, in no letter and in no field.
"""

from __future__ import annotations

from lifecycle.commands import silence as ask
from lifecycle.legal import CHARTE
from lifecycle.rules import silence as rules
from lifecycle.states.candidacy import ANY, OFFICE
from lifecycle.vocabulary import Conclusion, Phase, Transition

SOURCE = CHARTE["§1.2 (interprétation O-15)"]

TRANSITIONS = (
    Transition(
        ref="SILENCE",
        region="pathway",
        on=ask.SILENCE_DOSSIER,
        leaves=ANY,
        records="DossierSilenced",
        by=OFFICE,
        requires=(rules.mail_is_leaving,),
        concludes=(Conclusion("silent", rules.silence),),
        source=SOURCE,
    ),
    Transition(
        ref="SILENCE",
        region="pathway",
        on=ask.RESUME_MAIL,
        leaves=ANY,
        records="MailResumed",
        by=OFFICE,
        requires=(rules.mail_is_stopped,),
        concludes=(Conclusion("silent", lambda _: False),),
        source=SOURCE,
    ),
)

PHASE = Phase("silence", "Silence des courriels", TRANSITIONS)
