"""The activity of a livret d’apprentissage: of each entry its date, its author, perhaps its link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exchange.cells import Kind, as_text
from exchange.feeds import Column, Feed, Says, of_kind
from exchange.identifiers import one_of
from exchange.tables import Cell
from lifecycle.commands.livret import RECORD_LIVRET_ENTRY
from lifecycle.dossier import standing
from lifecycle.events import Event
from lifecycle.people import Role

AUTHORS = {
    **dict.fromkeys(("apprenti", "apprentie", "apprenant"), str(Role.APPRENTI)),
    **dict.fromkeys(
        ("ma", "maitre d’apprentissage", "maitre d'apprentissage", "maitre_apprentissage"),
        str(Role.MAITRE_APPRENTISSAGE),
    ),
    **dict.fromkeys(
        ("tuteur", "tuteur academique", "tuteur_academique"), str(Role.TUTEUR_ACADEMIQUE)
    ),
    **dict.fromkeys(
        ("rf", "responsable de formation", "responsable_formation"),
        str(Role.RESPONSABLE_FORMATION),
    ),
    **dict.fromkeys(("cfa", "gestionnaire"), str(Role.GESTIONNAIRE)),
}
_AUTHOR = one_of(
    AUTHORS,
    "Écrivez apprenti, maitre_apprentissage, tuteur_academique, responsable_formation ou cfa.",
)


def _author(cell: Cell, _: bool) -> Any:
    return _AUTHOR(as_text(cell))


def _day(cell: Cell, epoch_1904: bool) -> Any:
    return of_kind(Kind.DATE)(cell, epoch_1904).isoformat()


def _key(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    """One entry a day of one author: dates and authors tell whether a livret lives."""
    return fields["entry_on"], fields["by"]


def _entries(events: Sequence[Event]) -> Iterator[tuple[Any, ...]]:
    for event in standing(events):
        if event.move == RECORD_LIVRET_ENTRY.name and event.state is not None:
            yield event.effective_on.isoformat(), event.data.get("by")


def _beside(events: Sequence[Event], fields: Mapping[str, Any]) -> Says:
    return Says.SAME if _key(fields) in set(_entries(events)) else Says.NEW


LIVRET = Feed(
    noun="entrée(s) ajoutée(s)",
    intention=RECORD_LIVRET_ENTRY,
    columns=(
        Column("date_entree", _day, "entry_on", required=True, also=("date",)),
        Column("auteur", _author, "by", required=True),
        Column("lien", of_kind(Kind.TEXT), "link", personal=True),
    ),
    key=_key,
    beside=_beside,
)
