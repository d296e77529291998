"""A line as a whole: dates that cannot be together, and those that a person should look at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from exchange.columns import MOST_CONTRACTS, MOST_VISITS, OURS
from exchange.records import Contract

YOUNGEST = 15
LONGEST = timedelta(days=4 * 366)
OF_THE_CONTRACT = tuple(
    c.name
    for c in OURS
    if "formation" not in c.name and "tuteur" not in c.name and c.name not in
    ("email_gestionnaire", "email_direction", "nom_representant_legal")
)  # fmt: skip
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about one column in the light of the others; a fault, or only a warning."""

    column: str
    reason: str
    remedy: str = ""
    fault: bool = False

    @property
    def said(self) -> tuple[str, str]:
        return (self.reason, self.remedy)


# --- contracts -------------------------------------------------------------------------------


def contracts_of(values: Values, today: date) -> tuple[list[Contract], list[Doubt]]:
    """The contracts of a line, the earliest first, each once; and what is strange about them."""
    found: dict[tuple[date, str], Contract] = {}
    strange: list[Doubt] = []
    for n in range(1, MOST_CONTRACTS + 1):
        block = _Block(values, "" if n == 1 else f"_{n}", today)
        if not block.is_there:
            continue
        faults = list(block.faults())
        strange += faults or list(block.doubts())
        contract = block.contract() if not faults else None
        if contract and found.setdefault(contract.key, contract) != contract:
            strange.append(_contradiction(block.name("contrat_date_debut")))
    return sorted(found.values(), key=lambda c: c.starts_on), strange


def _contradiction(column: str) -> Doubt:
    reason = "deux blocs donnent le même début et le même employeur, et diffèrent."
    return Doubt(column, reason, "Gardez celui qui est juste.", fault=True)


@dataclass(frozen=True, slots=True)
class _Block:
    values: Values
    rank: str
    today: date

    def name(self, column: str) -> str:
        return f"{column}{self.rank}"

    def get(self, column: str) -> Any:
        return self.values.get(self.name(column))

    @property
    def is_there(self) -> bool:
        every = ("contrat_date_debut", "contrat_date_fin", "siret_employeur",
                 "contrat_date_rupture", "cause_rupture_contrat")  # fmt: skip
        return any(self.name(column) in self.values for column in every)

    def faults(self) -> Iterator[Doubt]:
        """What keeps the block from being a contract; an unreadable cell has been told already."""
        for column, what in (
            ("contrat_date_debut", "le début du contrat manque."),
            ("contrat_date_fin", "la fin du contrat manque."),
            ("siret_employeur", "le SIRET de l’employeur manque."),
        ):
            if self.name(column) not in self.values:
                yield Doubt(self.name(column), what, "Complétez ce contrat, ou videz-le.", True)
        start, end = self.get("contrat_date_debut"), self.get("contrat_date_fin")
        if start and end and end < start:
            remedy = "Corrigez l’une des deux dates."
            yield Doubt(self.name("contrat_date_fin"), "la fin précède le début.", remedy, True)

    def doubts(self) -> Iterator[Doubt]:
        start, end, broken = self.dates()
        rupture, last = self.name("contrat_date_rupture"), self.name("contrat_date_fin")
        if broken and start and broken < start:
            yield Doubt(rupture, "rompu avant son début : ce contrat n’est pas repris.")
        if broken and end and broken > end:
            yield Doubt(rupture, "rompu après sa fin : tenu pour échu.")
        if broken and broken > self.today:
            yield Doubt(rupture, "rupture à venir : elle sera à enregistrer le moment venu.")
        if start and end and end - start > LONGEST:
            yield Doubt(last, "contrat de plus de quatre ans.")
        if self.get("cause_rupture_contrat") and not broken:
            yield Doubt(rupture, "une cause de rupture sans sa date : non reprise.")

    def dates(self) -> tuple[date | None, date | None, date | None]:
        names = ("contrat_date_debut", "contrat_date_fin", "contrat_date_rupture")
        start, end, broken = (self.get(name) for name in names)
        return start, end, broken

    def contract(self) -> Contract | None:
        start, end, broken = self.dates()
        siret = self.get("siret_employeur")
        if not (start and end and siret) or (broken and broken < start):
            return None
        over = broken is not None and (broken > end or broken > self.today)
        cause = str(self.get("cause_rupture_contrat") or "") if broken and not over else ""
        return Contract(start, end, siret, None if over else broken, cause)


# --- the whole line ----------------------------------------------------------------------------


def doubts(v: Values, blocks: Sequence[Contract], today: date) -> Iterator[Doubt]:
    """What is odd in a line whose every cell is readable."""
    yield from _about_the_training(v, blocks, today)
    yield from _about_the_contracts(v, blocks)
    yield from _about_the_details(v, blocks, today)


def _about_the_training(v: Values, blocks: Sequence[Contract], today: date) -> Iterator[Doubt]:
    born, entered = v["date_de_naissance_apprenant"], v["date_entree_formation"]
    ends, left = v["date_fin_formation"], v.get("date_exclusion_formation")
    if ends < entered:
        remedy = "Corrigez l’une des deux dates."
        yield Doubt("date_fin_formation", "la fin précède l’entrée.", remedy, fault=True)
    if (
        entered.year - born.year - ((entered.month, entered.day) < (born.month, born.day))
        < YOUNGEST
    ):
        yield Doubt("date_de_naissance_apprenant", f"moins de {YOUNGEST} ans à l’entrée.")
    if left and left > today:
        yield Doubt("date_exclusion_formation", "sortie à venir : à enregistrer le moment venu.")
    elif left and any(c.starts_on > left for c in blocks):
        yield Doubt("date_exclusion_formation", "un contrat commence après la sortie.")
    if v.get("cause_exclusion_formation") and not left:
        yield Doubt("cause_exclusion_formation", "une cause de sortie sans date : non reprise.")


def _about_the_contracts(v: Values, blocks: Sequence[Contract]) -> Iterator[Doubt]:
    for before, after in pairwise(blocks):
        if after.starts_on <= before.last_day() and after.starts_on != before.broken_on:
            column = next(
                name for name, value in v.items()
                if name.startswith("contrat_date_debut") and value == after.starts_on
            )  # fmt: skip
            yield Doubt(column, "ce contrat en recouvre un autre.")


def _about_the_details(v: Values, blocks: Sequence[Contract], today: date) -> Iterator[Doubt]:
    if not blocks:
        given = (name for name in OF_THE_CONTRACT if v.get(name))
        yield from (Doubt(name, "aucun contrat sur cette ligne : non repris.") for name in given)
        return
    if bool(v.get("intitule_mission")) != bool(v.get("date_validation_mission")):
        missing = "date_validation_mission" if v.get("intitule_mission") else "intitule_mission"
        yield Doubt(missing, "la mission n’est reprise qu’avec son intitulé et sa date.")
    for n in range(1, MOST_VISITS + 1):
        visit = v.get(f"date_visite_{n}")
        if visit and not any(c.starts_on <= visit <= min(c.last_day(), today) for c in blocks):
            yield Doubt(f"date_visite_{n}", "aucun contrat en cours ce jour-là : non reprise.")
    for name in (
        "date_signature_contrat",
        "date_visa",
        "date_transmission_depot",
        "date_accord_depot",
    ):
        if v.get(name) and v[name] > today:
            yield Doubt(name, "date à venir : à enregistrer le moment venu.")
