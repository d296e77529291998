"""What the tests of the end of a training share: a contract that runs, a result, what is owed."""

from __future__ import annotations

from typing import Any

from lifecycle.agenda import PENDING
from lifecycle.errors import Refused
from lifecycle.events import Event
from tests.houses import House

EXAMS = {"exams_on": "2027-06-14", "exams_end_on": "2027-06-18"}


def in_contract(house: House, ends_on: str = "2027-08-31", **terms: Any) -> str:
    """Started on Monday 16 November by the clock, with a tuteur; seen on Monday 15 March."""
    lea = house.candidate()
    house.do(lea, "admit")
    house.submit_mission(lea)
    house.do(lea, "validate-mission", actor="responsable_formation")
    house.draft_contract(lea, "2026-11-16", ends_on, **terms)
    house.sign(lea)
    house.do(lea, "grant-visa", actor="direction")
    house.do(lea, "appoint", role="tuteur_academique", name="Paul Roth", email="p@univ.example")
    house.beat("2027-03-15 08:05")
    assert pathway(house, lea) == "in_training"
    return lea


def pathway(house: House, dossier: str) -> str:
    return str(house.states(dossier)["pathway"])


def contract(house: House, dossier: str) -> str:
    return str(house.states(dossier)["contracts"][-1]["state"])


def duties(house: House, dossier: str, ref: str) -> list[tuple[str, str, str]]:
    """(occurrence, last day, state) of each duty of that ref."""
    found = (d for d in house.dossier(dossier).of("obligation") if d.data["ref"] == ref)
    return [(d.data.get("of", ""), d.data["due_on"], d.state) for d in found]


def pending(house: House, dossier: str) -> set[str]:
    duties = house.dossier(dossier).of("obligation")
    return {d.data["ref"] for d in duties if d.state in PENDING}


def fact(house: House, dossier: str, name: str) -> Event:
    (found,) = (e for e in house.events(dossier) if e.type == name)
    return found


def failed(house: House, on: str = "2027-07-02", **terms: Any) -> str:
    lea = in_contract(house, **terms)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "record-failure", on, actor="jury")
    return lea


def graduated(house: House, on: str = "2027-07-02", **terms: Any) -> str:
    lea = in_contract(house, **terms)
    house.do(lea, "convene-to-exams", **EXAMS)
    house.do(lea, "record-success", on, actor="jury")
    return lea


def refused(house: House, dossier: str, command: str, **said: Any) -> set[str]:
    try:
        house.do(dossier, command, **said)
    except Refused as answer:
        return {refusal.rule for refusal in answer.refusals}
    return set()
