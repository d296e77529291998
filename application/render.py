"""Tables for people, on a terminal or in a pipe; `rich` is loaded only when one is drawn."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

HEADINGS = {
    "dossier": "Dossier",
    "apprentice": "Apprenti",
    "whose": "Pour qui",
    "formation": "Formation",
    "code": "Code",
    "title": "Intitulé",
    "calendar": "Calendrier",
    "cfa": "CFA",
    "stage": "Étape",
    "obligation": "Réf.",
    "label": "Obligation",
    "owed_by": "Due par",
    "due_on": "Échéance",
    "status": "État",
    "next_step_on": "Étape suivante",
    "late": "Retard",
    "command": "Commande",
    "allowed": "Possible",
    "why": "Pourquoi",
    "lifted_by": "Qui peut",
    "seq": "N°",
    "type": "Fait",
    "effective_on": "Effet",
    "recorded_at": "Connu",
    "actor": "Par",
    "source": "Source",
    "letter": "Lettre",
    "to": "À",
    "tries": "Essais",
    "send_at": "Départ",
    "relay_answer": "Réponse du relais",
    "id": "Id",
    "instance": "Objet",
    "state": "Entre en",
    "message_id": "Message-ID",
    "subject": "Objet",
    "numero": "N°",
    "reference": "Référence",
    "nature": "Nature",
    "intitule": "Intitulé",
    "employeur": "Employeur",
    "etat": "État",
    "diffusee_jusqu_au": "Diffusée jusqu’au",
}
# What may be cut into several lines; an id or a date never is.
WRAPPED = {
    *(
        "label",
        "why",
        "source",
        "relay_answer",
        "apprentice",
        "whose",
        "title",
        "owed_by",
        "lifted_by",
    ),
    *("subject", "letter", "to"),
}
SHORT = 8  # characters of a dossier's id: enough to name it to any verb
PIPE = 120


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], empty: str = "Rien.") -> str:
    """The rows as a plain table as wide as the terminal; `empty` when there is none."""
    if not rows:
        return empty
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in columns:
        wrapped = column in WRAPPED
        overflow = "fold" if wrapped else "ellipsis"
        drawn.add_column(HEADINGS.get(column, column), no_wrap=not wrapped, overflow=overflow)  # type: ignore[arg-type]
    for row in rows:
        drawn.add_row(*(Text(_cell(row.get(column))) for column in columns))
    console = Console(width=width(), file=None, color_system=None)
    with console.capture() as captured:
        console.print(drawn)
    return _trimmed(captured.get().splitlines())


def width() -> int:
    """The terminal's; in a pipe, the same wherever it runs."""
    return shutil.get_terminal_size((PIPE, 40)).columns if sys.stdout.isatty() else PIPE


def _trimmed(lines: Iterable[str]) -> str:
    return "\n".join(stripped for line in lines if (stripped := line.rstrip()))


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def duties(
    rows: Sequence[Mapping[str, Any]], names: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Duties in the words of the staff: whose dossier (`names`), who owes them, where they stand."""
    from lifecycle.stages import holder_label

    return [
        {
            **row,
            "apprentice": (names or {}).get(row["dossier"], "—"),
            "whose": (names or {}).get(row["dossier"], "—"),
            "dossier": row["dossier"][:SHORT],
            "owed_by": holder_label(row["owed_by"] or "") or "à suivre",
            "status": row["status_label"],
            "late": "suspendue" if row["paused"] else row["late"],
        }
        for row in rows
    ]


def minute(stored: str) -> str:
    """A stored UTC instant as a clock in Paris shows it: `2026-11-24 10:00`."""
    from lifecycle.calendar import PARIS

    at = datetime.fromisoformat(stored).astimezone(PARIS)
    return f"{at:%Y-%m-%d %H:%M}"
