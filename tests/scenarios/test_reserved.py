"""Reserved cases: what a référent knows, and what nobody else can find out by looking or by asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from exchange.documents import deposit, documents_of, keeping
from exchange.papers import Paper
from lifecycle.dossier import fold
from lifecycle.errors import LifecycleError, NotAllowed, NotFound, Refused
from lifecycle.people import Actor, Role
from lifecycle.service import Done
from lifecycle.stages import duties_of
from lifecycle.vocabulary import hidden_refs
from tests.houses import House

REFERENTS = {
    "referent_handicap": "hanna@cfa.example",
    "referent_mobilite": "momo@cfa.example",
    "referent_social": "sonia@cfa.example",
    "secretariat_pedagogique": "sec@cfa.example",
}
OTHERS = tuple(
    role for role in Role if role not in (Role.HORLOGE, Role.APPRENTI, Role.REFERENT_HANDICAP)
)
KEEPERS = {
    "handicap": {Role.REFERENT_HANDICAP, Role.APPRENTI},
    "mobilite": {Role.REFERENT_MOBILITE, Role.APPRENTI},
    "social": {Role.REFERENT_SOCIAL, Role.APPRENTI},
    "discrimination": {Role.REFERENT_SOCIAL, Role.DIRECTION, Role.APPRENTI},
    "harcelement": {Role.REFERENT_SOCIAL, Role.DIRECTION, Role.APPRENTI},
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as made:
        made.open_formation(**REFERENTS)
        yield made


@pytest.fixture
def lea(house: House) -> str:
    return house.candidate("Léa", "Martin")


def asks(house: House, dossier: str, kind: str = "handicap", **said: Any) -> Done:
    """The apprentice asks for help."""
    fields = {"actor": "apprenti", "kind": kind, "request": "Du temps en plus", **said}
    return house.do(dossier, "open-reserved", **fields)


def looks(house: House, dossier: str, role: Role) -> dict[str, Any]:
    """Everything that the verbs and the pages read of a dossier for `role`."""
    app = house.app.seen_by(role)
    folded = house.dossier(dossier)
    seen = app.events(dossier)
    return {
        "facts": [e.type for e in seen],
        "history": [row["type"] for row in app.history(dossier)],
        "agenda": [row["id"] for row in app.agenda() if row["dossier"] == dossier],
        "actions": [(a["command"], a["instance"]) for a in app.actions(dossier, Actor(role))],
        "letters": [row.letter for row in app.outbox.rows() if row.stream == dossier],
        "version": folded.version,
    }


@pytest.mark.parametrize("role", OTHERS)
def test_a_case_changes_nothing_of_what_anybody_else_sees(
    house: House, lea: str, role: Role
) -> None:
    before = looks(house, lea, role)
    asks(house, lea)
    house.beat("2026-11-03 08:05")
    house.do(lea, "note-reserved", actor="referent_handicap", step="entretien", account="Vu.")
    after = looks(house, lea, role)
    assert after.pop("version") > before.pop("version")
    assert after == before


@pytest.mark.parametrize("kind", KEEPERS)
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.HORLOGE])
def test_a_case_is_seen_by_those_of_its_kind(house: House, lea: str, kind: str, role: Role) -> None:
    asks(house, lea, kind)
    seen = looks(house, lea, role)
    sees = role in KEEPERS[kind]
    assert ("ReservedOpened" in seen["facts"]) is sees
    assert ("ReservedOpened" in seen["history"]) is sees
    assert (len(seen["agenda"]) == 2) is sees


@pytest.mark.parametrize("role", [Role.GESTIONNAIRE, Role.DIRECTION, Role.REFERENT_MOBILITE])
@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("note-reserved", {"reserved": "{case}", "account": "x"}),
        ("close-reserved", {"reserved": "{case}", "outcome": "sans_suite"}),
        ("waive-obligation", {"obligation": "{duty}"}),
        ("fulfil-obligation", {"obligation": "{duty}", "evidence": "x"}),
        ("withdraw-document", {"document": "{paper}"}),
        ("correct", {"fact": "{fact}", "set_aside": True}),
    ],
)
def test_asking_tells_no_more_than_looking(
    house: House, lea: str, role: Role, command: str, fields: dict[str, Any]
) -> None:
    """What is reserved and what was never there are refused in the same words."""
    asks(house, lea)
    keep(house, lea, about="r1", actor="referent_handicap")
    place = house.dossier(lea).version
    there = {"{case}": "r1", "{duty}": "V2-03.1", "{paper}": "d1", "{fact}": str(place)}
    absent = {"{case}": "r9", "{duty}": "V2-03.9", "{paper}": "d9", "{fact}": "99"}
    said = [_refused(house, lea, role, command, fields, names) for names in (there, absent)]
    assert said[0] == said[1]


def _refused(
    house: House, lea: str, role: Role, command: str, fields: dict[str, Any], names: dict[str, str]
) -> tuple[type, str]:
    asked = {k: names.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}
    with pytest.raises(LifecycleError) as refused:
        house.do(lea, command, actor=str(role), reason="Pour voir.", **asked)
    words = refused.value.message
    for name in names.values():
        words = words.replace(name, "…")
    return refused.type, words


def test_the_gestionnaire_does_not_ask_for_the_apprentice(house: House, lea: str) -> None:
    with pytest.raises(NotAllowed):
        house.do(lea, "open-reserved", actor="gestionnaire", kind="social")


def test_a_referent_opens_only_what_they_follow_and_a_handicap_with_accord(
    house: House, lea: str
) -> None:
    with pytest.raises(Refused, match="par son référent"):
        house.do(lea, "open-reserved", actor="referent_mobilite", kind="social")
    with pytest.raises(Refused, match="l’accord de l’apprenti"):
        house.do(lea, "open-reserved", actor="referent_handicap", kind="handicap")
    done = house.do(lea, "open-reserved", actor="referent_handicap", kind="handicap", agreed=True)
    assert [e.type for e in house.events(lea)][-2:] == ["ReservedOpened", "ObligationOpened"]
    assert done.irregularities == ()


# --- what is owed -----------------------------------------------------------------------------------


def test_a_request_is_answered_within_five_jours_ouvres_then_looked_at_again(
    house: House, lea: str
) -> None:
    asks(house, lea)
    assert owed(house, lea) == [("V2-03.1", "2026-11-09"), ("P3-P10.1", "2027-02-02")]
    house.do(lea, "note-reserved", at="2026-11-05", actor="referent_handicap",
             step="amenagement_poste", account="Un écran.", review_on="2026-12-15")  # fmt: skip
    assert owed(house, lea) == [("P3-P10.2", "2026-12-15")]
    house.do(lea, "refer-reserved", at="2026-12-14", actor="referent_handicap",
             partner="agefiph")  # fmt: skip
    assert owed(house, lea) == [("P3-P10.3", "2027-03-14")]
    house.do(lea, "close-reserved", at="2027-01-04", actor="referent_handicap",
             outcome="resolue")  # fmt: skip
    assert owed(house, lea) == []


def owed(house: House, dossier: str) -> list[tuple[str, str]]:
    rows = duties_of(house.app.house.charter, house.dossier(dossier), house.now)
    waits = (row for row in rows if row["status"] in ("open", "reminded", "due", "escalated"))
    return [(row["id"], row["due_on"]) for row in waits if row["instance"] == "r1"]


def test_the_house_may_ask_for_more(house: House, lea: str) -> None:
    formation = str(house.app.reader.house("formation", "M2-INFO"))
    asked = {"V2-03": "2 jours ouvrés", "reserved.review": "1 mois"}
    house.do(formation, "set-formation", **asked)
    asks(house, lea, review_on="2027-06-30")
    assert owed(house, lea) == [("V2-03.1", "2026-11-04"), ("P3-P10.1", "2026-12-02")]


def test_nobody_else_can_be_made_to_owe_it(house: House) -> None:
    formation = str(house.app.reader.house("formation", "M2-INFO"))
    with pytest.raises(LifecycleError, match="Réglage inconnu"):
        house.do(formation, "set-formation", **{"V2-03.owner": "employeur"})


def test_two_cases_are_followed_apart(house: House, lea: str) -> None:
    asks(house, lea, "social")
    asks(house, lea, "social")
    house.do(lea, "note-reserved", at="2026-11-04", actor="referent_social", reserved="r2",
             account="Vu.")  # fmt: skip
    assert alive(house, lea) == ["C-10.1", "P3-P12.1", "P3-P12.3"]


@pytest.mark.parametrize("ends", ["withdraw-candidacy", "record-abandonment"])
def test_help_outlives_the_pathway(house: House, lea: str, ends: str) -> None:
    """P3-P10: the référent follows somebody whose contract, or whose training, is over."""
    asks(house, lea)
    house.do(lea, ends, at="2026-11-04", reason="Autre projet.")
    assert [id_ for id_, _ in owed(house, lea)] == ["V2-03.1", "P3-P10.1"]
    house.do(lea, "note-reserved", at="2026-11-10", actor="referent_handicap",
             step="insertion_apres_contrat", account="Un conseiller.")  # fmt: skip
    asks(house, lea, "social")
    assert alive(house, lea) == ["P3-P10.2", "C-10.1", "P3-P12.1"]


def alive(house: House, dossier: str) -> list[str]:
    """The reserved duties that wait."""
    mine = hidden_refs(house.app.house.charter, Role.GESTIONNAIRE)
    duties = (d for d in house.dossier(dossier).of("obligation") if d.state == "open")
    return [d.id for d in duties if d.data["ref"] in mine]


# --- what is said of it -----------------------------------------------------------------------------


def test_its_words_are_sealed_with_the_key_of_the_apprentice(house: House, lea: str) -> None:
    asks(house, lea)
    house.do(lea, "refer-reserved", at="2026-11-04", actor="referent_handicap",
             partner="mdph", account="Dossier déposé.")  # fmt: skip
    stored = b"".join(bytes(p) for (p,) in house.rows("events", "payload"))
    for word in ("Du temps en plus", "mdph", "Dossier déposé"):
        assert word.encode() not in stored
    words = house.app.seen_by(Role.REFERENT_HANDICAP).history(lea)
    assert any("mdph" in str(row["personal"]) for row in words)


def test_a_correction_of_it_is_hidden_with_it(house: House, lea: str) -> None:
    asks(house, lea)
    before = looks(house, lea, Role.GESTIONNAIRE)
    number = [e.type for e in house.events(lea)].index("ReservedOpened") + 1
    house.do(lea, "correct", at="2026-11-04", actor="referent_handicap", reason="Erreur de jour.",
             fact=number, happened_on="2026-11-01")  # fmt: skip
    after = looks(house, lea, Role.GESTIONNAIRE)
    assert after.pop("version") > before.pop("version")
    assert after == before
    assert "FactCorrected" in looks(house, lea, Role.REFERENT_HANDICAP)["facts"]


def test_a_case_set_aside_stays_hidden(house: House, lea: str) -> None:
    asks(house, lea)
    number = [e.type for e in house.events(lea)].index("ReservedOpened") + 1
    house.do(lea, "correct", at="2026-11-04", actor="apprenti", reason="Je me suis trompée.",
             fact=number, set_aside=True)  # fmt: skip
    assert "ReservedOpened" not in looks(house, lea, Role.GESTIONNAIRE)["facts"]
    assert owed(house, lea) == []


def test_work_goes_on_while_a_referent_notes(house: House, lea: str) -> None:
    """Whoever read the dossier before a hidden fact is not told that it has changed."""
    last = house.app.seen_by(Role.GESTIONNAIRE).history(lea)[-1]["seq"]
    asks(house, lea)
    house.do(lea, "admit", expect=last)
    assert house.states(lea)["pathway"] == "seeking"


# --- the documents about it -------------------------------------------------------------------------


def keep(house: House, dossier: str, about: str, actor: str) -> Done:
    paper = Paper("rqth.pdf", "application/pdf", b"%PDF-1.7 RQTH")
    asked = keeping(dossier, "attestation", about, Actor.parse(actor))
    app = house.app
    return deposit(app.house, app.attachments, house.dossier(dossier), paper, asked, app.now())


def test_a_document_about_it_is_seen_like_it(house: House, lea: str) -> None:
    asks(house, lea)
    keep(house, lea, "r1", "referent_handicap")
    for role, names in ((Role.GESTIONNAIRE, []), (Role.REFERENT_HANDICAP, ["rqth.pdf"])):
        app = house.app.seen_by(role)
        seen = fold(lea, app.events(lea))
        assert [d.name for d in documents_of(seen, app.history(lea))] == names


def test_nobody_else_attaches_anything_to_it(house: House, lea: str) -> None:
    asks(house, lea)
    for about in ("r1", "r9"):
        with pytest.raises(Refused, match="n’a rien sous l’identifiant"):
            keep(house, lea, about, "gestionnaire")


# --- letters ----------------------------------------------------------------------------------------


def test_its_letters_go_alone_to_its_referent_and_say_nothing_of_it(house: House, lea: str) -> None:
    asks(house, lea)
    house.beat("2026-11-03 08:05")
    house.drain("2026-11-03 08:10")
    (mail,) = mails(house)
    assert "hanna@cfa.example" in mail["To"]
    words = f"{mail['Subject']} {mail.get_body(('plain',)).get_content()}"
    assert "Léa Martin" in words
    for word in ("handicap", "social", "mobilité", "V2-03"):
        assert word not in words.lower()


def test_the_direction_hears_of_a_delay_and_not_of_whom(house: House, lea: str) -> None:
    asks(house, lea)
    for day in ("2026-11-03", "2026-11-09", "2026-11-10"):
        house.beat(f"{day} 08:05")
        house.drain(f"{day} 08:10")
    last = mails(house)[-1]
    assert "direction@cfa.example" in last["To"]
    words = f"{last['Subject']} {last.get_body(('plain',)).get_content()}"
    for word in ("Martin", "M2-INFO", lea[:8], "handicap", "Hanna", "hanna"):
        assert word not in words


def mails(house: House) -> list[Any]:
    kept = sorted((house.folder / "spool" / "new").iterdir(), key=lambda p: p.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in kept]


def test_a_referent_nobody_named_is_told_to_the_direction_without_a_name(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        house.open_formation()
        lea = house.candidate()
        asks(house, lea, "mobilite")
        house.beat("2026-11-03 08:05")
        house.drain("2026-11-03 08:10")
        (mail,) = mails(house)
        assert "direction@cfa.example" in mail["To"]
        assert "Martin" not in mail.get_body(("plain",)).get_content()


# --- who is named -----------------------------------------------------------------------------------


def test_a_formation_and_a_cfa_name_their_referents(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        formation = house.open_formation()
        cfa = house.do(house.new_id(), "add-cfa", code="CFA", title="CFA").dossier.stream
        assert house.duty(formation, "P3-S02").state == "open"
        for stream, name in ((formation, "set-formation"), (cfa, "set-cfa")):
            assert house.duty(stream, "P3-S03").day("due_on") == date(2027, 2, 2)
            house.do(stream, name, "2026-11-10", referent_handicap="hanna@cfa.example")
            assert house.duty(stream, "P3-S03").state == "open"
            house.do(stream, name, "2026-11-12", referent_mobilite="momo@cfa.example")
            assert house.duty(stream, "P3-S03").state == "done"
        house.do(formation, "set-formation", secretariat_pedagogique="sec@cfa.example")
        assert house.duty(formation, "P3-S02").state == "done"


def test_a_house_made_with_its_referents_owes_nothing_of_it(house: House) -> None:
    formation = str(house.app.reader.house("formation", "M2-INFO"))
    refs = {d.data["ref"] for d in house.dossier(formation).of("obligation")}
    assert not refs & {"P3-S02", "P3-S03"}


def test_an_unknown_case_is_not_found(house: House, lea: str) -> None:
    asks(house, lea)
    with pytest.raises(NotFound):
        house.do(lea, "note-reserved", actor="referent_handicap", reserved="r7", account="x")
