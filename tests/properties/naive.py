"""An evaluator that knows nothing of restatements: it lives the commands again, in the order in
which they happened, from the table of moves and a few sentences of the charter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lifecycle.charter import charter
from lifecycle.events import Event
from lifecycle.machine import ABSENT

REGIONS = ("pathway", "mission", "contract", "filing")
BEFORE_CONTRACT = ("candidate", "seeking", "sfp_before")
States = dict[tuple[str, str], str]


@dataclass
class Naive:
    states: States = field(default_factory=dict)
    signed: dict[str, set[str]] = field(default_factory=dict)
    visa: set[str] = field(default_factory=set)
    starts: dict[str, date] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)

    def state(self, region: str, instance: str) -> str:
        return self.states.get((region, instance), ABSENT)

    def move(self, region: str, instance: str, command: str) -> bool:
        """Make the move if the table has it."""
        found = charter().table.get((region, self.state(region, instance), command))
        if found is not None:
            self.states[region, instance] = found
        return found is not None

    def live(self, fact: Event) -> None:
        if self.refuses(fact):
            return
        before = self.state(fact.region, fact.instance)
        if self.move(fact.region, fact.instance, fact.move):
            self.follows(fact, before)

    def refuses(self, fact: Event) -> bool:
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
        return False

    def is_signed_upon(self, mission: str) -> bool:
        return any(
            self.signed.get(contract) and self.state("contract", contract) != "cancelled"
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
                self.move("pathway", "pathway", "enter-training")
            case "cancel-contract":
                self.move("filing", one, "close-filing")
            case "withdraw-candidacy" | "refuse-candidacy" | "record-abandonment" | "record-death":
                self.end()

    def begin(self, contract: str, day: date) -> None:
        """Authorised on its first day: it starts."""
        if self.starts[contract] == day and self.move("contract", contract, "start-contract"):
            self.move("pathway", "pathway", "enter-training")

    def end(self) -> None:
        for region, one in list(self.states):
            if region == "mission":
                self.move(region, one, "withdraw-mission")
            if region == "contract" and self.move(region, one, "cancel-contract"):
                self.move("filing", one, "close-filing")


def evaluated(commands: Iterable[Event]) -> States:
    """The states of the four regions once these commands have happened, in their own order."""
    naive = Naive()
    for fact in sorted(commands, key=lambda e: (e.effective_on, e.pos)):
        naive.live(fact)
    return naive.states
