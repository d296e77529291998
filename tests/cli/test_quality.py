"""`lifecycle quality`: figures with both terms, the trajectory, the report; and what it refuses."""

from __future__ import annotations

import json

from tests.cli.conftest import MISSION, Desk


def decided(desk: Desk) -> str:
    """A mission submitted on Tuesday 24 November, validated the next day."""
    lea = desk.candidate()
    desk.do(lea, "admit")
    desk.do(lea, "submit-mission", *MISSION, as_="employeur")
    desk.clock("2026-11-25T09:00:00+01:00")
    desk.do(lea, "validate-mission", as_="responsable_formation")
    return lea


def figure(document: object, ref: str, key: str) -> dict[str, object]:
    rows = json.loads(json.dumps(document))["indicators"]
    (one,) = (row for row in rows if row["ref"] == ref)
    (found,) = (m for m in one["measures"] if m["key"] == key)
    return dict(found)


def test_a_figure_says_its_terms_its_population_and_its_dates(desk: Desk) -> None:
    decided(desk)
    told = desk.json("quality", "indicators")
    week = figure(told, "I-01", "within_a_week")
    assert (week["numerator"], week["denominator"], week["value"]) == (1, 1, 100)
    assert week["publishable"] is False
    assert "missions reçues complètes" in str(week["population"])
    assert figure(told, "I-07", "all")["shown"] == "sans objet"
    (one,) = (row for row in told["indicators"] if row["ref"] == "I-01")
    assert one["period"] == {"from": "2026-09-01", "to": "2026-11-25"}
    assert (one["observed_on"], one["version"]) == ("2026-11-25", 1)
    assert one["computed_at"].startswith("2026-11-25T08:00")
    assert one["source"].startswith("Charte DGESIP")
    assert one["conventions"]
    assert [row["ref"] for row in told["indicators"] if row["elsewhere"]] == [
        "I-13", "I-14", "I-15", "I-29",
    ]  # fmt: skip


def test_what_has_nothing_to_count_is_named_and_no_more(desk: Desk) -> None:
    decided(desk)
    text = desk.say("quality", "indicators").out
    assert (
        "  I-01 Délai de validation de mission ★\n      Décidées dans les sept jours : 100 %"
        in text
    )
    silent = text[text.index("Rien à compter sur cette période :") :]
    assert "      I-03 Délai de réponse du service dédié\n" in silent
    assert (
        "      I-29 Valeur ajoutée de l’établissement"
        in text[text.index("Calculés par l’État :") :]
    )
    assert " : sans objet" not in text
    whole = desk.say("quality", "indicators", "--detail", "I-07").out
    assert "Rompus, période probatoire comprise : sans objet" in whole


def test_what_was_known_before_the_decision_counts_nothing(desk: Desk) -> None:
    decided(desk)
    told = desk.json("quality", "indicators", "--known-at", "2026-11-24T12:00:00+01:00")
    assert figure(told, "I-01", "within_a_week")["denominator"] == 0


def test_the_detail_of_an_indicator_names_each_dossier(desk: Desk) -> None:
    lea = decided(desk)
    told = desk.json("quality", "indicators", "--detail", "I-01", "--formation", "M2-INFO")
    (case,) = (c for c in told["cases"] if c["measure"] == "within_a_week")
    assert (case["dossier"], case["on"], case["then"]) == (lea, "2026-11-24", "2026-11-25")
    text = desk.say("quality", "indicators", "--detail", "I-01")
    assert lea in text.out
    assert "Sept jours calendaires pour tous" in text.out


def test_the_trajectory_has_a_state_for_each_of_three_years(desk: Desk) -> None:
    decided(desk)
    (rows,) = desk.json("quality", "trajectory")["trajectory"].values()
    (week,) = (row for row in rows if row["row"] == "P2-S06")
    assert [year["state"] for year in week["years"]] == ["en place", "sans objet", "sans objet"]
    assert week["settings"][0]["key"] == "D01"
    assert (
        "P2-S06 (socle) [en place | sans objet | sans objet]"
        in desk.say("quality", "trajectory").out
    )


def test_the_trajectory_says_what_still_stands_this_year_and_before(desk: Desk) -> None:
    held = ("hold-event", "kind=comite_pilotage", "present_cfa=2", "present_branches=1")
    desk.do("formation:M2-INFO", *held)
    told = "Comité de pilotage : 1 tenu ; 3 irrégularités restent à expliquer : «"
    assert f"\n      {told}" in desk.say("quality", "trajectory").out
    desk.clock("2027-10-04T10:00:00+02:00")
    later = desk.say("quality", "trajectory").out
    assert f"\n      2026-2027, {told}" in later
    assert "P1-S02 (socle) [absent | partiel | absent]" in later
    desk.do("formation:M2-INFO", "correct", f"fact={number_of(desk)}", "set_aside=oui",
            reason="Jamais tenu.")  # fmt: skip
    assert "à expliquer" not in desk.say("quality", "trajectory").out


def number_of(desk: Desk) -> int:
    rows = desk.json("history", "formation:M2-INFO")
    return next(row["seq"] for row in rows if row["type"] == "EventHeld")


def test_a_report_is_printed_or_written(desk: Desk) -> None:
    decided(desk)
    said = desk.say("quality", "report", "--for", "qualiopi")
    assert said.out.startswith("# Rapport qualité")
    assert "| 32 |" in said.out
    wrote = desk.say("quality", "report", "--format", "html", "--out", "r.html")
    assert (wrote.code, wrote.out) == (0, "")
    assert (desk.folder / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_wrong_question_gets_its_code_and_one_sentence(desk: Desk) -> None:
    before = desk.written()
    wrong = {
        ("indicators", "--formation", "ZZZ"): 6,
        ("indicators", "--detail", "I-99"): 3,
        ("indicators", "--from", "2027-01-01", "--to", "2026-01-01"): 3,
        ("indicators", "--from", "demain"): 3,
        ("report", "--out", "absent/r.md"): 7,
        ("report", "--for", "personne"): 2,
        (): 2,
    }
    for words, code in wrong.items():
        said = desk.say("quality", *words)
        assert (said.code, said.out) == (code, ""), words
        assert said.err.strip()
    assert desk.written() == before
