"""A cohort of graduates for whoever observes or welcomes them: no more than the purpose needs.

ORESIPÉ asks the graduates: how to reach them. InserSup pairs them with pay slips: their civil
status, no address. The alumni network welcomes those who have joined it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from exchange.report import harmless
from lifecycle.commands.follow_up import ALUMNI, INSERSUP, ORESIPE
from lifecycle.dossier import Dossier
from lifecycle.people import Person
from lifecycle.rules.transmission import BASES, basis


@dataclass(frozen=True, slots=True)
class Graduate:
    """One graduate of the cohort: whose diploma, and who they are today."""

    dossier: Dossier
    formation: str
    person: Person


Shown = Callable[[Graduate], str]
WHO: Mapping[str, Shown] = {
    "nom": lambda one: one.person.last_name,
    "prenom": lambda one: one.person.first_name,
}
DIPLOMA: Mapping[str, Shown] = {
    "formation": lambda one: one.formation,
    "diplome_obtenu_le": lambda one: str(one.dossier.said["obtained_on"]),
}
EMAIL: Mapping[str, Shown] = {"courriel": lambda one: one.person.email}
COLUMNS: Mapping[str, Mapping[str, Shown]] = {
    ORESIPE: {
        "dossier": lambda one: one.dossier.stream,  # answers come back under it
        **WHO,
        **EMAIL,
        "telephone": lambda one: one.person.phone,
        **DIPLOMA,
    },
    INSERSUP: {
        **WHO,
        "date_de_naissance": lambda one: str(one.person.birth_date or ""),
        **DIPLOMA,
    },
    ALUMNI: {**WHO, **EMAIL, **DIPLOMA},
}
"""What each recipient is given, besides the legal basis."""
BASIS = "base_legale"


def columns(recipient: str) -> tuple[str, ...]:
    return (*COLUMNS[recipient], BASIS)


def cohort_csv(recipient: str, graduates: Iterable[Graduate]) -> bytes:
    """UTF-8 with its mark and `;`, as a French Excel opens it; by name."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns(recipient))
    for one in sorted(graduates, key=lambda g: (g.person.last_name, g.person.first_name)):
        cells = [shown(one) for shown in COLUMNS[recipient].values()]
        cells.append(BASES[basis(one.dossier.said, recipient)])
        writer.writerow(map(harmless, cells))
    return out.getvalue().encode("utf-8-sig")
