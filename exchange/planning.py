"""A record → the ordinary commands that take it over, each on the day on which it was true.

What the file cannot know is not said. Where the 45 days of formation pratique cannot be counted,
the période probatoire is held to end at the earliest day possible: 45 jours ouvrés after the start,
as if every day were spent in the company; the column `date_fin_periode_probatoire` says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from exchange.records import Contact, Contract, Details, Record
from lifecycle.calendar import Calendar, Delay, Unit, add
from lifecycle.commands import Command, Intention, candidacy
from lifecycle.commands import contract as agreed
from lifecycle.commands import take_over as ask
from lifecycle.people import Actor, Role

PROBATION = Delay(45, Unit.JOURS_OUVRES)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from: who imports what, on which Paris day, followed since when."""

    actor: Actor
    file: str
    today: date
    reprise: date | None = None

    def past(self, day: date) -> date:
        return min(day, self.today)


@dataclass(frozen=True, slots=True)
class Step:
    """One command to come: on its day, and in its turn on that day."""

    on: date
    turn: int
    intention: Intention
    fields: Mapping[str, Any]
    reason: str = ""


def opening(record: Record, stream: str, origin: Origin) -> list[Command]:
    """Everything about somebody whom the house does not know in that formation."""
    steps = [*_life(record, origin), *_people(record, origin)]
    steps += _contracts(record, origin)
    begins = min([record.enrolled_on, *(step.on for step in steps)])
    first = Step(origin.past(begins), 0, ask.TAKE_OVER, _dossier(record, origin))
    return commands([first, *steps], stream, record.row, origin)


def commands(
    steps: Sequence[Step], stream: str, row: int, origin: Origin, expect: int | None = None
) -> list[Command]:
    """The steps in the order of their days, as the door takes them."""
    mark = {"file": origin.file, "row": row}
    ordered = sorted(steps, key=lambda step: (step.on, step.turn))
    made = [_command(step, stream, mark, origin) for step in ordered]
    return [replace(made[0], expect=expect), *made[1:]] if made else []


def _command(step: Step, stream: str, mark: Mapping[str, Any], origin: Origin) -> Command:
    known = {field.name for field in step.intention.fields}
    said = {
        name: value for name, value in {**step.fields, **mark}.items() if value not in (None, "")
    }
    return Command(
        intention=step.intention,
        stream=stream,
        fields={name: _told(value) for name, value in said.items() if name in known},
        actor=origin.actor,
        effective_on=step.on,
        reason=step.reason,
        channel="import",
    )


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# --- the apprentice ----------------------------------------------------------------------------


def identity(record: Record) -> dict[str, Any]:
    return {
        "first_name": record.first_name,
        "last_name": record.last_name,
        "birth_date": record.birth_date,
        "email": record.email,
        "phone": record.phone,
        "formation": record.formation.code,
    }


def _dossier(record: Record, origin: Origin) -> dict[str, Any]:
    return {**identity(record), "situation": "seeking", "reprise": origin.reprise}


def _life(record: Record, origin: Origin) -> Iterator[Step]:
    """Training without a contract, leaving, and the diploma."""
    first = min((c.starts_on for c in record.contracts), default=None)
    alone = first is None or first > record.entered_on
    stayed = record.left_on is None or record.left_on > record.entered_on
    if alone and stayed and record.entered_on <= origin.today:
        yield Step(record.entered_on, 2, ask.TAKE_OVER_SFP, {})
    yield from ending(record, origin)


def ending(record: Record, origin: Origin) -> Iterator[Step]:
    if record.left_on:
        yield Step(record.left_on, 20, candidacy.RECORD_ABANDONMENT, {}, record.left_because)
    elif record.graduated is not None:
        on = record.graduated_on or record.ends_on
        result = ask.TAKE_OVER_GRADUATED if record.graduated else ask.TAKE_OVER_FAILED
        if on <= origin.today:
            yield Step(on, 20, result, {})


def _people(record: Record, origin: Origin) -> Iterator[Step]:
    on = origin.past(record.entered_on)
    if record.tuteur:
        yield role(Role.TUTEUR_ACADEMIQUE, record.tuteur, on)
    if record.representant:
        yield role(Role.REPRESENTANT_LEGAL, record.representant, on)


def role(held: Role, by: Contact, on: date) -> Step:
    said = {"role": str(held), "name": by.name, "email": by.email, "phone": by.phone}
    return Step(on, 1, ask.TAKE_OVER_ROLE, said)


# --- contracts ---------------------------------------------------------------------------------


def _contracts(record: Record, origin: Origin) -> Iterator[Step]:
    for number, (contract, details) in enumerate(in_order(record, record.contracts, origin), 1):
        yield from new_contract(record, contract, details, f"c{number}", "m1", origin)


def in_order(
    record: Record, contracts: Sequence[Contract], origin: Origin
) -> list[tuple[Contract, Details]]:
    """As the door will meet them, which names them in turn; the details are the last one's."""
    last = record.contracts[-1] if record.contracts else None
    told = [(c, record.details if c is last else Details()) for c in contracts]
    return sorted(told, key=lambda one: _known_since(record, one[0], one[1], origin))


