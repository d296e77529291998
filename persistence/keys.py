"""The keys of the house: one file outside both stores, readable by its owner only.

The master key wraps the data key of each person; the log key (Ed25519) signs receipts.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import make_url

from lifecycle.errors import NotFound, VerificationFailed
from lifecycle.ports import Written
from persistence.sealing import Entropy, encode, instant_text

KEY_BYTES = 32
SPOILED = "Le fichier de clés ({}) est abîmé : remettez celui de la sauvegarde."


@dataclass(frozen=True, slots=True)
class HouseKeys:
    """The master key (256 bits) and the seed of the log's signing key (256 bits)."""

    master: bytes
    signing: bytes

    @property
    def public(self) -> str:
        key = Ed25519PrivateKey.from_private_bytes(self.signing).public_key()
        return b64encode(key.public_bytes_raw()).decode()

    def wrap(self, key: bytes, person: str, nonce: bytes) -> bytes:
        return nonce + AESGCM(self.master).encrypt(nonce, key, person.encode())

    def unwrap(self, wrapped: bytes, person: str) -> bytes:
        return AESGCM(self.master).decrypt(wrapped[:12], wrapped[12:], person.encode())

    def receipt(self, written: Written) -> dict[str, str | int]:
        """What whoever acted keeps: signed, it contradicts a history rewritten afterwards."""
        body: dict[str, str | int] = {
            "id": written.id,
            "pos": written.event.pos,
            "hash": written.hash,
            "time": instant_text(written.event.recorded_at),
        }
        signature = Ed25519PrivateKey.from_private_bytes(self.signing).sign(encode(body))
        return body | {"signature": b64encode(signature).decode()}


def generated(entropy: Entropy) -> HouseKeys:
    return HouseKeys(entropy(32), entropy(32))


def keys_path(url: str, env: Mapping[str, str]) -> Path:
    """LIFECYCLE_KEYS, else `<db>.keys` beside a SQLite file, else `lifecycle.keys`."""
    parsed = make_url(url)
    beside = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return Path(env.get("LIFECYCLE_KEYS") or (f"{beside}.keys" if beside else "lifecycle.keys"))


def write(path: Path, keys: HouseKeys) -> None:
    """Raises FileExistsError rather than lose keys that open somebody's data."""
    body = {"master": b64encode(keys.master).decode(), "signing": b64encode(keys.signing).decode()}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(body))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> HouseKeys:
    if not path.exists():
        raise NotFound(
            f"Les clés de la maison manquent ({path.name}) : « lifecycle init » les crée."
        )
    try:
        body = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        keys = HouseKeys(b64decode(body["master"]), b64decode(body["signing"]))
    except (msgspec.MsgspecError, KeyError, ValueError):
        raise VerificationFailed(SPOILED.format(path.name)) from None
    if {len(keys.master), len(keys.signing)} != {KEY_BYTES}:
        raise VerificationFailed(SPOILED.format(path.name))
    return keys
