"""An evaluator that knows nothing of restatements: it lives the commands again, in the order in
which they happened, from the table of moves and a few sentences of the charter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lifecycle.charter import charter
from lifecycle.events import Event
from lifecycle.machine import ABSENT

REGIONS = ("pathway", "mission", "contract", "filing", "situation")
PERFORMED = ("probation", "running")
OVER = ("broken", "ended", "cancelled")
AWAY = {"suspend-contract": "suspension", "start-mobility": "mobility", "record-absence": "absence"}
BACK = {"resume-contract": "suspension", "end-mobility": "mobility", "record-return": "absence"}
BESIDE = {"report-difficulty": "difficulty", "open-mediation": "mediation"}
PROCEDURES = ("seize-mediator", "convene-to-interview")
ANNULMENT = "R-13"
LEAVING = ("withdraw-candidacy", "refuse-candidacy", "record-abandonment", "record-death",
           "record-transfer", "record-reorientation")  # fmt: skip
States = dict[tuple[str, str], Any]


@dataclass
class Situation:
    kind: str
    contract: str
    state: str = "open"


@dataclass
class Naive:
    states: States = field(default_factory=dict)
    signed: dict[str, set[str]] = field(default_factory=dict)
    visa: set[str] = field(default_factory=set)
    starts: dict[str, date] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    situations: dict[int, Situation] = field(default_factory=dict)
    away: set[tuple[str, str]] = field(default_factory=set)
    wishes: dict[str, str] = field(default_factory=dict)
    result: str = ""
    place: int = 0

    def state(self, region: str, instance: str) -> str:
        return str(self.states.get((region, instance), ABSENT))

    def move(self, region: str, instance: str, command: str) -> bool:
        """Make the move if the table has it."""
        found = charter().table.get((region, self.state(region, instance), command))
        if found is not None:
            self.states[region, instance] = found
        return found is not None

    def live(self, fact: Event) -> None:
        self.place = fact.place
        if self.refuses(fact):
            return
        if fact.region == "situation":
            self.beside(fact)
            return
        before = self.state(fact.region, fact.instance)
        if self.move(fact.region, fact.instance, fact.move):
            self.follows(fact, before)

    def refuses(self, fact: Event) -> bool:
        """What is refused whenever it is asked, because the dossier itself speaks against it."""
        over = charter().states.get(("pathway", self.state("pathway", "pathway")))
        match fact.move:
            case "submit-mission" | "draft-contract":
                return over is None or over.final
            case "refuse-mission" | "withdraw-mission":
                return self.is_signed_upon(fact.instance)
            case "sign-contract":
                return fact.data["party"] in self.signed.get(fact.instance, ())
            case "grant-visa":
                waits = self.state("contract", fact.instance) != "signed"
                return waits and fact.instance in self.visa
            case "report-difficulty" | "open-mediation":
                return self.state("contract", fact.data["contract"]) not in PERFORMED
            case "suspend-contract" | "start-mobility" | "record-absence":
                return (AWAY[fact.move], fact.instance) in self.away
            case "resume-contract" | "end-mobility" | "record-return":
                return (BACK[fact.move], fact.instance) not in self.away
            case "extend-training":
                return self.result != "failed"
        return False

    def is_signed_upon(self, mission: str) -> bool:
        return any(
            self.signed.get(contract) and self.state("contract", contract) not in OVER
            for contract, based_on in self.based_on.items()
            if based_on == mission
        )

    def follows(self, fact: Event, before: str) -> None:
        one, day = fact.instance, fact.effective_on
        match fact.move:
            case "draft-contract":
                self.based_on[one] = fact.data["mission"]
                self.starts[one] = date.fromisoformat(fact.data["starts_on"])
                self.move("filing", one, "open-filing")
            case "sign-contract":
                self.signed.setdefault(one, set()).add(fact.data["party"])
                if self.signed[one] == {"employer", "apprentice"}:
                    self.move("contract", one, "complete-signatures")
                    if one in self.visa and self.move("contract", one, "endorse-contract"):
                        self.begin(one, day)
            case "refuse-signature":
                self.signed[one] = set()
            case "grant-visa":
                self.visa.add(one)
                if before == "signed":
                    self.begin(one, day)
            case "start-contract":
                self.enter()
            case "cancel-contract":
                self.move("filing", one, "close-filing")
            case "close-filing":
                if self.state("contract", one) == "broken":
                    self.move("filing", one, "break-filing")
        self.follows_in_training(fact)
        self.follows_in_the_end(fact)

    def begin(self, contract: str, day: date) -> None:
        """Authorised on its first day: it starts."""
        if self.starts[contract] == day and self.move("contract", contract, "start-contract"):
            self.enter()

    def enter(self) -> None:
        """The training begins, or goes on after a rupture, or for one more year."""
        self.move("pathway", "pathway", "enter-training")
        before = self.state("pathway", "pathway")
        if self.move("pathway", "pathway", "resume-training") and before != "sfp_after":
            self.one_more_year()

    def one_more_year(self) -> None:
        self.result = "" if self.result == "failed" else self.result
        self.opens("prolongation", "")

    def end(self) -> None:
        for region, one in list(self.states):
            if region == "mission":
                self.move(region, one, "withdraw-mission")
            if region == "contract" and self.move(region, one, "cancel-contract"):
                self.move("filing", one, "close-filing")

    # --- training -----------------------------------------------------------------------------

    def beside(self, fact: Event) -> None:
        """A situation reported, or resolved by hand."""
        known = self.situations.get(fact.data["about"])
        if fact.move == "resolve-situation":
            if known and known.state == "open":
                known.state = "resolved"
        elif fact.move != "hold-disciplinary-interview":
            kind = BESIDE.get(fact.move, "discipline")
            self.situations[fact.place] = Situation(kind, fact.data.get("contract", ""))

    def opens(self, kind: str, contract: str) -> None:
        self.situations[self.place] = Situation(kind, contract)

    def closes(self, wanted: Callable[[Situation], bool]) -> None:
        for one in self.situations.values():
            if wanted(one):
                one.state = "resolved"

    def follows_in_training(self, fact: Event) -> None:
        one = fact.instance
        if kind := AWAY.get(fact.move):
            self.away.add((kind, one))
            self.opens(kind, one)
        if kind := BACK.get(fact.move):
            self.away.remove((kind, one))
            self.closes(lambda s: (s.kind, s.contract) == (kind, one))
        if fact.move in PROCEDURES:
            self.proceeds(one)

    def proceeds(self, contract: str) -> None:
        """One procedure at a time for each contract."""
        wanted = Situation("procedure", contract)
        if wanted not in self.situations.values():
            self.opens("procedure", contract)

    # --- rupture, and the end -------------------------------------------------------------------

    def follows_in_the_end(self, fact: Event) -> None:
        one = fact.instance
        match fact.move:
            case "record-rupture":
                if wish := fact.data.get("wish"):
                    self.wishes[one] = wish
                self.breaks(one, fact)
                if self.state("contract", one) in PERFORMED:
                    self.proceeds(one)
            case "record-success" | "record-failure":
                self.result = "failed" if fact.move == "record-failure" else "obtained"
                self.closes(lambda s: s.kind == "prolongation")
                self.ends_if_over()
            case "extend-training":
                self.one_more_year()
            case _ if fact.move in LEAVING:
                self.leaves(fact.move)

    def leaves(self, move: str) -> None:
        self.end()
        if move in ("record-abandonment", "record-transfer", "record-reorientation"):
            self.closes(lambda s: s.kind == "discipline")

    def breaks(self, contract: str, fact: Event) -> None:
        if fact.data["ground"] == ANNULMENT:
            if self.move("contract", contract, "cancel-contract"):
                self.move("filing", contract, "close-filing")
            return
        come = date.fromisoformat(fact.data["broken_on"]) <= fact.effective_on
        if not come or not self.move("contract", contract, "break-contract"):
            return
        self.move("filing", contract, "break-filing")
        self.closes(lambda s: self.state("contract", s.contract) in OVER)
        if not self.performed():
            self.goes_on(self.wishes.get(contract, "sfp"))
        self.ends_if_over()

    def goes_on(self, wish: str) -> None:
        """After the rupture: what the apprentice wishes."""
        if wish == "sfp":
            self.move("pathway", "pathway", "continue-after-rupture")
        leaving = {"leave": "record-abandonment", "initial": "record-reorientation"}.get(wish)
        if leaving and self.move("pathway", "pathway", leaving):
            self.leaves(leaving)

    def performed(self) -> bool:
        return any(s in PERFORMED for (region, _), s in self.states.items() if region == "contract")

    def ends_if_over(self) -> None:
        if self.result and not self.performed():
            self.move("pathway", "pathway", "enter-follow-up")


def evaluated(commands: Iterable[Event]) -> States:
    """The states of the regions once these commands have happened, in their own order."""
    naive = Naive()
    for fact in sorted(commands, key=lambda e: (e.effective_on, e.place)):
        naive.live(fact)
    return with_situations(naive.states, ((s.kind, s.state) for s in naive.situations.values()))


def with_situations(states: States, found: Iterable[tuple[str, str]]) -> States:
    """Situations by kind and state: the naive story does not number them."""
    return {**states, ("situation", ""): sorted(found)}
