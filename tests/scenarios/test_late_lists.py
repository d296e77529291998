"""Who is late, as the list says it: a first day on which one may act makes nobody late."""

from __future__ import annotations

from lifecycle.commands.evidence import AIDS
from tests.houses import House
from tests.scenarios.ruptures import in_probation


def late(house: House) -> list[str]:
    return [row["dossier"] for row in house.app.dossiers(late=True)]


def test_a_first_day_that_has_come_makes_nobody_late(strasbourg: House) -> None:
    lea = in_probation(strasbourg)
    for ref in ("D09", "D10", "D66"):
        strasbourg.do(lea, "fulfil-obligation", "2026-11-24", obligation=ref, evidence="vu")
    strasbourg.do(lea, "acknowledge-aids", "2026-11-24", **dict.fromkeys(AIDS, True))
    strasbourg.do(lea, "seize-mediator", "2026-11-25", actor="apprenti")
    strasbourg.beat("2026-12-07 08:05")
    minimum = strasbourg.duty(lea, "D51")
    assert (minimum.state, minimum.data["due_on"]) == ("open", "2026-12-01")
    assert late(strasbourg) == []
    strasbourg.beat("2026-12-17 08:05")  # the grid and the card were due on the 16th
    assert late(strasbourg) == [lea]
