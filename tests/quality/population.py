"""A hand-made population: seven apprentices of two formations, told after the fact, day by day.

Every figure of `test_golden` was counted from these lines with a pencil.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from persistence.lives import Lives
from quality import board
from quality.board import Asked
from quality.census import Census
from quality.counting import Counts
from quality.lives import Moment
from quality.measures import Window
from tests.houses import NETWORK, House, instant

TOLD_ON = "2028-01-10"
BEATS = 4
"""As many as there are steps of one chain: a term, then what follows from it."""
RF = {"actor": "responsable_formation"}
Step = tuple[str, str, Mapping[str, Any]]


def hired(first: int, start: str, end: str, signed: str, mission: str = "") -> list[Step]:
    """A contract from its draft to its start; `first` numbers it among those of the apprentice."""
    named = {"contract": f"c{first}"}
    drafted = {"starts_on": start, "ends_on": end, **({"mission": mission} if mission else {})}
    return [
        (signed, "draft", drafted),
        (signed, "issue-documents", named),
        (signed, "sign-contract", {**named, "actor": "employeur", "party": "employer"}),
        (signed, "sign-contract", {**named, "actor": "apprenti", "party": "apprentice"}),
        (signed, "grant-visa", {**named, "actor": "direction"}),
        (start, "start-contract", named),
    ]


def hours(month: str, planned: int, done: int, justified: int = 0, other: int = 0) -> Step:
    said = {"month": month, "planned": planned, "done": done}
    absent = {"absent_justified": justified, "absent_unjustified": other}
    return f"{month}-28", "record-hours", said | absent | {"replaces": True}


ADA = [
    ("2026-11-03", "admit", {}),
    ("2026-11-05", "record-contact", {"asked_by": "apprenti"}),
    ("2026-11-09", "answer-contact", {}),
    ("2026-11-04", "submit", {}),
    ("2026-11-06", "validate-mission", RF),
    *hired(1, "2026-11-16", "2027-08-31", "2026-11-10"),
    ("2026-11-18", "transmit-filing", {"actor": "employeur"}),
    ("2026-11-25", "report-incomplete-filing", {"actor": "opco"}),
    ("2026-11-27", "complete-filing", {"actor": "employeur"}),
    ("2026-12-02", "accept-filing", {"actor": "opco", "deca_number": "067202611000017"}),
    ("2026-12-10", "record-visit", {"means_checked": True, "profile_checked": True}),
    ("2026-12-20", "share-report", {}),
    hours("2026-12", 70, 60, 5, 5),
    hours("2026-12", 70, 63, 5, 2),
    ("2027-07-15", "record-visit", {"profile_checked": True}),
    ("2027-08-20", "record-evaluation", {"by": "apprenti", "score": 5, "tutoring_score": 4}),
    ("2027-08-21", "record-evaluation", {"by": "maitre_apprentissage", "score": 3, "tutoring_score": 5}),
    ("2027-09-05", "record-success", {}),
    ("2027-12-01", "record-survey", {"wave": 6, "employed": True, "search_months": 2,
                                     "related_job": True, "contract_type": "cdi", "satisfaction": 4}),
]  # fmt: skip
BOB = [
    ("2026-11-03", "admit", {}),
    ("2026-11-04", "submit", {}),
    ("2026-11-06", "request-mission-changes", RF),
    ("2026-11-12", "complete-mission", {"actor": "employeur"}),
    ("2026-11-20", "validate-mission", RF),
    *hired(1, "2026-12-01", "2027-08-31", "2026-11-25"),
    ("2026-12-03", "transmit-filing", {"actor": "employeur"}),
    ("2026-12-08", "refuse-filing", {"actor": "opco"}),
    ("2026-12-10", "accept-filing", {"actor": "opco", "deca_number": "067202612000018"}),
    ("2027-01-08", "record-rupture", {"ground": "R-01", "broken_on": "2027-01-08", "wish": "sfp",
                                      "written": True, "initiator": "employeur"}),
    ("2027-02-01", "submit", {}),
    ("2027-02-03", "validate-mission", {**RF, "mission": "m2"}),
    *hired(2, "2027-03-01", "2027-12-31", "2027-02-20", "m2"),
    ("2027-03-01", "appoint", {"role": "tuteur_academique", "name": "Roth", "email": "roth@u.example"}),
    ("2027-03-10", "record-training", {"contract": "c2", "who": "tuteur_academique"}),
    ("2027-09-01", "record-livret-entry", {"contract": "c2", "by": "tuteur_academique"}),
    ("2027-12-01", "record-livret-entry", {"contract": "c2", "by": "apprenti"}),
    ("2027-12-05", "record-livret-entry", {"contract": "c2", "by": "maitre_apprentissage"}),
]  # fmt: skip
CLEO = [
    ("2026-11-03", "admit", {}),
    ("2026-11-09", "submit", {}),
    ("2026-11-12", "refuse-mission", {**RF, "reason": "hors référentiel"}),
]
DAN = [
    ("2026-11-03", "admit", {}),
    ("2026-11-10", "submit", {}),
    ("2026-11-10", "record-contact", {"asked_by": "employeur"}),
]
EVE = [
    ("2026-11-03", "admit", {}),
    ("2026-11-04", "submit", {}),
    ("2026-11-05", "validate-mission", RF),
    *hired(1, "2026-11-16", "2027-08-31", "2026-11-10"),
    ("2026-11-23", "transmit-filing", {"actor": "employeur"}),
    hours("2027-01", 30, 30),
    ("2027-02-15", "end-probation", {}),
    ("2027-05-10", "record-rupture", {"ground": "R-02", "broken_on": "2027-05-10", "wish": "leave",
                                      "written": True}),
]  # fmt: skip
FINN = [
    ("2026-11-03", "admit", {}),
    ("2026-11-04", "submit", {}),
    ("2026-11-05", "validate-mission", RF),
    *hired(1, "2026-11-16", "2027-08-31", "2026-11-10"),
    ("2027-02-01", "record-visit", {"profile_checked": True}),
    ("2027-09-06", "record-failure", {}),
]
GUS = [
    ("2026-11-03", "admit", {}),
    ("2026-11-04", "submit", {}),
    ("2026-11-05", "validate-mission", RF),
]
PEOPLE: Mapping[str, tuple[str, list[Step]]] = {
    "Ada": ("M2-INFO", ADA),
    "Bob": ("M2-INFO", BOB),
    "Cléo": ("M2-INFO", CLEO),
    "Dan": ("M2-INFO", DAN),
    "Ève": ("M2-INFO", EVE),
    "Finn": ("M2-INFO", FINN),
    "Gus": ("LP-COM", GUS),
}


def settle(house: House) -> dict[str, str]:
    """Everybody's life, told on one day; then the clock says what it had to say."""
    for code in ("M2-INFO", "LP-COM"):
        house.open_formation(code)
    streams = {name: enrol(house, name, code) for name, (code, _) in PEOPLE.items()}
    for name, (_, steps) in PEOPLE.items():
        for step in steps:
            tell(house, streams[name], name, *step)
    for _ in range(BEATS):
        house.beat(TOLD_ON)
    return streams


