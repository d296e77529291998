"""One line of the dated table, lived by the real engine: the fact that starts the clock, then beats.

A dossier stands where its duty begins; the move that its obligation waits for is made by the engine
on the day of the example, and the clock is beaten on the days around the expected one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lifecycle import agenda
from lifecycle.calendar import paris_day, paris_instant
from lifecycle.charter import charter
from lifecycle.commands import Command
from lifecycle.commands.duties import KEEP_TIME
from lifecycle.decisions import decide
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.moves import move
from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.events import Event
from lifecycle.machine import ABSENT
from lifecycle.people import CLOCK, Person, Role
from lifecycle.vocabulary import Case, Clock, Obligation

STREAM, FORMATION, LEA = "dossier", "formation", "lea"
LONG_AGO = date(2024, 9, 2)
ROLES = {f"role:{role}": str(role) for role in Role if role is not Role.APPRENTI}
SHEET = {"sector": "private", "employer_siret": "73282932000074"}
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """How a clock starts: a command on an instance in a state, and the field that dates it, if any.

    `then` is the state in which the instance of the duty must stand when the day comes.
    """

    command: str
    region: str
    instance: str
    before: str = ABSENT
    path: str = "in_training"
    dated: str = ""
    says: Fields = field(default_factory=dict)
    data: Fields = field(default_factory=dict)
    others: tuple[tuple[str, str, str], ...] = ()
    then: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A line of the table. `given` are its «précisions», by name."""

    ref: str
    what: str
    calendar: str
    start: date
    given: Mapping[str, str]
    opens: date | None
    due: date
    before: str
    on: str
    after: str

    @property
    def known(self) -> date:
        """The day of the fact that starts the clock: that day, or the one on which it is known."""
        said = self.given.get("connu") or self.given.get("début")
        return date.fromisoformat(said) if said else self.start


# --- where each clock starts --------------------------------------------------------------------


def _signed(**data: Any) -> Start:
    return Start("complete-signatures", "contract", "c1", "in_signature", "seeking", data=data)


def _on_the_contract(command: str, **says: Any) -> Start:
    return Start(command, "contract", "c1", "running", says=says)


def _result(command: str, **data: Any) -> Start:
    return Start(command, "pathway", "pathway", "in_exams", "in_exams", data=data)


MISSION = Start("submit-mission", "mission", "m1", path="seeking")
DRAFTED = Start("draft-contract", "contract", "c1", path="seeking", dated="starts_on")
STARTED = Start("start-contract", "contract", "c1", "endorsed", "seeking")
ENDING = replace(STARTED, dated="ends_on")
TRANSMITTED = Start("transmit-filing", "filing", "c1", "to_transmit")
BROKEN = _on_the_contract("break-contract")
SUCCESS, FAILURE = _result("record-success"), _result("record-failure")
AWAY = {"absent": True, "absent_since": "2025-09-01"}
LAPSED = Start("lapse-sfp", "pathway", "pathway", "sfp_after", "sfp_after")
STAYS = Start("continue-after-rupture", "pathway", "pathway", "in_training")

STARTS: Mapping[str, Start] = {
    "D01": MISSION,
    "D02": Start("start-without-contract", "pathway", "pathway", "seeking", "seeking"),
    **dict.fromkeys(("D05", "D09", "D10"), DRAFTED),
    "T14": replace(DRAFTED, then="endorsed"),
    **dict.fromkeys(("D11", "D13", "D18", "D19", "D20", "D30", "D32", "D33", "D34"), STARTED),
    **dict.fromkeys(("D35", "D36", "D37", "D42", "D66"), STARTED),
    **dict.fromkeys(("D31", "D38", "D73", "T40"), ENDING),
    **dict.fromkeys(("D12", "D14"), TRANSMITTED),
    "D15": _signed(cross_border=True),
    "D16": _signed(small_employer=True, up_to_bac=True),
    "D17": replace(_on_the_contract("amend-contract", amendment_type="36"), dated="takes_effect_on"),
    "D43": replace(_on_the_contract("record-return"), data=AWAY),
    "D45": Start("record-hosting", "situation", "s1", dated="convention_signed_on",
                 says={"contract": "c1"}),
    "D51": _on_the_contract("seize-mediator"),
    "D52": _on_the_contract("inform-employer"),
    "D53": _on_the_contract("seize-mediator", representative_silent=True),
    "D54": _on_the_contract("convene-to-interview"),
    "D55": _on_the_contract("hold-interview"),
    "D56": _on_the_contract("record-fault"),
    "D57": _on_the_contract("record-unfitness"),
    "D58": Start("hold-disciplinary-interview", "situation", "s1", "open",
                 data={"kind": "discipline"}),
    "D59": Start("record-exclusion", "pathway", "pathway", "in_training"),
    "D60": _on_the_contract("announce-diploma"),
    "D61": _on_the_contract("suspend-contract"),
    **dict.fromkeys(("D62", "D67"), BROKEN),
    **dict.fromkeys(("D63", "D65"), STAYS),
    "T31": replace(_on_the_contract("record-rupture", ground="R-02"), dated="broken_on"),
    "T34": LAPSED,
    "D70": replace(_on_the_contract("announce-exams"), dated="exams_on"),
    **dict.fromkeys(("D72", "D74"), FAILURE),
    **dict.fromkeys(("D80", "D81", "D82", "D83"), SUCCESS),
}  # fmt: skip


# --- the dossier before the fact ------------------------------------------------------------------


