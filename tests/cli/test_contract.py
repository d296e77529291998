"""Every verb with `--json`, key by key against the contract with the outside."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, MISSION, Desk

AGENDA = {
    *("dossier", "obligation", "id", "name", "instance"),
    *("owed_by", "due_on", "status", "next_step_on"),
}
REFUSAL = {"rule", "reason", "source", "lifted_by"}
TRANSITION = {"ref", "command", "from", "to", "by", "requires", "opens", "closes"}
HISTORY = {
    *("seq", "pos", "type", "effective_on", "recorded_at"),
    *("actor", "rule", "source", "hash", "prev"),
}


@pytest.fixture
def lea(desk: Desk) -> str:
    """Admitted, her mission submitted on Tuesday 24 November 2026."""
    dossier = desk.candidate()
    desk.do(dossier, "admit")
    desk.do(dossier, "submit-mission", *MISSION, as_="employeur")
    return dossier


def test_init_names_the_log_and_its_key(here: Callable[[], Desk]) -> None:
    made = here().json("init", "--simulated-clock", "2026-11-24")
    assert len(made["log"]) == 32
    assert made["public_key"]
    assert made["simulated_clock"] == "2026-11-24T11:00:00+00:00"  # a bare date is noon in Paris


def test_the_clock_goes_forward_only(desk: Desk) -> None:
    assert desk.json("clock", "set", "2026-11-25T08:05:00+01:00")["clock"].startswith(
        "2026-11-25T07:05:00"
    )
    assert desk.say("clock", "set", "2026-11-25T08:04:00+01:00").code == 4


def test_the_charter_is_whole(here: Callable[[], Desk]) -> None:
    desk = here()
    shown = desk.json("charter")
    assert shown == json.loads(desk.say("charter", "--format", "json").out)
    assert {"phases", "obligations", "rules", "settings", "commands", "watched", "sha256"} <= set(
        shown
    )
    for phase in shown["phases"]:
        assert {"name", "label", "states", "transitions"} <= set(phase)
        assert all(set(t) >= TRANSITION for t in phase["transitions"])
    for duty in shown["obligations"]:
        assert {"ref", "name", "label", "kind", "within", "owed_by", "steps", "source"} <= set(duty)
    owed = [d for d in shown["obligations"] if not d["watched"]]
    assert all(d["owed_by"] and d["steps"] for d in owed)
    assert shown["watched"] == [d["name"] for d in shown["obligations"] if d["watched"]]
    assert all({"name", "reason", "source"} <= set(r) for r in shown["rules"])
    fields = [f for command in shown["commands"] for f in command["fields"]]
    assert all({"name", "type", "required", "label"} <= set(f) for f in fields)
    assert {s["key"]: s["ref"] for s in shown["settings"]}["O-01.start"] == "O-01"


def test_the_charter_draws_every_region(here: Callable[[], Desk]) -> None:
    drawn = here().say("charter", "--format", "mermaid").out
    assert drawn.count("stateDiagram-v2") >= 5
    assert "submitted --> validated: validate-mission" in drawn


def test_a_formation_shows_its_settings_and_who_chose_them(desk: Desk) -> None:
    desk.json("cfa", "add", "CFA-67", "--title", "CFA du Rhin", "--calendar", "alsace-moselle")
    desk.json("formation", "set", "M2-INFO", "cfa=CFA-67")
    desk.json("formation", "set", "M2-INFO", "D01=3 jours ouvrés", "--as", "direction")
    shown = desk.json("formation", "show", "M2-INFO")
    assert (shown["calendar"], shown["cfa"]) == ("alsace-moselle", "CFA-67")
    assert shown["roles"]["direction"] == "direction@cfa.example"
    week = next(s for s in shown["settings"] if s["key"] == "D01")
    assert {"value", "default", "socle", "jalons", "cible", "source"} <= set(week)
    assert (week["value"], week["chosen_by"]) == ("3 jours ouvrés", "direction")
    assert week["chosen_on"] == "2026-11-24"
    assert desk.json("cfa", "show", "CFA-67")["title"] == "CFA du Rhin"


def test_dossiers_are_listed_by_stage_and_lateness(desk: Desk, lea: str) -> None:
    other = desk.candidate("Hugo", "Weber")
    assert {d["dossier"] for d in desk.json("dossiers")} == {lea, other}
    (found,) = desk.json("dossiers", "--stage", "mission")
    assert (found["dossier"], found["stage"]) == (lea, "mission")
    assert found["regions"]["missions"] == [{"id": "m1", "state": "submitted"}]
    assert desk.json("dossiers", "--late") == []
    desk.clock("2026-12-02")
    assert [d["dossier"] for d in desk.json("dossiers", "--late")] == [lea]


def test_a_dossier_is_shown_as_known_and_as_true(desk: Desk, lea: str) -> None:
    desk.clock("2026-12-03T10:00:00+01:00")
    desk.do(lea, "validate-mission", as_="responsable_formation", on="2026-11-28")

    def mission(*options: str) -> str:
        shown = desk.json("show", lea, *options)
        assert {"dossier", "stage", "regions", "obligations", "irregularities"} <= set(shown)
        state: str = shown["regions"]["missions"][0]["state"]
        return state

    assert mission() == "validated"
    assert mission("--known-at", "2026-12-01") == "submitted"
    assert mission("--true-on", "2026-11-27") == "submitted"
    assert mission("--true-on", "2026-11-28") == "validated"
    assert mission("--known-at", "2026-12-01", "--true-on", "2026-11-28") == "submitted"


def test_a_duty_looks_late_only_from_a_day_when_it_was(desk: Desk, lea: str) -> None:
    desk.clock("2026-12-10")
    assert desk.json("show", lea)["obligations"][0]["late"] is True
    assert desk.json("show", lea, "--known-at", "2026-11-30")["obligations"][0]["late"] is False
    assert desk.json("show", lea, "--true-on", "2026-11-30")["obligations"][0]["late"] is False


def test_a_history_is_chained(desk: Desk, lea: str) -> None:
    rows = desk.json("history", lea)
    assert all(set(row) >= HISTORY for row in rows)
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["prev"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert rows[0]["prev"] == "0" * 64
    assert all(row["source"] for row in rows)


def test_actions_say_what_is_possible_and_why_not(desk: Desk, lea: str) -> None:
    rows = {row["command"]: row for row in desk.json("actions", lea)}
    assert all(set(r) == REFUSAL for row in rows.values() for r in row["refusals"])
    assert rows["withdraw-mission"]["allowed"] is True
    assert rows["validate-mission"]["allowed"] is False
    assert rows["validate-mission"]["refusals"][0]["lifted_by"] == ["responsable_formation"]
    asked = desk.json("actions", lea, "--as", "responsable_formation")
    assert next(r for r in asked if r["command"] == "validate-mission")["allowed"] is True
    spoken = desk.say("actions", lea).out
    assert "Le rôle « gestionnaire du CFA »" in spoken
    assert "Sans objet dans l’état présent : refuse-candidacy, admit," in spoken


def test_do_answers_with_its_facts_and_a_receipt(desk: Desk, lea: str) -> None:
    options = {"as_": "responsable_formation:anne.roth@cfa.example", "for": "direction"}
    done = desk.do(lea, "request-mission-changes", "missing=title", **options)
    assert {"dossier", "seq", "hash", "stage", "regions", "facts", "irregularities", "receipt"} <= (
        set(done)
    )
    assert done["facts"][0]["type"] == "MissionChangesRequested"
    last = desk.json("history", lea)[-1]
    assert (done["seq"], done["hash"]) == (last["seq"], last["hash"])
    assert done["receipt"]["hash"] == done["hash"]
    assert last["actor"].startswith("responsable_formation:")
    assert last["on_behalf_of"]["role"] == "direction"
    assert "anne.roth" not in (desk.folder / "lifecycle.db").read_bytes().decode("latin-1")


def test_the_same_key_acts_once(desk: Desk) -> None:
    lea = desk.candidate()
    first = desk.do(lea, "admit", key="clic-1")
    again = desk.do(lea, "admit", key="clic-1")
    assert again["replayed"] is True
    for name in ("seq", "hash", "facts", "receipt", "regions"):
        assert again[name] == first[name]
    assert len(desk.json("history", lea)) == first["seq"]
    other = desk.say("do", lea, "withdraw-candidacy", "--key", "clic-1", "--json")
    assert (other.code, other.error["code"]) == (4, 4)


def test_the_same_key_opens_one_dossier(desk: Desk) -> None:
    said = ("first_name=Zoé", "last_name=Roth", "birth_date=2004-03-14", "email=z@etu.example")
    first = desk.do("new", "register-candidacy", *said, "formation=M2-INFO", key="guichet-7")
    again = desk.do("new", "register-candidacy", *said, "formation=M2-INFO", key="guichet-7")
    assert again["dossier"] == first["dossier"]
    assert len(desk.json("dossiers")) == 1


def test_expect_conflicts_with_people_and_not_with_the_clock(desk: Desk, lea: str) -> None:
    read = desk.json("history", lea)[-1]["seq"]
    desk.clock("2026-11-27T08:05:00+01:00")
    assert desk.json("beat")["reminders"] == 1
    done = desk.do(lea, "request-mission-changes", as_="responsable_formation", expect=str(read))
    stale = ("do", lea, "complete-mission", "--as", "employeur", "--expect", str(read))
    assert desk.say(*stale).code == 4
    desk.do(lea, "complete-mission", as_="employeur", expect=str(done["seq"]))


def test_the_agenda_has_the_shape_of_obligations(desk: Desk, lea: str) -> None:
    every = desk.json("agenda")
    assert all(set(duty) >= AGENDA for duty in every)
    (duty,) = (one for one in every if one["obligation"] == "D01")
    assert (duty["obligation"], duty["due_on"], duty["next_step_on"]) == (
        "D01",
        "2026-12-01",
        "2026-11-27",
    )
    assert duty in desk.json("show", lea)["obligations"]
    assert duty not in desk.json("agenda", "--until", "2026-11-30")
    assert duty in desk.json("agenda", "--until", "2026-12-01")


def test_due_counts_as_the_rules_do(here: Callable[[], Desk]) -> None:
    christmas = ("due", "--from", "2026-12-24", "--delay", "5 jours ouvrés")
    counted = here().json(*christmas, "--calendar", "alsace-moselle")
    assert counted["due_on"] == "2027-01-04"
    told = "\n".join(counted["steps"])
    for name in ("Noël", "26 décembre", "Jour de l"):
        assert name in told
    extended = ("due", "--from", "2026-11-28", "--delay", "7 jours calendaires", "--extend")
    assert here().json(*extended)["due_on"] == "2026-12-07"  # 5 December is a Saturday


@pytest.mark.usefixtures("lea")
def test_a_beat_counts_and_a_second_one_does_nothing(desk: Desk) -> None:
    desk.clock("2026-12-02T08:05:00+01:00")
    first = desk.json("beat")
    assert set(first) >= {"reminders", "escalations", "expired"}
    assert (first["reminders"], first["escalations"]) == (1, 1)
    assert desk.json("beat") == {"reminders": 0, "escalations": 0, "expired": 0}


@pytest.mark.usefixtures("lea")
def test_the_worker_fills_the_spool_and_the_outbox_tells(desk: Desk) -> None:
    desk.clock("2026-11-27T08:05:00+01:00")
    ran = desk.json("worker", "--until-idle")
    assert (ran["reminders"], ran["failed"]) == (1, 0)
    rows = desk.json("outbox")
    assert all(
        set(row) >= {"id", "letter", "to", "status", "tries", "message_id", "relay_answer"}
        for row in rows
    )
    assert {row["status"] for row in rows} == {"sent"}
    assert desk.json("outbox", "--status", "queued") == []
    mails = [message_from_bytes(f.read_bytes(), policy=default) for f in spool(desk.folder)]
    assert {m["Message-ID"] for m in mails} == {row["message_id"] for row in rows}
    (reminded,) = (m for m in mails if "responsable_formation@cfa.example" in m["To"])
    assert "mardi 1er décembre 2026" in reminded.get_body(("plain",)).get_content()


def spool(folder: Path) -> list[Path]:
    return sorted((folder / "spool" / "new").iterdir())


def test_mail_held_waits_and_opening_lets_it_go(desk: Desk) -> None:
    desk.json("formation", "set", "M2-INFO", "mail=held")
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    assert desk.json("worker", "--until-idle")["mails"] == 0
    assert {row["status"] for row in desk.json("outbox")} == {"held"}
    desk.json("formation", "set", "M2-INFO", "mail=open")
    desk.clock("2026-11-25T08:05:00+01:00")
    assert desk.json("worker", "--until-idle")["mails"] >= 4
    left = [row["letter"] for row in desk.json("outbox", "--status", "sent")]
    assert sorted(set(left)) == ["aids", "mission_received", "mission_submitted"]


def test_explain_says_the_figures_the_calendar_and_why(desk: Desk) -> None:
    desk.json("formation", "set", "M2-INFO", "D01=5 jours ouvrés", "--as", "direction")
    desk.clock("2026-12-24T10:00:00+01:00")
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    told = desk.json("explain", lea, "D01")
    assert (told["due_on"], told["delay"]) == ("2027-01-04", "5 jours ouvrés")
    assert (told["calendar"], told["started_on"]) == ("alsace-moselle", "2026-12-24")
    assert told["setting"]["chosen_by"] == "direction"
    assert desk.json("charter")["sha256"].startswith(told["charter"])
    counted = "\n".join(told["counting"])
    for name in ("Noël", "26 décembre", "Jour de l"):
        assert name in counted
    assert [step["why"] for step in told["steps"]] == ["à venir"] * 4
    assert desk.say("explain", lea, "D01.1").out == desk.say("explain", lea, "D01").out


def test_explain_says_why_each_step_fired_or_did_not(desk: Desk) -> None:
    desk.clock("2026-12-24T10:00:00+01:00")
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    desk.clock("2026-12-29T10:00:00+01:00")
    desk.json("beat")
    desk.do(lea, "validate-mission", as_="responsable_formation")
    told = desk.json("explain", lea, "D01")
    assert told["due_on"] == "2026-12-31"
    assert "Noël : compté" in "\n".join(told["counting"])
    first, second, call, alarm = told["steps"]
    assert first["why"].startswith("dépassée le 2026-12-29")
    assert first["moved"].startswith("attendue le dimanche 27 décembre 2026")
    assert second["why"] == "faite le 2026-12-29, à responsable_formation@cfa.example"
    assert call["why"] == alarm["why"] == "n’est pas partie : l’obligation était close"
    assert "Jour de l" in alarm["moved"]


def test_audit_verify_finds_what_was_altered(desk: Desk, lea: str) -> None:
    well = desk.json("audit", "verify")
    assert (well["ok"], well["facts"]) == (True, desk.json("history", lea)[-1]["pos"])
    assert "point de contrôle" in well["limits"][0]
    altered = tampered(desk.folder / "lifecycle.db", lea)
    said = desk.say("audit", "verify", "--json")
    assert (said.code, said.error["code"]) == (8, 8)
    found = said.error["findings"]
    assert {"position", "kind", "message"} <= set(found[0])
    assert (altered, "payload") in {(f["position"], f["kind"]) for f in found}
    assert f"position {altered}" in desk.say("audit", "verify").err


def tampered(base: Path, stream: str) -> int:
    """A payload rewritten by somebody who may drop triggers; its position."""
    with sqlite3.connect(base) as connection:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        for (name,) in connection.execute(names).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        ask = "SELECT pos FROM events WHERE stream = ? ORDER BY pos LIMIT 1"
        (pos,) = connection.execute(ask, (stream,)).fetchone()
        change = "UPDATE events SET payload = CAST(payload || ' ' AS BLOB) WHERE pos = ?"
        connection.execute(change, (pos,))
    connection.close()
    return int(pos)


@pytest.mark.usefixtures("lea")
def test_doctor_names_what_is_not_well(desk: Desk) -> None:
    desk.json("beat")
    assert desk.json("doctor")["ok"] is True
    desk.clock("2026-11-27T10:00:00+01:00")
    (desk.folder / "lifecycle.db.keys").chmod(0o644)
    said = desk.say("doctor", "--json")
    assert said.code == 7
    assert {f["check"] for f in said.error["findings"]} == {"agenda", "clés"}
    assert "✗ agenda : 1 dossier(s) attendent un battement" in desk.say("doctor").err


def test_upgrade_of_what_is_up_to_date_changes_nothing(desk: Desk) -> None:
    before = desk.written()
    assert desk.json("upgrade")["schema"]
    assert desk.written() == before


@pytest.mark.usefixtures("lea")
def test_an_uncertain_letter_is_settled_by_a_person(desk: Desk) -> None:
    desk.json("worker", "--until-idle")
    one, two = desk.json("outbox")[:2]
    with sqlite3.connect(desk.folder / "lifecycle.db") as base:
        base.execute("UPDATE outbox SET status = 'ambiguous'")
    base.close()
    assert desk.say("doctor").code == 7
    kept = desk.json("outbox", "resolve", one["id"], "--as", "sent", "--reason", "accusé reçu")
    assert (kept["id"], kept["status"]) == (one["id"], "sent")
    again = desk.json("outbox", "resolve", two["id"], "--as", "resend", "--reason", "rien reçu")
    assert again["status"] == "queued"
    statuses = {row["id"]: row["status"] for row in desk.json("outbox")}
    assert (statuses[one["id"]], statuses[two["id"]]) == ("sent", "queued")
    settled = ("outbox", "resolve", one["id"], "--as", "sent", "--reason", "encore")
    assert desk.say(*settled).code == 4
    assert desk.json("audit", "verify")["ok"] is True


def test_global_options_may_stand_anywhere(desk: Desk) -> None:
    base = "sqlite:///lifecycle.db"
    expected = desk.json("dossiers")
    for words in (
        ["--json", "--db", base, "dossiers"],
        ["dossiers", f"--db={base}", "--json"],
        ["--db", base, "dossiers", "--json"],
    ):
        said = desk.say(*words)
        assert (said.code, said.value) == (0, expected)


def test_a_contract_is_drawn_up_only_when_nothing_blocks_it(desk: Desk, lea: str) -> None:
    desk.do(lea, "draft-contract", *CONTRACT)
    blocked = desk.say("do", lea, "issue-documents", "--json")
    assert blocked.code == 4
    assert {r["rule"] for r in blocked.error["refusals"]} == {"E-03"}
    desk.do(lea, "validate-mission", as_="responsable_formation")
    assert desk.do(lea, "issue-documents")["regions"]["contracts"][0] == {
        "id": "c1",
        "state": "to_sign",
        "filing": "to_transmit",
    }
