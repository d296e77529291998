"""Whatever is lived through the door, what is stored is what the facts say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from audit.verify import Head, verify
from lifecycle.agenda import pending, stamp
from lifecycle.charter import charter
from lifecycle.dossier import fold, standing
from lifecycle.events import Event
from notifications import catalogue
from tests.houses import House
from tests.properties.lives import VERBS, Act, Living, acts, budget

STEPS = {"ObligationReminded", "ObligationDue", "ObligationEscalated", "ObligationExpired"}


@budget(80)
@given(acts(VERBS, corrections=4))
def test_what_is_stored_is_what_the_facts_say(life: list[Act]) -> None:
    with TemporaryDirectory() as folder, Living(Path(folder)) as living:
        living.live(life)
        house, lea = living.house, living.lea
        house.beat(house.now)
        events = read_back(house, lea)
        dossier = fold(lea, events)
        assert rows_of(house, lea) == {
            (i.region, i.id, i.state) for i in dossier.instances.values()
        }
        assert agenda_of(house, lea) == {
            (d.id, d.data["ref"], d.state, d.data["due_on"], d.data.get("next_at"))
            for d in dossier.of("obligation")
        }
        assert sorted(outbox_of(house, lea)) == sorted(owed(events))
        assert all(row["source"] for row in house.app.reader.history(lea))
        fired = Counter((e.instance, e.data["step"], e.data["planned_on"]) for e in told(events))
        assert not [step for step, times in fired.items() if times > 1]
        nothing_is_left_undone(house, lea)
        assert not list(verify(house.app.reader.log(), head_of(house), 1))


def read_back(house: House, stream: str) -> list[Event]:
    """The facts as another process would read them: nothing remembered."""
    house.app.installation.store.recollection.forget_all()
    return list(house.events(stream))


def head_of(house: House) -> Head:
    stored = house.app.reader.head()
    return Head(stored.log_id, stored.size, stored.last_hash, house.app.reader.heads())


def rows_of(house: House, stream: str) -> set[tuple[str, str, str]]:
    rows = house.rows("instances", "stream, region, instance, state")
    duties = house.rows("obligations", "stream, id, state")
    found = {(r, i, s) for where, r, i, s in rows if where == stream}
    return found | {("obligation", i, s) for where, i, s in duties if where == stream}


def agenda_of(house: House, stream: str) -> set[tuple[str, ...]]:
    rows = house.rows("obligations", "stream, id, ref, state, due_on, next_step_at")
    return {row[1:] for row in rows if row[0] == stream}


def outbox_of(house: House, stream: str) -> list[tuple[int, str, str, str]]:
    mine = (r for r in house.letters() if r.stream == stream)
    return [(r.fact_pos, r.letter, r.person, r.urgency) for r in mine]


def owed(events: list[Event]) -> list[tuple[int, str, str, str]]:
    """What each fact writes, read from nothing but the facts."""
    return [
        (event.pos, row.letter, row.person, row.urgency)
        for n, event in enumerate(events)
        for row in catalogue.rows(charter(), event, fold(event.stream, events[: n + 1]))
    ]


def told(events: list[Event]) -> list[Event]:
    return [e for e in standing(events) if e.type in STEPS and e.state is not None]


def nothing_is_left_undone(house: House, stream: str) -> None:
    now = stamp(house.now)
    assert not [
        d.id for d in pending(house.dossier(stream)) if (d.data.get("next_at") or "~") <= now
    ]
    size = len(house.rows("events", "pos"))
    assert house.beat(house.now).idle
    assert len(house.rows("events", "pos")) == size
