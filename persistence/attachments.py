"""Documents kept with a dossier: their bytes, sealed in the identity store before any fact names them.

One row for each stream and fingerprint, under the key of the apprentice, or of the house. A fact that
was then refused leaves an orphan, which harms nobody; a destroyed key leaves bytes that nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lifecycle.errors import NotFound, VerificationFailed
from persistence.engine import Hot, translated
from persistence.register import SqlRegister
from persistence.sealing import PersonKey, decode, instant_text

KEPT = "DocumentKept"
ALTERED = "Le document gardé n’est pas celui qui a été déposé."
KEEP = (
    "INSERT INTO {people}attachments "
    "(network_id, stream, sha256, owner, kid, mime, size, kept_at, body) VALUES (?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (network_id, stream, sha256) DO UPDATE SET owner=excluded.owner, "
    "kid=excluded.kid, mime=excluded.mime, kept_at=excluded.kept_at, body=excluded.body"
)
READ = (
    "SELECT owner, kid, body FROM {people}attachments "
    "WHERE network_id = ? AND stream = ? AND sha256 = ?"
)
FACTS = (
    "SELECT pos, stream, payload FROM events WHERE network_id = ? AND type = ? "
    "AND pos > ? ORDER BY pos LIMIT ?"
)
PAGE = 1_000


class KeyDestroyed(NotFound):
    """Nobody reads it any more: the person was erased."""

    def __init__(self) -> None:
        super().__init__("Document illisible : la clé a été détruite.")


@dataclass(frozen=True, slots=True)
class Named:
    """A document as a fact names it."""

    pos: int
    stream: str
    sha256: str


class Attachments:
    """What the verbs, the pages and the audit ask of the documents of one network."""

    def __init__(self, register: SqlRegister) -> None:
        self.register = register
        self.database = register.database
        self.network = register.network

    def keep(self, stream: str, owner: str, content: bytes, mime: str, at: datetime) -> str:
        """Seal and store the bytes; the same ones again take the owner's present key.

        `owner` is a person's id, or the house's own (`sealing.owner_of`). Returns their SHA-256.
        """
        digest = sha256(content).hexdigest()
        key = self.register.keys([owner])[owner]
        nonce = self.register.entropy(12)
        body = nonce + AESGCM(key.key).encrypt(nonce, content, self._bound(stream, digest, key))
        row = (self.network, stream, digest, owner, key.kid, mime, len(content), instant_text(at),
               body)  # fmt: skip
        with translated(), self.database.identity.begin() as connection:
            Hot(connection, self.database.postgres).run(self._sql(KEEP), row)
        return digest

    def read(self, stream: str, digest: str) -> bytes:
        """The bytes that were kept.

        Raises NotFound (they are not here), KeyDestroyed, or VerificationFailed (they were altered).
        """
        with translated(), self.database.identity.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            row = hot.one(self._sql(READ), (self.network, stream, digest))
        if row is None:
            raise NotFound("Le contenu de ce document n’est pas dans cette base.")
        owner, kid, body = row
        key = self.register.held_keys([owner]).get(owner)
        if key is None or key.kid != kid:
            raise KeyDestroyed
        return self._opened(stream, digest, key, bytes(body))

    def _opened(self, stream: str, digest: str, key: PersonKey, body: bytes) -> bytes:
        try:
            bound = self._bound(stream, digest, key)
            content = AESGCM(key.key).decrypt(body[:12], body[12:], bound)
        except InvalidTag:
            raise VerificationFailed(ALTERED) from None
        if sha256(content).hexdigest() != digest:
            raise VerificationFailed(ALTERED)
        return content

    def _bound(self, stream: str, digest: str, key: PersonKey) -> bytes:
        """What a ciphertext is tied to: moved to another dossier or person, it no longer opens."""
        return f"attachment|{self.network}|{stream}|{digest}|{key.person}".encode()

    def _sql(self, sql: str) -> str:
        return sql.format(people=self.database.people)

    def named(self) -> Iterator[Named]:
        """Every document that the log names, in the order of its facts."""
        last = 0
        while True:
            with translated(), self.database.reader.connect() as connection:
                hot = Hot(connection, self.database.postgres)
                page = hot.all(FACTS, (self.network, KEPT, last, PAGE))
            for pos, stream, payload in page:
                yield Named(pos, stream, str(decode(payload)["data"]["sha256"]))
            if len(page) < PAGE:
                return
            last = page[-1][0]
