"""The months in which an employer is looked for: wishes, workshops, meetings, questions answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from application.simulation.acts import Act, Fields, after

APPRENTICE, OFFICE = "apprenti", "gestionnaire"
STEPS: tuple[tuple[float, str, str, Fields], ...] = (
    (0.5, "record-wishes", APPRENTICE, {"wishes": "Une entreprise de la région, en équipe.", "matches_training": True}),
    (0.35, "record-positioning", OFFICE, {"strengths": "Autonomie", "academic_gaps": "Anglais"}),
    (0.45, "complete-application", APPRENTICE, dict.fromkeys(("has_cv", "has_letter", "has_transcripts", "has_identity", "has_company_sheet"), True)),
    (0.3, "record-coaching", OFFICE, {"session": "tre", "was_present": True}),
    (0.3, "record-search-step", APPRENTICE, {"step_employer": "Studio Parisien", "step_channel": "courriel", "step_answer": "sans_reponse"}),
    (0.2, "record-contact", APPRENTICE, {"asked_by": APPRENTICE, "need": "recherche", "request": "Comment relancer une entreprise ?"}),
    (0.25, "introduce-employer", OFFICE, {"introduced_employer": "Ateliers du Rhin", "introduction_outcome": "en_cours"}),
)  # fmt: skip


def search(rng: Random, since: date, until: date) -> Iterator[Act]:
    """Some of these steps, in their order, between the admission and the contract that is found."""
    left = max((until - since).days, len(STEPS))
    for place, (chance, command, role, fields) in enumerate(STEPS):
        if rng.random() < chance:
            yield Act(after(since, 1 + place * left // len(STEPS)), command, role, fields)
