"""A whole story told at the terminal, on a simulated clock, with the dates that the issue names."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CONTRACT, MISSION, Desk

MORNING = "08:05:00+01:00"


def lives(desk: Desk, *days: str) -> None:
    """On each day a worker passes before eight, after eight, and a second one at the same time."""
    for day in days:
        for hour in ("07:00:00+01:00", MORNING, MORNING):
            desk.clock(f"{day}T{hour}")
            desk.json("worker", "--until-idle")


def told(desk: Desk, dossier: str) -> list[tuple[str, str]]:
    rows = desk.json("history", dossier)
    return [
        (r["effective_on"], r["type"])
        for r in rows
        if r["data"].get("told") and r["region"] == "obligation"
    ]


def letters(desk: Desk) -> list[tuple[str, str, str]]:
    """(letter, role, Paris morning) of what has left."""
    sent = desk.json("outbox", "--status", "sent")
    return [(row["letter"], row["role"], row["send_at"][:10]) for row in sent]


def proposed(desk: Desk) -> str:
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    return lea


def test_the_week_of_a_forgotten_mission(desk: Desk) -> None:
    lea = proposed(desk)
    assert desk.json("agenda")[0]["due_on"] == "2026-12-01"
    lives(desk, *(f"2026-11-{n}" for n in range(25, 31)), *(f"2026-12-0{n}" for n in range(1, 5)))
    assert told(desk, lea) == [
        ("2026-11-27", "ObligationReminded"),
        ("2026-11-30", "ObligationReminded"),  # -2 is Sunday 29
        ("2026-12-01", "ObligationDue"),
        ("2026-12-02", "ObligationEscalated"),
    ]
    assert letters(desk) == [
        ("aids", "apprenti", "2026-11-25"),
        ("mission_submitted", "responsable_formation", "2026-11-25"),
        ("mission_received", "employeur", "2026-11-25"),
        ("mission_received", "maitre_apprentissage", "2026-11-25"),
        ("mission_reminder", "responsable_formation", "2026-11-27"),
        ("mission_reminder", "responsable_formation", "2026-11-30"),
        ("mission_last_call", "responsable_formation", "2026-12-01"),
        ("mission_escalation", "direction", "2026-12-02"),
        ("mission_escalation", "gestionnaire", "2026-12-02"),
    ]
    assert [d["dossier"] for d in desk.json("dossiers", "--late")] == [lea]


def test_validating_on_the_28th_stops_the_rest(desk: Desk) -> None:
    lea = proposed(desk)
    lives(desk, "2026-11-27")
    desk.clock("2026-11-28T10:00:00+01:00")
    desk.do(lea, "validate-mission", as_="responsable_formation")
    lives(desk, "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03")
    assert told(desk, lea) == [("2026-11-27", "ObligationReminded")]
    told_why = desk.json("explain", lea, "D01")
    assert (told_why["status"], told_why["on_time"]) == ("done", True)
    assert told_why["steps"][3]["why"] == "n’est pas partie : l’obligation était close"


def test_a_week_that_stops_says_what_was_left(desk: Desk) -> None:
    lea = proposed(desk)
    desk.clock("2026-11-26T10:00:00+01:00")
    desk.do(lea, "request-mission-changes", as_="responsable_formation")
    assert "suspendue" in desk.say("agenda").out
    desk.clock("2026-12-03T10:00:00+01:00")
    desk.do(lea, "complete-mission", "title=Mieux décrite", as_="employeur")
    told = desk.json("explain", lea, "D01")
    assert told["due_on"] == "2026-12-08"
    assert [line for line in told["counting"] if line.startswith(("suspendue", "reprise"))] == [
        "suspendue le jeudi 26 novembre 2026, il restait 5 jours calendaires",
        "reprise le jeudi 3 décembre 2026 :",
    ]
    assert told["counting"][-1].startswith("mardi 8 décembre 2026 : dernier jour du délai")


def test_from_the_candidacy_to_a_filed_contract(desk: Desk) -> None:
    lea = proposed(desk)
    desk.clock("2026-11-27T10:00:00+01:00")
    desk.do(lea, "validate-mission", as_="responsable_formation")
    desk.do(lea, "draft-contract", *CONTRACT)
    desk.do(lea, "issue-documents")
    desk.clock("2026-11-30T10:00:00+01:00")
    desk.do(lea, "sign-contract", "party=employer", as_="employeur")
    desk.do(lea, "sign-contract", "party=apprentice", as_="apprenti")
    desk.do(lea, "grant-visa", as_="direction")
    desk.do(lea, "fulfil-obligation", "obligation=D10", "evidence=remis en main propre")
    desk.do(lea, "fulfil-obligation", "obligation=D09", "evidence=accusé DPAE", as_="employeur")
    desk.clock(f"2026-12-07T{MORNING}")
    desk.json("beat")
    assert desk.json("show", lea)["regions"]["contracts"][0]["state"] == "probation"
    tuteur = ("role=tuteur_academique", "name=Dominique Meyer", "email=d.meyer@cfa.example")
    desk.do(lea, "appoint", *tuteur)
    desk.do(lea, "transmit-filing", as_="employeur")
    desk.clock("2026-12-14T10:00:00+01:00")
    done = desk.do(lea, "accept-filing", "deca_number=067202612000017", as_="opco")
    assert done["regions"] == {
        "pathway": "in_training",
        "missions": [{"id": "m1", "state": "validated"}],
        "contracts": [{"id": "c1", "state": "probation", "filing": "engaged"}],
        "situations": [],
    }
    shown = desk.json("show", lea)
    assert (shown["stage"], shown["irregularities"]) == ("training", [])
    assert shown["roles"]["tuteur_academique"] == "Dominique Meyer"
    owed = {d["obligation"]: d["due_on"] for d in desk.json("agenda")}
    assert owed["D30"] == "2027-02-07"
    assert set(owed).isdisjoint({"D01", "D05", "D11", "D12"})  # what was done is owed no more
    assert desk.json("audit", "verify")["ok"] is True


def test_what_the_world_did_is_recorded_with_its_irregularities(desk: Desk) -> None:
    """A contract that began unsigned has begun: nothing is refused, everything is shown."""
    lea = proposed(desk)
    desk.do(lea, "draft-contract", *CONTRACT)
    desk.clock("2026-12-08T10:00:00+01:00")
    done = desk.do(lea, "start-contract", on="2026-12-07", as_="employeur")
    assert done["regions"]["contracts"][0]["state"] == "probation"
    assert {"D05", "E-03"} <= {i["rule"] for i in done["irregularities"]}
    found = desk.json("show", lea)["irregularities"]
    assert {i["id"] for i in found} == {i["id"] for i in done["irregularities"]}
    first = found[0]["id"]
    desk.do(lea, "justify-irregularity", f"irregularity={first}", reason="signé le lendemain")
    assert first not in {i["id"] for i in desk.json("show", lea)["irregularities"]}


def test_no_name_and_no_reason_is_readable_in_the_log(desk: Desk) -> None:
    lea = proposed(desk)
    desk.do(lea, "refuse-mission", as_="responsable_formation", reason="Poste trop éloigné du M2")
    desk.json("worker", "--until-idle")
    log = stored(desk.folder / "lifecycle.db")
    for secret in ("Martin", "martin@etu", "Camille", "dupont.example", "trop éloigné", "2004-03"):
        assert secret.encode() not in log
    personal = [row["personal"] for row in desk.json("history", lea) if row["personal"]]
    assert "Poste trop éloigné du M2" in str(personal)


def stored(base: Path) -> bytes:
    return base.read_bytes() + b"".join(p.read_bytes() for p in base.parent.glob(f"{base.name}-*"))
