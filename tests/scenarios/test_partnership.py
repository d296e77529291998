"""What binds a CFA and an établissement, and what a CFA answers for year after year."""

from __future__ import annotations

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.stories import drafted, flagged, told

TERMS = {"starts_on": "2026-11-02", "ends_on": "2026-11-30"}


@pytest.fixture
def cfa(strasbourg: House) -> str:
    said = {"code": "CFA-67", "title": "CFA du Rhin", "calendar": "alsace-moselle"}
    roles = {"gestionnaire": "gestion@cfa.example", "direction": "direction@cfa.example"}
    return strasbourg.do(strasbourg.new_id(), "add-cfa", **said, **roles).dossier.stream


def formation(house: House, **said: str) -> str:
    stream = house.app.house_stream("formation", "M2-INFO")
    assert stream is not None
    house.do(stream, "set-formation", **said)
    return stream


def endorsed(house: House, on: str) -> str:
    lea = drafted(house, "2026-12-07")
    house.do(lea, "issue-documents")
    house.do(lea, "grant-visa", max(f"{on} 10:00", f"{house.now.date()} 10:00"), actor="direction",
             on=on)  # fmt: skip
    return lea


def state(house: House, stream: str, region: str, instance: str) -> str:
    found = house.dossier(stream).get(region, instance)
    assert found is not None
    return found.state


# --- the convention -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partnership", "kind", "day", "flags"),
    [
        ("externe", "externe", "2026-11-02", False),  # its first day
        ("externe", "externe", "2026-11-30", False),  # its last
        ("externe", "externe", "2026-12-01", True),
        ("externe", "interne", "2026-11-10", True),
        ("interne", "interne", "2026-11-10", False),
        ("interne", "externe", "2026-11-10", True),
        ("mixte", "interne", "2026-11-10", False),
        ("externe", "", "2026-11-10", True),
        ("", "", "2026-11-10", False),  # a formation that says nothing is not asked
    ],
)
def test_a_visa_without_convention_is_noted(
    strasbourg: House, cfa: str, partnership: str, kind: str, day: str, flags: bool
) -> None:
    formation(strasbourg, cfa="CFA-67", **({"partnership": partnership} if partnership else {}))
    if kind:
        strasbourg.do(cfa, "sign-convention", kind=kind, **TERMS)
    assert ("ENG-04" in flagged(strasbourg, endorsed(strasbourg, day))) is flags


def test_a_convention_of_the_formation_holds_as_well(strasbourg: House) -> None:
    stream = formation(strasbourg, partnership="externe")
    strasbourg.do(stream, "sign-convention", kind="externe", **TERMS)
    assert "ENG-04" not in flagged(strasbourg, endorsed(strasbourg, "2026-11-10"))


def test_a_convention_that_nobody_renews_ends_by_itself_and_is_told(
    strasbourg: House, cfa: str
) -> None:
    said = {"kind": "externe", "starts_on": "2026-09-01", "ends_on": "2027-08-31"}
    strasbourg.do(cfa, "sign-convention", **said)
    for day in ("2027-03-01", "2027-05-31", "2027-08-16", "2027-08-31", "2027-09-01"):
        assert state(strasbourg, cfa, "convention", "v1") == "in_force"
        strasbourg.beat(f"{day} 08:05")
    assert state(strasbourg, cfa, "convention", "v1") == "ended"
    assert [day for day, _ in told(strasbourg, cfa, "ENG-04.1")] == [
        "2027-03-01", "2027-05-31", "2027-08-16", "2027-08-31", "2027-09-01",
    ]  # fmt: skip
    strasbourg.do(cfa, "renew-convention", ends_on="2028-08-31", signed_on="2027-09-01")
    assert state(strasbourg, cfa, "convention", "v1") == "in_force"
    duties = [d for d in strasbourg.dossier(cfa).of("obligation") if d.data["ref"] == "ENG-04"]
    assert [(d.state, d.data["due_on"]) for d in duties] == [
        ("done", "2027-08-31"),
        ("open", "2028-08-31"),
    ]
    assert duties[0].data["on_time"] is False


def test_a_convention_is_renewed_for_longer_or_ended(strasbourg: House, cfa: str) -> None:
    with pytest.raises(InvalidInput, match="finit après avoir commencé"):
        strasbourg.do(cfa, "sign-convention", kind="externe", **{**TERMS, "ends_on": "2026-11-02"})
    strasbourg.do(cfa, "sign-convention", kind="externe", **TERMS)
    with pytest.raises(Refused, match="finit après celle"):
        strasbourg.do(cfa, "renew-convention", ends_on="2026-11-30")
    strasbourg.do(cfa, "end-convention", "2026-11-09")
    assert strasbourg.duty(cfa, "ENG-04").state == "cancelled"