def enrol(house: House, name: str, code: str) -> str:
    return house.candidate(name, "Martin", formation=code, on="2026-11-02")


def tell(
    house: House, dossier: str, name: str, on: str, verb: str, said: Mapping[str, Any]
) -> None:
    """Each apprentice has a maître of their own."""
    if verb == "submit":
        mail = f"ma.{name.encode().hex()}@dupont.example".lower()
        house.submit_mission(dossier, on=on, **{"maitre_apprentissage_email": mail, **said})
    elif verb == "draft":
        house.draft_contract(dossier, on=on, **said)
    else:
        house.do(dossier, verb, on=on, **said)


def source(house: House) -> Lives:
    installation = house.app.installation
    return Lives(installation.database, NETWORK, installation.register)


def asked(
    house: House, start: str, end: str, *codes: str, known_at: str = "", true_on: str = ""
) -> Asked:
    """Known now unless said; true today unless said."""
    now = board.present(house.now, house.app.reader.head().last_recorded_at)
    day = date.fromisoformat(true_on) if true_on else None
    moment = Moment.of(instant(known_at) if known_at else now, day)
    window = Window(date.fromisoformat(start), date.fromisoformat(end), moment.day)
    return Asked(moment, [window], codes)


def counted(house: House, start: str, end: str, *codes: str, **more: str) -> tuple[Counts, Census]:
    return board.read(source(house), asked(house, start, end, *codes, **more))
