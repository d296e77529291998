"""A line is the unit: its commands pass the door together, or none of them does."""

from __future__ import annotations

import pytest

from lifecycle.commands import Command
from lifecycle.errors import Refused
from lifecycle.service import handle_units
from tests.exchange.acts import altered
from tests.houses import House


def candidacy(house: House, stream: str, number: int, email: str = "") -> Command:
    return house.command(
        stream,
        "register-candidacy",
        first_name="Léa",
        last_name=f"Martin{'abc'[number]}",
        birth_date="2004-03-14",
        email=email or f"lea{number}@etu.example.fr",
        formation="M2-INFO",
    )


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_unit_that_is_refused_leaves_nothing_and_stops_no_other(house: House, wrong: int) -> None:
    house.open_formation()
    streams = [house.new_id() for _ in range(3)]
    units = [
        [candidacy(house, stream, n), house.command(stream, "admit")]
        for n, stream in enumerate(streams)
    ]
    units[wrong] += [house.command(streams[wrong], "admit")]

    answers = handle_units(house.app.house, units, house.now)

    assert isinstance(answers[wrong], Refused)
    for n, (stream, answer) in enumerate(zip(streams, answers, strict=True)):
        if n != wrong:
            assert isinstance(answer, list)
            assert [len(done.written) > 0 for done in answer] == [True, True]
            assert house.types(stream)[:2] == ["CandidacyRegistered", "ApprenticeAdmitted"]
    assert house.types(streams[wrong]) == []
    assert (len(house.app.names()), altered(house)) == (2, [])


def test_a_refused_unit_changes_nobody_in_the_register(house: House) -> None:
    house.open_formation()
    known = house.candidate("Léa", "Martina", email="vraie@etu.example.fr")
    stream = house.new_id()
    unit = [
        candidacy(house, stream, 0, "autre@etu.example.fr"),
        house.command(stream, "cancel-contract"),
    ]
    after = [candidacy(house, house.new_id(), 1)]

    refused, taken = handle_units(house.app.house, [unit, after], house.now)

    assert isinstance(refused, Exception)
    assert isinstance(taken, list)
    (pathway,) = house.dossier(known).of("pathway")
    person = pathway.data["role:apprenti"]
    assert house.app.house.register.find([person])[person].email == "vraie@etu.example.fr"


def test_a_unit_sees_what_its_own_commands_have_done(house: House) -> None:
    house.open_formation()
    stream = house.new_id()
    unit = [
        candidacy(house, stream, 0),
        *[house.command(stream, verb) for verb in ("admit", "record-abandonment")],
    ]
    (answer,) = handle_units(house.app.house, [unit], house.now)
    assert isinstance(answer, list)
    assert house.states(stream)["pathway"] == "abandoned"
