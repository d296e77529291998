"""Each ground of rupture, from the first word about it to the end of the story.

Léa works in Strasbourg since 16 November 2026. Each test reads as what a gestionnaire types, day by
day; what is flagged is what the procedure lacked.
"""

from __future__ import annotations

import pytest

from lifecycle.errors import InvalidInput, Refused
from tests.houses import House
from tests.scenarios.ruptures import (
    again,
    breaks,
    contract,
    fate,
    in_probation,
    owed,
    pathway,
    remarks,
    running,
)
from tests.scenarios.stories import flagged, signed, transmitted, written_to


def test_r01_the_employer_breaks_within_the_45_days_and_nobody_asks_why(strasbourg: House) -> None:
    lea = in_probation(strasbourg)
    breaks(strasbourg, lea, "R-01", "2026-12-10", initiator="employeur", written=True, wish="sfp")
    assert contract(strasbourg, lea) == ("broken", "engaged")
    assert pathway(strasbourg, lea) == "sfp_after"
    assert remarks(strasbourg, lea) == set()
    assert owed(strasbourg, lea) == {
        "D62": "2026-12-15", "D63": "2027-06-10", "D65": "2027-01-24", "D66": "2026-11-23",
        "D67": "2027-01-09", "D73": "2026-12-10",
    }  # fmt: skip
    strasbourg.do(lea, "close-filing", "2026-12-11", actor="employeur")
    assert contract(strasbourg, lea) == ("broken", "broken")
    assert fate(strasbourg, lea, "D62") == ("done", True)
    again(strasbourg, lea, "2027-02-01", "2027-01-25")
    strasbourg.beat("2027-02-01 08:05")
    assert (pathway(strasbourg, lea), contract(strasbourg, lea, 1)[0]) == (
        "in_training",
        "probation",
    )
    assert fate(strasbourg, lea, "D63") == ("done", True)


def test_r02_by_common_accord_on_a_day_to_come_the_contract_runs_until_then(
    strasbourg: House,
) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-31", "2027-03-10", written=True)
    strasbourg.beat("2027-03-30 23:00")
    assert contract(strasbourg, lea) == ("running", "engaged")
    assert owed(strasbourg, lea, "T31", "D62", "D63") == {"T31": "2027-03-31"}
    strasbourg.beat("2027-03-31 00:05")
    assert contract(strasbourg, lea) == ("broken", "engaged")
    assert fate(strasbourg, lea, "T31") == ("done", True)
    assert (pathway(strasbourg, lea), remarks(strasbourg, lea)) == ("sfp_after", set())
    strasbourg.beat("2027-10-01 00:05")
    assert fate(strasbourg, lea, "D63") == ("done", True)
    assert owed(strasbourg, lea, "T34") == {"T34": "2027-10-15"}
    assert pathway(strasbourg, lea) == "sfp_after"  # the clock never writes an abandonment
    strasbourg.do(lea, "record-abandonment", "2027-10-08", actor="responsable_formation")
    assert (pathway(strasbourg, lea), fate(strasbourg, lea, "T34")) == ("abandoned", ("done", True))


def test_r03_the_mediator_then_five_days_then_the_employer_then_seven_days(
    strasbourg: House,
) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "seize-mediator", "2027-03-05", actor="apprenti")
    assert owed(strasbourg, lea, "D51") == {"D51": "2027-03-11"}  # five whole days: 6 to 10
    strasbourg.do(lea, "inform-employer", "2027-03-11", actor="apprenti")
    assert fate(strasbourg, lea, "D51") == ("done", True)
    assert owed(strasbourg, lea, "D52") == {"D52": "2027-03-19"}  # seven: 12 to 18
    breaks(strasbourg, lea, "R-03", "2027-03-19", initiator="apprenti", wish="leave")
    assert fate(strasbourg, lea, "D52") == ("done", True)
    assert (pathway(strasbourg, lea), remarks(strasbourg, lea)) == ("abandoned", set())
    assert owed(strasbourg, lea, "D62", "D63", "D66") == {"D62": "2027-03-24", "D66": "2027-03-26"}


def test_r03_in_haste_is_taken_and_flagged(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "seize-mediator", "2027-03-05", actor="apprenti")
    strasbourg.do(lea, "inform-employer", "2027-03-10", actor="apprenti")
    breaks(strasbourg, lea, "R-03", "2027-03-17")
    assert contract(strasbourg, lea)[0] == "broken"
    assert remarks(strasbourg, lea) == {"D51", "D52"}
    assert [fate(strasbourg, lea, ref) for ref in ("D51", "D52")] == [("done", False)] * 2


