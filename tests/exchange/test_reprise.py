"""Monday's import: what was due before is «avant reprise», and no mail leaves before somebody says."""

from __future__ import annotations

from datetime import date

import pytest

from application.explaining import explained
from exchange.held import held_summary
from lifecycle.errors import InvalidInput
from lifecycle.stages import duties_of
from tests.exchange.acts import late, only, states, taken
from tests.exchange.files import OUR_HEADER, Row, contract, file, line
from tests.houses import House

D = date.fromisoformat
END = D("2028-08-31")
PEOPLE: Row = {
    "code_formation": "M2",
    "email_gestionnaire": "gestion@cfa.example.fr",
    "email_responsable_formation": "rf@cfa.example.fr",
    "email_direction": "direction@cfa.example.fr",
    "nom_tuteur_academique": "Anne Roth",
    "email_tuteur_academique": "anne.roth@cfa.example.fr",
    "nom_employeur": "Dupont",
    "email_employeur": "rh@dupont.example.fr",
    "secteur_employeur": "privé",
}


def monday(*starts: str, **more: str) -> bytes:
    rows = [
        line(n, **contract(1, D(day), END), **PEOPLE, **more) for n, day in enumerate(starts, 1)
    ]
    return file(rows, header=OUR_HEADER)


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("2026-08-31", "waived"),  # due on 31 October: the day before
        ("2026-09-01", "open"),  # due on 1 November: the day itself
        ("2026-09-02", "open"),
    ],
)
def test_what_was_due_before_the_reprise_is_closed_and_says_why(
    house: House, start: str, status: str
) -> None:
    taken(house, monday(start), reprise=D("2026-11-01"))
    visit = house.duty(only(house), "D30")
    assert (visit.state, visit.data.get("why")) == (
        status,
        "before_take_over" if status == "waived" else None,
    )


def test_it_is_neither_late_nor_mailed_and_stays_visible(house: House) -> None:
    taken(house, monday("2024-09-02", "2025-09-01"), reprise=D("2026-11-24"))
    house.beat("2026-11-25 08:30")
    assert (late(house), house.letters()) == ([], [])
    house.beat("2027-01-05 08:30")
    for stream in house.app.names():
        rows = duties_of(house.app.house.charter, house.dossier(stream), house.now)
        assert {r["obligation"] for r in rows if r["before_take_over"]} >= {"D11", "D30"}
        assert all(r["before_take_over"] == (r["due_on"] < "2026-11-24") for r in rows)


def test_without_a_date_the_day_of_the_import_is_the_reprise(house: House) -> None:
    taken(house, monday("2024-09-02"))
    (pathway,) = house.dossier(only(house)).of("pathway")
    assert pathway.data["reprise"] == "2026-11-24"
    assert late(house) == []


def test_all_its_mail_is_held_visible_until_the_tap_is_opened(house: House) -> None:
    report = taken(house, monday("2026-10-20", "2026-10-21"), reprise=D("2026-11-24"))
    assert report.formations_held == ("M2",)
    house.beat("2026-11-30 08:30")
    house.drain("2026-11-30 08:31")

    waiting = house.letters("held")
    assert waiting
    assert house.letters("sent") == []
    seen = held_summary(house.app.outbox, house.app.house.register, "M2")
    assert seen.letters == len(waiting)
    assert {r.email for r in seen.recipients} == {
        "anne.roth@cfa.example.fr",
        "rh@dupont.example.fr",
    }
    assert seen.mails == 2

    stream = house.app.house_stream("formation", "M2")
    assert stream is not None
    house.do(stream, "set-formation", mail="open")
    house.drain("2026-11-30 08:32")
    assert house.letters("held") == []
    assert len(house.letters("sent")) == len(waiting)
    assert held_summary(house.app.outbox, house.app.house.register, "M2").letters == 0


def test_the_tap_of_today_counts_whatever_the_day_of_the_fact(house: House) -> None:
    """The formation let its mail leave on the day of a fact that becomes known once it is held."""
    house.open_formation("M2", on="2026-09-01")
    report = taken(house, monday("2026-10-20"), reprise=D("2026-11-24"))
    assert report.formations_held == ("M2",)
    house.submit_mission(only(house), on="2026-11-02")
    assert {row.status for row in house.letters()} == {"held"}


def test_a_tap_that_is_closed_is_not_closed_again(house: House) -> None:
    stream = house.open_formation("M2", mail="held")
    report = taken(house, monday("2026-10-20"), reprise=D("2026-11-24"))
    assert (report.created, report.formations_held) == (1, ())
    assert not [e for e in house.types(stream) if e == "FormationSet"]


