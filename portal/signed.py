"""«Contrat reçu signé»: what a signed contract says becomes ordinary commands, each at its date.

A draft if there is none, the documents if they may still be issued, the signatures, the visa and
the transmission. What is recorded already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from exchange.rehearsal import rehearsed
from lifecycle.calendar import paris_day
from lifecycle.charter import charter, public_intentions
from lifecycle.commands import Command
from lifecycle.commands.fields import read_day
from lifecycle.dossier import Dossier, Instance
from lifecycle.errors import InvalidInput, LifecycleError, Refused
from lifecycle.people import Actor, Role
from lifecycle.service import Answer, House, handle_many
from portal.looking import Look
from portal.wording import instance_state

DATES = (
    ("starts_on", "Début du contrat"),
    ("ends_on", "Fin du contrat"),
    ("employer", "Signé par l’employeur le"),
    ("apprentice", "Signé par l’apprenti le"),
    ("legal_representative", "Signé par le représentant le"),
    ("visa", "Visé par le CFA le"),
    ("transmitted", "Transmis le"),
)
TERMS = ("starts_on", "ends_on")
PARTIES = {
    "employer": Role.EMPLOYEUR,
    "apprentice": Role.APPRENTI,
    "legal_representative": Role.REPRESENTANT_LEGAL,
}
OVER = ("cancelled", "broken", "ended")
OPTIONAL = "issue-documents"  # what could not be issued in time was signed all the same


@dataclass(frozen=True, slots=True)
class Step:
    """One command of one dossier, in the words of the page."""

    label: str
    command: Command

    @property
    def optional(self) -> bool:
        return self.command.name == OPTIONAL


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one step."""

    label: str
    on: date
    done: bool
    why: str
    optional: bool


@dataclass(slots=True)
class Line:
    """One dossier: its dates as typed, what is wrong with them, and what follows from them."""

    stream: str
    name: str
    formation: str
    present: str
    contract: Instance | None
    recorded: dict[str, str]
    dates: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    already: bool = False  # everything that its dates say is recorded

    @property
    def refused(self) -> bool:
        return bool(self.errors) or any(not (o.done or o.optional) for o in self.outcomes)


def line(seen: Look, stream: str, dates: Mapping[str, str]) -> Line:
    """A dossier as it stands, with the dates that somebody gives."""
    dossier = seen.dossiers[stream]
    contract = _contract(dossier)
    apprentice = seen.apprentice(stream)
    pathway = dossier.one("pathway")
    return Line(
        stream,
        apprentice.name if apprentice else "(personne effacée)",
        str(pathway.data.get("formation", "")) if pathway else "",
        f"contrat {instance_state(contract)}" if contract else "pas encore de contrat",
        contract,
        dict(_recorded(dossier, contract)),
        dict(dates),
    )


def _contract(dossier: Dossier) -> Instance | None:
    return next((c for c in reversed(dossier.of("contract")) if c.state not in OVER), None)


def _recorded(dossier: Dossier, contract: Instance | None) -> Iterator[tuple[str, str]]:
    """What the history says already, by date of the page."""
    if contract is None:
        return
    for name in TERMS:
        yield name, str(contract.data.get(name) or "")
    for party in PARTIES:
        if day := contract.data.get(f"signed:{party}"):
            yield party, str(day)
    if day := contract.data.get("visa"):
        yield "visa", str(day)
    filing = dossier.get("filing", contract.id)
    if filing and not charter().allows(filing, "transmit-filing"):
        yield "transmitted", filing.since.isoformat()


# --- from dates to commands ----------------------------------------------------------------------


def plan(one: Line, house: House, actor: Actor, at: datetime, batch: str) -> None:
    """The commands that the dates of a line ask for. `batch` makes a second sending harmless."""
    days = _days(one, paris_day(at))
    if one.errors:
        return
    given = {n: d for n, d in days.items() if n not in TERMS and n not in one.recorded}
    if not given and any(raw.strip() for n, raw in one.dates.items() if n in one.recorded):
        one.already = True
        return
    if not given:
        one.errors["employer"] = (
            "Donnez au moins une date de signature, de visa ou de transmission."
        )
        return
    first = min(given.values())
    asked = [*_opening(one, days, first), *_dated(one, given)]
    intentions = public_intentions(house.charter)
    for label, name, on, fields, behalf in asked:
        intention = intentions[name]
        key = f"{batch}:{one.stream}:{name}:{fields.get('party', '')}" if batch else None
        one.steps.append(Step(label, Command(
            intention=intention, stream=one.stream, fields=intention.read(fields), actor=actor,
            on_behalf_of=behalf, effective_on=on, channel="web", key=key,
        )))  # fmt: skip


