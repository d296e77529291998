"""The trajectory, the fourteen missions and the referentials: all they name exists, and facts decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lifecycle.charter import charter
from lifecycle.charter.traceability import asked as rows
from lifecycle.commands.organisation.events import EVENT_KINDS
from quality.axes import axis_of
from quality.board import Asked, read, years
from quality.census import Census, Outcome
from quality.counting import Counts
from quality.evidence import Evidence, Found, Held, Scene, State, looked_for, missing, overall
from quality.indicators import BY_REF
from quality.measures import Axis
from quality.missions import MISSIONS
from quality.profiles import PROFILES
from quality.qualiopi import QUALIOPI
from quality.readers import READERS
from quality.trajectory import ITEMS, Standing, last_review, standing
from tests.houses import House
from tests.quality.population import asked, source
from tests.scenarios.collective import EVERYBODY, UPDATES
from tests.scenarios.stories import drafted

EVERY = [
    *((item.row, one) for item in ITEMS for one in item.evidence),
    *((f"L. 6231-2 {point.number}", one) for point in MISSIONS for one in point.evidence),
    *((f"Qualiopi {point.number}", one) for point in QUALIOPI for one in point.evidence),
]
KNOWN: dict[str, Any] = {
    "refs": set(charter().obligations),
    "kinds": set(EVENT_KINDS),
    "types": {t.records for phase in charter().phases for t in phase.transitions},
    "keys": set(charter().settings),
    "ref": set(BY_REF),
}


@pytest.mark.parametrize(("where", "one"), EVERY, ids=lambda x: str(x)[:60])
def test_evidence_names_what_exists(where: str, one: Evidence) -> None:
    for field, known in KNOWN.items():
        said = getattr(one, field, ())
        names = [said] if isinstance(said, str) else said
        assert {name.partition(":")[0] for name in names} <= known, where


def test_every_socle_and_cible_of_the_annexe_is_an_item_once() -> None:
    wanted = [
        r["id"] for r in rows() if r["id"][:2] in ("P1", "P2", "P3", "P4") and r["id"][3] in "SC"
    ]
    assert sorted(item.row for item in ITEMS) == sorted(wanted)
    assert {key for item in ITEMS for key in item.settings} <= set(charter().settings)


def test_the_fourteen_missions_and_the_thirty_two_indicators_are_all_there() -> None:
    assert [point.number for point in MISSIONS] == [f"{n}°" for n in range(1, 15)]
    assert [point.number for point in QUALIOPI] == [str(n) for n in range(1, 33)]
    chapters = PROFILES["qualiopi"].chapters
    assert [p.number for chapter in chapters for p in chapter.points] == [
        p.number for p in QUALIOPI
    ]
    assert set(PROFILES) == set(READERS)
    named = {row for point in MISSIONS for row in point.rows}
    assert named <= {r["id"] for r in rows()}


def test_each_duty_has_the_axis_of_its_source_or_of_its_phase() -> None:
    wanted = {"D01": Axis.BEFORE, "D30": Axis.DURING, "D39": Axis.PILOTAGE, "D11": Axis.BEFORE,
              "D20": Axis.DURING, "D74": Axis.AFTER, "D93": Axis.PILOTAGE}  # fmt: skip
    assert {ref: axis_of(ref) for ref in wanted} == wanted
    assert axis_of("D999") is Axis.PILOTAGE


def test_what_has_no_object_neither_helps_nor_harms() -> None:
    met, partly, absent, none = State.MET, State.PARTLY, State.ABSENT, State.NONE
    assert overall([met, none, met]) is met
    assert overall([absent, none]) is absent
    assert overall([met, absent]) is partly
    assert overall([partly, none]) is partly
    assert overall([none, none]) is none


# --- a year of a house -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A formation with its CFA: events held, roles named, a value aimed at, in two school years."""
    folder: Path = tmp_path_factory.mktemp("busy")
    with House(folder, "sqlite://", at="2026-09-02 09:00") as house:
        cfa = house.do(house.new_id(), "add-cfa", code="CFA-1", title="CFA").dossier.stream
        formation = house.open_formation(cfa="CFA-1")
        house.do(formation, "hold-event", "2027-03-10", kind="information_candidats")
        house.do(cfa, "hold-event", "2027-05-11", kind="conseil_perfectionnement")
        house.do(formation, "set-formation", "2027-10-04", referent_handicap="rh@cfa.example")
        house.do(formation, "set-formation", "2027-10-05", **{
            "D01": "5 jours calendaires", "D01.cible": "3 jours calendaires",
            "D01.jalons": "2028-09-01=4 jours calendaires",
        })  # fmt: skip
        house.beat("2027-11-02 09:00")
        yield house


