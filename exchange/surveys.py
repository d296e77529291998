"""The answers to a survey that an observatory, or the CFA’s own tool, gives back: one line each.

What is compared with the dossier are the figures and the day: the words of a graduate are sealed
with their key, and a line that only changes those is taken for the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exchange.cells import Kind, as_text
from exchange.feeds import Column, Feed, Says, of_kind
from exchange.identifiers import between, one_of
from exchange.tables import Cell
from lifecycle.commands.evidence import (
    CONTRACT_TYPES,
    FIGURES,
    HIGHEST,
    LONGEST_SEARCH,
    LOWEST,
    RECORD_SURVEY,
    SURVEYS,
)
from lifecycle.dossier import standing
from lifecycle.events import Event

MOST_MONTHS = 120
_WAVE = between(1, MOST_MONTHS)
_SCORE = between(LOWEST, HIGHEST)
_SEARCH = between(0, LONGEST_SEARCH)
_SURVEY = one_of({name: name for name in SURVEYS}, f"Écrivez {' ou '.join(SURVEYS)}, ou rien.")
_CONTRACT = one_of({name: name for name in CONTRACT_TYPES}, f"Écrivez {', '.join(CONTRACT_TYPES)}.")


def _wave(cell: Cell, _: bool) -> int:
    """`18`, or `18 mois`."""
    return _WAVE(as_text(cell).removesuffix("mois").strip())


def _day(cell: Cell, epoch_1904: bool) -> Any:
    return of_kind(Kind.DATE)(cell, epoch_1904).isoformat()


def _yes(name: str, filled: str) -> Column:
    return Column(name, of_kind(Kind.BOOLEAN), filled)


def _about(said: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an answer answers: the wave, and which questionnaire of it."""
    return said["wave"], said.get("survey") or ""


def _beside(events: Sequence[Event], fields: Mapping[str, Any]) -> Says:
    """Beside the last answer of the same wave."""
    told = [e for e in standing(events) if e.move == RECORD_SURVEY.name and e.state is not None]
    same = [e for e in told if _about(e.data) == _about(fields)]
    if not same:
        return Says.NEW
    day = same[-1].data.get("answered_on") or same[-1].effective_on.isoformat()
    agrees = _figures(same[-1].data) == _figures(fields)
    return Says.SAME if agrees and fields.get("answered_on", day) == day else Says.CHANGED


def _figures(said: Mapping[str, Any]) -> list[Any]:
    return [said.get(figure.name) for figure in FIGURES]


ANSWERS = Feed(
    noun="réponse(s) ajoutée(s)",
    intention=RECORD_SURVEY,
    columns=(
        Column("vague", _wave, "wave", required=True),
        Column("enquete", lambda cell, _: _SURVEY(as_text(cell)), "survey"),
        Column("reponse_le", _day, "answered_on"),
        Column("satisfaction", lambda cell, _: _SCORE(as_text(cell)), "satisfaction"),
        _yes("en_emploi", "employed"),
        _yes("en_recherche", "seeking"),
        _yes("en_etudes", "studying"),
        Column("type_contrat", lambda cell, _: _CONTRACT(as_text(cell)), "contract_type"),
        Column("duree_recherche_mois", lambda cell, _: _SEARCH(as_text(cell)), "search_months"),
        _yes("emploi_en_rapport", "related_job"),
        Column("emploi", of_kind(Kind.TEXT), "job", personal=True),
        Column("commentaires", of_kind(Kind.LONG_TEXT), "comments", personal=True),
    ),
    key=_about,
    beside=_beside,
)