@pytest.mark.parametrize(("day", "flags"), [("2026-11-08", False), ("2026-11-09", True)])
def test_a_convention_ended_before_its_last_day_binds_no_longer(
    strasbourg: House, cfa: str, day: str, flags: bool
) -> None:
    formation(strasbourg, cfa="CFA-67", partnership="externe")
    strasbourg.do(cfa, "sign-convention", kind="externe", **TERMS)
    lea = drafted(strasbourg, "2026-12-07")
    strasbourg.do(lea, "issue-documents")
    strasbourg.do(cfa, "end-convention", "2026-11-09")
    strasbourg.do(lea, "grant-visa", actor="direction", on=day)
    assert ("ENG-04" in flagged(strasbourg, lea)) is flags


# --- each year ---------------------------------------------------------------------------------------------


def test_sifa_is_recalled_on_its_three_days(strasbourg: House, cfa: str) -> None:
    for day in ("2026-12-01", "2026-12-15", "2026-12-31", "2027-01-07"):
        strasbourg.beat(f"{day} 08:05")
    assert told(strasbourg, cfa, "D90.1") == [
        ("2026-12-01", "ObligationReminded"),
        ("2026-12-15", "ObligationReminded"),
        ("2027-01-07", "ObligationEscalated"),
    ]


def test_an_envoi_is_that_of_its_own_year(strasbourg: House, cfa: str) -> None:
    strasbourg.beat("2027-05-03 08:05")
    said = {"bilan_sent_on": "2027-05-03"}
    strasbourg.do(cfa, "record-bilan", bilan_year="2025", **said)
    assert state(strasbourg, cfa, "obligation", "D91.1") == "escalated"
    strasbourg.do(cfa, "record-bilan", bilan_year="2026", **said)
    assert state(strasbourg, cfa, "obligation", "D91.1") == "done"
    assert state(strasbourg, cfa, "obligation", "D91.2") == "open"


def test_a_deposit_announces_the_rates_and_a_mere_check_does_not(
    strasbourg: House, cfa: str
) -> None:
    strasbourg.do(cfa, "record-sifa", "2026-12-14", sifa_year="2026", sifa_step="controle")
    assert state(strasbourg, cfa, "obligation", "D90.1") == "done"
    assert not [d for d in strasbourg.dossier(cfa).of("obligation") if d.data["ref"] == "D92"]
    strasbourg.do(cfa, "record-sifa", "2027-01-20", sifa_year="2026", sifa_step="depot")
    assert strasbourg.duty(cfa, "D92").data["due_on"] == "2028-01-20"
    assert state(strasbourg, cfa, "obligation", "D90.2") == "planned"


def test_a_council_meets_as_often_as_its_rules_say_and_examines_the_results(
    strasbourg: House, cfa: str
) -> None:
    strasbourg.do(cfa, "set-cfa", **{"D40.times": "2"})
    strasbourg.beat("2026-11-02 12:00")
    present = {f"present_{who}": 1 for who in ("delegues", "employeurs", "tuteurs", "cfa")}
    council = {"kind": "conseil_perfectionnement", **present}
    strasbourg.do(cfa, "hold-event", "2026-11-12", topics="projet_pedagogique", **council)
    assert flagged(strasbourg, cfa) == {"D40": "found"}
    assert state(strasbourg, cfa, "obligation", "D40.1") == "open"
    strasbourg.do(cfa, "hold-event", "2027-03-11", topics="resultats,accueil", **council)
    assert state(strasbourg, cfa, "obligation", "D40.1") == "done"
    assert len(strasbourg.dossier(cfa).of("irregularity")) == 1


@pytest.mark.parametrize("ref", ["D40", "P1-P09"])
def test_what_the_direction_owes_is_escalated_to_somebody_else(
    strasbourg: House, cfa: str, ref: str
) -> None:
    """Due on Tuesday 31 August 2027; the responsable qualité, named here, hears of it the day after."""
    strasbourg.do(cfa, "set-cfa", qualite="qualite@cfa.example")
    for day in ("2027-08-31", "2027-09-01", "2027-09-02"):
        strasbourg.beat(f"{day} 08:05")
    mine = [e for e in strasbourg.events(cfa) if e.instance == f"{ref}.1"]
    (told,) = (e for e in mine if e.type == "ObligationEscalated")
    assert told.effective_on.isoformat() == "2027-09-01"
    assert [one["role"] for one in told.data["told"]] == ["qualite", "gestionnaire"]