def test_r04_a_dismissal_for_serious_fault_keeps_its_calendar(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "record-fault", "2027-03-01", actor="employeur")
    strasbourg.do(lea, "convene-to-interview", "2027-03-05", actor="employeur")
    assert fate(strasbourg, lea, "D56") == ("done", True)
    # Friday + 5 jours ouvrables = Thursday 11; the day after, Friday 12, is the first possible.
    assert owed(strasbourg, lea, "D54") == {"D54": "2027-03-12"}
    strasbourg.do(lea, "hold-interview", "2027-03-12", actor="employeur")
    assert owed(strasbourg, lea, "D55") == {"D55": "2027-04-12"}
    breaks(strasbourg, lea, "R-04", "2027-03-17", notified_on="2027-03-17", initiator="employeur")
    assert fate(strasbourg, lea, "D55") == ("done", True)
    assert (pathway(strasbourg, lea), remarks(strasbourg, lea)) == ("sfp_after", set())


def test_r04_without_a_word_of_the_procedure_everything_is_to_be_checked(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-04", "2027-03-17")
    assert contract(strasbourg, lea)[0] == "broken"
    assert remarks(strasbourg, lea) == {"D54", "D55", "D56"}
    found = strasbourg.dossier(lea).of("irregularity")
    said = [i.data["reason"] for i in found if i.data["rule_ref"] == "D54"]
    assert said == [
        "Non vérifié : L’entretien préalable se tient au moins 5 jours ouvrables après la convocation."
    ]


@pytest.mark.parametrize(("ground", "initiator"), [("R-05", "employeur"), ("R-07", "ayants_droit")])
def test_r05_r07_force_majeure_and_the_death_of_the_employer_follow_the_same_form(
    strasbourg: House, ground: str, initiator: str
) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "convene-to-interview", "2027-03-05")
    strasbourg.do(lea, "hold-interview", "2027-03-11")
    breaks(strasbourg, lea, ground, "2027-03-16", initiator=initiator)
    assert remarks(strasbourg, lea) == {"D54"}  # a day too soon
    assert pathway(strasbourg, lea) == "sfp_after"
    assert owed(strasbourg, lea, "D63") == {"D63": "2027-09-16"}


def test_r06_unfitness_found_by_the_occupational_physician(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "record-unfitness", "2027-03-02", actor="employeur")
    assert owed(strasbourg, lea, "D57") == {"D57": "2027-03-17"}
    strasbourg.do(lea, "confirm-unfitness", "2027-03-17", actor="employeur")
    strasbourg.do(lea, "convene-to-interview", "2027-03-18")
    strasbourg.do(lea, "hold-interview", "2027-03-25")
    breaks(strasbourg, lea, "R-06", "2027-04-01")
    assert remarks(strasbourg, lea) == set()
    assert fate(strasbourg, lea, "D57") == ("done", True)
    assert pathway(strasbourg, lea) == "sfp_after"


def test_r08_the_cfa_excludes_then_the_employer_dismisses(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "open-discipline", "2027-03-01", actor="direction", alleged="Faits graves.")
    strasbourg.do(lea, "hold-disciplinary-interview", "2027-03-08", actor="direction")
    assert owed(strasbourg, lea, "D58") == {"D58": "2027-03-23"}
    strasbourg.do(lea, "record-exclusion", "2027-03-10", actor="direction")
    assert fate(strasbourg, lea, "D58") == ("done", True)
    assert pathway(strasbourg, lea) == "excluded"
    assert owed(strasbourg, lea, "D59", "D30", "D33") == {"D59": "2027-05-10"}
    assert [s["state"] for s in strasbourg.states(lea)["situations"]] == ["resolved"]
    strasbourg.do(lea, "seize-mediator", "2027-03-11", actor="apprenti", purpose="exclusion")
    assert "D51" not in owed(strasbourg, lea)
    strasbourg.do(lea, "convene-to-interview", "2027-03-12")
    strasbourg.do(lea, "hold-interview", "2027-03-19")
    breaks(strasbourg, lea, "R-08", "2027-03-24", initiator="employeur")
    assert (contract(strasbourg, lea)[0], pathway(strasbourg, lea)) == ("broken", "excluded")
    assert remarks(strasbourg, lea) == set()
    assert owed(strasbourg, lea, "D63", "T34") == {}
    strasbourg.do(lea, "record-transfer", "2027-05-03")  # another CFA takes her
    assert fate(strasbourg, lea, "D59") == ("done", True)


