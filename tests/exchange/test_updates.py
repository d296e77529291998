"""The file comes back changed: what is new becomes facts, nothing is ever undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from exchange.report import Report
from tests.exchange.acts import only, rehearsed, states, take_rows, taken, written
from tests.exchange.files import EMPLOYERS, OUR_HEADER, Row, contract, file, line
from tests.houses import House

D = date.fromisoformat
START, END = D("2026-09-01"), D("2028-08-31")
RUNNING = contract(1, START, END)
OURS: Row = {
    "nom_employeur": "Dupont Systèmes",
    "email_employeur": "rh@dupont.example.fr",
    "secteur_employeur": "privé",
    "nom_maitre_apprentissage": "Camille Weber",
    "email_maitre_apprentissage": "camille@dupont.example.fr",
    "nom_tuteur_academique": "Anne Roth",
    "email_tuteur_academique": "anne.roth@cfa.example.fr",
}


def ours(house: House, *rows: Row) -> Report:
    return taken(house, file(rows, header=OUR_HEADER))


def test_a_rupture_that_became_known(house: House) -> None:
    take_rows(house, line(1, **RUNNING))
    report = take_rows(house, line(1, **contract(1, START, END, D("2026-11-10"))))
    assert report.updated == 1
    assert states(house, only(house)) == ("sfp_after", [("broken", "broken")])
    assert house.states(only(house), true_on=D("2026-11-09"))["pathway"] == "in_training"


def test_a_new_contract(house: House) -> None:
    broken = contract(1, START, END, D("2026-10-05"))
    take_rows(house, line(1, **broken))
    again = contract(2, D("2026-11-16"), END, siret=EMPLOYERS[1])
    assert take_rows(house, line(1, **broken, **again)).updated == 1
    assert states(house, only(house)) == (
        "in_training",
        [("broken", "broken"), ("probation", "to_transmit")],
    )
    assert take_rows(house, line(1, **broken, **again)).unchanged == 1


def test_a_contract_before_those_that_are_known_finds_its_place(house: House) -> None:
    later = contract(1, D("2026-06-01"), END)
    take_rows(house, line(1, **later))
    earlier = contract(2, D("2025-10-01"), D("2027-08-31"), D("2026-02-02"), EMPLOYERS[1])
    assert take_rows(house, line(1, **later, **earlier)).updated == 1
    assert house.states(only(house), true_on=D("2026-02-10"))["pathway"] == "sfp_after"
    assert states(house, only(house))[0] == "in_training"
    assert take_rows(house, line(1, **later, **earlier)).unchanged == 1


def test_another_end_another_address_another_phone(house: House) -> None:
    take_rows(house, line(1, **RUNNING))
    changed = line(
        1,
        **contract(1, START, D("2028-09-30")),
        email_contact="nouvelle@etu.example.fr",
        tel_apprenant="+33 6 12 34 56 78",
    )
    assert take_rows(house, changed).updated == 1
    dossier = house.dossier(only(house))
    assert dossier.of("contract")[0].data["ends_on"] == "2028-09-30"
    person = dossier.instances["pathway", "pathway"].data["role:apprenti"]
    known = house.app.house.register.find([person])[person]
    assert (known.email, known.phone) == ("nouvelle@etu.example.fr", "+33612345678")
    assert take_rows(house, changed).unchanged == 1


def test_a_line_that_says_less_undoes_nothing(house: House) -> None:
    full = line(
        1, **contract(1, START, END, D("2026-11-10")), date_exclusion_formation="2026-11-12"
    )
    take_rows(house, full)
    before = written(house)
    assert take_rows(house, line(1, **RUNNING)).unchanged == 1
    assert written(house) == before


def test_people_sector_and_filing_that_became_known(house: House) -> None:
    take_rows(house, line(1, **RUNNING))
    known = line(1, **RUNNING, **OURS, date_transmission_depot="2026-09-04", numero_deca="067202609000017",
                 intitule_mission="Suivi", date_validation_mission="2026-07-01",
                 date_signature_contrat="2026-07-10", date_visa="2026-07-12", date_visite_1="2026-10-20")  # fmt: skip

    assert ours(house, known).updated == 1

    dossier = house.dossier(only(house))
    (agreed,) = dossier.of("contract")
    (filing,) = dossier.of("filing")
    assert (agreed.data["sector"], agreed.data["mission"], filing.state) == (
        "private",
        "m1",
        "engaged",
    )
    assert filing.data["deca_number"] == "067202609000017"
    assert house.app.roles(dossier)["tuteur_academique"] == "Anne Roth"
    assert "VisitRecorded" in house.types(only(house))
    assert ours(house, known).unchanged == 1


def test_somebody_else_takes_a_role(house: House) -> None:
    ours(house, line(1, **RUNNING, **OURS))
    new = {
        **OURS,
        "nom_tuteur_academique": "Paul Kern",
        "email_tuteur_academique": "paul.kern@cfa.example.fr",
    }
    assert ours(house, line(1, **RUNNING, **new)).updated == 1
    assert house.app.roles(house.dossier(only(house)))["tuteur_academique"] == "Paul Kern"
    assert ours(house, line(1, **RUNNING, **new)).unchanged == 1


def test_the_name_is_recognised_without_accents_or_case(house: House) -> None:
    take_rows(house, line(1, prenom_apprenant="Zoé", nom_apprenant="D’Angelo-Weiß"))
    same = line(1, prenom_apprenant="ZOE\u0301", nom_apprenant="d'angelo weiss")
    report = take_rows(house, same)
    assert (report.created, report.rejected) == (0, ())
    assert len(house.app.names()) == 1


def test_the_same_person_in_two_formations_has_two_dossiers(house: House) -> None:
    both = [line(1), line(1, formation_rncp="RNCP40000", email_contact="autre@etu.example.fr")]
    assert take_rows(house, *both).created == 2
    assert len(house.app.names()) == 2
    assert take_rows(house, *both).unchanged == 2


def test_somebody_known_in_one_formation_enters_another(house: House) -> None:
    take_rows(house, line(1))
    assert take_rows(house, line(1, formation_rncp="RNCP40000")).created == 1


def test_a_rehearsal_follows_a_dossier_from_line_to_line(house: House) -> None:
    """Each line is about the same dossier and knows more: what is rehearsed is what happens."""
    broken = contract(1, START, END, D("2026-10-05"))
    again = contract(2, D("2026-11-02"), END, siret=EMPLOYERS[1])
    gone = {**again, "date_exclusion_formation": "2026-11-20"}
    rows = [line(1), line(2), line(1, **RUNNING), line(1, **broken), line(1, **broken, **again),
            line(1, **broken, **gone), line(1, **broken, **gone)]  # fmt: skip
    content = file(rows)
    said = rehearsed(house, content)
    assert (said.created, said.updated, said.unchanged) == (2, 4, 1)
    assert taken(house, content) == replace(said, committed=True)


def test_two_lines_about_one_dossier_are_taken_in_turn(house: House) -> None:
    twice = [line(1), line(1, **RUNNING)]
    said = rehearsed(house, file(twice))
    done = take_rows(house, *twice)
    assert (said.created, said.updated) == (done.created, done.updated) == (1, 1)
    assert states(house, only(house))[0] == "in_training"
    assert take_rows(house, *twice).unchanged == 2


def test_a_dossier_that_lives_in_the_product_is_not_taken_over_again(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.open_formation("RNCP35911-0750655E")
        dossier = house.candidate(
            "Inès", "Muller Aaab", "RNCP35911-0750655E", email="apprenti.1@etu.example.fr"
        )
        house.in_contract(dossier)
        house.at("2026-11-24")
        start = D(house.dossier(dossier).of("contract")[0].data["starts_on"])
        before = house.types(dossier)
        broken = contract(1, start, END, D("2026-11-23"))

        report = take_rows(
            house, line(1, prenom_apprenant="Inès", nom_apprenant="Muller Aaab", **broken)
        )

        assert (report.unchanged, house.types(dossier)) == (1, before)
        assert any("vit dans le produit" in w.reason for w in report.warnings)


def test_a_closed_dossier_stays_as_it_is_and_the_difference_is_told(house: House) -> None:
    take_rows(house, line(1))
    house.do(only(house), "record-death")
    before = written(house)
    report = take_rows(house, line(1, **RUNNING, email_contact="neuve@etu.example.fr"))
    assert (report.unchanged, written(house)) == (1, before)
    assert "clos" in report.warnings[0].reason


def test_a_contract_that_is_over_keeps_its_terms_and_the_difference_is_told(house: House) -> None:
    take_rows(house, line(1, **contract(1, D("2024-09-02"), D("2026-08-31"))))
    before = written(house)
    report = take_rows(house, line(1, **contract(1, D("2024-09-02"), D("2026-10-31"))))
    assert (report.unchanged, written(house)) == (1, before)
    assert "autre fin" in report.warnings[0].reason