Asked = tuple[str, str, date, dict[str, Any], Actor | None]


def _days(one: Line, today: date) -> dict[str, date]:
    """The dates of a line; what is wrong with one is written beside it."""
    days: dict[str, date] = {}
    for name, label in DATES:
        raw = one.dates.get(name, "").strip()
        if not raw or name in one.recorded:
            continue
        try:
            days[name] = read_day(raw[:40], label.removesuffix(" le"))
        except InvalidInput as wrong:
            one.errors[name] = wrong.message
            continue
        if name not in TERMS and days[name] > today:
            one.errors[name] = f"{label.removesuffix(' le')} : cette date est après aujourd’hui."
    _check_terms(one, days)
    return days


def _check_terms(one: Line, days: Mapping[str, date]) -> None:
    if one.contract is not None:
        return
    for name, label in DATES[:2]:
        if name not in days and name not in one.errors:
            one.errors[name] = f"{label} : il faut cette date pour préparer le contrat."
    if not one.errors and days["ends_on"] <= days["starts_on"]:
        one.errors["ends_on"] = "La fin doit être après le début."


def _opening(one: Line, days: Mapping[str, date], first: date) -> Iterator[Asked]:
    if one.contract is None:
        terms = {name: days[name].isoformat() for name in TERMS}
        yield "Contrat préparé", "draft-contract", first, terms, None
    if one.contract is None or charter().allows(one.contract, OPTIONAL):
        yield "Convention et CERFA édités", OPTIONAL, first, _of(one), None


def _dated(one: Line, given: Mapping[str, date]) -> Iterator[Asked]:
    """The acts that have a date of their own, in the order of these dates."""
    for name in sorted(given, key=lambda n: (given[n], [d for d, _ in DATES].index(n))):
        on = given[name]
        if role := PARTIES.get(name):
            fields = {**_of(one), "party": name}
            yield f"Signature : {role.label}", "sign-contract", on, fields, Actor(role)
        elif name == "visa":
            yield "Visa du CFA", "grant-visa", on, _of(one), None
        else:
            yield "Transmission au dépôt", "transmit-filing", on, _of(one), None


def _of(one: Line) -> dict[str, Any]:
    return {"contract": one.contract.id} if one.contract else {}


# --- tried, then done ----------------------------------------------------------------------------


def rehearse(house: House, lines: Sequence[Line], at: datetime) -> None:
    """What would become of each step, by the same rules; nothing is written."""
    _answer(lines, handle_many(rehearsed(house), _commands(lines), at))


def record(house: House, lines: Sequence[Line], at: datetime) -> None:
    """Through the one door, in one transaction: a refused step stops no other."""
    _answer(lines, handle_many(house, _commands(lines), at))


def _commands(lines: Sequence[Line]) -> list[Command]:
    return [step.command for one in lines for step in one.steps]


def _answer(lines: Sequence[Line], answers: Sequence[Answer]) -> None:
    told = iter(answers)
    for one in lines:
        one.outcomes = [_outcome(step, next(told)) for step in one.steps]


def _outcome(step: Step, answer: Answer) -> Outcome:
    on = step.command.effective_on or date.min
    if not isinstance(answer, Exception):
        found = "; ".join(str(i["reason"]) for i in answer.irregularities)
        why = f"Irrégularité relevée : {found}" if found else ""
        return Outcome(step.label, on, True, why, step.optional)
    if isinstance(answer, Refused):
        why = " ".join(r.reason for r in answer.refusals)
    elif isinstance(answer, LifecycleError):
        why = answer.message
    else:
        raise answer
    return Outcome(step.label, on, False, why, step.optional)
