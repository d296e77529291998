"""Formations and CFAs at the command line: shown, explained, listed and acted upon like dossiers."""

from __future__ import annotations

from tests.cli.conftest import Desk
from tests.cli.test_documents import PDF

FORMATION, CFA = "formation:M2-INFO", "cfa:CFA-67"
RENTREE = ("rentree_on=2026-11-02", "ends_on=2027-08-31", "hours_planned=600")


def with_cfa(desk: Desk) -> None:
    roles = ("--set", "direction=Anne Roth <direction@cfa.example>")
    desk.json("cfa", "add", "CFA-67", "--title", "CFA du Rhin", "--calendar", "france", *roles)
    desk.json("formation", "set", "M2-INFO", "cfa=CFA-67")


def test_a_house_is_shown_with_its_regions(desk: Desk) -> None:
    with_cfa(desk)
    desk.do(FORMATION, "open-promotion", *RENTREE)
    desk.do(FORMATION, "plan-event", "kind=jobdating", "planned_on=2026-12-15", "title=Salle A")
    value = desk.json("show", FORMATION)
    assert (value["house"], value["title"]) == (FORMATION, "formation M2-INFO")
    assert value["apprentice"] is None
    regions = value["regions"]
    assert regions["formation"] == "active"
    assert [(p["id"], p["state"]) for p in regions["promotions"]] == [("p1", "open")]
    assert regions["events"] == [
        {
            "id": "e1",
            "state": "planned",
            "since": "2026-11-24",
            "kind": "jobdating",
            "title": "Salle A",
        }
    ]
    assert regions["conventions"] == regions["offers"] == regions["suggestions"] == []
    assert {"D25", "D26", "D39", "D41"} <= {o["obligation"] for o in value["obligations"]}
    above = desk.json("show", CFA)
    assert (above["title"], above["regions"]["cfa"]) == ("CFA du Rhin", "active")
    assert above["regions"]["certifications"] == above["regions"]["controls"] == []


def test_a_house_is_told_to_people(desk: Desk) -> None:
    with_cfa(desk)
    desk.do(FORMATION, "plan-event", "kind=jobdating", "planned_on=2026-12-15", "title=Salle A")
    text = desk.say("show", FORMATION).out
    assert text.startswith("Formation M2-INFO — formation:M2-INFO, dossier ")
    assert (
        "Événements :\n  e1  Jobdating : Salle A, 15 déc. 2026 : prévu, depuis le 24 nov. 2026"
        in text
    )
    assert "Responsable de formation : " in text
    assert "Direction du CFA : Anne Roth" in desk.say("show", CFA).out
    seen = desk.say("show", FORMATION, "--true-on", "2026-11-23")
    assert seen.code == 6


def test_what_a_house_keeps_is_told_with_its_days_and_in_french(desk: Desk) -> None:
    with_cfa(desk)
    desk.do(FORMATION, "open-promotion", *RENTREE, "title=Promotion 2026")
    desk.do(FORMATION, "hold-event", "kind=comite_pilotage", "held_on=2026-11-24", "promotion=p1",
            "topics=indicateurs", "channel=visio", "reflexive=oui", "minutes=Secret.")  # fmt: skip
    desk.do(CFA, "record-control", "kind=pedagogique", "received_on=2026-11-23")
    (desk.folder / "pv.pdf").write_bytes(PDF)
    desk.json("attach", FORMATION, "pv.pdf", "--kind", "pv", "--about", "e1")
    text = desk.say("show", FORMATION).out
    for said in (
        "  e1  Comité de pilotage, 24 nov. 2026 : tenu, le 24 nov. 2026\n",
        "Promotion concernée : Promotion 2026, 2 nov. 2026",
        "Ordre du jour, par sujets : indicateurs et jalons",
        "Canal : en visioconférence",
        "Avec analyse réflexive : oui",
        "Dernier jour de formation : 31 août 2027",
        "Calendrier : Alsace-Moselle",
        "pv.pdf : procès-verbal, à propos de : Comité de pilotage, 24 nov. 2026 (e1)",
    ):
        assert said in text, said
    assert "Secret" not in text
    control = desk.say("show", CFA).out
    assert "Contrôles :\n  t1  Contrôle pédagogique, 23 nov. 2026 : " in control


def test_the_agenda_says_whose_duty_it_is(desk: Desk) -> None:
    with_cfa(desk)
    desk.do(FORMATION, "open-promotion", *RENTREE)
    desk.candidate()
    text = " ".join(desk.say("agenda").out.split())
    assert "Formation M2-INFO" in text
    assert "CFA du Rhin" in text
    rows = desk.json("agenda")
    shown = {o["id"]: o for o in desk.json("show", FORMATION)["obligations"]}
    mine = [row for row in rows if row["dossier"] == desk.json("show", FORMATION)["dossier"]]
    assert mine
    assert all(row == shown[row["id"]] for row in mine)


