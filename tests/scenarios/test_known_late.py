"""What is known late of a house: held before it was here, an election and an invitation said again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import LifecycleError, NotFound
from tests.houses import House
from tests.scenarios.collective import EVERYBODY, UPDATES, promotion, state
from tests.scenarios.stories import flagged

FORUM = {"kind": "forum_stage_emploi", "planned_on": "2027-03-11", "title": "Forum du printemps"}


@pytest.fixture
def formation(strasbourg: House) -> str:
    found = strasbourg.app.house_stream("formation", "M2-INFO")
    assert found is not None
    return found


# --- before the house was here -----------------------------------------------------------------------


@pytest.fixture(params=["france", "alsace-moselle"])
def young(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, str]]:
    """A formation added on 2 November 2026, that lives by one calendar or the other."""
    with House(tmp_path, "sqlite://") as house:
        yield house, house.open_formation("M2-INFO", calendar=request.param)


@pytest.mark.parametrize(
    ("day", "pays"), [("2026-11-01", False), ("2026-11-02", True), ("2026-11-03", True)]
)
def test_an_event_of_before_the_house_is_kept_and_said_to_pay_nothing(
    young: tuple[House, str], day: str, pays: bool
) -> None:
    house, formation = young
    committee = {"kind": "comite_pilotage", "topics": UPDATES, **EVERYBODY}
    house.do(formation, "hold-event", "2026-11-04", held_on=day, **committee)
    assert house.dossier(formation).get("event", "e1") is not None
    assert (state(house, formation, "D39.1") == "done") is pays
    assert ("house_was_there" not in flagged(house, formation)) is pays


def test_it_says_since_when_the_house_is_here_until_somebody_explains(
    young: tuple[House, str],
) -> None:
    house, formation = young
    done = house.do(formation, "hold-event", kind="jobdating", held_on="2026-10-20")
    (told,) = done.irregularities
    assert told["reason"].endswith("s’il y en a une. Ajout : lundi 2 novembre 2026.")
    house.do(formation, "justify-irregularity", irregularity=told["id"], reason="Repris du passé.")
    assert flagged(house, formation) == {"house_was_there": "justified"}


def test_a_cfa_pays_nothing_before_it_is_here_either(strasbourg: House) -> None:
    said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "alsace-moselle"}
    cfa = strasbourg.do(strasbourg.new_id(), "add-cfa", "2026-11-04", **said).dossier.stream
    strasbourg.do(cfa, "hold-event", kind="bilan_partenariat", held_on="2026-11-03")
    assert flagged(strasbourg, cfa) == {"house_was_there": "found"}
    assert state(strasbourg, cfa, "P1-P09.1") == "open"


# --- an election, an invitation, said again ------------------------------------------------------------


def said_of(house: House, dossier: str, type_: str) -> list[str | None]:
    """The state that each fact of that type now enters; none when it is set aside."""
    places = {e.place: e.state for e in house.events(dossier) if e.type == type_}
    return list(places.values())


def number_of(house: House, formation: str, type_: str) -> int:
    return [e.type for e in house.events(formation)].index(type_) + 1


def corrected(house: House, formation: str, type_: str, **said: Any) -> None:
    fact = number_of(house, formation, type_)
    house.do(formation, "correct", "2026-11-16 09:00", reason="Relu.", fact=fact, **said)


@pytest.fixture
def elected(strasbourg: House, formation: str) -> tuple[House, str, str, str]:
    """Tom is said to be elected; Ada is not."""
    tom, ada = strasbourg.candidate("Tom", "Muller"), strasbourg.candidate("Ada", "Keller")
    promotion(strasbourg, formation)
    strasbourg.do(formation, "elect-delegates", "2026-11-13", delegates=tom)
    return strasbourg, formation, tom, ada


def test_an_election_that_never_was_is_unsaid_of_each_delegate(
    elected: tuple[House, str, str, str],
) -> None:
    house, formation, tom, _ = elected
    corrected(house, formation, "DelegatesElected", set_aside=True)
    assert said_of(house, tom, "DelegateElected") == [None]
    assert not house.dossier(tom).said.get("delegate")
    assert state(house, formation, "D26.1") == "open"


def test_another_list_of_delegates_is_said_again_of_those_who_leave_and_come(
    elected: tuple[House, str, str, str],
) -> None:
    house, formation, tom, ada = elected
    corrected(house, formation, "DelegatesElected", delegates=ada)
    assert said_of(house, tom, "DelegateElected") == [None]
    assert not house.dossier(tom).said.get("delegate")
    assert house.dossier(ada).said["delegate"] is True
    (fact,) = (e for e in house.events(ada) if e.type == "DelegateElected")
    assert (fact.effective_on.isoformat(), fact.data["promotion"]) == ("2026-11-13", "p1")
    assert state(house, formation, "D26.1") == "done"


def test_an_election_on_another_day_is_moved_for_each_delegate(
    elected: tuple[House, str, str, str],
) -> None:
    house, formation, tom, _ = elected
    corrected(house, formation, "DelegatesElected", happened_on="2026-11-12")
    days = [e.effective_on.isoformat() for e in house.events(tom) if e.type == "DelegateElected"]
    assert days == ["2026-11-13", "2026-11-12"]
    assert house.dossier(tom).said["delegate"] is True


def test_an_unknown_delegate_leaves_the_election_as_it_was(
    elected: tuple[House, str, str, str],
) -> None:
    house, formation, tom, ada = elected
    before = len(house.rows("events", "pos"))
    with pytest.raises(NotFound, match="nobody"):
        corrected(house, formation, "DelegatesElected", delegates=f"{ada},nobody")
    assert len(house.rows("events", "pos")) == before
    assert house.dossier(tom).said["delegate"] is True


@pytest.fixture
def invited(strasbourg: House, formation: str) -> tuple[House, str, str, str]:
    """Tom is invited to the forum of the spring; Ada is not."""
    tom, ada = strasbourg.candidate("Tom", "Muller"), strasbourg.candidate("Ada", "Keller")
    strasbourg.do(formation, "plan-event", "2026-11-13", invited=tom, place="Strasbourg", **FORUM)
    return strasbourg, formation, tom, ada


def invitations(house: House, dossier: str) -> list[str]:
    """What became of each invitation to leave by mail."""
    return [
        r.status for r in house.letters() if (r.stream, r.letter) == (dossier, "event_invitation")
    ]


def test_an_invitation_to_what_was_never_planned_is_unsaid_of_each(
    invited: tuple[House, str, str, str],
) -> None:
    house, formation, tom, _ = invited
    corrected(house, formation, "EventPlanned", set_aside=True)
    assert said_of(house, tom, "EventAnnounced") == [None]
    house.drain("2026-11-17 09:00")
    assert invitations(house, tom) == ["cancelled"]


def test_another_list_of_invited_is_said_again_of_those_who_leave_and_come(
    invited: tuple[House, str, str, str],
) -> None:
    house, formation, tom, ada = invited
    corrected(house, formation, "EventPlanned", invited=ada)
    assert said_of(house, tom, "EventAnnounced") == [None]
    (told,) = (e for e in house.events(ada) if e.type == "EventAnnounced")
    assert (told.data["planned_on"], told.data["place"]) == ("2027-03-11", "Strasbourg")
    assert len(invitations(house, ada)) == 1


def test_who_stays_invited_is_told_what_has_changed(invited: tuple[House, str, str, str]) -> None:
    house, formation, tom, ada = invited
    corrected(
        house, formation, "EventPlanned", invited=f"{tom},{ada}", planned_on="2027-03-18",
        place="Colmar",
    )  # fmt: skip
    last = [e for e in house.events(tom) if e.type == "EventAnnounced"][-1]
    assert (last.data["planned_on"], last.data["place"]) == ("2027-03-18", "Colmar")
    assert said_of(house, tom, "EventAnnounced") == said_of(house, ada, "EventAnnounced")


def test_an_unknown_guest_leaves_the_invitations_as_they_were(
    invited: tuple[House, str, str, str],
) -> None:
    house, formation, tom, _ = invited
    before = len(house.rows("events", "pos"))
    with pytest.raises(LifecycleError, match="nobody"):
        corrected(house, formation, "EventPlanned", invited=f"{tom},nobody")
    assert len(house.rows("events", "pos")) == before
    assert said_of(house, tom, "EventAnnounced") != [None]


# --- the addition itself -----------------------------------------------------------------------------


def test_the_day_of_an_addition_is_corrected_its_roles_and_settings_with_it(
    young: tuple[House, str],
) -> None:
    """What was held once the house was here after all is no longer to be explained."""
    house, _ = young
    house.at("2026-11-05 09:00")
    added = house.open_formation("L3-MATH", **{"D40.times": "2"})
    house.do(added, "hold-event", kind="jobdating", held_on="2026-11-03")
    before = house.dossier(added).said
    assert set(flagged(house, added)) == {"house_was_there"}
    house.do(added, "correct", fact=1, happened_on="2026-11-02", reason="Ajoutée dès le lundi.")
    assert flagged(house, added) == {}
    since = {"chosen:D40.times": {"by": "gestionnaire", "on": "2026-11-02"}}
    assert house.dossier(added).said == {**before, **since}
