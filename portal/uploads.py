"""Files between their rehearsal and their import, in the memory of this process only."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

MOST = 4  # files kept at once: each may weigh ten megabytes
KEPT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came, and how its owner said to read it."""

    owner: str
    filename: str
    content: bytes
    encoding: str | None
    reprise: date | None
    at: datetime


class Uploads:
    """Each file is given back to its owner only, under a name that nobody guesses."""

    def __init__(self) -> None:
        self.files: OrderedDict[str, Upload] = OrderedDict()
        self.lock = Lock()

    def keep(self, upload: Upload) -> str:
        name = secrets.token_urlsafe(16)
        with self.lock:
            self.files[name] = upload
            while len(self.files) > MOST:
                self.files.popitem(last=False)
        return name

    def find(self, name: str, owner: str, now: datetime) -> Upload | None:
        with self.lock:
            for old in [n for n, u in self.files.items() if now - u.at > KEPT]:
                del self.files[old]
            found = self.files.get(name)
        return found if found and found.owner == owner else None

    def forget(self, name: str) -> None:
        with self.lock:
            self.files.pop(name, None)
