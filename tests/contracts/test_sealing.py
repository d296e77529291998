"""The bytes of a fact: canonical, chained, and the same on every engine."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.people import Actor, Role
from persistence.opening import Installation
from persistence.sealing import GENESIS, NotCanonical, canonical, unseal
from tests.contracts.conftest import Make
from tests.contracts.facts import CHARTER, LEA, PAUL, record, table

FIELDS = {
    "v", "log", "id", "pos", "stream", "seq", "prev", "type", "move", "ref", "region", "instance",
    "state", "place", "recorded_at", "effective_on", "tz", "def", "rule", "source", "actor",
    "on_behalf_of", "channel", "cause", "corrects", "cmd", "payload_sha256", "kids",
}  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda t: canonical_form(t) is not None
)


def canonical_form(text: str) -> str | None:
    import unicodedata

    return text if unicodedata.is_normalized("NFC", text) else None


KEYS = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


class TestCanonical:
    @given(JSON)
    def test_the_bytes_are_those_of_the_profile(self, value: Any) -> None:
        """The standard library gives the RFC 8785 form under the profile (reliability notes)."""
        expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert canonical(value) == expected.encode()
        assert canonical(json.loads(canonical(value))) == canonical(value)

    @pytest.mark.parametrize(
        "value",
        [1.0, float("nan"), 2**53, -(2**53), "e\u0301", {"é": 1}, {1: 2}, b"x", "\ud800", {1, 2}],
    )
    def test_what_is_outside_the_profile_is_refused(self, value: Any) -> None:
        for nested in (value, [value], {"a": {"b": value}}):
            with pytest.raises(NotCanonical):
                canonical(nested)


def stored(house: Installation) -> list[tuple[dict[str, Any], dict[str, Any], bytes, bytes, str]]:
    """Each fact, in order: envelope, payload, their bytes, the stored hash."""
    return [
        (json.loads(r.envelope), json.loads(r.payload), r.envelope, r.payload, r.hash)
        for r in house.reader.log()
    ]


def a_little_history(house: Installation) -> str:
    """Three facts of two streams, one of which keeps a secret. Returns whose it is."""
    person = house.register.new_id()
    record(house, {"data": {"é": 1} and {"a": "é"}}, key="the key")
    record(house, {"stream": PAUL, "secrets": {person: {"reason": "maladie «longue»"}}})
    actor, other = Actor(Role.TUTEUR_ACADEMIQUE, person), Actor(Role.APPRENTI, person)
    said = {"actor": actor, "on_behalf_of": other, "cause": 1, "corrects": 1, "state": None}
    record(house, {"region": "mission", "instance": "m1", **said, "place": 1})
    return person


class TestSealed:
    def test_the_envelope_says_everything_always(self, house: Installation) -> None:
        a_little_history(house)
        for envelope, payload, *_ in stored(house):
            assert set(envelope) == FIELDS
            assert set(payload) == {"salt", "data", "pii"}
            assert (envelope["tz"], envelope["v"]) == ("Europe/Paris", 1)
            assert envelope["def"] == {"name": "charter", "sha256": CHARTER}

    def test_hashes_and_links_can_be_recomputed_from_the_bytes(self, house: Installation) -> None:
        a_little_history(house)
        heads: dict[str, str] = {}
        for envelope, payload, envelope_bytes, payload_bytes, hash_ in stored(house):
            assert canonical(envelope) == envelope_bytes
            assert canonical(payload) == payload_bytes
            assert envelope["payload_sha256"] == sha256(payload_bytes).hexdigest()
            assert envelope["prev"] == heads.get(envelope["stream"], GENESIS)
            assert hash_ == sha256(b"\0" + envelope_bytes).hexdigest()
            heads[envelope["stream"]] = hash_
        assert {s: h for s, (_, h) in house.reader.heads().items()} == heads
        assert house.reader.head().last_hash == hash_

    def test_columns_say_what_the_envelope_says(self, house: Installation) -> None:
        a_little_history(house)
        for row in house.reader.log():
            envelope = json.loads(row.envelope)
            assert row.columns == {name: envelope[name] for name in row.columns}

    def test_the_key_of_the_command_is_hashed(self, house: Installation) -> None:
        a_little_history(house)
        commands = [envelope["cmd"] for envelope, *_ in stored(house)]
        assert commands == [sha256(b"the key").hexdigest(), None, None]

    def test_a_receipt_is_signed_by_the_log(self, house: Installation) -> None:
        receipt = house.keys.receipt(record(house)[0])
        signature = b64decode(str(receipt.pop("signature")))
        public = Ed25519PublicKey.from_public_bytes(b64decode(house.reader.head().public_key))
        public.verify(signature, canonical(receipt))
        assert receipt["hash"] == stored(house)[0][4]

    def test_a_fact_is_opened_again_with_all_it_said(self, house: Installation) -> None:
        person = a_little_history(house)
        row = list(house.reader.log())[2]
        event = unseal(row.envelope, row.payload)
        assert event.actor == Actor(Role.TUTEUR_ACADEMIQUE, person)
        assert event.on_behalf_of == Actor(Role.APPRENTI, person)
        assert (event.rule, event.source) == ("a_rule", "Charte, poste 1 «é»")
        assert (event.state, event.corrects, event.cause, event.place) == (None, 1, 1, 1)


class TestSecrets:
    def test_nothing_personal_is_stored_in_clear(self, house: Installation) -> None:
        person = a_little_history(house)
        envelope, payload, envelope_bytes, payload_bytes, _ = stored(house)[1]
        assert b"maladie" not in envelope_bytes + payload_bytes
        assert envelope["kids"] == [one["kid"] for one in payload["pii"]]
        assert [one["person"] for one in payload["pii"]] == [person]

    def test_they_are_shown_to_who_holds_the_keys(self, house: Installation) -> None:
        person = a_little_history(house)
        told = house.reader.history(PAUL, house.register)
        assert told[0]["personal"] == {person: {"reason": "maladie «longue»"}}

    def test_without_the_key_nothing_is_shown_and_none_is_made(self, house: Installation) -> None:
        a_little_history(house)
        people = house.database.people
        with house.database.identity.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {people}person_keys")  # noqa: S608
        house.register.known_keys.clear()
        assert house.reader.history(PAUL, house.register)[0]["personal"] == {}
        with house.database.identity.begin() as connection:
            sql = f"SELECT count(*) FROM {people}person_keys"  # noqa: S608
            assert connection.exec_driver_sql(sql).scalar() == 0

    def test_a_ciphertext_moved_to_another_fact_is_an_alteration(self, house: Installation) -> None:
        from lifecycle.errors import VerificationFailed
        from persistence.sealing import revealed

        person = a_little_history(house)
        keys = house.register.keys([person])
        (_, payload, first, _, _), (_, _, other, _, _) = stored(house)[1:]
        assert revealed(first, canonical(payload), keys)
        with pytest.raises(VerificationFailed):
            revealed(other, canonical(payload), keys)
        spoiled = {**payload["pii"][0], "ct": b64encode(b"x" * 40).decode()}
        with pytest.raises(VerificationFailed):
            revealed(first, canonical({**payload, "pii": [spoiled]}), keys)


class TestTwoEngines:
    def test_the_same_script_gives_the_same_bytes(self, install: Make) -> None:
        houses = [install(engine) for engine in ("file", "memory", "postgres")]
        for house in houses:
            a_little_history(house)
        for name in ("events", "streams", "instances", "log_head"):
            one, two, three = (table(house, name) for house in houses)
            assert one == two == three

    def test_another_seed_gives_other_bytes(self, install: Make) -> None:
        first, second = install("memory"), install("memory", seed="other")
        assert record(first)[0].hash != record(second)[0].hash

    def test_it_does_not_depend_on_what_is_remembered(self, install: Make) -> None:
        first, second = install("memory"), install("memory")
        for house in (first, second):
            a_little_history(house)
        second.store.recollection.forget_all()
        for house in (first, second):
            with house.store.transaction() as work:
                known = work.histories([LEA])[LEA]
            again = {"source": known[0].source, "rule": known[0].rule, "actor": known[0].actor}
            record(house, again)
        assert table(first, "events") == table(second, "events")
