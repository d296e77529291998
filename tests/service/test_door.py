"""The one door: a key acts once, a stale reader is told, bulk is as if one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.commands import Command
from lifecycle.errors import Conflict, InvalidInput, LifecycleError, NotFound, Refused
from lifecycle.service import Done, prospects
from tests.houses import House

FIRST_NAMES = ("Léa", "Noé", "Ada", "Inès")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, "sqlite://") as opened:
        opened.open_formation("M2-INFO")
        yield opened


def candidacy(house: House, n: int, **said: object) -> Command:
    fields = {
        "first_name": FIRST_NAMES[n],
        "last_name": "Martin",
        "birth_date": "2004-03-14",
        "email": f"lea{n}@etu.example",
        "formation": "M2-INFO",
    }
    return house.command(house.new_id(), "register-candidacy", **{**fields, **said})


def size(house: House) -> int:
    return len(house.rows("events", "pos"))


# --- keys ------------------------------------------------------------------------------------------


def test_a_key_used_twice_gives_the_first_answer_again(house: House) -> None:
    lea = house.candidate()
    first = house.do(lea, "admit", key="k1")
    house.submit_mission(lea)
    again = house.do(lea, "admit", key="k1")
    assert again.replayed
    assert [w.hash for w in again.written] == [w.hash for w in first.written]
    assert again.dossier.instances == first.dossier.instances


def test_opening_a_dossier_or_a_formation_twice_under_a_key_opens_one(house: House) -> None:
    one, other = (house.do_all([candidacy(house, 1, key="k")])[0] for _ in range(2))
    assert isinstance(one, Done)
    assert isinstance(other, Done)
    assert (one.dossier.stream, other.replayed) == (other.dossier.stream, True)
    said = {"code": "LP", "title": "Licence", "calendar": "france", "key": "f"}
    first, again = (house.do(house.new_id(), "add-formation", **said) for _ in range(2))
    assert [w.hash for w in first.written] == [w.hash for w in again.written]


@pytest.mark.parametrize(
    "other",
    [
        {"actor": "responsable_formation"},
        {"on": "2026-11-01"},
        {"reason": "autre"},
        {"positioning_done": True},
    ],
)
def test_a_key_never_serves_another_command(house: House, other: dict[str, object]) -> None:
    lea = house.candidate()
    house.do(lea, "admit", key="k1")
    with pytest.raises(Conflict, match="déjà servi"):
        house.do(lea, "admit", key="k1", **other)


def test_a_refusal_is_not_remembered(house: House) -> None:
    lea = house.candidate()
    house.submit_mission(lea)
    with pytest.raises(Refused):
        house.do(lea, "start-without-contract", key="k1", cerfa_p2s_signed=True)
    house.do(lea, "admit")
    done = house.do(lea, "start-without-contract", key="k1", cerfa_p2s_signed=True)
    assert not done.replayed


def test_the_same_key_twice_in_one_batch_acts_once(house: House) -> None:
    lea = house.candidate()
    asked = house.command(lea, "admit", key="k1")
    first, again = house.do_all([asked, asked])
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert first.written
    assert [w.hash for w in first.written] == [w.hash for w in again.written]


# --- who saw what ---------------------------------------------------------------------------------


def test_a_stale_reader_conflicts_with_people_never_with_the_clock(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    seen = house.submit_mission(lea).dossier.version
    house.beat("2026-11-05 08:05")
    assert house.dossier(lea).version > seen
    house.do(lea, "validate-mission", actor="responsable_formation", expect=seen)
    with pytest.raises(Conflict, match="relisez-le"):
        house.do(lea, "withdraw-mission", actor="employeur", expect=seen)


def test_a_dossier_that_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.do("nulle-part", "admit")
    with pytest.raises(InvalidInput, match="Formation inconnue"):
        house.candidate(formation="AILLEURS")


# --- codes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("add-formation", {"title": "Autre", "calendar": "france"}),
        ("add-cfa", {"title": "Autre"}),
    ],
)
def test_a_code_belongs_to_one_house(house: House, command: str, said: dict[str, str]) -> None:
    house.do(house.new_id(), command, code="NEUF", **said)
    with pytest.raises(Conflict, match="déjà pris"):
        house.do(house.new_id(), command, code="NEUF", **said)


def test_a_code_taken_earlier_in_the_batch_is_taken(house: House) -> None:
    said = {"code": "LP", "title": "Licence", "calendar": "france"}
    asked = [house.command(house.new_id(), "add-formation", **said) for _ in range(2)]
    first, second, lea = house.do_all([*asked, candidacy(house, 1, formation="LP")])
    assert isinstance(first, Done)
    assert isinstance(second, Conflict)
    assert isinstance(lea, Done)
    assert first.written[0].event.type == "FormationAdded"


# --- bulk ------------------------------------------------------------------------------------------


def test_answers_come_in_the_order_of_the_commands(house: House) -> None:
    lea = house.candidate()
    said = {"code": "LP", "title": "Licence", "calendar": "france"}
    asked = [
        house.command(house.new_id(), "add-formation", **said),
        house.command(lea, "admit"),
        house.command(lea, "admit"),
        candidacy(house, 1),
        candidacy(house, 2, formation="AILLEURS"),
        house.command(lea, "start-without-contract", cerfa_p2s_signed=True),
        house.command("nulle-part", "admit"),
    ]
    answers = house.do_all(asked)
    assert [type(a).__name__ for a in answers] == [
        "Done", "Done", "Refused", "Done", "InvalidInput", "Done", "NotFound"
    ]  # fmt: skip
    assert [a.written[0].event.type for a in answers if isinstance(a, Done)] == [
        "FormationAdded",
        "ApprenticeAdmitted",
        "CandidacyRegistered",
        "TrainingStartedWithoutContract",
    ]
    assert all(
        w.event.stream == a.dossier.stream
        for a in answers
        if isinstance(a, Done)
        for w in a.written
    )


def test_what_is_refused_in_bulk_writes_nothing_and_enrols_nobody(house: House) -> None:
    before, people = size(house), len(people_of(house))
    refused = [candidacy(house, 1, formation="AILLEURS"), candidacy(house, 2, formation="NON")]
    house.do_all(refused)
    assert (size(house), len(people_of(house))) == (before, people)
    lost = [candidacy(house, n, formation="AILLEURS") for n in (1, 3)]
    kept = house.do_all([*lost, candidacy(house, 1)])[2]
    assert isinstance(kept, Done)
    person = kept.dossier.instances["pathway", "pathway"].data["role:apprenti"]
    assert house.app.name(person) == "Noé Martin"
    assert len(people_of(house)) == people + 1


def people_of(house: House) -> list[object]:
    with house.app.installation.database.identity.connect() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM people"))


REFUSES = """
CREATE TRIGGER refuses BEFORE INSERT ON instances WHEN NEW.stream = '{}'
BEGIN SELECT RAISE(ABORT, 'this row is refused'); END
"""


def test_a_chunk_that_the_base_refuses_is_tried_again_one_by_one(house: House) -> None:
    """The base refuses one row: what stands beside it is written all the same, in order."""
    lea, noe, ada = (house.candidate(name) for name in ("Léa", "Noé", "Ada"))
    with house.app.installation.database.main.begin() as connection:
        connection.exec_driver_sql(REFUSES.format(noe))
    answers = house.do_all([house.command(one, "admit", key=one) for one in (lea, noe, ada)])
    assert [isinstance(a, Done) for a in answers] == [True, False, True]
    assert isinstance(answers[1], LifecycleError)
    assert [len(house.types(one)) > 1 for one in (lea, noe, ada)] == [True, False, True]
    states = [house.states(one)["pathway"] for one in (lea, noe, ada)]
    assert states == ["seeking", "candidate", "seeking"]
    with pytest.raises(LifecycleError):
        house.do(noe, "admit")
    assert len(house.rows("idempotency", "key")) == 2


# --- what may be asked -----------------------------------------------------------------------------


def contract_prospect(house: House, dossier: str) -> bool:
    asked = house.command(dossier, "admit")
    found = prospects(house.app.house, asked, house.now)
    return next(p.allowed for p in found if p.command == "draft-contract")


def test_a_contract_is_not_proposed_before_there_is_a_mission(house: House) -> None:
    lea = house.candidate()
    house.do(lea, "admit")
    assert not contract_prospect(house, lea)
    house.submit_mission(lea)
    assert contract_prospect(house, lea)


def test_what_the_only_contract_allows_is_not_said_to_be_blocked(house: House) -> None:
    lea = house.in_contract(house.candidate())
    house.beat("2026-11-25 08:05")  # the contract has started
    asked = house.command(lea, "admit", actor="tuteur_academique")
    found = {p.command: p for p in prospects(house.app.house, asked, house.now)}
    assert found["report-difficulty"].allowed
    house.do(lea, "report-difficulty", actor="tuteur_academique", difficulty="Il ne vient plus.")
    late = house.candidate("Noé")
    house.do(late, "admit")
    asked = house.command(late, "admit", actor="tuteur_academique")
    found = {p.command: p for p in prospects(house.app.house, asked, house.now)}
    (why,) = (r.reason for r in found["report-difficulty"].refusals if r.rule == "move")
    assert why == "Le dossier n’a rien à mettre sous « Contrat »."


def test_who_acts_under_an_address_may_ask_again_with_the_same_key(house: House) -> None:
    lea = house.candidate()
    for _ in range(2):
        again = house.do(lea, "admit", key="k9", actor="gestionnaire:jeanne@cfa.example")
    assert again.replayed


def test_two_people_whose_names_differ_by_a_number_are_two(house: House) -> None:
    first, second = (house.candidate("Prénom", f"Nom{n}", email=f"n{n}@x.example") for n in (1, 2))
    assert house.app.apprentice(house.dossier(first)) == "Prénom Nom1"
    assert house.app.apprentice(house.dossier(second)) == "Prénom Nom2"
