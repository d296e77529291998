"""What the stories of houses share: a promotion, an event that is held, what is owed and done."""

from __future__ import annotations

from typing import Any

from tests.houses import House

EVERYBODY = {
    f"present_{who}": 2
    for who in ("delegues", "maitres_apprentissage", "tuteurs", "branches", "cfa")
}
UPDATES = "competences,rythme_alternance"


def promotion(house: House, formation: str, rentree: str = "2026-11-09", **said: Any) -> None:
    given = {"rentree_on": rentree, "ends_on": "2027-10-29", "hours_planned": "600", **said}
    house.do(formation, "open-promotion", **given)


def held(house: House, formation: str, kind: str, on: str, **said: Any) -> None:
    house.do(formation, "hold-event", max(f"{on} 18:00", f"{house_day(house)} 18:00"), kind=kind,
             held_on=on, **said)  # fmt: skip


def house_day(house: House) -> str:
    return house.now.date().isoformat()


def state(house: House, stream: str, duty: str) -> str:
    found = house.dossier(stream).get("obligation", duty)
    return found.state if found else "none"


def done(house: House, stream: str) -> set[str]:
    return {d.id for d in house.dossier(stream).of("obligation") if d.state == "done"}
