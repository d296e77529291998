"""Random lives: what may be asked of a dossier, when it happened, when it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lifecycle.calendar import paris_day, paris_instant
from lifecycle.charter import charter, public_intentions
from lifecycle.errors import InvalidInput, NotFound, Refused
from lifecycle.service import Done
from tests.houses import EMPLOYER, SHEET, House, lawful_terms

NAMED = ("mission", "contract", "irregularity")
FIRST = date(2026, 11, 2)
PUBLIC = {"sector": "public", "site_calendar": "france"}


def budget(examples: int) -> settings:
    """The same lives at each run, as many as a minute allows."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class Act:
    """A command, `gap` days after the one before; it happened `back` days before it is known."""

    gap: int
    verb: str
    back: int = 0
    beat: bool = True


DECIDING = ("admit", "changes", "complete", "validate")
CONTRACT = ("issue", "employer", "apprentice", "visa", "start")
FILING = ("transmit", "acknowledge", "incomplete", "completed", "accept", "refuse", "reopen")
REST = ("submit_public", "draft", "sfp", "tuteur", "visit", "amend", "attest", "waive", "justify")
ENDING = ("refuse_mission", "withdraw_mission", "refuse_signature", "cancel", "close", "leave",
          "abandon", "death")  # fmt: skip
ORDINARY = (*DECIDING, *CONTRACT, *FILING, *REST)
VERBS = (*ORDINARY, *ENDING)

SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "admit": ("admit", {}),
    "sfp": ("start-without-contract", {"cerfa_p2s_signed": True}),
    "submit": ("submit-mission", {"actor": "employeur", **EMPLOYER, **SHEET}),
    "submit_public": ("submit-mission", {"actor": "employeur", **EMPLOYER, **SHEET, **PUBLIC}),
    "changes": ("request-mission-changes", {"actor": "responsable_formation"}),
    "complete": ("complete-mission", {"actor": "employeur"}),
    "validate": ("validate-mission", {"actor": "responsable_formation"}),
    "refuse_mission": ("refuse-mission", {"actor": "responsable_formation"}),
    "withdraw_mission": ("withdraw-mission", {"actor": "employeur"}),
    "issue": ("issue-documents", {}),
    "employer": ("sign-contract", {"party": "employer", "actor": "employeur"}),
    "apprentice": ("sign-contract", {"party": "apprentice", "actor": "apprenti"}),
    "refuse_signature": ("refuse-signature", {"actor": "apprenti"}),
    "visa": ("grant-visa", {"actor": "direction"}),
    "start": ("start-contract", {}),
    "cancel": ("cancel-contract", {}),
    "amend": ("amend-contract", {"amendment_type": "36"}),
    "visit": ("record-visit", {"actor": "tuteur_academique"}),
    "transmit": ("transmit-filing", {"actor": "employeur"}),
    "acknowledge": ("acknowledge-filing", {"actor": "opco"}),
    "incomplete": ("report-incomplete-filing", {"actor": "opco"}),
    "completed": ("complete-filing", {"actor": "employeur"}),
    "accept": ("accept-filing", {"actor": "opco", "deca_number": "067202611000017"}),
    "refuse": ("refuse-filing", {"actor": "opco"}),
    "reopen": ("reopen-filing", {}),
    "close": ("close-filing", {}),
    "tuteur": ("appoint", {"role": "tuteur_academique", "name": "Roth", "email": "roth@u.example"}),
    "attest": ("fulfil-obligation", {"obligation": "D09", "evidence": "accusé DPAE"}),
    "waive": ("waive-obligation", {"obligation": "D10", "reason": "remis à la rentrée"}),
    "justify": ("justify-irregularity", {"reason": "vu avec l’employeur"}),
    "leave": ("withdraw-candidacy", {"actor": "apprenti"}),
    "abandon": ("record-abandonment", {"actor": "apprenti"}),
    "death": ("record-death", {}),
}


def fields_of(verb: str, day: date) -> tuple[str, dict[str, Any]]:
    """The command that a verb says, its dates counted from the day on which it happens."""
    if verb == "draft":
        start = day + timedelta(days=8)
        end = start + timedelta(days=700)
        return "draft-contract", lawful_terms(start.isoformat(), end.isoformat())
    name, fields = SAID[verb]
    dated = {"takes_effect_on": (day + timedelta(days=3)).isoformat()} if verb == "amend" else {}
    return name, {**fields, **dated}


BACKBONE = ("admit", "submit", "validate", "draft", "issue", "employer", "apprentice", "visa",
            "tuteur", "transmit", "acknowledge", "accept", "visit")  # fmt: skip


def acts(extras: Sequence[str], most_back: int = 12) -> st.SearchStrategy[list[Act]]:
    """The ordinary way, with holes in it and other things on the way; half is known at once."""
    back = st.one_of(st.just(0), st.integers(0, most_back)) if most_back else st.just(0)

    def act(verb: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
        return st.builds(Act, st.integers(1, 5), verb, back, st.booleans())

    other = act(st.one_of(st.sampled_from(ORDINARY), st.sampled_from(extras)))
    stages = [
        st.tuples(st.lists(act(st.just(verb)), max_size=1), st.lists(other, max_size=2))
        for verb in BACKBONE
    ]
    return st.tuples(*stages).map(
        lambda found: [a for pair in found for some in pair for a in some]
    )


class Living:
    """One dossier of one house, in memory, whose clock the acts move."""

    def __init__(self, folder: Path, calendar: str = "alsace-moselle") -> None:
        self.house = House(folder, "sqlite://", at=paris_instant(FIRST, 9))
        self.house.open_formation(calendar=calendar)
        self.lea = self.house.candidate()
        self.done: list[tuple[date, str]] = []

    def __enter__(self) -> Living:
        return self

    def __exit__(self, *_: object) -> None:
        self.house.close()

    @property
    def today(self) -> date:
        return paris_day(self.house.now)

    def live(self, life: Sequence[Act]) -> None:
        for act in life:
            day = self.today + timedelta(days=act.gap)
            if act.beat:
                self.house.beat(paris_instant(day, 9))
            self.happens(act.verb, max(day - timedelta(days=act.back), FIRST), day)

    def happens(self, verb: str, on: date, known: date) -> Done | None:
        """The answer, or nothing when it is refused: nothing else may go wrong."""
        if verb == "nothing":
            return None
        name, fields = fields_of(verb, on)
        named = {**self.last_of(name), **fields}
        try:
            done = self.house.do(self.lea, name, self.hour(known), on=on, **named)
        except (Refused, InvalidInput, NotFound):
            return None
        self.done.append((on, verb))
        return done

    def last_of(self, name: str) -> dict[str, str]:
        """The last mission, contract or irregularity, for a command that names one."""
        dossier = self.house.dossier(self.lea)
        wanted = (f.name for f in public_intentions(charter())[name].fields)
        found = {region: dossier.of(region) for region in wanted if region in NAMED}
        return {region: some[-1].id for region, some in found.items() if some}

    def hour(self, day: date) -> datetime:
        return max(paris_instant(day, 10), self.house.now)
