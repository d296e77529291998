"""What the product records of itself, in streams of their own: letters and the log."""

from __future__ import annotations

from lifecycle.commands import records as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Phase, State, Transition

SENT = State("sent", "envoyée", "the relay has taken it")
FAILED = State("failed", "échouée", "the relay refuses it for good")
AMBIGUOUS = State("ambiguous", "incertaine", "taken or not: nobody can know")
CANCELLED = State("cancelled", "annulée", "no longer wanted when its turn came")
OPENED = State("opened", "ouvert", "the log has begun")

ENGINE = (Role.HORLOGE,)
PERSONS = (Role.GESTIONNAIRE, Role.DIRECTION)


def _letter(on: Intention, records: str, enters: State) -> Transition:
    return Transition(
        ref="MAIL",
        region="letter",
        on=on,
        leaves=(AMBIGUOUS, FAILED),  # a person settles it, or has it sent again
        enters=enters,
        named_by="letter",
        records=records,
        by=(*ENGINE, *PERSONS),
        source=MAISON["preuve d’envoi"],
    )


def _log(on: Intention, records: str, *leaves: State) -> Transition:
    return Transition(
        ref="LOG",
        region="log",
        on=on,
        leaves=leaves,
        enters=OPENED,
        records=records,
        by=ENGINE,
        source=MAISON["journal"],
    )


TRANSITIONS = (
    _letter(ask.LETTER_SENT, "LetterSent", SENT),
    _letter(ask.LETTER_FAILED, "LetterFailed", FAILED),
    _letter(ask.LETTER_AMBIGUOUS, "LetterAmbiguous", AMBIGUOUS),
    _letter(ask.LETTER_CANCELLED, "LetterCancelled", CANCELLED),
    _log(ask.OPEN_LOG, "LogOpened"),
    _log(ask.LOAD_CHARTER, "CharterLoaded", OPENED),
    _log(ask.SET_CLOCK, "ClockSet", OPENED),
)

PHASE = Phase("records", "Courriers et journal", TRANSITIONS, stream="records")