def test_r08_before_any_exclusion_is_flagged_and_somebody_must_decide(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-08", "2027-03-24")
    assert {"D58"} <= remarks(strasbourg, lea)
    assert pathway(strasbourg, lea) == "in_training"
    assert owed(strasbourg, lea, "T34", "D63") == {"T34": "2027-04-08"}


def test_r08_an_excluded_apprentice_is_taken_up_by_a_new_contract(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "record-exclusion", "2027-03-10", actor="direction")
    breaks(strasbourg, lea, "R-08", "2027-03-24")
    again(strasbourg, lea, "2027-05-03", "2027-04-26")
    strasbourg.beat("2027-05-03 08:05")
    assert (pathway(strasbourg, lea), contract(strasbourg, lea, 1)[0]) == (
        "in_training",
        "probation",
    )
    assert fate(strasbourg, lea, "D59") == ("done", True)


def test_r09_the_liquidator_ends_the_contract(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-09", "2027-03-08", initiator="liquidateur")
    assert remarks(strasbourg, lea) == set()
    assert (pathway(strasbourg, lea), owed(strasbourg, lea, "D63")) == (
        "sfp_after", {"D63": "2027-09-08"},
    )  # fmt: skip


def test_r09_is_nobody_else_s(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-09", "2027-03-08", initiator="employeur")
    assert remarks(strasbourg, lea) == {"initiator_may_use_this_ground"}


def test_r10_the_diploma_obtained_she_chooses_her_last_day_a_month_ahead(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(
        lea, "announce-diploma", "2027-07-05", actor="apprenti", chosen_end_on="2027-08-06"
    )
    assert owed(strasbourg, lea, "D60") == {"D60": "2027-08-06"}
    breaks(strasbourg, lea, "R-10", "2027-08-06", "2027-07-06", written=True)
    strasbourg.beat("2027-08-06 00:05")
    assert contract(strasbourg, lea)[0] == "broken"
    assert fate(strasbourg, lea, "D60") == ("done", True)
    assert remarks(strasbourg, lea) == {"diploma_is_obtained"}  # nobody has recorded the result yet
    assert "D63" not in owed(strasbourg, lea)
    assert owed(strasbourg, lea, "T34") == {"T34": "2027-08-21"}


def test_r11_the_dreets_refuses_that_the_work_resumes_and_the_cfa_goes_on(
    strasbourg: House,
) -> None:
    lea = running(strasbourg)
    strasbourg.do(lea, "suspend-contract", "2027-03-08", actor="ddets")
    assert owed(strasbourg, lea, "D61") == {"D61": "2027-03-23"}
    strasbourg.do(lea, "refuse-resumption", "2027-03-22", actor="ddets")
    assert fate(strasbourg, lea, "D61") == ("done", True)
    assert contract(strasbourg, lea)[0] == "broken"
    assert strasbourg.dossier(lea).of("contract")[0].data["ground"] == "R-11"
    assert {s["state"] for s in strasbourg.states(lea)["situations"]} == {"resolved"}
    assert (pathway(strasbourg, lea), owed(strasbourg, lea, "D63")) == (
        "sfp_after", {"D63": "2027-09-22"},
    )  # fmt: skip
    assert remarks(strasbourg, lea) == set()


def test_r12_the_common_law_of_a_cdi_begins_after_the_apprenticeship(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-12", "2028-12-01", "2028-10-15")
    assert remarks(strasbourg, lea) == set()
    breaks(strasbourg, lea, "R-12", "2028-10-20")  # before the term, 31 October 2028
    assert remarks(strasbourg, lea) == {"apprenticeship_is_over"}
    assert contract(strasbourg, lea)[0] == "broken"


def test_r12_what_was_announced_for_after_the_term_is_no_matter_of_ours(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-12", "2028-12-01", "2028-10-15")
    strasbourg.beat("2028-11-01 00:05")
    assert contract(strasbourg, lea)[0] == "ended"
    assert fate(strasbourg, lea, "T31")[0] == "cancelled"
    strasbourg.beat("2028-12-02 00:05")
    assert contract(strasbourg, lea)[0] == "ended"


def test_r10_in_exams_the_jury_settles_what_becomes_of_her(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(
        lea, "convene-to-exams", "2027-06-01", exams_on="2027-07-01", exams_end_on="2027-07-02"
    )
    strasbourg.do(lea, "announce-diploma", "2027-07-05", actor="apprenti")
    breaks(strasbourg, lea, "R-10", "2027-08-06", written=True)
    assert owed(strasbourg, lea, "T34") == {"T34": "2027-08-21"}
    strasbourg.do(lea, "record-success", "2027-08-10", actor="jury")
    assert fate(strasbourg, lea, "T34") == ("done", True)
    assert pathway(strasbourg, lea) == "follow_up"


def test_r10_after_the_result_the_follow_up_begins_with_the_rupture(strasbourg: House) -> None:
    lea = running(strasbourg)
    strasbourg.do(
        lea, "convene-to-exams", "2027-06-01", exams_on="2027-06-21", exams_end_on="2027-06-22"
    )
    strasbourg.do(lea, "record-success", "2027-07-02", actor="jury")
    strasbourg.do(lea, "announce-diploma", "2027-07-05", actor="apprenti")
    assert pathway(strasbourg, lea) == "graduated"
    breaks(strasbourg, lea, "R-10", "2027-08-06", written=True)
    assert remarks(strasbourg, lea) == set()
    assert pathway(strasbourg, lea) == "follow_up"
    assert owed(strasbourg, lea, "T34", "D63") == {}


def test_r13_before_the_start_it_is_a_cancellation(strasbourg: House) -> None:
    lea = signed(strasbourg)
    breaks(strasbourg, lea, "R-13", "2026-11-10", initiator="apprenti")
    assert contract(strasbourg, lea) == ("cancelled", "cancelled")
    assert pathway(strasbourg, lea) == "seeking"
    assert owed(strasbourg, lea) == {}
    assert flagged(strasbourg, lea) == {}


def test_r13_is_impossible_once_the_contract_has_begun_and_the_others_before(
    strasbourg: House,
) -> None:
    lea = transmitted(strasbourg)
    with pytest.raises(Refused, match="Ce motif n’existe pas"):
        breaks(strasbourg, lea, "R-13", "2026-11-20")
    with pytest.raises(Refused, match="Ce motif n’existe pas"):
        breaks(strasbourg, lea, "R-02", "2026-11-15", "2026-11-20")  # the eve of the start
    with pytest.raises(InvalidInput):
        breaks(strasbourg, lea, "R-15", "2026-11-20")
    with pytest.raises(Refused, match="à sa propre date"):
        breaks(strasbourg, lea, "R-02", "2026-11-18", "2026-11-20", on="2026-11-19")
    assert contract(strasbourg, lea)[0] == "probation"


def test_r14_a_filing_refused_for_good_and_a_contract_null(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.do(lea, "refuse-filing", "2026-11-27", actor="opco")
    breaks(strasbourg, lea, "R-14", "2026-12-04", initiator="opco", wish="initial")
    assert contract(strasbourg, lea)[0] == "broken"
    assert pathway(strasbourg, lea) == "reoriented"
    assert remarks(strasbourg, lea) == set()
    assert "T34" not in owed(strasbourg, lea)  # she has said what she does


def test_r14_while_the_filing_stands_is_flagged(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-14", "2027-03-08")
    assert remarks(strasbourg, lea) == {"filing_was_refused"}


def test_other_grounds_exist_during_the_45_days(strasbourg: House) -> None:
    lea = in_probation(strasbourg)
    breaks(strasbourg, lea, "R-02", "2026-12-10", written=True)
    assert (contract(strasbourg, lea)[0], remarks(strasbourg, lea)) == ("broken", set())


def test_after_a_rupture_each_hears_what_is_theirs(strasbourg: House) -> None:
    lea = running(strasbourg)
    breaks(strasbourg, lea, "R-02", "2027-03-08", written=True, cerfa_p2s_signed=True)
    for day in range(9, 31):
        strasbourg.beat(f"2027-03-{day:02} 08:05")
    steps = [
        (e.effective_on.isoformat(), e.type)
        for e in strasbourg.events(lea)
        if e.instance == "D62.1" and e.data.get("told")
    ]
    assert steps == [
        ("2027-03-09", "ObligationReminded"),
        ("2027-03-11", "ObligationReminded"),
        ("2027-03-15", "ObligationEscalated"),  # the 13th is a Saturday
    ]
    assert written_to(strasbourg, lea, "direction")[-1] == "escalation"
