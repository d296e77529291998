"""The letters, one folder each (`subject.txt`, `body.txt`, `body.html`); a folder is a letter.

Templates are plain French sentences: « », : ; ? ! get their no-break space when they are loaded.
Folders whose name starts with `_` are not letters but what letters are put into.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
LETTERS = tuple(sorted(d.name for d in FOLDER.glob("[a-z]*") if (d / "subject.txt").is_file()))

# Wraps several facts told late; never an item by itself.
CATCH_UP = "catch_up"
DIGEST = "_digest"

# The most urgent first; a letter that is not listed only informs.
URGENCY = (
    ("expiry", "filing_silence", "contract_suspended"),
    ("escalation", "mission_escalation"),
    ("last_call", "mission_last_call"),
    (
        "irregularity",
        "filing_incomplete",
        "filing_refused",
        "mission_changes_requested",
        "contract_start",
        "rupture_apprentice",
        "rupture_employer",
        "rupture_office",
        "sfp_started",
        "sfp_lapsed",
        "to_decide",
        "discreet",
        "reserved_step",
    ),
    (
        "reminder",
        "mission_reminder",
        "filing_due",
        "contract_issued",
        "mission_submitted",
        "visit_due",
        "grid_due",
        "evaluation_due",
        "probation_point",
        "sfp_month",
        "other_cfa",
        "action_due",
        "tutoring_training",
        "arrival",
        "exams_convened",
        "exchange_raised",
    ),
    (
        "survey_wave",
        "address_check",
        "aids",
        "rules_to_know",
        "orientation",
        "possible_from",
        "watch",
    ),
)


def urgency(letter: str) -> int:
    """The rank of a letter in a digest: 0 comes first."""
    ranks = (rank for rank, letters in enumerate(URGENCY) if letter in letters)
    return next(ranks, len(URGENCY))