def lived(example: Example) -> list[Event]:
    """The facts until the one that starts the clock, and all that it opens."""
    start = STARTS[example.ref]
    case = _case(example, list(_past(example, start)))
    draft = Draft(case, case.at)
    draft.case = replace(case, command=_asked(example, start))
    declared = charter().moves[start.region, start.before, start.command]
    move(draft, declared, start.instance, example.known, draft.case.command.fields)
    if start.then:
        draft.append(_fact(draft.next_pos, start.region, start.instance, start.then, {"visa": "x"},
                           example.known))  # fmt: skip
    return draft.facts()


def _asked(example: Example, start: Start) -> Command:
    says = {**start.says, start.dated: example.start.isoformat()} if start.dated else start.says
    if start.region == "mission":
        says = {**SHEET, **_site(example), **says}
    if start.region == "contract" and start.before == ABSENT:
        says = {"mission": "m1", "ends_on": "2029-08-31", **says}
    intention = charter().intentions[start.command]
    return Command(intention=intention, stream=STREAM, fields=says, effective_on=example.known)


def _past(example: Example, start: Start) -> Iterator[Event]:
    """One fact for each instance that stands before the clock starts."""
    stands = [("pathway", "pathway", start.path)]
    if start.region != "mission":
        stands.append(("mission", "m1", "validated"))
    if start.before != ABSENT and (start.region, start.instance) != ("pathway", "pathway"):
        stands.append((start.region, start.instance, start.before))
    if not (start.region == "contract" and start.before == ABSENT):
        regions = {region for region, *_ in stands}
        stands += [("contract", "c1", "running")] if "contract" not in regions else []
        stands += [("filing", "c1", "to_transmit")] if "filing" not in regions else []
    for pos, (region, instance, state) in enumerate(stands):
        yield _fact(pos, region, instance, state, _data(example, start, region), LONG_AGO)


def _data(example: Example, start: Start, region: str) -> dict[str, Any]:
    if region == "pathway":
        return {"role:apprenti": LEA, "begun_on": LONG_AGO.isoformat(), **start.data}
    terms = {"starts_on": example.known.isoformat(), "ends_on": _end(example, start)}
    sector = example.given.get("secteur", SHEET["sector"])
    shared = {**SHEET, "sector": sector, **_site(example), **ROLES}
    level = {"formation.typeDiplome": "54"} if region == "contract" else {}
    return {**shared, **terms, **level, "contract": "c1", **start.data}


def _end(example: Example, start: Start) -> str:
    if start.dated == "ends_on":
        return example.start.isoformat()
    return example.given.get("fin", "2029-08-31")


def _site(example: Example) -> dict[str, str]:
    return {"site_calendar": example.given.get("site", example.calendar)}


def _fact(
    pos: int, region: str, instance: str, state: str, data: Mapping[str, Any], day: date
) -> Event:
    return Event(
        pos=pos, stream=STREAM, type="Stood", move="", ref="", region=region, instance=instance,
        state=state, effective_on=day, recorded_at=datetime(2024, 9, 2, tzinfo=UTC), place=pos,
        data=data,
    )  # fmt: skip


def _case(example: Example, facts: list[Event]) -> Case:
    at = paris_instant(example.known, 10)
    command = Command(intention=KEEP_TIME, stream=STREAM, actor=CLOCK)
    return Case(
        charter(),
        fold(STREAM, facts),
        example.known,
        at,
        command,
        formation=_formation(example),
        people={LEA: Person(LEA, birth_date=example.start)},
        history=facts,
        next_pos=len(facts),
        last_instant=facts[-1].recorded_at,
    )


def _formation(example: Example) -> Dossier:
    chosen = example.given.get("réglage", "")
    said = {f"set:{k}": v for k, v in (one.split("=") for one in chosen.split(" + ") if one)}
    data = {"calendar": example.calendar, **said, **ROLES}
    if alternance := example.given.get("alternance"):
        data["alternance"] = alternance
    known = Instance("formation", FORMATION, "active", LONG_AGO, data, 0, 0, LONG_AGO, LONG_AGO)
    return Dossier(FORMATION, 1, {("formation", FORMATION): known})


# --- the clock, beaten ------------------------------------------------------------------------------


def duty_at(example: Example, facts: list[Event], at: datetime) -> Instance:
    """The duty once the clock has been beaten at `at`; nothing is beaten before it is known."""
    case = _case(example, facts)
    last = max(e.recorded_at for e in facts)
    beaten = decide(replace(case, last_instant=last, at=at), case.command, max(at, last))
    found = [d for d in beaten.dossier.of("obligation") if d.data["ref"] == example.ref]
    wanted = example.given.get("période", found[0].data.get("of"))
    (duty,) = (d for d in found if d.data.get("of") == wanted)
    return duty


def status(example: Example, facts: list[Event], at: datetime) -> str:
    """What people would say of the duty at `at`, in the words of the table."""
    duty = duty_at(example, facts, at)
    declared = charter().obligations[example.ref]
    if duty.state == agenda.PLANNED or paris_day(at) < (duty.day("opens_on") or date.min):
        return "trop tôt" if declared.kind is Clock.MIN else "planifiée"
    if duty.state not in agenda.PENDING:
        return CLOSED[duty.state]
    return "en retard" if agenda.is_late(duty, at) else _awaited(declared)


CLOSED = {"done": "close", "cancelled": "annulée", "waived": "dispensée"}


def _awaited(declared: Obligation) -> str:
    if declared.kind is Clock.MIN:
        return "possible"
    passes = declared.kind in (Clock.EVENT, Clock.SNAPSHOT, Clock.SILENCE, Clock.COUNTER)
    return "attendue" if passes else "à faire"


def end_of(day: date) -> datetime:
    return beginning_of(day + timedelta(days=1)) - timedelta(seconds=1)


def beginning_of(day: date) -> datetime:
    return paris_instant(day)
