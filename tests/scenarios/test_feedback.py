"""Each year the four whose return the charter names are asked for it, and heard (P1-P07)."""

from __future__ import annotations

from typing import Any

import pytest

from lifecycle.dossier import Instance
from lifecycle.errors import InvalidInput, LifecycleError, Refused
from tests.houses import House
from tests.scenarios.collective import promotion
from tests.scenarios.stories import signed

DELEGATE = {"party": "apprenti", "delegate": True}


@pytest.fixture
def formation(strasbourg: House) -> str:
    return str(strasbourg.app.house_stream("formation", "M2-INFO"))


@pytest.fixture
def lea(strasbourg: House) -> str:
    """Works since Monday 16 November 2026; Paul Roth is her tuteur."""
    dossier = signed(strasbourg)
    strasbourg.beat("2026-11-16 08:05")
    strasbourg.do(
        dossier, "appoint", role="tuteur_academique", name="Paul Roth", email="p@univ.example"
    )
    return dossier


def heard(house: House, formation: str, at: str, party: str, **said: Any) -> None:
    words = {"kind": "retour_experience", "suggestion_text": "Plus de projets.", **said}
    house.do(formation, "raise-suggestion", at, party=party, **words)


def owed(house: House, formation: str) -> list[Instance]:
    return [d for d in house.dossier(formation).of("obligation") if d.data["ref"] == "P1-P07"]


# --- heard ---------------------------------------------------------------------------------------------


def test_four_voices_each_once_make_the_year(strasbourg: House, formation: str) -> None:
    said: list[tuple[dict[str, Any], int]] = [
        ({"party": "apprenti"}, 0),  # speaks for nobody else
        ({"party": "responsable_formation"}, 0),
        ({"party": "employeur"}, 0),
        (DELEGATE, 1),
        (DELEGATE, 1),
        ({"party": "maitre_apprentissage", "kind": "cours"}, 1),  # a suggestion, no return
        ({"party": "maitre_apprentissage"}, 2),
        ({"party": "tuteur_academique"}, 3),
        ({"party": "direction"}, 4),
    ]
    for day, (voice, count) in enumerate(said, start=7):
        heard(strasbourg, formation, f"2026-12-{day:02}", **voice)
        assert int(owed(strasbourg, formation)[0].data.get("count", 0)) == count, voice
    assert owed(strasbourg, formation)[0].state == "done"


def test_a_delegate_is_an_apprentice(strasbourg: House, formation: str) -> None:
    with pytest.raises(InvalidInput, match="un délégué des apprentis est un apprenti"):
        heard(strasbourg, formation, "2026-12-07", "maitre_apprentissage", delegate=True)


@pytest.mark.parametrize("day", ["2027-08-30", "2027-08-31", "2027-09-01"])
def test_a_return_pays_one_year_the_one_that_still_owes_it(
    strasbourg: House, formation: str, day: str
) -> None:
    """The first of them pays the year that ends on 31 August, even late; the next the year after."""
    strasbourg.beat("2027-09-02 08:05")
    heard(strasbourg, formation, "2027-09-03", raised_on=day, **DELEGATE)
    assert counts(strasbourg, formation) == [1, 0]
    heard(strasbourg, formation, "2027-09-06", **DELEGATE)
    assert counts(strasbourg, formation) == [1, 1]
    heard(strasbourg, formation, "2027-09-07", **DELEGATE)
    assert counts(strasbourg, formation) == [1, 1]


def test_a_year_that_was_waived_is_paid_no_more(strasbourg: House, formation: str) -> None:
    strasbourg.beat("2027-09-02 08:05")
    late = owed(strasbourg, formation)[0]
    strasbourg.do(
        formation, "waive-obligation", obligation=late.id, reason="Formation ouverte en mai."
    )
    heard(strasbourg, formation, "2027-09-03", **DELEGATE)
    assert counts(strasbourg, formation) == [0, 1]


def counts(house: House, formation: str) -> list[int]:
    return [int(d.data.get("count", 0)) for d in owed(house, formation)[:2]]


# --- asked ---------------------------------------------------------------------------------------------


def asked(house: House, formation: str, *dossiers: str, at: str = "2027-03-01 10:00") -> None:
    house.do(formation, "ask-feedback", at, solicited=",".join(dossiers), said_before="2027-04-30")


def written(house: House, dossier: str) -> list[str]:
    rows = (r for r in house.letters() if (r.stream, r.letter) == (dossier, "feedback_asked"))
    return sorted(row.role for row in rows)


def test_the_tuteur_and_the_maitre_are_asked_and_the_apprentice_only_as_a_delegate(
    strasbourg: House, formation: str, lea: str
) -> None:
    asked(strasbourg, formation, lea)
    assert written(strasbourg, lea) == ["maitre_apprentissage", "tuteur_academique"]
    promotion(strasbourg, formation)
    strasbourg.do(formation, "elect-delegates", "2027-03-02 09:00", delegates=lea)
    asked(strasbourg, formation, lea, at="2027-03-02 10:00")
    two = ["maitre_apprentissage", "tuteur_academique"]
    assert written(strasbourg, lea) == ["apprenti", *sorted(two * 2)]


def test_where_nobody_works_nobody_is_asked_and_nothing_is_written(
    strasbourg: House, formation: str, lea: str
) -> None:
    tom = strasbourg.candidate("Tom", "Muller")
    size = len(strasbourg.rows("events", "pos"))
    with pytest.raises(LifecycleError) as refused:
        asked(strasbourg, formation, lea, tom)
    assert tom in refused.value.message
    assert len(strasbourg.rows("events", "pos")) == size


def test_a_request_that_was_not_made_is_unsaid_of_each(
    strasbourg: House, formation: str, lea: str
) -> None:
    promotion(strasbourg, formation)
    strasbourg.do(formation, "elect-delegates", "2026-12-01", delegates=lea)
    for day in ("2027-03-01", "2027-03-08"):
        asked(strasbourg, formation, lea, at=f"{day} 10:00")
    facts = enumerate(strasbourg.events(formation), 1)
    first = next(number for number, event in facts if event.type == "FeedbackRequested")
    strasbourg.do(formation, "correct", "2027-03-09", reason="Doublon.", fact=first, set_aside=True)
    for name in ("PartiesAsked", "DelegateAsked"):
        places = {e.place: e.state for e in strasbourg.events(lea) if e.type == name}
        assert [state is None for state in places.values()] == [True, False], name


def test_only_who_works_for_the_formation_asks(strasbourg: House, formation: str, lea: str) -> None:
    with pytest.raises(Refused):
        strasbourg.do(formation, "ask-feedback", actor="maitre_apprentissage", solicited=lea)
