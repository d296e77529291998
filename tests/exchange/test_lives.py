"""Every kind of life enters where it stands, and keeps the days on which things happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lifecycle.dossier import fold
from tests.exchange.acts import altered, flagged, late, only, states, streams, take_rows, taken
from tests.exchange.files import EMPLOYERS, OUR_HEADER, Row, contract, file, line, lives
from tests.houses import House

D = date.fromisoformat
BEGUN, ENDS = D("2026-09-01"), D("2028-08-31")
LONG_AGO, OVER = D("2024-09-02"), D("2026-08-31")

LIVES = {
    "no contract, training begun": (line(1), "sfp_before", []),
    "not begun": (
        line(1, date_inscription_formation="2026-11-02", date_entree_formation="2027-01-04"),
        "seeking",
        [],
    ),
    "45 jours ouvrés not over": (
        line(1, **contract(1, D("2026-10-01"), ENDS)),
        "in_training",
        ["probation"],
    ),
    "the day before the 45th": (line(1, **contract(1, D("2026-09-21"), ENDS)), "in_training", ["probation"]),
    "the day after": (line(1, **contract(1, D("2026-09-18"), ENDS)), "in_training", ["running"]),
    "broken": (line(1, **contract(1, LONG_AGO, OVER, D("2026-03-02"))), "sfp_after", ["broken"]),
    "broken, then another": (
        line(
            1,
            **contract(1, LONG_AGO, OVER, D("2026-03-02")),
            **contract(2, D("2026-04-01"), ENDS, siret=EMPLOYERS[1]),
        ),
        "in_training",
        ["broken", "running"],
    ),
    "ended": (line(1, **contract(1, LONG_AGO, OVER)), "in_training", ["ended"]),
    "ends today": (line(1, **contract(1, LONG_AGO, D("2026-11-24"))), "in_training", ["running"]),
    "ended yesterday": (line(1, **contract(1, LONG_AGO, D("2026-11-23"))), "in_training", ["ended"]),
    "to start": (line(1, **contract(1, D("2026-12-01"), ENDS)), "sfp_before", ["draft"]),
    "gone": (
        line(1, **contract(1, LONG_AGO, OVER, D("2026-03-02")), date_exclusion_formation="2026-03-09"),
        "abandoned",
        ["broken"],
    ),
    "graduated": (
        line(
            1,
            **contract(1, LONG_AGO, OVER),
            obtention_diplome_formation="oui",
            date_obtention_diplome_formation="2026-09-30",
        ),
        "graduated",
        ["ended"],
    ),
    "failed": (
        line(1, **contract(1, LONG_AGO, OVER), obtention_diplome_formation="non",
             date_entree_formation="2024-09-02", date_inscription_formation="2024-06-03",
             date_fin_formation="2026-08-31"),
        "failed",
        ["ended"],
    ),
    "broken before it began": (
        line(1, **contract(1, D("2026-10-01"), ENDS, D("2026-09-20"))),
        "sfp_before",
        [],
    ),
    "rupture to come": (
        line(1, **contract(1, LONG_AGO, ENDS, D("2026-12-31"))),
        "in_training",
        ["running"],
    ),
    "contract before the training": (
        line(1, **contract(1, D("2025-07-01"), ENDS)),
        "in_training",
        ["running"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_a_life_is_taken_over_where_it_stands(house: House, name: str) -> None:
    row, pathway, contracts = LIVES[name]

    report = take_rows(house, row)

    assert (report.created, report.rejected) == (1, ())
    found, agreed = states(house, only(house))
    assert (found, [state for state, _ in agreed]) == (pathway, contracts)
    assert (flagged(house), late(house), house.letters()) == ([], [], [])
    assert take_rows(house, row).unchanged == 1


@pytest.mark.parametrize(
    ("day", "pathway"),
    [
        ("2025-08-31", "seeking"),
        ("2025-09-01", "sfp_before"),
        ("2025-11-02", "sfp_before"),
        ("2025-11-03", "in_training"),
        ("2026-03-01", "in_training"),
        ("2026-03-02", "sfp_after"),
        ("2026-03-31", "sfp_after"),
        ("2026-04-01", "in_training"),
    ],
)
def test_what_was_true_on_a_day_is_what_the_dates_say(house: House, day: str, pathway: str) -> None:
    first = contract(1, D("2025-11-03"), ENDS, D("2026-03-02"))
    take_rows(house, line(1, **first, **contract(2, D("2026-04-01"), ENDS, siret=EMPLOYERS[1])))
    assert house.states(only(house), true_on=D(day))["pathway"] == pathway


def test_hundreds_of_lives_leave_no_irregularity_no_mail_no_doubt(house: House) -> None:
    rows = lives(200, seed=7)

    report = taken(house, file(rows))

    assert (report.created, report.rejected) == (200, ())
    assert (flagged(house), house.letters(), altered(house)) == ([], [], [])
    for stream in streams(house).values():
        assert fold(stream, house.events(stream)) == house.dossier(stream)
    assert taken(house, file(rows)).unchanged == 200


def test_a_formation_is_rncp_and_uai_and_takes_its_calendar_from_the_place(house: House) -> None:
    take_rows(house, line(1), line(2))
    codes = sorted(r["formation"] for r in house.app.dossiers())
    assert codes == ["RNCP35911-0750655E", "RNCP38113-0671234C"]
    calendars = {}
    for code in codes:
        stream = house.app.house_stream("formation", code)
        assert stream is not None
        (formation,) = house.dossier(stream).of("formation")
        calendars[code] = formation.data["calendar"]
    assert list(calendars.values()) == ["france", "alsace-moselle"]


def test_a_formation_that_exists_is_used_as_it_is(house: House) -> None:
    house.open_formation("RNCP35911-0750655E")
    report = take_rows(house, line(1))
    assert (report.created, report.formations_created) == (1, ())


def test_a_role_without_holder_falls_to_the_next_rung_and_is_flagged(house: House) -> None:
    """Nobody follows visits yet: the gestionnaire is told in the tuteur’s place."""
    start = D("2026-11-02")
    ours: Row = {"email_gestionnaire": "gestion@cfa.example.fr", "secteur_employeur": "privé"}
    taken(house, file([line(1, **contract(1, start, ENDS), **ours)], header=OUR_HEADER))
    house.beat(f"{start + timedelta(days=31)} 08:30")

    told = {letter.role for letter in house.letters()}
    assert told == {"gestionnaire", "apprenti"}  # the grid (D35) is shared with the apprentice
    assert "role_has_a_holder" in flagged(house)


def test_a_contract_signed_before_another_began_keeps_its_own_facts(house: House) -> None:
    """The door names contracts in the order in which they became known, not in that of the file."""
    first = contract(1, D("2026-01-05"), D("2026-06-30"), D("2026-04-01"))
    second = contract(2, D("2026-05-04"), ENDS, siret=EMPLOYERS[1])
    signed: Row = {"date_signature_contrat": "2025-12-01", "numero_deca": "067202605000017"}
    content = file([line(1, **first, **second, **signed)], header=OUR_HEADER)

    assert taken(house, content).created == 1

    agreed = {c.data["employer_siret"]: c for c in house.dossier(only(house)).of("contract")}
    assert (agreed[EMPLOYERS[0]].state, agreed[EMPLOYERS[1]].state) == ("broken", "running")
    filed = house.dossier(only(house)).get("filing", agreed[EMPLOYERS[1]].id)
    assert filed is not None
    assert filed.state == "engaged"
    assert taken(house, content).unchanged == 1
