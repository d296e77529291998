"""The words in which the charter is declared, and the case that its rules judge."""

from lifecycle.vocabulary.case import EPOCH, Case, Charter, last_word
from lifecycle.vocabulary.duty import (
    Clock,
    DayOfYear,
    Every,
    Expiry,
    Obligation,
    On,
    Presence,
    Setting,
    Step,
    StepKind,
    Waves,
    Where,
    jours_calendaires,
    mois,
)
from lifecycle.vocabulary.ground import Confidence, Continues, Ground
from lifecycle.vocabulary.move import Conclusion, Consequence, State, Transition
from lifecycle.vocabulary.phase import Phase
from lifecycle.vocabulary.rule import UNKNOWN, Rule, Verdict, rule

__all__ = [
    "EPOCH",
    "UNKNOWN",
    "Case",
    "Charter",
    "Clock",
    "Conclusion",
    "Confidence",
    "Consequence",
    "Continues",
    "DayOfYear",
    "Every",
    "Expiry",
    "Ground",
    "Obligation",
    "On",
    "Phase",
    "Presence",
    "Rule",
    "Setting",
    "State",
    "Step",
    "StepKind",
    "Transition",
    "Verdict",
    "Waves",
    "Where",
    "jours_calendaires",
    "last_word",
    "mois",
    "rule",
]
