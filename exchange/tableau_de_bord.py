"""A line of the State's template (or of ours) → a record, or its faults, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exchange import cells
from exchange.coherence import Doubt, contracts_of, doubts
from exchange.columns import ALWAYS, EVERY, MOST_VISITS, STATE, VITAL, Column
from exchange.reading import CellFault
from exchange.records import Contact, Contract, Details, Formation, Record
from exchange.refusals import FileRefused
from exchange.report import Finding, masked
from exchange.tables import Cell, Line, Table, heading, is_empty

SHOWN = 60
ALSACE_MOSELLE = ("067", "068", "057")  # départements: the first three figures of a UAI
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which known column stands where; `unknown` are the others, as typed."""

    columns: tuple[Column | None, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class Read:
    """What one line gave: a record, unless it has faults."""

    record: Record | None = None
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def layout(table: Table) -> Layout:
    """Raises FileRefused when a required column is missing."""
    columns = tuple(EVERY.get(heading(name)) for name in table.header)
    pairs = zip(table.header, columns, strict=True)
    unknown = tuple(name[:SHOWN] for name, column in pairs if name and column is None)
    present = {column.name for column in columns if column}
    if missing := [name for name in ALWAYS if name not in present]:
        shown = ", ".join(missing[:10]) + (
            f" et {len(missing) - 10} autres" if missing[10:] else ""
        )
        raise FileRefused(
            f"Colonnes obligatoires absentes : {shown}. La première ligne doit porter les noms du "
            "modèle : « lifecycle import --template » l’écrit."
        )
    return Layout(columns, unknown)


def read(table: Table, where: Layout, line: Line, today: date) -> Read:
    """One line, cell by cell, then as a whole."""
    found = Read()
    if line.ragged:
        found.faults.append(Finding(line.number, "", "", line.ragged, "Complétez la ligne."))
        return found
    values = _values(table, where, line, found)
    _check_presence(line.number, values, found)
    blocks, strange = contracts_of(values, today)
    told = [*strange, *(doubts(values, blocks, today) if not found.faults else ())]
    for doubt in told:
        finding = Finding(line.number, doubt.column, _shown(doubt, values), *doubt.said)
        (found.faults if doubt.fault else found.warnings).append(finding)
    if not found.faults:
        found.record = _record(line.number, values, blocks, today)
    return found


# --- cell by cell ------------------------------------------------------------------------------


def _values(table: Table, where: Layout, line: Line, found: Read) -> Values:
    """By column; None where something stands that cannot be read: it is not missing."""
    values: Values = {}
    for index, cell in enumerate(line.cells):
        column = where.columns[index] if index < len(where.columns) else None
        if reason := line.faults.get(index):
            found.faults.append(_fault(line.number, table, index, column, reason))
            values |= {column.name: None} if column else {}
        elif column is not None and not is_empty(cell):
            _read_cell(table, line.number, column, cell, values, found)
        elif column is None and not is_empty(cell):
            _refuse_a_nir(table, line.number, index, cell, found)
    return values


def _fault(row: int, table: Table, index: int, column: Column | None, reason: str) -> Finding:
    name = column.name if column else (table.header[index : index + 1] or ("",))[0]
    return Finding(row, name, "", f"{reason}.", "Collez la valeur à la place.")


def _read_cell(
    table: Table, row: int, column: Column, cell: Cell, values: Values, found: Read
) -> None:
    try:
        reading = cells.read(column.kind, cell, table.epoch_1904)
    except CellFault as fault:
        shown = _visible(column, str(cell))
        found.faults.append(Finding(row, column.name, shown, fault.reason, fault.remedy))
        values[column.name] = None
        return
    values[column.name] = reading.value
    if reading.warning:
        shown = _visible(column, str(reading.value))
        found.warnings.append(Finding(row, column.name, shown, reading.warning))


def _refuse_a_nir(table: Table, row: int, index: int, cell: Cell, found: Read) -> None:
    """We read no unknown column, but a social security number is refused wherever it stands."""
    try:
        cells.as_text(cell, lines=True)
    except CellFault as fault:
        if "sécurité sociale" in fault.reason:
            name = (table.header[index : index + 1] or ("",))[0]
            found.faults.append(Finding(row, name, "•••", fault.reason, "Retirez cette colonne."))


def _visible(column: Column, text: str) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if cells.is_personal(text):
        return "•••"
    if column.personal:
        return masked(flat)
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"


def _check_presence(row: int, values: Values, found: Read) -> None:
    for column in EVERY.values():
        if column.name in values or column.need not in (VITAL, STATE):
            continue
        if column.need == STATE:
            found.empty.append(column.name)
        else:
            found.faults.append(
                Finding(row, column.name, "", "la cellule est vide.", f"Attendu : {column.kind}.")
            )


def _shown(doubt: Doubt, values: Values) -> str:
    value = values.get(doubt.column)
    column = EVERY[doubt.column]
    return _visible(column, str(value)) if value is not None else ""


# --- as a whole --------------------------------------------------------------------------------


def _record(row: int, v: Values, blocks: Sequence[Contract], today: date) -> Record:
    left = v.get("date_exclusion_formation")
    return Record(
        row=row,
        first_name=v["prenom_apprenant"],
        last_name=v["nom_apprenant"],
        birth_date=v["date_de_naissance_apprenant"],
        email=v["email_contact"],
        phone=v.get("tel_apprenant", ""),
        formation=_formation(v),
        enrolled_on=v["date_inscription_formation"],
        entered_on=v["date_entree_formation"],
        ends_on=v["date_fin_formation"],
        left_on=left if left and left <= today else None,
        left_because=v.get("cause_exclusion_formation", ""),
        graduated=v.get("obtention_diplome_formation"),
        graduated_on=v.get("date_obtention_diplome_formation"),
        contracts=tuple(blocks),
        details=_details(v, today) if blocks else Details(),
        tuteur=_contact(v, "tuteur_academique"),
        representant=Contact(
            v.get("nom_representant_legal", ""), v.get("responsable_apprenant_mail1", "")
        ),
    )


def _formation(v: Values) -> Formation:
    """RNCP and UAI of the place where people are trained, unless the CFA has its own code."""
    uai = v["etablissement_formateur_uai"]
    code = v.get("code_formation") or f"{v['formation_rncp']}-{uai}"
    local = "alsace-moselle" if uai[:3] in ALSACE_MOSELLE else "france"
    roles = ("gestionnaire", "responsable_formation", "direction")
    return Formation(
        code,
        v.get("libelle_court_formation") or code,
        v.get("calendrier_formation") or local,
        {role: v[f"email_{role}"] for role in roles if v.get(f"email_{role}")},
    )


def _contact(v: Values, who: str) -> Contact:
    return Contact(v.get(f"nom_{who}", ""), v.get(f"email_{who}", ""), v.get(f"tel_{who}", ""))


def _details(v: Values, today: date) -> Details:
    def past(name: str) -> date | None:
        day: date | None = v.get(name)
        return day if day and day <= today else None

    has_mission = v.get("intitule_mission") and past("date_validation_mission")
    return Details(
        employer=_contact(v, "employeur"),
        maitre=_contact(v, "maitre_apprentissage"),
        sector=v.get("secteur_employeur", ""),
        site_calendar=v.get("calendrier_site", ""),
        mission=v["intitule_mission"] if has_mission else "",
        mission_on=past("date_validation_mission") if has_mission else None,
        signed_on=past("date_signature_contrat"),
        visa_on=past("date_visa"),
        transmitted_on=past("date_transmission_depot"),
        accepted_on=past("date_accord_depot"),
        deca=v.get("numero_deca", ""),
        probation_ends_on=past("date_fin_periode_probatoire"),
        visits=tuple(_visits(past)),
    )


def _visits(past: Callable[[str], date | None]) -> Iterator[date]:
    found = {past(f"date_visite_{n}") for n in range(1, MOST_VISITS + 1)}
    yield from sorted(day for day in found if day)