def looked(house: House) -> tuple[Counts, Census, Asked]:
    wanted = asked(house, "2027-09-01", "2027-11-02")
    windows = years(wanted.window, 2)
    both = Asked(wanted.moment, windows, ("M2-INFO",))
    return *read(source(house), both), both


def items(house: House) -> dict[str, Standing]:
    counts, census, both = looked(house)
    return {one.item.row: one for one in standing("M2-INFO", census, counts, both.windows)}


def test_each_year_is_judged_on_its_own_facts(busy: House) -> None:
    told = items(busy)
    assert [y.window.start for y in told["P2-S04"].years] == [date(2027, 9, 1), date(2026, 9, 1)]
    this, before = told["P2-S04"].years
    assert (this.state, before.state) == (State.ABSENT, State.MET)
    council = told["P1-S03"].years[1].found
    (said,) = (f.said for f in council if "Conseil" in f.what)
    assert said.startswith("1 tenu ; 2 irrégularités restent à expliquer")  # nobody said who came


def test_a_role_named_later_was_not_held_before(busy: House) -> None:
    this, before = (y.found[-1] for y in items(busy)["P3-S03"].years)
    assert (this.state, before.state) == (State.PARTLY, State.ABSENT)
    assert this.said == "manque : référent mobilité"


def test_an_item_shows_its_socle_its_jalons_and_its_cible(busy: House) -> None:
    (aim,) = (a for a in items(busy)["P2-S06"].aims if a["key"] == "D01")
    assert (aim["value"], aim["cible"]) == ("5 jours calendaires", "3 jours calendaires")
    assert aim["jalons"] == [{"from": "2028-09-01", "value": "4 jours calendaires"}]
    assert aim["socle"].startswith("7 jours calendaires")
    assert (aim["chosen_by"], aim["chosen_on"]) == ("gestionnaire du CFA", "2027-10-05")


def test_the_last_review_is_a_meeting_that_had_the_indicators_on_its_agenda(tmp_path: Path) -> None:
    with House(tmp_path, "sqlite://", at="2026-09-02 09:00") as house:
        formation = house.open_formation()
        for day, kind, topics in (
            ("2027-01-12", "comite_pilotage", "competences"),
            ("2027-02-09", "comite_pilotage", "competences,indicateurs"),
            ("2027-03-09", "reunion_pedagogique", "indicateurs"),
        ):
            house.do(formation, "hold-event", day, kind=kind, topics=topics)
        _, census, _ = looked(house)
        assert last_review("M2-INFO", census) == date(2027, 2, 9)
        house.do(formation, "hold-event", "2027-04-13", kind="revue_indicateurs")
        _, census, _ = looked(house)
        assert last_review("M2-INFO", census) == date(2027, 4, 13)


def test_a_duty_is_in_time_late_or_not_done(house: House) -> None:
    wanted = asked(house, "2026-11-02", "2027-12-15")
    counts, census = read(source(house), wanted)
    tale = census.of("M2-INFO", wanted.window)
    told = {outcome: tale.duties["D30", outcome] for outcome in Outcome}
    assert told == {Outcome.IN_TIME: 1, Outcome.LATE: 1, Outcome.OVERDUE: 2}
    scene = Scene("M2-INFO", wanted.window, census, counts)
    (visits,) = (i for i in ITEMS if i.row == "P3-S06")
    found = visits.evidence[0].found(scene)
    assert (found.state, found.said) == (State.PARTLY, "2 faites sur 4 dues")


# --- what stands against it ---------------------------------------------------------------------------

COMMITTEE = {"kind": "comite_pilotage", "topics": UPDATES, **EVERYBODY}


@pytest.fixture
def partnership(tmp_path: Path) -> Iterator[House]:
    """A formation with its CFA, and a committee that is constituted."""
    with House(tmp_path, "sqlite://", at="2026-09-02 09:00") as house:
        house.do(house.new_id(), "add-cfa", code="CFA-1", title="CFA")
        formation = house.open_formation(cfa="CFA-1")
        house.do(formation, "constitute-committee", composition="Branches, CFA, délégués…")
        yield house