# --- certification and controls -------------------------------------------------------------------------------


def test_a_surveillance_counts_in_its_window_only(strasbourg: House, cfa: str) -> None:
    strasbourg.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    strasbourg.do(cfa, "record-surveillance", "2028-01-08", audited_on="2028-01-08")
    assert strasbourg.duty(cfa, "Q-13").state == "planned"
    strasbourg.beat("2028-01-10 08:05")
    strasbourg.do(cfa, "record-surveillance", audited_on="2028-01-10")
    assert strasbourg.duty(cfa, "Q-13").state == "done"


def test_a_certification_lapses_the_day_after_its_three_years(strasbourg: House, cfa: str) -> None:
    strasbourg.do(cfa, "record-certification", "2026-11-10", certified_on="2026-11-09")
    strasbourg.beat("2029-11-09 08:05")
    assert state(strasbourg, cfa, "certification", "q1") == "certified"
    strasbourg.beat("2029-11-10 00:05")
    assert state(strasbourg, cfa, "certification", "q1") == "expired"
    strasbourg.do(cfa, "renew-certification", "2029-11-12", certified_on="2029-11-12")
    assert state(strasbourg, cfa, "certification", "q1") == "certified"
    renewals = [d for d in strasbourg.dossier(cfa).of("obligation") if d.data["ref"] == "D93"]
    assert [d.data["due_on"] for d in renewals] == ["2029-11-09", "2032-11-12"]
    assert [d.state for d in renewals] == ["done", "open"]


@pytest.mark.parametrize(("kind", "ref"), [("pedagogique", "D94"), ("qualite_opco", "D95")])
def test_observations_answer_a_control(strasbourg: House, cfa: str, kind: str, ref: str) -> None:
    strasbourg.do(cfa, "record-control", kind=kind, received_on="2026-11-02")
    (duty,) = (
        d for d in strasbourg.dossier(cfa).of("obligation") if d.data["ref"] in ("D94", "D95")
    )
    assert duty.data["ref"] == ref
    strasbourg.do(cfa, "answer-control", "2026-11-05", answered_on="2026-11-05")
    assert strasbourg.duty(cfa, ref).state == "done"
    assert state(strasbourg, cfa, "control", "t1") == "answered"


def test_what_a_house_did_before_it_was_known_leaves_its_settings_alone(
    strasbourg: House, cfa: str
) -> None:
    """What is decided again afterwards is the form as it was typed, jalons and their end included."""
    strasbourg.do(cfa, "set-cfa", "2026-11-03", **{"D01": "4 jours ouvrés", "D01.cible": "aucun"})
    strasbourg.do(cfa, "record-certification", "2026-11-04", certified_on="2026-09-01")
    assert strasbourg.duty(cfa, "D93").data["due_on"] == "2029-09-01"
    assert strasbourg.dossier(cfa).said["set:D01"] == "4 jours ouvrés"
    assert [e.type for e in strasbourg.events(cfa) if e.corrects] == []


def test_a_formation_says_who_certifies_and_where_one_reads_of_it(strasbourg: House) -> None:
    said = {
        "certificateur": "Université de Strasbourg",
        "lieu": "UFR Mathématique et informatique",
        "composante": "UFR Mathématique et informatique",
        "portal_url": "https://univ.example/formations/m2-info",
        "rncp": "RNCP34126",
        "diploma_code": "1353260",
        "distance_share": "20",
    }
    stream = formation(strasbourg, **said)
    known = strasbourg.dossier(stream).said
    assert {name: str(known[name]) for name in said} == said
    with pytest.raises(InvalidInput, match="externe, interne, mixte"):
        formation(strasbourg, partnership="autre")


def test_a_formation_has_no_certification_and_a_cfa_no_promotion(
    strasbourg: House, cfa: str
) -> None:
    stream = formation(strasbourg, title="Master 2 Informatique")
    with pytest.raises(InvalidInput, match="concerne un CFA"):
        strasbourg.do(stream, "record-certification", certified_on="2026-11-02")
    with pytest.raises(InvalidInput, match="concerne une formation"):
        strasbourg.do(cfa, "open-promotion", rentree_on="2026-11-09", ends_on="2027-10-29",
                      hours_planned="600")  # fmt: skip


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("record-certification", {"certified_on": "2027-05-05"}),
        ("record-control", {"kind": "pedagogique", "received_on": "2027-05-05"}),
    ],
)
def test_what_a_cfa_records_has_happened(
    strasbourg: House, cfa: str, act: str, said: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="Le mercredi 5 mai 2027 est à venir"):
        strasbourg.do(cfa, act, "2026-11-10", **said)
