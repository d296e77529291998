"""The spool, and how often to try again."""

from __future__ import annotations

import mailbox
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from lifecycle.errors import InvalidInput
from notifications.compose import compose
from notifications.delivery import (
    MOST_TRIES,
    Outcome,
    SmtpTransport,
    SpoolTransport,
    backoff,
    deliver,
    transport_from_env,
)
from tests.letters.letters import a_mail, an_item

SENDER, RECIPIENT = "notifications@cfa.example", "claire.schmitt@universite.example"


def a_raw(n: int = 1, letter: str = "reminder") -> bytes:
    return compose(a_mail(an_item(letter), message_id=f"<ob-{n}@cfa.example>"))


def spooled(folder: Path, raw: bytes) -> Outcome:
    return deliver(raw, SENDER, RECIPIENT, SpoolTransport(folder))


def test_a_mail_is_one_file_of_a_maildir(tmp_path: Path) -> None:
    outcome = spooled(tmp_path / "spool", a_raw())

    (kept,) = (tmp_path / "spool" / "new").iterdir()
    assert outcome == Outcome("sent", f"déposé : new/{kept.name}")
    assert kept.name.startswith("ob-1_cfa.example.")
    assert kept.suffix == ".eml"
    assert kept.read_bytes() == a_raw()
    assert list((tmp_path / "spool" / "tmp").iterdir()) == []
    (read,) = mailbox.Maildir(tmp_path / "spool", create=False)
    assert read["Message-ID"] == "<ob-1@cfa.example>"


def test_the_same_mail_twice_is_one_file(tmp_path: Path) -> None:
    outcomes = [spooled(tmp_path, a_raw()) for _ in range(2)]

    assert [outcome.status for outcome in outcomes] == ["sent", "sent"]
    assert outcomes[1].relay_answer.startswith("déjà déposé")
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_mail_already_read_is_not_put_back(tmp_path: Path) -> None:
    spooled(tmp_path, a_raw())
    (kept,) = (tmp_path / "new").iterdir()
    kept.rename(tmp_path / "cur" / f"{kept.name}:2,S")

    assert spooled(tmp_path, a_raw()).status == "sent"
    assert list((tmp_path / "new").iterdir()) == []


def test_another_mail_under_the_same_message_id_is_not_lost_in_silence(tmp_path: Path) -> None:
    spooled(tmp_path, a_raw())

    outcome = spooled(tmp_path, a_raw(letter="escalation"))

    assert outcome.status == "failed"
    assert "Message-ID" in outcome.relay_answer
    assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [a_raw()]


def test_many_hands_at_once(tmp_path: Path) -> None:
    raws = [a_raw(n % 10) for n in range(100)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda raw: spooled(tmp_path, raw), raws))

    assert {outcome.status for outcome in outcomes} == {"sent"}
    kept = sorted(path.read_bytes() for path in (tmp_path / "new").iterdir())
    assert kept == sorted(set(raws))


@pytest.mark.parametrize(
    "message_id", ["../../etc/passwd", "<a/b@c>", "<" + "x" * 900 + "@y>", "", "<*?[@x>"]
)
def test_a_file_name_never_leaves_the_spool(tmp_path: Path, message_id: str) -> None:
    raw = f"Message-ID: {message_id}\r\n\r\nx\r\n".encode()

    for _ in range(2):
        assert spooled(tmp_path, raw).status == "sent"
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "new"]


def test_a_spool_that_cannot_be_written_defers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    outcome = spooled(tmp_path / "file", a_raw())

    assert outcome.status == "deferred"
    assert outcome.relay_answer.startswith("Dépôt impossible")


def test_an_address_is_checked_before_the_spool(tmp_path: Path) -> None:
    assert deliver(a_raw(), SENDER, "léa@x.example", SpoolTransport(tmp_path)).status == "failed"
    assert list(tmp_path.iterdir()) == []


# --- which transport, and when again ---------------------------------------------------------


def test_the_environment_chooses_the_transport(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url, spool = "smtp://relay.example", str(tmp_path / "elsewhere")

    both = transport_from_env({"LIFECYCLE_SMTP_URL": url, "LIFECYCLE_SPOOL": spool})
    assert isinstance(both, SmtpTransport)
    for env, folder in (({"LIFECYCLE_SPOOL": spool}, "elsewhere"), ({}, "spool")):
        deliver(a_raw(), SENDER, RECIPIENT, transport_from_env(env))
        assert len(list((tmp_path / folder / "new").iterdir())) == 1
    with pytest.raises(InvalidInput):
        transport_from_env({"LIFECYCLE_SMTP_URL": "relay.example"})


def test_waits_grow_then_the_mail_has_failed() -> None:
    waits = [backoff(tries) for tries in range(1, MOST_TRIES + 2)]

    assert waits == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(hours=12),
        timedelta(hours=12),
        None,
        None,
    ]