def formation_of(house: House) -> str:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream is not None
    return stream


def said_of(house: House, row: str, what: str) -> tuple[State, str]:
    year = items(house)[row].now
    return year.state, next(f.said for f in year.found if what in f.what)


@pytest.mark.parametrize("row", ["P1-S02", "P1-C02"])
def test_a_committee_without_one_of_its_parties_is_not_in_place_until_it_is_explained(
    partnership: House, row: str
) -> None:
    formation = formation_of(partnership)
    without = {**COMMITTEE, "present_branches": 0}
    partnership.do(formation, "hold-event", "2027-03-10", **without)
    state, said = said_of(partnership, row, "Comité de pilotage")
    assert state is State.PARTLY
    assert said.startswith("1 tenu ; une irrégularité reste à expliquer : « Toutes les parties")
    assert said.endswith("Manquent : branches » (P1-S03)")
    partnership.do(formation, "justify-irregularity", irregularity="i1", reason="Excusées.")
    assert said_of(partnership, row, "Comité de pilotage")[1] == "1 tenu"


def test_a_committee_that_is_all_it_should_be_is_in_place(partnership: House) -> None:
    partnership.do(formation_of(partnership), "hold-event", "2027-03-10", **COMMITTEE)
    assert items(partnership)["P1-S02"].now.state is State.MET


def test_one_council_without_a_party_stands_beside_another_that_had_them_all(
    partnership: House,
) -> None:
    council = {**COMMITTEE, "kind": "conseil_perfectionnement"}
    partnership.do(formation_of(partnership), "hold-event", "2027-03-10", **council)
    assert items(partnership)["P1-S03"].now.state is State.MET
    cfa = partnership.app.house_stream("cfa", "CFA-1")
    assert cfa is not None
    council |= {"topics": "accueil", "present_cfa": 0}
    partnership.do(cfa, "hold-event", "2027-03-11", **council)
    state, said = said_of(partnership, "P1-S03", "Conseil de perfectionnement")
    assert state is State.PARTLY
    assert said.startswith("2 tenus ; 2 irrégularités restent à expliquer : ")
    assert "« Toutes les parties prenantes" in said
    assert "résultats publiés (L. 6111-8) » (D40)" in said


def test_a_visa_that_no_convention_covered_stands_against_the_convention(
    partnership: House,
) -> None:
    (point,) = (p for p in QUALIOPI if p.number == "27")
    formation = formation_of(partnership)
    partnership.do(formation, "set-formation", "2026-11-02", partnership="externe")
    terms = {"starts_on": "2026-12-01", "ends_on": "2027-11-30"}
    partnership.do(formation, "sign-convention", kind="externe", **terms)
    assert looked_for_in(partnership, point.evidence)[0] is State.MET
    lea = drafted(partnership, "2026-12-07")
    partnership.do(lea, "issue-documents")
    partnership.do(lea, "grant-visa", "2026-11-10", actor="direction")
    state, found = looked_for_in(partnership, point.evidence)
    assert state is State.PARTLY
    assert "« Aucune convention entre le CFA" in found[1].said


def looked_for_in(house: House, wanted: Sequence[Evidence]) -> tuple[State, list[Found]]:
    asked_for = asked(house, "2026-09-01", house.now.date().isoformat())
    counts, census = read(source(house), asked_for)
    return looked_for(Scene("M2-INFO", asked_for.window, census, counts), wanted)


def test_what_the_product_does_not_cover_is_never_in_place(busy: House) -> None:
    counts, census, both = looked(busy)
    scene = Scene("M2-INFO", both.windows[1], census, counts)
    there = (Held(("information_candidats",)),)
    assert looked_for(scene, there)[0] is State.MET
    for row, why in missing().items():
        state, found = looked_for(scene, there, (row,))
        assert (state, found[-1].said) == (State.PARTLY, why)
    assert looked_for(scene, (Held(("jobdating",)),), tuple(missing()))[0] is State.ABSENT


def test_each_row_not_covered_is_told_so_in_the_trajectory(busy: House) -> None:
    told = {
        row for row, one in items(busy).items() if one.now.found[-1].what.startswith("Non couv")
    }
    assert told == {item.row for item in ITEMS} & set(missing())
