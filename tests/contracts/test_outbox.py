"""The contract of the outbox: one row per fact, letter and person; claimed once, then settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from lifecycle.errors import Conflict, LifecycleError, NotFound
from persistence import outbox
from persistence.engine import Hot
from persistence.opening import Installation
from persistence.outbox import LEASE, Outbox, Row
from persistence.sealing import instant_text
from tests.contracts.facts import LEA, TUESDAY, table

LATER = TUESDAY + timedelta(hours=1)


def a_letter(n: int, **said: object) -> Row:
    at = instant_text(TUESDAY)
    row = Row(
        f"{n}.0", n, LEA, "reminder", "p1", "apprenti", "ING", "normal", "queued", at, at, 0,
        None, 0, None, None,
    )  # fmt: skip
    return replace(row, **said)  # type: ignore[arg-type]


def queue(house: Installation, rows: Iterable[Row]) -> Outbox:
    network = house.outbox.network
    with house.database.main.begin() as connection:
        hot = Hot(connection, house.database.postgres)
        hot.many(outbox.INSERT, [outbox.values(network, row) for row in rows])
    return house.outbox


def ids(rows: Iterable[Row]) -> list[str]:
    return [row.id for row in rows]


class TestQueueing:
    def test_a_letter_is_queued_once(self, house: Installation) -> None:
        box = queue(house, [a_letter(1), a_letter(2)])
        queue(house, [a_letter(1, id="1.9")])
        assert ids(box.rows()) == ["1.0", "2.0"]

    def test_they_are_shown_by_status(self, house: Installation) -> None:
        box = queue(house, [a_letter(1), a_letter(2, status="held")])
        assert ids(box.rows("held")) == ["2.0"]
        assert box.counts() == {"queued": 1, "held": 1}

    def test_what_a_formation_held_is_released(self, house: Installation) -> None:
        held = [a_letter(1, status="held"), a_letter(2, status="held", formation="AUTRE")]
        box = queue(house, held)
        with house.database.main.begin() as connection:
            Hot(connection, house.database.postgres).run(outbox.RELEASE, (box.network, "ING"))
        assert ids(box.rows("queued")) == ["1.0"]


class TestClaiming:
    def test_all_that_is_due_to_one_person_is_one_mail(self, house: Installation) -> None:
        box = queue(house, [a_letter(1), a_letter(2, person="p2"), a_letter(3)])
        first, second = box.claim(LATER), box.claim(LATER)
        assert (ids(first), ids(second)) == (["1.0", "3.0"], ["2.0"])
        assert box.claim(LATER) == []
        assert {(r.status, r.tries, r.fence) for r in first} == {("sending", 1, 1)}
        assert box.rows("sending") == [*first[:1], *second, *first[1:]]

    def test_nothing_leaves_before_its_instant(self, house: Installation) -> None:
        box = queue(house, [a_letter(1, send_at=instant_text(LATER))])
        assert box.claim(LATER - timedelta(microseconds=1)) == []
        assert ids(box.claim(LATER)) == ["1.0"]

    def test_only_what_waits_is_claimed(self, house: Installation) -> None:
        others = ("held", "sending", "sent", "failed", "ambiguous", "cancelled")
        box = queue(house, [a_letter(n + 1, status=s) for n, s in enumerate(others)])
        assert box.claim(LATER) == []

    def test_a_mail_already_composed_leaves_again_alone(self, house: Installation) -> None:
        again = {"status": "deferred", "message_id": "<1@x>"}
        box = queue(house, [a_letter(1, **again), a_letter(2), a_letter(3, **again)])
        assert ids(box.claim(LATER)) == ["1.0", "3.0"]
        assert ids(box.claim(LATER)) == ["2.0"]

    def test_two_senders_never_share_a_letter(self, shared: Installation) -> None:
        box = queue(shared, [a_letter(n, person=f"p{n}") for n in range(1, 21)])
        other = Outbox(box.database, box.network)
        taken = [row.id for _ in range(10) for b in (box, other) for row in b.claim(LATER)]
        assert len(taken) == len(set(taken)) == 20


class TestSettling:
    def test_an_outcome_is_kept(self, house: Installation) -> None:
        box = queue(house, [a_letter(1)])
        rows = box.claim(LATER)
        box.name(rows, "<1@x>")
        assert box.finish(rows, "sent", "250 ok")
        (row,) = box.rows()
        assert (row.status, row.message_id, row.relay_answer) == ("sent", "<1@x>", "250 ok")

    def test_an_outcome_waits_for_its_fact(self, house: Installation) -> None:
        """Who dies between the row and the fact leaves a row that the next sender finds."""
        box = queue(house, [a_letter(1), a_letter(2)])
        box.finish(box.claim(LATER), "sent", "250 ok")
        assert box.unrecorded(LATER + LEASE - timedelta(microseconds=1)) == []
        left = box.unrecorded(LATER + LEASE)
        assert ids(left) == ["1.0", "2.0"]
        box.recorded(left[:1])
        assert ids(box.unrecorded(LATER + LEASE)) == ["2.0"]
        assert box.abandoned(LATER + LEASE) == []

    def test_a_deferred_letter_leaves_later(self, house: Installation) -> None:
        box = queue(house, [a_letter(1)])
        box.finish(box.claim(LATER), "deferred", "451", LATER + timedelta(hours=1))
        assert box.claim(LATER) == []
        assert box.claim(LATER + timedelta(hours=1))[0].tries == 2

    def test_who_was_overtaken_settles_nothing(self, house: Installation) -> None:
        """A lease is not a lock: the fence is checked in the write."""
        box = queue(house, [a_letter(1)])
        slow = box.claim(LATER)
        box.finish(slow, "deferred", "", LATER)
        quick = box.claim(LATER)
        assert not box.finish(slow, "failed", "too late")
        assert box.finish(quick, "sent", "250")
        assert not box.finish(quick, "failed", "twice")
        assert box.rows()[0].status == "sent"

    def test_a_dead_sender_is_seen_when_its_lease_ends(self, house: Installation) -> None:
        box = queue(house, [a_letter(1)])
        rows = box.claim(LATER)
        assert box.abandoned(LATER + LEASE - timedelta(microseconds=1)) == []
        assert box.abandoned(LATER + LEASE) == rows

    def test_an_uncertain_letter_is_settled_by_hand(self, house: Installation) -> None:
        box = queue(house, [a_letter(1, status="ambiguous"), a_letter(2)])
        assert box.resolve("1.0", "sent", "seen by Paul").status == "ambiguous"
        assert box.rows("sent")[0].relay_answer == "seen by Paul"
        with pytest.raises(Conflict):
            box.resolve("2.0", "sent", "")
        with pytest.raises(NotFound):
            box.resolve("9.0", "sent", "")

    def test_a_letter_no_longer_wanted_is_cancelled(self, house: Installation) -> None:
        box = queue(house, [a_letter(1), a_letter(2)])
        first = [row for row in box.claim(LATER) if row.id == "1.0"]
        assert box.finish(first, "cancelled", "plus utile")
        assert [row.status for row in box.rows()] == ["cancelled", "sending"]

    def test_an_unknown_status_is_refused(self, house: Installation) -> None:
        box = queue(house, [a_letter(1)])
        rows = box.claim(LATER)
        with pytest.raises(LifecycleError):
            box.finish(rows, "perhaps", "")
        assert table(house, "outbox", "status") == [("sending",)]
