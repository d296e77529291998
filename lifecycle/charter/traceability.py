"""Every row of the charter and of the deliberation, and what answers it: `docs/traceability.md`.

Two tables travel with the code: `seed_rows.csv`, what the texts ask, and `traceability.csv`, what
answers each row. A target is a reference (T07, D01, R-03) or `kind:name`; those that the compiled
charter knows are printed with their French label, and a test looks for all the others.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from typing import Any

from lifecycle.charter.document import rules
from lifecycle.charter.indicators import INDICATORS
from lifecycle.people import Role
from lifecycle.vocabulary import Charter

_ORIGIN = (
    "Imprimé par `lifecycle charter --format traceability`, comparé au code par un test. Les lignes "
    "sont tirées de la charte de l’apprentissage dans l’enseignement supérieur (DGESIP, octobre "
    "2023), de son annexe, et de la délibération n° 217-2024 du conseil d’administration de "
    "l’Université de Strasbourg (17 décembre 2024), qui l’approuve ; leur texte est abrégé."
)
_READING = (
    "Une ligne n’est *couverte* que si le produit d’aujourd’hui y répond, et qu’un test le montre. "
    "« Rien à faire » dit pourquoi. « Non couvert » nomme la partie du produit qui répondra, et "
    "cite ce qui est déjà là."
)


class Kind(StrEnum):
    """What may be said of a row. Values are the words of the table."""

    COVERED = "couvert"
    NOTHING = "rien"
    MISSING = "non-couvert"

    @property
    def label(self) -> str:
        return {"rien": "rien à faire", "non-couvert": "non couvert"}.get(self, str(self))

    def counted(self, n: int) -> str:
        agrees = "" if self is Kind.NOTHING or n < 2 else "s"
        return f"{n} {self.label}{agrees}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the texts with its answer; `part` names what will answer a row not covered."""

    id: str
    section: str
    where: str
    text: str
    kind: Kind
    targets: tuple[str, ...]
    tests: tuple[str, ...]
    part: str
    words: str

    def document(self) -> dict[str, Any]:
        return asdict(self) | {"kind": self.kind.label}


def asked() -> list[dict[str, str]]:
    """What the texts ask, row by row, in their order."""
    return _read("seed_rows.csv")


def answered() -> list[dict[str, str]]:
    """What answers each row."""
    return _read("traceability.csv")


def _read(name: str) -> list[dict[str, str]]:
    text = files("lifecycle").joinpath("charter", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def traced() -> list[Row]:
    """Every row with its answer. A KeyError names a row that nothing answers."""
    answers = {a["row"]: a for a in answered()}
    return [_joined(one, answers[one["id"]]) for one in asked()]


def _joined(one: dict[str, str], answer: dict[str, str]) -> Row:
    kind = Kind(answer["kind"])
    part, _, words = answer["words"].partition(" : ") if kind is Kind.MISSING else ("", "", "")
    return Row(
        one["id"],
        one["section"],
        one["where"],
        one["texte"],
        kind,
        tuple(answer["targets"].split()),
        tuple(answer["tests"].split()),
        part,
        words or answer["words"],
    )


def labels(charter: Charter) -> dict[str, str]:
    """Every target that the compiled charter knows, with what people call it."""
    named = {f"role:{role}": role.label for role in Role}
    named |= {f"state:{region}.{name}": s.label for (region, name), s in charter.states.items()}
    named |= {f"setting:{s.key}": s.label for s in charter.settings.values()}
    named |= {f"rule:{rule.name}": rule.otherwise for rule in rules(charter)}
    named |= {f"command:{name}": i.label for name, i in charter.intentions.items()}
    named |= {f"indicator:{ref}": label for ref, label in INDICATORS.items()}
    return named | dict(_fields(charter)) | dict(_refs(charter))


def _fields(charter: Charter) -> Iterator[tuple[str, str]]:
    for name, intention in charter.intentions.items():
        for field in intention.fields:
            yield f"field:{name}.{field.name}", field.label


def _refs(charter: Charter) -> Iterator[tuple[str, str]]:
    """References, those of duties last: a duty says best what its reference means."""
    yield from ((rule.ref, rule.otherwise) for rule in rules(charter) if rule.ref)
    for phase in reversed(charter.phases):
        for t in reversed(phase.transitions):
            yield t.ref, t.on.label
            yield f"record:{t.records}", t.on.label
        yield from ((g.ref, g.label) for g in phase.grounds)
    yield from ((o.ref, o.label) for o in charter.obligations.values())


def traceability(charter: Charter) -> str:
    """`docs/traceability.md`: what is counted first, then each section of the texts."""
    rows, named = traced(), labels(charter)
    return "\n".join([
        "# Ce que demandent les textes, et ce qui y répond", "", _ORIGIN, "", _READING, "",
        f"**{_counts(rows)}**, sur {len(rows)} lignes.", "",
        *_table(("Non couvert, à répondre par", "Lignes"), _parts(rows)), "",
        *(line for part in groupby(rows, lambda r: r.section) for line in _section(*part, named)),
    ]).rstrip()  # fmt: skip


def _counts(rows: Sequence[Row]) -> str:
    found = Counter(row.kind for row in rows)
    return ", ".join(kind.counted(found[kind]) for kind in Kind)


def _parts(rows: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    missing = Counter(row.part for row in rows if row.kind is Kind.MISSING)
    yield from missing.most_common()


def _section(title: str, rows: Iterator[Row], named: dict[str, str]) -> Iterator[str]:
    kept = list(rows)
    yield from (f"## {title}", "", f"{_counts(kept)}.", "")
    heads = ("Ligne", "Où", "Ce qui est demandé", "Ce qui répond", "Test")
    yield from (*_table(heads, (_cells(row, named) for row in kept)), "")


def _cells(row: Row, named: dict[str, str]) -> tuple[object, ...]:
    tests = "<br>".join(f"`{test}`" for test in row.tests)
    return row.id, row.where, row.text, _answer(row, named), tests


def _answer(row: Row, named: dict[str, str]) -> str:
    shown = " ; ".join(_target(target, named) for target in row.targets)
    if row.kind is Kind.COVERED:
        return ". ".join(filter(None, (shown, _sentence(row.words))))
    there = f" Déjà là : {shown}" if shown else ""
    part = f"**{row.part}**, " if row.part else ""
    return f"{row.kind.label} : {part}{row.words}.{there}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _target(target: str, named: dict[str, str]) -> str:
    said = named.get(target, "").rstrip(".")
    return f"`{target}`{f' {said}' if said else ''}"


def _table(heads: Sequence[str], rows: Iterator[tuple[object, ...]]) -> Iterator[str]:
    lines = (heads, ("---",) * len(heads), *rows)
    yield from (f"| {' | '.join(str(c).replace('|', '/') for c in line)} |" for line in lines)
