"""What the stories of rupture share: a contract that runs, its days, what is owed, what is flagged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.houses import House
from tests.scenarios.stories import filing, flagged, transmitted

PENDING = ("planned", "open", "reminded", "due", "escalated")
NOT_ASKED = ("role_has_a_holder", "sfp_status_is_signed_after_rupture")
"""Flags that every one of these stories would have: a role not filled, a form not told."""


def running(house: House, **mission: Any) -> str:
    """Léa in her contract since 16 November 2026, her file accepted, the 45 days over in January."""
    lea = transmitted(house, **mission)
    house.do(lea, "accept-filing", "2026-11-24", actor="opco", deca_number="067202611000017")
    house.do(lea, "appoint", role="tuteur_academique", name="Paul Roth", email="paul@cfa.example")
    house.beat("2027-03-01 08:05")
    assert contract(house, lea) == ("running", "engaged")
    return lea


def in_probation(house: House) -> str:
    """The same, a few days after the start; her 45th day of presence is 19 January 2027."""
    lea = transmitted(house)
    house.do(lea, "accept-filing", "2026-11-24", actor="opco", deca_number="067202611000017")
    assert contract(house, lea) == ("probation", "engaged")
    return lea


def again(
    house: House,
    dossier: str,
    starts_on: str,
    drafted_on: str,
    ends_on: str = "2028-10-31",
    **terms: Any,
) -> str:
    """A new employer: mission, contract, signatures, visa; the id of the contract."""
    employer = {"employer_siret": "44306184100047", "employer_name": "Autre Maison",
                "maitre_apprentissage_email": "autre@maison.example"}  # fmt: skip
    house.submit_mission(dossier, drafted_on, **employer)
    mission = house.states(dossier)["missions"][-1]["id"]
    house.do(dossier, "validate-mission", mission=mission, actor="responsable_formation")
    house.draft_contract(dossier, starts_on, ends_on, mission=mission, **terms)
    new = str(house.states(dossier)["contracts"][-1]["id"])
    house.do(dossier, "issue-documents", contract=new)
    for party, actor in (("employer", "employeur"), ("apprentice", "apprenti")):
        house.do(dossier, "sign-contract", contract=new, party=party, actor=actor)
    house.do(dossier, "grant-visa", contract=new, actor="direction")
    return new


WELCOME = ("C-01", "V2-02")
"""What whoever is admitted is owed, whatever becomes of their contract."""


def breaks(
    house: House, dossier: str, ground: str, broken_on: str, at: str = "", **said: Any
) -> None:
    """The rupture, recorded on its own day unless another is given."""
    house.do(dossier, "record-rupture", at or broken_on, ground=ground, broken_on=broken_on, **said)


def contract(house: House, dossier: str, number: int = 0) -> tuple[str, str]:
    """The state of a contract, and that of its filing."""
    return house.states(dossier)["contracts"][number]["state"], filing(house, dossier, number)


def pathway(house: House, dossier: str) -> str:
    return str(house.states(dossier)["pathway"])


def owed(house: House, dossier: str, *refs: str) -> dict[str, str]:
    """What is still owed under these refs, or under any but those of the welcome: its last day."""
    every = (d for d in house.dossier(dossier).of("obligation") if d.state in PENDING)
    found = {d.data["ref"]: d.data["due_on"] for d in every}
    return {ref: due for ref, due in found.items() if (ref in refs if refs else ref not in WELCOME)}


def fate(house: House, dossier: str, ref: str) -> tuple[str, object]:
    """What became of the last duty under `ref`, and whether on time."""
    duty = [d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == ref][-1]
    return duty.state, duty.data.get("on_time")


def remarks(house: House, dossier: str) -> set[str]:
    """What is flagged of the procedure."""
    return {rule for rule in flagged(house, dossier) if rule not in NOT_ASKED}


def around(day: str) -> tuple[str, str, str]:
    """The day before, the day, the day after."""
    middle = date.fromisoformat(day)
    before, after = middle - timedelta(days=1), middle + timedelta(days=1)
    return before.isoformat(), day, after.isoformat()
