"""What came of a cohort: counted from the facts and from the log, nothing remembered by the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from statistics import median
from typing import Any

from application.simulation.living import Cohort
from application.wiring import App
from audit.verify import Finding, Head, verify
from lifecycle.agenda import PENDING
from lifecycle.calendar import paris_day
from lifecycle.dossier import Dossier, Instance, fold
from persistence.reading import Stored
from persistence.sealing import decode

BATCH = 25
FIRST = 1


@dataclass
class Census:
    """Counts, and the ids of what should not be: a duty late in silence, a fact without a source.

    `head` is the hash of the last fact, `log` a hash of those of all facts in their order.
    """

    stages: Counter[str] = field(default_factory=Counter)
    obligations: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    irregularities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    unsourced: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    facts: int = 0
    head: str = ""
    log: str = ""


def taken(app: App) -> Census:
    """Every dossier and every house of the base, then the whole log verified."""
    census = Census()
    rows = app.reader.streams()
    census.stages.update(row.stage for row in rows)
    houses = [s.stream for kind in ("formation", "cfa") for s in app.reader.streams(kind)]
    for streams in _batches([*(row.stream for row in rows), *houses]):
        for stream, events in app.many(streams).items():
            _count(app, census, fold(stream, events))
    _verify(app, census)
    return census


def _batches(streams: Iterable[str]) -> Iterator[list[str]]:
    left = iter(streams)
    while some := list(islice(left, BATCH)):
        yield some


def _count(app: App, census: Census, dossier: Dossier) -> None:
    for duty in dossier.of("obligation"):
        census.obligations[duty.state] += 1
        if _late(app, duty):
            census.late[duty.data["ref"]] += 1
            if _silent(app, duty):
                census.silent.append(f"{dossier.stream}:{duty.id}")
    for one in dossier.of("irregularity"):
        census.irregularities[one.state] += 1
        census.rules[str(one.data.get("rule_ref") or one.data.get("rule") or "?")] += 1


def _late(app: App, duty: Instance) -> bool:
    """Owed by somebody, its last day is past and it is not done; a stopped clock is never late."""
    declared = app.house.charter.obligations.get(duty.data["ref"])
    if duty.state not in PENDING or duty.data.get("paused") or (declared and declared.watched):
        return False
    never = duty.data["ref"] in app.house.charter.never_late
    return not never and duty.data["due_on"] < paris_day(app.now()).isoformat()


def _silent(app: App, duty: Instance) -> bool:
    """Late, told to nobody, and nobody about to be told: the escalation leaves the next morning."""
    told = duty.state == "escalated"
    coming = duty.data.get("next_on") or ""
    return not told and coming < paris_day(app.now()).isoformat()


def _verify(app: App, census: Census) -> None:
    stored = app.reader.head()
    head = Head(stored.log_id, stored.size, stored.last_hash, app.reader.heads())
    hashes = sha256()
    census.findings = list(verify(_sourced(app.reader.log(), census, hashes.update), head, FIRST))
    census.facts, census.head = stored.size, stored.last_hash
    census.log = hashes.hexdigest()


def _sourced(
    rows: Iterable[Stored], census: Census, passes: Callable[[bytes], None]
) -> Iterator[Stored]:
    """The rows as they pass; those whose fact names no source are kept in mind."""
    for row in rows:
        passes(row.hash.encode())
        said = decode(row.envelope)
        if not str(said.get("source") or "").strip():
            census.unsourced.append(f"{said['pos']}:{said['type']}")
        yield row


def mails(app: App, sent: bool) -> list[dict[str, Any]]:
    """How many mails each kind of person got: per person, the median and the most.

    When nothing was `sent`, every letter that is owed counts for one.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for role, _, n in app.outbox.shares(sent):
        found[role].append(n)
    return [
        {
            "role": role,
            "persons": len(each),
            "mails": sum(each),
            "median": median(each),
            "max": max(each),
        }
        for role, each in sorted(found.items())
    ]


def described(cohort: Cohort, census: Census) -> dict[str, Any]:
    """The whole as one JSON document."""
    refused = [
        {"command": command, "rule": rule, "times": n}
        for (command, rule), n in sorted(cohort.refused.items())
    ]
    return {
        "cohort": cohort.size,
        "seed": int(cohort.seed),
        "from": cohort.first.isoformat(),
        "until": cohort.last.isoformat(),
        "acts": cohort.acts,
        "refused": refused,
        "facts": census.facts,
        "head": census.head,
        "log": census.log,
        "dossiers": dict(sorted(census.stages.items())),
        "obligations": dict(sorted(census.obligations.items())),
        "late": dict(sorted(census.late.items())),
        "silent": census.silent,
        "irregularities": dict(sorted(census.irregularities.items())),
        "flagged_rules": dict(sorted(census.rules.items())),
        "sent": cohort.sends,
        "mails": mails(cohort.app, cohort.sends),
        "verified": not census.findings,
        "without_source": census.unsourced,
    }
