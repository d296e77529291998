"""The filing: at the OPCO silence refuses, at the DDETS it accepts, and a late word is heard."""

from __future__ import annotations

import pytest

from lifecycle.errors import Refused
from tests.houses import House
from tests.scenarios.stories import PUBLIC, filing, signed, transmitted, written_to


def test_the_silence_of_an_opco_refuses_until_it_speaks(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.beat("2026-12-07 23:00")
    assert filing(strasbourg, lea) == "transmitted"
    strasbourg.beat("2026-12-08 08:05")
    assert filing(strasbourg, lea) == "implicitly_refused"
    assert strasbourg.duty(lea, "D12").state == "done"
    assert "filing_silence" in written_to(strasbourg, lea, "direction")
    told_the_employer = written_to(strasbourg, lea, "employeur")
    assert not [
        letter for letter in told_the_employer if "refused" in letter or "silence" in letter
    ]
    strasbourg.do(lea, "accept-filing", "2026-12-15", actor="opco", deca_number="0672026")
    assert filing(strasbourg, lea) == "engaged"
    assert "filing_accepted" in written_to(strasbourg, lea, "employeur")


def test_an_acceptance_known_late_undoes_the_silence(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.beat("2026-12-08 08:05")
    said = {"deca_number": "0672026", "on": "2026-12-04"}
    strasbourg.do(lea, "accept-filing", "2026-12-15", actor="opco", **said)
    assert filing(strasbourg, lea) == "engaged"
    assert strasbourg.duty(lea, "D12").data["by"] == "FilingAccepted"
    then = strasbourg.states(lea, known_at="2026-12-10")
    assert then["contracts"][0]["filing"] == "implicitly_refused"
    strasbourg.beat("2026-12-16 08:05")
    assert filing(strasbourg, lea) == "engaged"


def test_the_silence_of_the_ddets_files_the_contract(strasbourg: House) -> None:
    lea = transmitted(strasbourg, **PUBLIC)
    strasbourg.beat("2026-12-08 08:05")
    assert filing(strasbourg, lea) == "implicitly_filed"
    assert strasbourg.duty(lea, "D14").data["on_time"] is True
    strasbourg.do(lea, "accept-filing", "2026-12-15", actor="ddets", deca_number="0672026")
    assert filing(strasbourg, lea) == "engaged"


def test_an_incomplete_filing_has_its_twenty_days_again(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.do(lea, "acknowledge-filing", "2026-11-19", actor="opco")
    strasbourg.do(lea, "report-incomplete-filing", "2026-11-25", actor="opco")
    strasbourg.beat("2026-12-08 08:05")
    assert filing(strasbourg, lea) == "incomplete"
    strasbourg.do(lea, "complete-filing", "2026-12-10", actor="employeur")
    first, second = (d for d in strasbourg.dossier(lea).of("obligation") if d.data["ref"] == "D12")
    assert (first.state, second.data["due_on"]) == ("cancelled", "2026-12-30")
    strasbourg.beat("2026-12-31 08:05")
    assert filing(strasbourg, lea) == "implicitly_refused"


def test_a_refused_filing_is_corrected_and_sent_again(strasbourg: House) -> None:
    lea = transmitted(strasbourg)
    strasbourg.do(lea, "refuse-filing", "2026-11-25", actor="opco")
    assert filing(strasbourg, lea) == "refused"
    with pytest.raises(Refused):
        strasbourg.do(lea, "transmit-filing", actor="employeur")
    strasbourg.do(lea, "reopen-filing", "2026-11-26")
    strasbourg.do(lea, "transmit-filing", "2026-11-27", actor="employeur")
    pending = [d for d in strasbourg.dossier(lea).of("obligation") if d.data["ref"] == "D12"]
    assert pending[-1].data["due_on"] == "2026-12-17"


def test_what_is_sent_before_the_start_is_owed_no_more(strasbourg: House) -> None:
    lea = signed(strasbourg)
    strasbourg.do(lea, "transmit-filing", "2026-11-12", actor="employeur")
    strasbourg.beat("2026-11-16 08:05")
    assert "D11" not in {d.data["ref"] for d in strasbourg.dossier(lea).of("obligation")}


def test_a_start_known_late_finds_what_was_sent_meanwhile(strasbourg: House) -> None:
    """Nobody beat the clock: the contract started on the 16th, it was transmitted on the 17th."""
    lea = signed(strasbourg)
    strasbourg.do(lea, "transmit-filing", "2026-11-17", actor="employeur")
    strasbourg.beat("2026-11-20 08:05")
    assert strasbourg.states(lea)["pathway"] == "in_training"
    assert strasbourg.duty(lea, "D11").data["on_time"] is True
