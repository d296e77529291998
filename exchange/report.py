"""What an import says: of each fault its row, column, value and remedy; what would be, or was, done."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MOST_SHOWN = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to see to in a file. `row` is the line of the sheet (0: the whole file); `value` is
    what stands there, masked when it is personal."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str = ""

    def described(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "value": self.value,
                "reason": self.reason, "remedy": self.remedy}  # fmt: skip

    def __str__(self) -> str:
        where = f"ligne {self.row}" if self.row else "fichier"
        place = f"{where}, {self.column}" if self.column else where
        said = f" « {self.value} » :" if self.value else ""
        return f"{place} :{said} {self.reason} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class Report:
    """An import, rehearsed or done: the counts of a rehearsal are those of the commit.

    `rows` are the lines that hold something; each is created, updated, unchanged or rejected.
    `rejected` has a line for each fault. `formations_created` are codes; `notes` say in French
    what was left aside; `sha256` is the file's.
    """

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    formations_created: tuple[str, ...] = ()
    formations_held: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    committed: bool = False
    filename: str = ""
    sha256: str = ""

    @property
    def rejected_rows(self) -> int:
        return len({finding.row for finding in self.rejected})

    def described(self) -> dict[str, Any]:
        """The JSON of the command line (design, section 5)."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": [f.described() for f in self.rejected],
            "warnings": [f.described() for f in self.warnings],
            "unknown_columns": list(self.unknown_columns),
            "formations_created": list(self.formations_created),
            "formations_held": list(self.formations_held),
            "notes": list(self.notes),
            "committed": self.committed,
            "sha256": self.sha256,
        }

    def text(self, most: int = MOST_SHOWN) -> str:
        """The report for people: the counts, then at most `most` lines of each list."""
        lines = [self.summary, *self.notes, *_listed("À corriger", self.rejected, most)]
        return "\n".join([*lines, *_listed("À vérifier", self.warnings, most)])

    @property
    def summary(self) -> str:
        done = "Import fait" if self.committed else "Essai à blanc, rien n’est écrit"
        return (
            f"{done} : {self.rows} ligne(s), {self.created} dossier(s) créé(s), {self.updated} mis "
            f"à jour, {self.unchanged} inchangé(s), {self.rejected_rows} ligne(s) rejetée(s)."
        )

    def to_csv(self) -> bytes:
        """The report to download: UTF-8 with its mark and `;`, as a French Excel opens it."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(("gravite", "ligne", "colonne", "valeur", "probleme", "remede"))
        for gravity, finding in self._graded():
            cells = (finding.column, finding.value, finding.reason, finding.remedy)
            writer.writerow((gravity, finding.row or "", *map(harmless, cells)))
        return out.getvalue().encode("utf-8-sig")

    def _graded(self) -> Iterator[tuple[str, Finding]]:
        yield "resume", Finding(0, "", "", self.summary)
        yield from (("note", Finding(0, "", "", note)) for note in self.notes)
        yield from (("rejet", finding) for finding in self.rejected)
        yield from (("alerte", finding) for finding in self.warnings)


def _listed(title: str, findings: Sequence[Finding], most: int) -> list[str]:
    if not findings:
        return []
    more = len(findings) - most
    shown = [f"  {finding}" for finding in findings[:most]]
    return [f"{title} :", *shown, *([f"  et {more} autres"] if more > 0 else [])]


def harmless(text: str) -> str:
    """A cell that no spreadsheet will take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def masked(value: str) -> str:
    """A personal value as a report may show it: enough to find it in the file, no more."""
    if "@" in value:
        local, _, domain = value.rpartition("@")
        return f"{masked(local)}@{domain[:60]}" if local else "•••"
    if len(value) < 4:
        return "•" * len(value)
    return f"{value[0]}{'•' * min(len(value) - 2, 8)}{value[-1]}"
