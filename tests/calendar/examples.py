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
from lifecycle.people import CLOCK, Actor, Person, Role
from lifecycle.vocabulary import EPOCH, Case, Clock, Obligation

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
    actor: Role = Role.GESTIONNAIRE


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


def _asked_of(party: str) -> Start:
    says = {"contract": "c1", "said_by": "nobody", "asked_of": party}
    return Start("raise-exchange", "exchange", "x1", says=says)


FITS = {"mission_fits": True, "profile_fits": True}
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

OWES = {"E-04": "tuteur_academique", "M-04": "maitre_apprentissage", "A-01": "apprenti"}


def _action(owed_by: str) -> Start:
    said = {"contract": "c1", "owed_by": owed_by}
    return Start("agree-action", "action", "a1", dated="due_on", says=said)


FORMATION_OPENS = Start("add-formation", "formation", "formation")
CFA_OPENS = Start("add-cfa", "cfa", "cfa")
RENTREE = Start("open-promotion", "promotion", "p1", dated="rentree_on",
                says={"ends_on": "2031-08-31", "hours_planned": 600})  # fmt: skip
LAST_DAY = replace(
    RENTREE, dated="ends_on", says={"rentree_on": "2025-09-01", "hours_planned": 600}
)
CERTIFIED = Start("record-certification", "certification", "q1", dated="certified_on")
CONTROLLED = Start("record-control", "control", "t1", dated="received_on")


def _reserved(kind: str, dated: str = "") -> Start:
    says = {"kind": kind}
    return Start("open-reserved", "reserved", "r1", dated=dated, says=says, actor=Role.APPRENTI)


ASKED_OF = {"V2-03": "handicap", "C-09": "mobilite", "C-10": "social", "C-17": "harcelement"}
REVIEWED = {
    "P3-P10": "handicap",
    "E-10": "mobilite",
    "P3-P12": "social",
    "P3-P11": "discrimination",
}

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
    "V2-02": Start("admit", "pathway", "pathway", "candidate", "candidate"),
    **dict.fromkeys(("C-13", "P3-S00", "E-08", "P3-P01", "M-06"), STARTED),
    "E-05": Start("appoint", "role", "tuteur_academique", says={"role": "tuteur_academique"}),
    "P3-C04": _on_the_contract("record-visit"),
    **{ref: _action(who) for ref, who in OWES.items()},
    "P3-S01": STARTED,
    "P3-C03": _on_the_contract("record-livret-entry", by="apprenti"),
    "E-06": _on_the_contract("signal-silence"),
    "T25": Start("report-difficulty", "situation", "s1", says={"contract": "c1"}),
    "P3-P08": Start("plan-milestone", "milestone", "j1", dated="due_on", says={"kind": "memoire"}),
    "P2-P15": replace(_on_the_contract("agree-progression"), dated="progression_review_on"),
    "P2-P18": replace(_on_the_contract("agree-telework", telework_days=1), dated="telework_review_on"),
    **dict.fromkeys(("P1-P02", "D39", "D41"), FORMATION_OPENS),
    **dict.fromkeys(("D40", "P1-P09", "D90", "D91"), CFA_OPENS),
    **dict.fromkeys(("D25", "D26", "P2-P17", "P1-P03", "P1-P05", "DEL-05", "DEL-06"), RENTREE),
    **dict.fromkeys(("C-14", "P1-C03", "P2-C07"), RENTREE),
    **dict.fromkeys(("P4-S06", "DEL-26"), LAST_DAY),
    "ENG-04": Start("sign-convention", "convention", "v1", dated="ends_on",
                    says={"kind": "externe", "starts_on": "2026-01-01"}),
    "P3-C00": Start("give-resource", "resource", "n1", dated="given_until",
                    says={"aim": "P3-C01", "nature": "heures", "amount": "24 heures"}),
    "D92": Start("record-sifa", "cfa", "cfa", "active",
                 says={"sifa_year": 2026, "sifa_step": "depot"}),
    **dict.fromkeys(("D93", "Q-13"), CERTIFIED),
    "D94": replace(CONTROLLED, says={"kind": "pedagogique"}),
    "D95": replace(CONTROLLED, says={"kind": "qualite_opco"}),
    "C-01": Start("admit", "pathway", "pathway", "candidate", "candidate"),
    "P2-S07": Start("record-contact", "exchange", "x1", says={"asked_by": "apprenti"}),
    "P1-P11": _asked_of("tuteur_academique"),
    "P3-P06": _asked_of("maitre_apprentissage"),
    "SYS-09": _asked_of("apprenti"),
    "P2-P02": Start("receive-offer", "offer", "o1", says={"kind": "alternance"}),
    "P2-P03": Start("qualify-offer", "offer", "o1", "received", says=FITS),
    "P2-C03": Start("publish-offer", "offer", "o1", "qualified", dated="expires_on", data=FITS),
    "P4-C05": Start("add-cfa", "cfa", "cfa"),
    "E-09": Start("add-formation", "formation", "formation"),
    "P1-P07": Start("add-formation", "formation", "formation"),
    "P1-P08": Start("raise-suggestion", "suggestion", "g1", says={"kind": "cours"}),
    "P1-S05": Start("consider-suggestion", "suggestion", "g1", "raised"),
    **{ref: _reserved(kind) for ref, kind in ASKED_OF.items()},
    **{ref: _reserved(kind, "review_on") for ref, kind in REVIEWED.items()},
    **dict.fromkeys(("P3-S02", "P3-S03"), FORMATION_OPENS),
}  # fmt: skip


HOUSE_OF: Mapping[str, str] = {
    "formation": "formation",
    "promotion": "formation",
    "event": "formation",
    "convention": "formation",
    "resource": "formation",
    "offer": "formation",
    "suggestion": "formation",
    "cfa": "cfa",
    "certification": "cfa",
    "control": "cfa",
}
"""Region → what the whole stream is about, where that is not an apprentice."""


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
    return Command(
        intention=intention,
        stream=STREAM,
        fields=says,
        actor=Actor(start.actor),
        effective_on=example.known,
    )


def _past(example: Example, start: Start) -> Iterator[Event]:
    """One fact for each instance that stands before the clock starts."""
    if root := HOUSE_OF.get(start.region):
        yield from _past_of_a_house(example, start, root)
        return
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


def _past_of_a_house(example: Example, start: Start, root: str) -> Iterator[Event]:
    stands = [] if (start.region, start.before) == (root, ABSENT) else [(root, root, "active")]
    if start.region != root and start.before != ABSENT:
        stands.append((start.region, start.instance, start.before))
    for pos, (region, instance, state) in enumerate(stands):
        said = {"calendar": example.calendar, **ROLES} if region == root else dict(start.data)
        yield _fact(pos, region, instance, state, said, LONG_AGO)


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
        last_instant=facts[-1].recorded_at if facts else EPOCH,
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
