"""What is learnt late changes the figures of today, not those that were known."""

from __future__ import annotations

from pathlib import Path

from tests.houses import House
from tests.quality.population import counted

FIRST, LAST = "2026-11-02", "2027-08-31"


def week(house: House, **more: str) -> tuple[int | None, int]:
    figure = counted(house, FIRST, LAST, **more)[0].figure("I-01", "within_a_week")
    return figure.numerator, figure.denominator


def broken(house: House, **more: str) -> tuple[int | None, int]:
    figure = counted(house, FIRST, LAST, **more)[0].figure("I-07", "all")
    return figure.numerator, figure.denominator


def test_a_decision_told_late_is_in_time_only_once_it_is_known(tmp_path: Path) -> None:
    with House(tmp_path, "sqlite://") as house:
        house.open_formation()
        lea = house.candidate()
        house.do(lea, "admit", "2026-11-03")
        house.submit_mission(lea, "2026-11-04")
        house.beat("2026-11-20 09:00")
        assert week(house) == (0, 1)
        house.do(
            lea, "validate-mission", "2026-11-24", actor="responsable_formation", on="2026-11-09"
        )
        assert week(house) == (1, 1)
        assert week(house, known_at="2026-11-20") == (0, 1)


def test_a_rupture_that_is_taken_back_was_one_as_long_as_it_was_known(tmp_path: Path) -> None:
    with House(tmp_path, "sqlite://") as house:
        house.open_formation()
        lea = house.in_contract(house.candidate())
        house.beat("2026-11-25 09:00")
        house.do(
            lea, "record-rupture", "2026-12-10", ground="R-01", broken_on="2026-12-09", written=True
        )
        assert broken(house) == (1, 1)
        told = house.types(lea).index("RuptureRecorded") + 1
        house.do(lea, "correct", "2026-12-15", fact=told, set_aside=True, reason="mauvais dossier")
        assert broken(house) == (0, 1)
        assert broken(house, known_at="2026-12-11") == (1, 1)


def test_what_only_a_referent_may_see_is_in_no_figure(tmp_path: Path) -> None:
    with House(tmp_path, "sqlite://") as house:
        house.open_formation()
        lea = house.in_contract(house.candidate())
        house.do(lea, "open-reserved", "2026-12-01", actor="referent_social", kind="social")
        house.beat("2027-04-01 09:00")
        held = {duty.data["ref"] for duty in house.dossier(lea).of("obligation")}
        assert "P3-P12" in held
        counts, census = counted(house, FIRST, LAST)
        groups = counts.counts["I-27", "in_time"].groups(counts.windows[0])
        duties = {name for by, name in groups if by == "obligation"}
        assert duties
        assert not duties & {"C-10", "P3-P12"}
        tale = census.of("M2-INFO", counts.windows[0])
        assert tale.facts["ReservedOpened"] == 0
