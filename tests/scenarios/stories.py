"""What the stories share: a house, a formation, a dossier that has come as far as the story needs."""

from __future__ import annotations

from typing import Any

from tests.houses import House

PUBLIC: dict[str, Any] = {"sector": "public", "site_calendar": "alsace-moselle"}


def admitted(house: House, **mission: Any) -> str:
    """Léa, admitted, her mission submitted on the day of the house."""
    lea = house.candidate("Léa", "Martin")
    house.do(lea, "admit")
    house.submit_mission(lea, **mission)
    return lea


def drafted(house: House, starts_on: str = "2026-11-16", **mission: Any) -> str:
    """Her mission validated, her contract drawn up."""
    lea = admitted(house, **mission)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, starts_on, "2028-10-31")
    return lea


def signed(house: House, starts_on: str = "2026-11-16", **mission: Any) -> str:
    """Signed by both and authorised, not yet started."""
    lea = drafted(house, starts_on, **mission)
    house.do(lea, "issue-documents")
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    return lea


def transmitted(house: House, **mission: Any) -> str:
    """Started on 16 November by the clock, transmitted on the 17th."""
    lea = signed(house, **mission)
    house.beat("2026-11-16 08:05")
    house.do(lea, "transmit-filing", "2026-11-17", actor="employeur")
    return lea


def filing(house: House, dossier: str, contract: int = 0) -> str:
    return str(house.states(dossier)["contracts"][contract]["filing"])


def told(house: House, dossier: str, duty: str) -> list[tuple[str, str]]:
    """(day, fact) of each step of a duty that told somebody and that still stands."""
    known = house.dossier(dossier)
    steps = (e for e in house.events(dossier) if e.instance == duty and e.data.get("told"))
    standing = {e.place: e for e in house.events(dossier)}
    assert ("obligation", duty) in known.instances
    return [(e.effective_on.isoformat(), e.type) for e in steps if standing[e.place].state]


def written_to(house: House, dossier: str, role: str) -> list[str]:
    """The letters that a role of a dossier is owed, in order."""
    return [row.letter for row in house.letters() if row.stream == dossier and row.role == role]


def flagged(house: House, dossier: str) -> dict[str, str]:
    """Each irregularity that still stands, by its rule: found, or justified."""
    found = house.dossier(dossier).of("irregularity")
    return {i.data["rule_ref"] or i.data["rule"]: i.state for i in found}