def test_the_same_file_does_not_close_the_tap_again(house: House) -> None:
    content = monday("2026-10-20")
    taken(house, content, reprise=D("2026-11-24"))
    stream = house.app.house_stream("formation", "M2")
    assert stream is not None
    house.do(stream, "set-formation", mail="open")
    again = taken(house, content, reprise=D("2026-11-24"))
    assert (again.unchanged, again.formations_held) == (1, ())
    house.beat("2026-11-30 08:30")
    assert house.letters("held") == []


def test_a_filing_sent_long_ago_is_not_refused_by_silence(house: House) -> None:
    taken(
        house, monday("2026-09-01", date_transmission_depot="2026-09-03"), reprise=D("2026-11-01")
    )
    house.beat("2026-11-25 08:30")
    assert states(house, only(house)) == ("in_training", [("running", "transmitted")])
    assert house.duty(only(house), "D12").data["why"] == "before_take_over"


def test_a_filing_sent_last_week_goes_on_waiting(house: House) -> None:
    taken(
        house, monday("2026-11-16", date_transmission_depot="2026-11-18"), reprise=D("2026-11-23")
    )
    assert house.duty(only(house), "D12").state == "open"
    house.beat("2026-12-09 00:30")
    assert states(house, only(house))[1] == [("probation", "implicitly_refused")]


def test_a_contract_to_start_is_followed_like_any_other(house: House) -> None:
    signed = {"date_signature_contrat": "2026-11-10", "date_visa": "2026-11-12"}
    taken(house, monday("2026-12-01", **signed), reprise=D("2026-11-23"))
    assert states(house, only(house))[1] == [("endorsed", "to_transmit")]
    house.beat("2026-12-01 08:30")
    assert states(house, only(house)) == ("in_training", [("probation", "to_transmit")])


def test_a_dossier_taken_over_by_hand_follows_the_same_rule(house: House) -> None:
    house.open_formation("M2")
    said = {"first_name": "Léa", "last_name": "Martin", "birth_date": "2004-03-14",
            "email": "lea@etu.example.fr", "formation": "M2", "situation": "in_training",
            "contract_state": "probation", "starts_on": "2026-06-01", "ends_on": "2028-05-31",
            "sector": "private", "reprise": "2026-11-01"}  # fmt: skip
    dossier = house.do(house.new_id(), "take-over", **said).dossier.stream
    assert states(house, dossier) == ("in_training", [("probation", "to_transmit")])
    for duty in house.dossier(dossier).of("obligation"):
        before = duty.data["due_on"] < "2026-11-01"
        assert (duty.data.get("why") == "before_take_over") == before


def test_a_running_contract_taken_over_by_hand_owes_what_a_running_contract_owes(
    house: House,
) -> None:
    """Its start and its 45 days are behind; its year, its quarter and its end are not."""
    house.open_formation("M2")
    said = {"first_name": "Zoé", "last_name": "Klein", "birth_date": "2003-05-02",
            "email": "zoe@etu.example.fr", "formation": "M2", "situation": "in_training",
            "contract_state": "running", "starts_on": "2026-02-02", "ends_on": "2027-08-31",
            "sector": "private", "reprise": "2026-11-01"}  # fmt: skip
    dossier = house.do(house.new_id(), "take-over", **said).dossier.stream
    assert states(house, dossier) == ("in_training", [("running", "to_transmit")])
    found = house.dossier(dossier).of("obligation")
    ahead = {d.data["ref"] for d in found if d.data.get("why") != "before_take_over"}
    assert ahead >= {"D31", "D32", "D33", "D38", "D73", "T40"}
    assert ahead & {"D11", "D20", "D30", "D35"} == set()


def test_what_was_due_before_is_said_in_these_words(house: House) -> None:
    taken(house, monday("2026-08-31"), reprise=D("2026-11-01"))
    dossier = only(house)
    rows = duties_of(house.app.house.charter, house.dossier(dossier), house.now)
    said = {row["obligation"]: (row["status"], row["status_label"]) for row in rows}
    assert said["D30"] == ("waived", "avant reprise")
    steps = explained(house.app, dossier, "D30")["steps"]
    assert {step["why"] for step in steps} == {
        "n’est pas partie : l’obligation était due avant la reprise"
    }


def test_a_contract_to_start_may_be_signed_on_a_day_before_the_import(house: House) -> None:
    """Monday's case: the file says nothing of signatures, and the signed paper arrives."""
    taken(house, monday("2026-12-07"), reprise=D("2026-11-24"))
    dossier = only(house)
    signing = {"contract": "c1", "actor": "employeur", "party": "employer"}
    house.do(dossier, "sign-contract", on="2026-11-20", **signing)
    assert states(house, dossier)[1][0][0] == "in_signature"
    with pytest.raises(InvalidInput, match="n’est connu que depuis le"):
        house.do(dossier, "grant-visa", contract="c1", actor="direction", on="2020-01-06")
