"""The contract of `Attachments`: bytes sealed under one key, given back as they were, or not at all."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from lifecycle.errors import NotFound, VerificationFailed
from persistence.attachments import Attachments, KeyDestroyed
from persistence.opening import Installation
from persistence.register import SqlRegister
from tests.contracts.conftest import Make
from tests.contracts.facts import LEA, PAUL, TUESDAY, record

PAPER = b"%PDF-1.7 compte rendu confidentiel de la visite"
DIGEST = sha256(PAPER).hexdigest()
OWNER = "1ea"


@pytest.fixture
def kept(house: Installation) -> Attachments:
    made = Attachments(house.register)
    assert made.keep(LEA, OWNER, PAPER, "application/pdf", TUESDAY) == DIGEST
    return made


def rows(kept: Attachments, columns: str) -> list[tuple[Any, ...]]:
    with kept.database.identity.connect() as connection:
        sql = f"SELECT {columns} FROM {kept.database.people}attachments"  # noqa: S608
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def change(kept: Attachments, sql: str) -> None:
    with kept.database.identity.begin() as connection:
        connection.exec_driver_sql(sql.format(people=kept.database.people))


def erase(kept: Attachments) -> None:
    change(kept, f"DELETE FROM {{people}}person_keys WHERE person = '{OWNER}'")  # noqa: S608
    kept.register.known_keys.clear()


def test_the_bytes_come_back_as_they_were_in_another_process_too(kept: Attachments) -> None:
    before = kept.register
    other = SqlRegister(before.database, before.network, before.house_keys, before.entropy)
    assert kept.read(LEA, DIGEST) == PAPER
    assert Attachments(other).read(LEA, DIGEST) == PAPER


def test_nothing_of_them_is_stored_in_clear(kept: Attachments) -> None:
    ((body, size),) = rows(kept, "body, size")
    assert size == len(PAPER)
    assert b"confidentiel" not in bytes(body)
    assert PAPER not in bytes(body)


def test_the_same_bytes_in_one_dossier_are_one_row(kept: Attachments) -> None:
    kept.keep(LEA, OWNER, PAPER, "application/pdf", TUESDAY)
    kept.keep(PAUL, OWNER, PAPER, "application/pdf", TUESDAY)
    assert sorted(rows(kept, "stream")) == sorted([(LEA,), (PAUL,)])


def test_what_was_never_kept_is_not_found(kept: Attachments) -> None:
    for stream, digest in ((PAUL, DIGEST), (LEA, "0" * 64)):
        with pytest.raises(NotFound, match="n’est pas dans cette base"):
            kept.read(stream, digest)


def test_a_destroyed_key_makes_them_unreadable_and_reading_makes_none(kept: Attachments) -> None:
    erase(kept)
    for _ in range(2):
        with pytest.raises(KeyDestroyed, match="illisible : la clé a été détruite"):
            kept.read(LEA, DIGEST)


def test_a_new_key_does_not_open_what_the_old_one_sealed(kept: Attachments) -> None:
    erase(kept)
    kept.register.keys([OWNER])
    with pytest.raises(KeyDestroyed):
        kept.read(LEA, DIGEST)
    kept.keep(LEA, OWNER, PAPER, "application/pdf", TUESDAY)
    assert kept.read(LEA, DIGEST) == PAPER


def test_altered_bytes_are_told_from_whole_ones(kept: Attachments) -> None:
    ((body,),) = rows(kept, "body")
    spoiled = bytes([*bytes(body)[:-1], bytes(body)[-1] ^ 1]).hex()
    blob = f"'\\x{spoiled}'" if kept.database.postgres else f"x'{spoiled}'"
    change(kept, f"UPDATE {{people}}attachments SET body = {blob}")  # noqa: S608
    with pytest.raises(VerificationFailed, match="n’est pas celui qui a été déposé"):
        kept.read(LEA, DIGEST)


@pytest.mark.parametrize("column", ["stream", "sha256"])
def test_bytes_moved_under_another_name_do_not_open(kept: Attachments, column: str) -> None:
    moved = {"stream": PAUL, "sha256": "0" * 64}[column]
    change(kept, f"UPDATE {{people}}attachments SET {column} = '{moved}'")  # noqa: S608
    named = {"stream": LEA, "sha256": DIGEST, column: moved}
    with pytest.raises(VerificationFailed):
        kept.read(named["stream"], named["sha256"])


def test_the_log_says_which_documents_there_are(kept: Attachments, house: Installation) -> None:
    said = {"type": "DocumentKept", "region": "document", "instance": "d1", "state": "kept"}
    record(house, {}, {**said, "data": {"sha256": DIGEST}})
    assert [(one.pos, one.stream, one.sha256) for one in kept.named()] == [(2, LEA, DIGEST)]


def test_each_network_has_its_own(install: Make) -> None:
    house = install("file")
    first = Attachments(house.register)
    first.keep(LEA, OWNER, PAPER, "application/pdf", TUESDAY)
    before = house.register
    other = SqlRegister(before.database, "ailleurs", before.house_keys, before.entropy)
    with pytest.raises(NotFound):
        Attachments(other).read(LEA, DIGEST)
