"""The optional fields of the CERFA 10103 (FA13), read from the table that travels with the code.

Source: `lifecycle/cerfa_fields.csv`, derived from the public contract form (domain notes §5.4).
The social security number is left out: the product does not want it (reliability §8).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from lifecycle.commands.fields import Field, Kind
from lifecycle.people import Role

KINDS = {"date": Kind.DATE, "number": Kind.INTEGER, "email": Kind.EMAIL}
OWNERS = {
    "employeur": Role.EMPLOYEUR,
    "apprenti": Role.APPRENTI,
    "maitreApprentissage": Role.MAITRE_APPRENTISSAGE,
}
UNWANTED = {"apprenti.nir", "apprenti.handicap"}


@cache
def cerfa_fields(*frames: str) -> tuple[Field, ...]:
    """The optional fields of these frames (cadres) of the form, under the form's own names."""
    text = files("lifecycle").joinpath("cerfa_fields.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(_field(r) for r in rows if r["cadre"] in frames and r["champ"] not in UNWANTED)


def _field(row: dict[str, str]) -> Field:
    yes_no = row["valeurs"] == "oui non" or row["type"] == "consent"
    kind = Kind.BOOLEAN if yes_no else KINDS.get(row["type"], Kind.TEXT)
    choices = () if yes_no else tuple(row["valeurs"].split())
    owner = OWNERS.get(row["cadre"])
    return Field(row["champ"], row["libelle"], kind, choices=choices, personal=owner)
