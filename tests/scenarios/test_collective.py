"""What a formation holds for all: once, for whom it was held, and true of each who was there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.errors import InvalidInput, LifecycleError, NotFound, Refused
from tests.houses import House
from tests.scenarios.collective import EVERYBODY, UPDATES, held, state
from tests.scenarios.stories import flagged, signed


@pytest.fixture
def formation(strasbourg: House) -> str:
    found = strasbourg.app.house_stream("formation", "M2-INFO")
    assert found is not None
    return found


# --- one event, each who was there -------------------------------------------------------------------


def test_one_retour_closes_that_of_each_who_attended_and_of_nobody_else(
    strasbourg: House, formation: str
) -> None:
    lea = signed(strasbourg)
    tom = strasbourg.candidate("Tom", "Muller")
    ada = strasbourg.in_contract(strasbourg.candidate("Ada", "Keller"))
    strasbourg.beat("2026-11-25 08:05")
    held(strasbourg, formation, "retour_alternance", "2026-11-25", attended=f"{lea},{tom}")
    assert state(strasbourg, lea, "D33.1") == "done"
    assert strasbourg.types(tom)[-1] == "EventAttended"
    assert state(strasbourg, ada, "D33.1") == "open"
    (met,) = (e for e in strasbourg.events(lea) if e.type == "EventAttended")
    assert (met.data["event"], met.data["house"]) == ("e1", formation)


def attended(house: House, dossier: str) -> list[str | None]:
    """The state that each attendance now enters; none when it is set aside."""
    places = {e.place: e.state for e in house.events(dossier) if e.type == "EventAttended"}
    return list(places.values())


def test_an_event_that_never_was_is_unsaid_of_each_who_attended(
    strasbourg: House, formation: str
) -> None:
    lea, tom = signed(strasbourg), strasbourg.candidate("Tom", "Muller")
    strasbourg.beat("2026-11-25 08:05")
    held(strasbourg, formation, "retour_alternance", "2026-11-25", attended=f"{lea},{tom}")
    number = number_of_the_event(strasbourg, formation)
    strasbourg.do(
        formation, "correct", "2026-11-26 09:00", reason="Confondu.", fact=number, set_aside=True
    )
    assert (attended(strasbourg, lea), attended(strasbourg, tom)) == ([None], [None])
    assert state(strasbourg, lea, "D33.1") == "open"


def test_a_corrected_list_is_said_again_of_whom_it_concerns(
    strasbourg: House, formation: str
) -> None:
    lea, tom = signed(strasbourg), strasbourg.candidate("Tom", "Muller")
    strasbourg.beat("2026-11-25 08:05")
    held(strasbourg, formation, "retour_alternance", "2026-11-25", attended=tom)
    number = number_of_the_event(strasbourg, formation)
    strasbourg.do(
        formation, "correct", "2026-11-26 09:00", reason="Feuille relue.", fact=number, attended=lea
    )
    assert attended(strasbourg, tom) == [None]
    assert state(strasbourg, lea, "D33.1") == "done"
    size = len(strasbourg.events(formation))
    with pytest.raises(LifecycleError):
        strasbourg.do(
            formation,
            "correct",
            "2026-11-26 10:00",
            reason="Faute.",
            fact=number,
            attended="nobody",
        )
    assert len(strasbourg.events(formation)) == size


def number_of_the_event(house: House, formation: str) -> int:
    facts = enumerate(house.events(formation), 1)
    return next(number for number, event in facts if event.type == "EventHeld")


def test_an_event_moved_to_another_day_is_moved_for_each_who_attended(
    strasbourg: House, formation: str
) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    held(strasbourg, formation, "jobdating", "2026-11-25", attended=tom)
    strasbourg.do(
        formation,
        "correct",
        "2026-11-26 09:00",
        reason="Date mal lue.",
        fact=number_of_the_event(strasbourg, formation),
        happened_on="2026-11-24",
    )
    met = [e for e in strasbourg.events(tom) if e.type == "EventAttended"]
    assert [e.effective_on.isoformat() for e in met] == ["2026-11-25", "2026-11-24"]
    assert met[-1].corrects == met[0].pos


def test_an_attendance_already_set_aside_by_hand_stays_so(
    strasbourg: House, formation: str
) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    held(strasbourg, formation, "jobdating", "2026-11-25", attended=tom)
    aside = {"reason": "Absent.", "set_aside": True}
    strasbourg.do(tom, "correct", "2026-11-26 09:00", fact=len(strasbourg.events(tom)), **aside)
    size = len(strasbourg.events(tom))
    number = number_of_the_event(strasbourg, formation)
    strasbourg.do(formation, "correct", "2026-11-26 10:00", fact=number, **aside)
    assert len(strasbourg.events(tom)) == size
    assert attended(strasbourg, tom) == [None]


def test_a_key_is_free_again_when_somebody_listed_is_unknown(
    strasbourg: House, formation: str
) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    with pytest.raises(LifecycleError):
        held(strasbourg, formation, "webinaire", "2026-11-02", attended=f"{tom},nobody", key="K")
    held(strasbourg, formation, "webinaire", "2026-11-02", attended=tom, key="K")
    assert attended(strasbourg, tom) != []


def test_an_attendance_of_another_kind_is_no_retour(strasbourg: House, formation: str) -> None:
    lea = signed(strasbourg)
    strasbourg.beat("2026-11-25 08:05")
    held(strasbourg, formation, "atelier_tre", "2026-11-25", attended=lea, reflexive="oui")
    (met,) = (e for e in strasbourg.events(lea) if e.type == "EventAttended")
    assert "reflexive" not in met.data
    assert state(strasbourg, lea, "D33.1") == "open"


def test_a_dossier_that_does_not_exist_leaves_the_event_unsaid(
    strasbourg: House, formation: str
) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    before = len(strasbourg.rows("events", "pos"))
    with pytest.raises(LifecycleError):
        held(strasbourg, formation, "webinaire", "2026-11-02", attended=f"{tom},nobody")
    assert len(strasbourg.rows("events", "pos")) == before


def test_a_house_is_no_attendee_of_its_own_event(strasbourg: House, formation: str) -> None:
    before = len(strasbourg.rows("events", "pos"))
    with pytest.raises(InvalidInput, match="concerne un apprenti"):
        held(strasbourg, formation, "webinaire", "2026-11-02", attended=formation)
    assert len(strasbourg.rows("events", "pos")) == before


def test_whoever_is_invited_is_written_to(strasbourg: House, formation: str) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    said = {"kind": "forum_stage_emploi", "planned_on": "2027-03-11", "title": "Forum du printemps"}
    strasbourg.do(formation, "plan-event", invited=tom, place="Strasbourg", **said)
    assert [row.letter for row in strasbourg.letters() if row.stream == tom] == ["event_invitation"]
    strasbourg.do(formation, "cancel-event")
    assert state_of(strasbourg, formation, "event", "e1") == "cancelled"
    with pytest.raises(Refused, match="impossible"):
        strasbourg.do(formation, "hold-event", event="e1")


def state_of(house: House, stream: str, region: str, instance: str) -> str:
    found = house.dossier(stream).get(region, instance)
    assert found is not None
    return found.state


@pytest.mark.parametrize("kind", EVENT_LABELS)
def test_every_kind_of_event_is_held_alike(strasbourg: House, formation: str, kind: str) -> None:
    """With its channel, its participants by category, and what came out of it."""
    tom = strasbourg.candidate("Tom", "Muller")
    said = {"channel": "mixte", "encounters": "40", "outcomes": "3", "attended": tom}
    held(strasbourg, formation, kind, "2026-11-02", present_anciens="5", present_cfa="2", **said)
    (fact,) = (e for e in strasbourg.events(formation) if e.type == "EventHeld")
    kept = ("kind", "channel", "encounters", "outcomes", "present_anciens", "present_cfa")
    assert [fact.data[name] for name in kept] == [kind, "mixte", 40, 3, 5, 2]
    assert strasbourg.events(tom)[-1].data["event_kind"] == kind


def test_an_apprentice_agrees_to_testify(strasbourg: House) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    strasbourg.do(tom, "agree-to-testify", actor="apprenti", testifies="oui")
    assert strasbourg.dossier(tom).said["testifies"] is True


def test_what_was_planned_is_held_as_it_was_planned(strasbourg: House, formation: str) -> None:
    planned = {"kind": "jobdating", "planned_on": "2026-12-01"}
    strasbourg.do(formation, "plan-event", title="Jobdating de Noël", **planned)
    strasbourg.do(formation, "hold-event", "2026-12-02", event="e1", held_on="2026-12-01")
    strasbourg.do(formation, "hold-event", kind="jobdating")
    first, second = strasbourg.dossier(formation).of("event")
    assert (first.state, first.data["kind"], first.since) == (
        "held",
        "jobdating",
        date(2026, 12, 1),
    )
    assert (first.data["title"], second.id) == ("Jobdating de Noël", "e2")
    with pytest.raises(NotFound):
        strasbourg.do(formation, "hold-event", event="e9")
    with pytest.raises(InvalidInput, match="dites sa nature"):
        strasbourg.do(formation, "hold-event")


def test_agendas_and_minutes_are_sealed(strasbourg: House, formation: str) -> None:
    held(strasbourg, formation, "comite_pilotage", "2026-11-02", minutes="Mme Roth propose",
         agenda="Cas de M. Weber")  # fmt: skip
    payloads = b"".join(row[0] for row in strasbourg.rows("events", "payload"))
    assert b"Roth" not in payloads
    assert b"Weber" not in payloads
    (fact,) = (e for e in strasbourg.events(formation) if e.type == "EventHeld")
    assert "minutes" not in fact.data


# --- who was there, and of what they spoke -------------------------------------------------------------


def test_a_committee_that_is_all_it_should_be_is_not_flagged(
    strasbourg: House, formation: str
) -> None:
    strasbourg.do(formation, "constitute-committee", composition="Branches, CFA, délégués…")
    held(strasbourg, formation, "comite_pilotage", "2026-11-02", topics=UPDATES, **EVERYBODY)
    assert flagged(strasbourg, formation) == {}


@pytest.mark.parametrize(
    ("kind", "said", "found"),
    [
        ("comite_pilotage", {**EVERYBODY, "present_branches": 0}, {"P1-P01", "P1-S02", "P1-S03"}),
        ("comite_pilotage", {"topics": UPDATES}, {"P1-P01", "P1-S03"}),
        ("comite_pilotage", {**EVERYBODY, "topics": "competences"}, {"P1-P01", "P1-S02"}),
        ("conseil_perfectionnement", {**EVERYBODY, "present_branches": 0}, set()),
        ("conseil_perfectionnement", {**EVERYBODY, "present_cfa": 0}, {"P1-S03"}),
        ("jobdating", {}, set()),
    ],
)
def test_who_or_what_was_missing_is_noted(
    strasbourg: House, formation: str, kind: str, said: dict[str, Any], found: set[str]
) -> None:
    held(strasbourg, formation, kind, "2026-11-02", **said)
    assert set(flagged(strasbourg, formation)) == found


def test_a_rhythm_is_put_to_a_council_before_it_is_published(
    strasbourg: House, formation: str
) -> None:
    week = "2026-09-01/2028-08-31 CCCEE--"
    strasbourg.do(formation, "publish-alternance", alternance=week)
    assert flagged(strasbourg, formation) == {"V1-04": "found"}
    held(strasbourg, formation, "conseil_perfectionnement", "2026-11-03",
         topics="rythme_alternance", **EVERYBODY)  # fmt: skip
    strasbourg.do(formation, "publish-alternance", alternance=week)
    assert strasbourg.dossier(formation).said["consulted_event"] == "e1"
    assert len(strasbourg.dossier(formation).of("irregularity")) == 1


def test_a_subject_that_nobody_knows_is_refused(strasbourg: House, formation: str) -> None:
    with pytest.raises(InvalidInput, match="sujet « meteo »"):
        held(strasbourg, formation, "comite_pilotage", "2026-11-02", topics="meteo")


# --- a fact is not to come, and its day is said once -------------------------------------------------


def test_an_event_that_is_to_come_was_not_held(strasbourg: House, formation: str) -> None:
    before = len(strasbourg.rows("events", "pos"))
    said = {"kind": "information_candidats", "held_on": "2027-05-05"}
    with pytest.raises(Refused, match="Le mercredi 5 mai 2027 est à venir"):
        strasbourg.do(formation, "hold-event", "2026-11-25 09:00", **said)
    assert len(strasbourg.rows("events", "pos")) == before
    assert state(strasbourg, formation, "D41.1") in ("planned", "open")


def test_the_day_of_an_event_is_corrected_in_its_form_too(
    strasbourg: House, formation: str
) -> None:
    held(strasbourg, formation, "webinaire", "2026-11-20")
    facts = [e.type for e in strasbourg.events(formation)]
    number = facts.index("EventHeld") + 1
    strasbourg.do(formation, "correct", fact=number, happened_on="2026-11-18", reason="mal lu")
    last = [e for e in strasbourg.events(formation) if e.type == "EventHeld"][-1]
    assert (str(last.effective_on), last.data["held_on"]) == ("2026-11-18", "2026-11-18")