def test_a_yearly_duty_is_explained_by_its_reference(desk: Desk) -> None:
    text = desk.say("explain", FORMATION, "D41").out
    assert text.startswith("D41 Tenir au moins une réunion d’information")
    assert "Formation" not in desk.say("explain", FORMATION, "D99").out
    assert desk.say("explain", FORMATION, "D99").code == 6


def test_what_may_be_done_is_told_before_what_is_attested(desk: Desk) -> None:
    text = desk.say("actions", FORMATION).out
    possible = text[: text.index("Bloqué")]
    assert possible.index("plan-event") < possible.index("fulfil-obligation")
    commands = {row["command"] for row in desk.json("actions", FORMATION)}
    assert {"hold-event", "open-promotion", "sign-convention"} <= commands
    assert not {"admit", "record-bilan"} & commands


def test_houses_are_listed_with_what_is_late(desk: Desk) -> None:
    with_cfa(desk)
    desk.do(FORMATION, "open-promotion", *RENTREE)
    (row,) = desk.json("formation", "list")
    assert (row["code"], row["cfa"]) == ("M2-INFO", "CFA-67")
    assert row["late"] == sum(o["late"] for o in desk.json("show", FORMATION)["obligations"]) > 0
    (above,) = desk.json("cfa", "list")
    assert (above["title"], above["roles"]) == ("CFA du Rhin", {"direction": "Anne Roth"})
    assert "CFA du Rhin" in desk.say("cfa", "list").out


def test_no_house_is_said_so(desk: Desk) -> None:
    assert desk.json("cfa", "list") == []
    assert "Aucun CFA." in desk.say("cfa", "list").out
    assert desk.say("show", "cfa:RIEN").code == 6


# --- formation show ------------------------------------------------------------------------------


def test_the_settings_name_people_and_do_not_repeat_the_roles(desk: Desk) -> None:
    named = "responsable_formation=Claire Schmitt <claire@cfa.example>"
    desk.json("formation", "set", "M2-INFO", named)
    text = desk.say("formation", "show", "M2-INFO").out
    assert "responsable de formation : Claire Schmitt <claire@cfa.example>" in text
    assert "gestionnaire ou responsable_formation" not in text
    assert text.count("un rôle") == 1
    assert "à qui revient : D01 responsable de formation" in text
    desk.json("formation", "set", "M2-INFO", "D01.owner=direction", "--as", "direction")
    text = desk.say("formation", "show", "M2-INFO").out
    assert "D01 direction du CFA (choisi par direction du CFA le 2026-11-24)" in text


def test_the_consultation_on_the_alternance_is_shown(desk: Desk) -> None:
    assert "consultation : aucune n’est notée" in desk.say("formation", "show", "M2-INFO").out
    desk.do(FORMATION, "hold-event", "kind=conseil_perfectionnement", "held_on=2026-11-20")
    (desk.folder / "jours.txt").write_text("2026-09-07/2027-08-29 CCEEE--\n", "utf-8")
    asked = ("--consulted-on", "2026-06-12", "--consulted", "Les employeurs du secteur")
    value = desk.json("formation", "alternance", "M2-INFO", "jours.txt", *asked)
    assert value["consultation"] == {
        "on": "2026-06-12", "who": "Les employeurs du secteur", "event": None
    }  # fmt: skip
    desk.do(
        FORMATION, "publish-alternance", f"alternance={value['alternance']}", "consulted_event=e1"
    )
    text = desk.say("formation", "show", "M2-INFO").out
    assert (
        "consultation : le vendredi 12 juin 2026, Les employeurs du secteur, examinée en e1" in text
    )


# --- what an act says ----------------------------------------------------------------------------


def test_consequences_are_told_in_french(desk: Desk) -> None:
    lea = desk.candidate()
    text = desk.say("do", lea, "admit").out
    assert "Admettre → admis, en recherche d’employeur" in text
    assert "Obligation" in text
    assert "Opened" not in text
    assert "Planned" not in text
    said = desk.do(FORMATION, "plan-event", "kind=jobdating", "planned_on=2026-12-15")
    assert (said["facts"][0]["type"], said["facts"][0]["label"]) == (
        "EventPlanned", "Prévoir un événement collectif"
    )  # fmt: skip


def test_a_state_whose_name_has_a_comma_is_one_state_in_a_refusal(desk: Desk) -> None:
    lea = desk.candidate()
    said = desk.say("do", lea, "start-without-contract")
    assert said.code == 4
    assert "possible depuis : « admis, en recherche d’employeur »." in said.err


def test_a_base_without_its_identities_names_the_file_that_is_missing(desk: Desk) -> None:
    for left in desk.folder.glob("lifecycle.db.identity*"):
        left.unlink()
    said = desk.say("dossiers")
    assert said.code == 6
    assert "Il manque « lifecycle.db.identity »" in said.err
    assert not (desk.folder / "lifecycle.db.identity").exists()
