"""Random lives: what may be asked of a dossier, when it happened, when it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lifecycle.calendar import paris_day, paris_instant
from lifecycle.charter import charter, public_intentions
from lifecycle.errors import InvalidInput, NotFound, Refused
from lifecycle.events import Event
from lifecycle.service import Done
from tests.houses import EMPLOYER, SHEET, House, lawful_terms

NAMED = ("mission", "contract", "irregularity", "situation")
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
    """A command, `gap` days after the one before; it happened `back` days before it is known.

    A correction is of the fact numbered `which`, counted round among those told so far.
    """

    gap: int
    verb: str
    back: int = 0
    beat: bool = True
    which: int = 0


@dataclass(frozen=True)
class Told:
    """A fact as somebody told it, or told it again: what `known` from then on of its place."""

    known: datetime
    fact: Event
    verb: str
    name: str
    day: date
    fields: Mapping[str, Any]
    aside: bool = False
    about: int = 0  # the place of the command that opened the situation that this one speaks of

    @property
    def place(self) -> int:
        return self.fact.place

    def said(self) -> Event:
        """The fact with its day and its open values, as they were last told."""
        kept = {k: v for k, v in self.fields.items() if k in self.fact.data}
        return replace(
            self.fact, effective_on=self.day, data={**self.fact.data, **kept, "about": self.about}
        )


def heard(told: Iterable[Told], known_at: datetime | None = None) -> list[Told]:
    """The last word on each place at `known_at`, what never happened left out."""
    last = {t.place: t for t in told if known_at is None or t.known <= known_at}
    return [t for t in last.values() if not t.aside]


DECIDING = ("admit", "changes", "complete", "validate")
CONTRACT = ("issue", "employer", "apprentice", "visa", "start")
FILING = ("transmit", "acknowledge", "incomplete", "completed", "accept", "refuse", "reopen")
REST = ("submit_public", "draft", "sfp", "tuteur", "visit", "amend", "attest", "waive", "justify")
ENDING = ("refuse_mission", "withdraw_mission", "refuse_signature", "cancel", "close", "leave",
          "abandon", "death")  # fmt: skip
ORDINARY = (*DECIDING, *CONTRACT, *FILING, *REST)
VERBS = (*ORDINARY, *ENDING)
TRAINING = ("difficulty", "mediation", "resolve", "suspend", "resume", "depart", "home", "absent",
            "returned", "probation", "grid", "retour", "evaluation")  # fmt: skip
RUPTURE = ("break", "break_and_leave", "break_and_change", "break_later", "annul", "mediator",
           "interview", "discipline", "heard", "inform")  # fmt: skip
FOLLOW_UP = ("convene", "success", "failure", "extend", "settle", "follow", "alumni", "transfer")
EVERY = (*VERBS, *TRAINING, *RUPTURE, *FOLLOW_UP)
CORRECTIONS = ("move", "aside", "restore", "change")

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
    "difficulty": ("report-difficulty", {"raised_by": "apprenti"}),
    "mediation": ("open-mediation", {"mediator": "cfa"}),
    "resolve": ("resolve-situation", {"outcome": "resolved"}),
    "suspend": ("suspend-contract", {}),
    "resume": ("resume-contract", {}),
    "depart": ("start-mobility", {"returns_on": "2028-01-31"}),
    "home": ("end-mobility", {}),
    "absent": ("record-absence", {}),
    "returned": ("record-return", {}),
    "probation": ("end-probation", {}),
    "grid": ("acknowledge-grid", {"party": "apprenti"}),
    "retour": ("record-retour", {"reflexive": True}),
    "evaluation": ("record-evaluation", {"by": "apprenti"}),
    "break": ("record-rupture", {"ground": "R-02", "wish": "sfp"}),
    "break_and_leave": ("record-rupture", {"ground": "R-02", "wish": "leave"}),
    "break_and_change": ("record-rupture", {"ground": "R-02", "wish": "initial"}),
    "break_later": ("record-rupture", {"ground": "R-02"}),
    "annul": ("record-rupture", {"ground": "R-13"}),
    "mediator": ("seize-mediator", {"purpose": "resignation"}),
    "interview": ("convene-to-interview", {}),
    "discipline": ("open-discipline", {}),
    "heard": ("hold-disciplinary-interview", {}),
    "inform": ("inform-filing-body", {}),
    "convene": ("convene-to-exams", {"exams_on": "2028-06-12"}),
    "success": ("record-success", {}),
    "failure": ("record-failure", {}),
    "extend": ("extend-training", {"extended_until": "2029-06-30"}),
    "settle": ("settle-filing", {"actor": "opco"}),
    "follow": ("enter-follow-up", {}),
    "alumni": ("join-alumni", {"legal_basis": "consent"}),
    "transfer": ("record-transfer", {}),
}


def fields_of(verb: str, day: date) -> tuple[str, dict[str, Any]]:
    """The command that a verb says, its dates counted from the day on which it happens."""
    if verb == "draft":
        start = day + timedelta(days=8)
        end = start + timedelta(days=700)
        return "draft-contract", lawful_terms(start.isoformat(), end.isoformat())
    name, fields = SAID[verb]
    return name, {**fields, **dated(verb, day)}


def dated(verb: str, day: date) -> dict[str, str]:
    match verb:
        case "amend":
            return {"takes_effect_on": (day + timedelta(days=3)).isoformat()}
        case "break" | "break_and_leave" | "break_and_change" | "annul":
            return {"broken_on": day.isoformat()}
        case "break_later":
            return {"broken_on": (day + timedelta(days=15)).isoformat()}
    return {}


CHANGED = ("draft", "employer", "apprentice", "submit", "submit_public", "break", "break_and_leave",
           "break_and_change", "break_later", "extend")  # fmt: skip
WISHES = {"sfp": "leave", "leave": "initial", "initial": "sfp"}


def may_be_wrong(verb: str, told: Told) -> bool:
    """Whether that correction may make sense of it."""
    return {"restore": told.aside, "change": told.verb in CHANGED}.get(verb, True)


def other_values(was: Told, on: date) -> Mapping[str, Any]:
    """What may have been written wrong in this fact."""
    match was.verb:
        case "draft":
            end = on + timedelta(days=650)
            return {"starts_on": on.isoformat(), "ends_on": end.isoformat()}
        case "employer" | "apprentice":
            parties = {"employer": "apprentice", "apprentice": "employer"}
            return {"party": parties[was.fields["party"]]}
        case "submit" | "submit_public":
            return {"site_calendar": "france"}
        case "break" | "break_and_leave" | "break_and_change" | "break_later":
            return {"wish": WISHES[was.fields.get("wish", "sfp")]}
        case "extend":
            return {"extended_until": "2029-05-31"}
    return {}


BACKBONE = ("admit", "submit", "validate", "draft", "issue", "employer", "apprentice", "visa",
            "tuteur", "transmit", "acknowledge", "accept", "visit")  # fmt: skip
BEFORE = ("admit", "submit", "validate", "draft", "start")
AFTERWARDS = (
    *("transmit", "accept", "difficulty", "resolve", "suspend", "resume", "depart", "home"),
    *("absent", "probation", "returned", "discipline", "heard", "mediator", "break", "inform"),
    *("draft", "start", "convene", "failure", "extend", "success", "settle", "follow", "alumni"),
)  # fmt: skip


def acts(
    extras: Sequence[str],
    most_back: int = 12,
    corrections: int = 0,
    *,
    whole: bool = False,
) -> st.SearchStrategy[list[Act]]:
    """The ordinary way, with holes in it and other things on the way; half is known at once.

    Up to `corrections` come where they come. A `whole` life has few holes, and goes on to the end.
    """
    back = st.one_of(st.just(0), st.integers(0, most_back)) if most_back else st.just(0)

    def act(verb: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
        return st.builds(Act, st.integers(1, 5), verb, back, st.booleans())

    other = act(st.one_of(st.sampled_from(ORDINARY), st.sampled_from(extras)))
    stages = [
        st.tuples(st.lists(act(st.just(verb)), max_size=1), st.lists(other, max_size=2))
        for verb in BACKBONE
    ]
    if whole:
        stages = [
            st.tuples(
                st.lists(act(st.just(verb)), min_size=1, max_size=1), st.lists(other, max_size=1)
            )
            for verb in BEFORE
        ] + [
            st.tuples(st.lists(act(st.just(verb)), max_size=1), st.lists(other, max_size=1))
            for verb in AFTERWARDS
        ]
    lives = st.tuples(*stages).map(
        lambda found: [a for pair in found for some in pair for a in some]
    )
    return st.builds(_mixed, lives, st.lists(_slips(most_back), max_size=corrections))


WHOLE = {"extras": EVERY, "most_back": 20, "corrections": 6, "whole": True}
SHORT = {"extras": VERBS, "most_back": 20, "corrections": 5}


def _slips(most_back: int) -> st.SearchStrategy[tuple[int, Act]]:
    verb, back = st.sampled_from(CORRECTIONS), st.integers(0, most_back)
    act = st.builds(Act, st.integers(1, 3), verb, back, st.booleans(), st.integers(0, 40))
    return st.tuples(st.integers(3, 40), act)


def _mixed(life: list[Act], slips: list[tuple[int, Act]]) -> list[Act]:
    """The life with its corrections, each after so many of its acts."""
    mixed = list(life)
    for after, act in slips:
        mixed.insert(min(after, len(mixed)), act)
    return mixed


class Living:
    """One dossier of one house, in memory, whose clock the acts move."""

    def __init__(self, folder: Path, calendar: str = "alsace-moselle") -> None:
        self.house = House(folder, "sqlite://", at=paris_instant(FIRST, 9))
        self.house.open_formation(calendar=calendar)
        self.lea = self.house.candidate()
        self.told: list[Told] = []

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
            self.does(act, max(day - timedelta(days=act.back), FIRST), day)

    def does(self, act: Act, on: date, known: date) -> Done | None:
        if act.verb in CORRECTIONS:
            return self.corrects(act, on, known)
        return self.happens(act.verb, on, known)

    def on_a_day_of_its_own(self, act: Act) -> tuple[date, date] | None:
        """When the act happens and when it is known; two facts of one day are in no order that a
        date could tell. Nothing when every day until then is taken."""
        known = self.today + timedelta(days=act.gap)
        taken = {told.day for told in self.latest()} | {FIRST}
        on = max(known - timedelta(days=act.back), FIRST)
        while on in taken:
            on += timedelta(days=1)
        return (on, known) if on <= known else None

    def happens(self, verb: str, on: date, known: date) -> Done | None:
        """The answer, or nothing when it is refused: nothing else may go wrong."""
        if verb == "nothing":
            return None
        name, fields = fields_of(verb, on)
        return self.tells(verb, name, {**self.last_of(name), **fields}, on, known)

    def tells(
        self, verb: str, name: str, fields: Mapping[str, Any], on: date, known: date
    ) -> Done | None:
        done = self.answered(name, known, on=on, **fields)
        if done is not None:
            fact = done.written[0].event
            about = self.opener(fact.instance) if fact.region == "situation" else 0
            self.told.append(Told(fact.recorded_at, fact, verb, name, on, fields, about=about))
        return done

    def opener(self, situation: str) -> int:
        """The place of the command from which a situation came."""
        places = {e.place: e for e in self.house.events(self.lea)}
        found = next(e for e in places.values() if e.key == ("situation", situation))
        return found.place if found.cause is None else places[found.cause].place

    def tells_in_time(self, told: Told) -> Done | None:
        """The same fact in another house, on its own day."""
        return self.tells(told.verb, told.name, told.fields, told.day, told.day)

    def answered(self, name: str, known: date, /, **said: Any) -> Done | None:
        try:
            return self.house.do(self.lea, name, self.hour(known), **said)
        except (Refused, InvalidInput, NotFound):
            return None

    # --- told again --------------------------------------------------------------------------

    def latest(self) -> list[Told]:
        return list({told.place: told for told in self.told}.values())

    def corrects(self, act: Act, on: date, known: date) -> Done | None:
        """The answer to a correction of a fact that was told, or nothing when it is refused."""
        wrong = [told for told in self.latest() if may_be_wrong(act.verb, told)]
        if not wrong:
            return None
        was = wrong[act.which % len(wrong)]
        again = self.said_again(act.verb, was, on)
        wanted = {"happened_on": again.day} if again.day != was.day else {}
        if again.aside != was.aside:
            wanted |= {"set_aside": again.aside}
        wanted |= {k: v for k, v in again.fields.items() if v != was.fields.get(k)}
        done = self.answered("correct", known, fact=self.number(was), reason="erreur", **wanted)
        if done is not None:
            self.told.append(replace(again, known=done.written[0].event.recorded_at))
        return done

    def number(self, told: Told) -> int:
        """The number of one of its versions in the history: any of them says which fact."""
        versions = [
            n for n, e in enumerate(self.house.events(self.lea), 1) if e.place == told.place
        ]
        return versions[told.day.day % len(versions)]

    def said_again(self, verb: str, was: Told, on: date) -> Told:
        match verb:
            case "aside" | "restore":
                return replace(was, aside=verb == "aside")
            case "change":
                return replace(was, fields={**was.fields, **other_values(was, on)})
        return replace(was, day=on)

    def last_of(self, name: str) -> dict[str, str]:
        """The last mission, contract or irregularity, for a command that names one."""
        dossier = self.house.dossier(self.lea)
        wanted = (f.name for f in public_intentions(charter())[name].fields)
        found = {region: dossier.of(region) for region in wanted if region in NAMED}
        return {region: some[-1].id for region, some in found.items() if some}

    def hour(self, day: date) -> datetime:
        return max(paris_instant(day, 10), self.house.now)
