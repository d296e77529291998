"""A Maildir instead of a relay: mails that can be read, and that nobody receives."""

from __future__ import annotations

import os
import re
import tempfile
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path

from notifications.delivery.outcome import Outcome, short


class SpoolTransport:
    """A Maildir. A file is named from its Message-ID: the same mail twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, raw: bytes, sender: str, recipient: str) -> Outcome:  # noqa: ARG002
        """The spool keeps the mail as it is; its headers name the sender and the recipient."""
        try:
            return self._keep(raw, _file_name(raw))
        except OSError as problem:
            return Outcome("deferred", f"Dépôt impossible : {short(str(problem))}")

    def _keep(self, raw: bytes, name: str) -> Outcome:
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        # A mail reader moves what was read to `cur`, and adds flags after a colon.
        known = [self._folder / "new" / name, *(self._folder / "cur").glob(f"{name}*")]
        for kept in (path for path in known if path.exists()):
            return _already(kept, raw)
        _write_whole(raw, self._folder / "tmp", self._folder / "new" / name)
        return Outcome("sent", f"déposé : new/{name}")


def _already(kept: Path, raw: bytes) -> Outcome:
    if kept.read_bytes() == raw:
        return Outcome("sent", f"déjà déposé : {kept.parent.name}/{kept.name}")
    return Outcome("failed", f"Un autre courriel porte ce Message-ID : {kept.name}")


def _file_name(raw: bytes) -> str:
    """Readable, and unique as the Message-ID is; a mail without one is named by its content."""
    given = message_from_bytes(raw, policy=default)["Message-ID"]
    key = str(given).encode() if given else raw
    words = re.sub(r"[^A-Za-z0-9.-]+", "_", str(given or "")).strip("._-")[:60]
    return f"{words or 'courriel'}.{sha256(key).hexdigest()[:16]}.eml"


def _write_whole(raw: bytes, tmp: Path, final: Path) -> None:
    """Either the whole file is at `final`, on the disk, or nothing is."""
    handle, written = tempfile.mkstemp(dir=tmp, suffix=".eml")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(written).replace(final)
    except OSError:
        Path(written).unlink(missing_ok=True)
        raise
    _sync_folder(final.parent)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