def new_contract(
    record: Record, contract: Contract, details: Details, id_: str, mission: str, origin: Origin
) -> Iterator[Step]:
    terms = {
        **parties(contract, details),
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
    }
    if details.mission and details.mission_on:
        said = {"title": details.mission, **parties(contract, details)}
        yield Step(details.mission_on, 3, ask.TAKE_OVER_MISSION, said)
        terms["mission"] = mission
    yield Step(_known_since(record, contract, details, origin), 4, ask.TAKE_OVER_CONTRACT, terms)
    yield from signature(contract, details, id_)
    yield from transmission(contract, details, id_, origin)
    yield from performance(record, contract, details, id_, origin)


def parties(contract: Contract, details: Details) -> dict[str, Any]:
    employer, maitre = details.employer, details.maitre
    return {
        "employer_siret": contract.siret,
        "employer_name": employer.name,
        "employer_email": employer.email,
        "employer_phone": employer.phone,
        "sector": details.sector,
        "site_calendar": details.site_calendar,
        "maitre_apprentissage_name": maitre.name,
        "maitre_apprentissage_email": maitre.email,
        "maitre_apprentissage_phone": maitre.phone,
    }


def _known_since(record: Record, contract: Contract, details: Details, origin: Origin) -> date:
    """The first day on which the contract did something.

    One that is to start has been in preparation since its mission, or since the enrolment when it
    is the first: signatures that come after the import bear days before it.
    """
    told = [details.signed_on, details.visa_on, details.transmitted_on, details.accepted_on]
    if contract.starts_on > origin.today:
        first = contract is record.contracts[0]
        told.append(
            origin.past(details.mission_on or (record.enrolled_on if first else origin.today))
        )
    return min([origin.past(contract.starts_on), *(day for day in told if day)])


def signature(contract: Contract, details: Details, id_: str) -> Iterator[Step]:
    """Each on its day; a visa counts from the last signature on when it came before."""
    mine = {"contract": id_}
    signed = details.signed_on if _before(details.signed_on, contract) else None
    visa = details.visa_on if _before(details.visa_on, contract) else None
    if signed:
        yield Step(signed, 5, ask.TAKE_OVER_SIGNATURE, mine)
    if visa:
        yield Step(max(visa, signed or visa), 6, ask.TAKE_OVER_VISA, mine)


def _before(day: date | None, contract: Contract) -> bool:
    """A contract that is over is signed and authorised no more."""
    return day is not None and day < contract.last_day()


def transmission(contract: Contract, details: Details, id_: str, origin: Origin) -> Iterator[Step]:
    """The filing as far as the file tells; an accord without a day counts from the start."""
    last = contract.broken_on or origin.today
    known = details.deca or details.accepted_on
    accepted = min(
        details.accepted_on or details.transmitted_on or origin.past(contract.starts_on), last
    )
    if details.transmitted_on:
        on = min(details.transmitted_on, accepted if known else last)
        yield Step(on, 7, ask.TAKE_OVER_TRANSMISSION, {"contract": id_})
    if known:
        yield Step(accepted, 8, ask.RESUME_FILING, {"contract": id_, "deca_number": details.deca})


def performance(
    record: Record, contract: Contract, details: Details, id_: str, origin: Origin
) -> Iterator[Step]:
    """The start, the end of the probation, the visits, the rupture or the term."""
    if contract.starts_on <= origin.today:
        yield Step(contract.starts_on, 9, ask.RESUME_PROBATION, {"contract": id_})
        yield from visits(record, contract, id_, origin)
        yield from outcome(record, contract, details, id_, origin)


def outcome(
    record: Record, contract: Contract, details: Details, id_: str, origin: Origin
) -> Iterator[Step]:
    mine = {"contract": id_}
    over = probation_ends(record, contract, details)
    if over <= min(contract.last_day(), origin.today):
        yield Step(over, 11, ask.RESUME_RUNNING, mine)
    if contract.broken_on:
        yield Step(contract.broken_on, 12, ask.RESUME_BROKEN, mine, contract.cause)
    elif contract.ends_on < origin.today:
        yield Step(contract.ends_on, 13, ask.RESUME_ENDED, mine)


def visits(
    record: Record, contract: Contract, id_: str, origin: Origin, told: Sequence[date] = ()
) -> Iterator[Step]:
    """The visits of the line that fall within this contract, but those already `told`."""
    last = min(contract.last_day(), origin.today)
    for day in record.details.visits:
        if contract.starts_on <= day <= last and day not in told:
            yield Step(day, 10, agreed.RECORD_VISIT, {"contract": id_})


def probation_ends(record: Record, contract: Contract, details: Details) -> date:
    """The first day after the période probatoire."""
    if details.probation_ends_on:
        return max(details.probation_ends_on, contract.starts_on) + ONE_DAY
    where = Calendar(details.site_calendar or record.formation.calendar)
    return add(contract.starts_on, PROBATION, where) + ONE_DAY
