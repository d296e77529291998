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
from lifecycle.vocabulary.history import History, Summary, numbered
from lifecycle.vocabulary.move import Conclusion, Consequence, Spread, State, Transition
from lifecycle.vocabulary.phase import STREAMS, Phase, Reserved
from lifecycle.vocabulary.rule import UNKNOWN, Rule, Verdict, rule
from lifecycle.vocabulary.sight import hidden_refs, seen, visible

__all__ = [
    "EPOCH",
    "STREAMS",
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
    "History",
    "Obligation",
    "On",
    "Phase",
    "Presence",
    "Reserved",
    "Rule",
    "Setting",
    "Spread",
    "State",
    "Step",
    "StepKind",
    "Summary",
    "Transition",
    "Verdict",
    "Waves",
    "Where",
    "hidden_refs",
    "jours_calendaires",
    "last_word",
    "mois",
    "numbered",
    "rule",
    "seen",
    "visible",
]
