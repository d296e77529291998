"""The bytes of a fact: envelope and payload, canonical, hashed as stored (reliability notes §9.2).

Canonical form: RFC 8785 under a profile (ASCII keys, no floats, |int| < 2^53, NFC strings).
`hash = SHA-256(0x00 ‖ envelope)`: the link of the stream and the leaf of the whole log.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lifecycle.dossier import Dossier
from lifecycle.errors import VerificationFailed
from lifecycle.events import Event
from lifecycle.people import Actor, Role

GENESIS = "0" * 64
LARGEST = 2**53
Entropy = Callable[[int], bytes]
encode = msgspec.json.Encoder(order="sorted").encode
decode = msgspec.json.Decoder().decode


class _Payload(msgspec.Struct):
    data: dict[str, Any]


# A payload that says nothing personal ends so: its keys are sorted, and a string escapes its quotes.
NOBODYS = re.compile(rb',"pii":\[\],"salt":"[0-9a-f]{32}"\}$')
decode_data = msgspec.json.Decoder(_Payload).decode


class NotCanonical(ValueError):
    """A value that has no canonical form: the developers must act."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises NotCanonical outside the profile."""
    _check(value)
    try:
        return encode(value)
    except UnicodeEncodeError:
        raise NotCanonical("a lone surrogate has no UTF-8 form") from None


def _check(value: Any) -> None:
    """By exact type: this runs for every value of every fact."""
    kind = type(value)
    if kind is str:
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):
            raise NotCanonical("a string is not NFC")
    elif kind is dict:
        _check_keys(value)
    elif kind is list or kind is tuple:
        for item in value:
            _check(item)
    elif kind is int:
        if abs(value) >= LARGEST:
            raise NotCanonical("an integer has no canonical form from 2^53 on")
    elif kind is not bool and value is not None:
        _check_kin(value)


def _check_keys(value: dict[Any, Any]) -> None:
    for key, item in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonical(f"the key {key!r} is not ASCII")
        _check(item)


def _check_kin(value: Any) -> None:
    """A word of an enumeration is a string; nothing else that is not plain has a form."""
    if not isinstance(value, StrEnum):
        raise NotCanonical(f"{type(value).__name__} has no canonical form here")
    _check(str(value))


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A person's data key (256 bits) and its commitment, which the hashed bytes carry."""

    person: str
    kid: str
    key: bytes


def owner_of(dossier: Dossier) -> str:
    """Whose key seals what nobody owns: the apprentice's; in a stream without one, the stream's own."""
    pathway = dossier.one("pathway")
    return str(pathway.data.get("role:apprenti")) if pathway else f"stream:{dossier.stream}"


def commitment(key: bytes) -> str:
    return sha256(b"kid" + key).hexdigest()


@dataclass(frozen=True, slots=True)
class Sealed:
    """The stored form of a fact."""

    id: str
    seq: int
    hash: str
    envelope: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact is sealed: its log, the next number of its stream, the hash before it."""

    log: str
    seq: int
    prev: str


def seal(
    event: Event,
    place: Place,
    *,
    charter: str,
    channel: str,
    command: str | None,
    keys: Mapping[str, PersonKey],
    entropy: Entropy,
) -> Sealed:
    """The bytes of `event`; personal values are encrypted under the key of each person."""
    id_ = entropy(16).hex()
    pii = [_encrypted(place.log, id_, keys[p], v, entropy) for p, v in event.secrets.items()]
    payload = canonical({"salt": entropy(16).hex(), "data": dict(event.data), "pii": pii})
    envelope = encode(
        {
            "v": 1,
            "log": place.log,
            "id": id_,
            "pos": event.pos,
            "stream": event.stream,
            "seq": place.seq,
            "prev": place.prev,
            "type": event.type,
            "move": event.move,
            "ref": event.ref,
            "region": event.region,
            "instance": event.instance,
            "state": event.state,
            "place": event.place,
            "recorded_at": instant_text(event.recorded_at),
            "effective_on": event.effective_on.isoformat(),
            "tz": "Europe/Paris",
            "def": {"name": "charter", "sha256": charter},
            "rule": event.rule,
            "source": event.source,
            "actor": _actor(event.actor),
            "on_behalf_of": _actor(event.on_behalf_of) if event.on_behalf_of else None,
            "channel": channel,
            "cause": event.cause,
            "corrects": event.corrects,
            "cmd": command,
            "payload_sha256": sha256(payload).hexdigest(),
            "kids": [one["kid"] for one in pii],
        }
    )
    digest = sha256(b"\x00" + envelope).hexdigest()
    return Sealed(id_, place.seq, digest, envelope, payload)


def _actor(actor: Actor) -> dict[str, str]:
    return {"role": str(actor.role), "ref": actor.ref}


def _encrypted(
    log: str, id_: str, key: PersonKey, values: Mapping[str, str], entropy: Entropy
) -> dict[str, str]:
    nonce = entropy(12)
    clear = canonical(dict(values))
    sealed = AESGCM(key.key).encrypt(nonce, clear, _bound(log, id_, key.person))
    return {"person": key.person, "kid": key.kid, "ct": b64encode(nonce + sealed).decode()}


def _bound(log: str, id_: str, person: str) -> bytes:
    """What a ciphertext is tied to: moved to another fact or person, it no longer opens."""
    return f"{log}|{id_}|{person}".encode()


def revealed(
    envelope: bytes, payload: bytes, keys: Mapping[str, PersonKey]
) -> dict[str, dict[str, str]]:
    """The personal values of a fact, by person; those whose key is gone are left out.

    Raises VerificationFailed when a ciphertext was altered, or moved from another fact.
    """
    head, body = decode(envelope), decode(payload)
    found: dict[str, dict[str, str]] = {}
    for one in body["pii"]:
        key = keys.get(one["person"])
        if key and key.kid == one["kid"]:
            found[one["person"]] = _decrypted(one, key, _bound(head["log"], head["id"], key.person))
    return found


def _decrypted(one: Mapping[str, str], key: PersonKey, bound: bytes) -> dict[str, str]:
    raw = b64decode(one["ct"])
    try:
        clear: dict[str, str] = decode(AESGCM(key.key).decrypt(raw[:12], raw[12:], bound))
    except InvalidTag:
        raise VerificationFailed("Une donnée personnelle chiffrée a été altérée.") from None
    return clear


def unseal(envelope: bytes, payload: bytes) -> Event:
    """The fact that these bytes say, all but its personal values."""
    said, body = decode(envelope), decode_data(payload)
    same = ("pos", "stream", "type", "move", "ref", "region", "instance", "state", "place")
    kept = ("cause", "corrects", "rule", "source")
    behalf = said["on_behalf_of"]
    return Event(
        **{name: said[name] for name in (*same, *kept)},
        effective_on=day_of(said["effective_on"]),
        recorded_at=instant_of(said["recorded_at"]),
        data=body.data,
        actor=_who(said["actor"]),
        on_behalf_of=_who(behalf) if behalf else None,
    )


def _who(said: Mapping[str, str]) -> Actor:
    return Actor(Role(said["role"]), said["ref"])


def instant_text(at: datetime) -> str:
    """An instant as it is stored: UTC, six decimals, fixed width."""
    at = at.astimezone(UTC)
    return f"{at.isoformat(timespec='microseconds')[:26]}Z"


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day_of(text: str) -> date:
    return date.fromisoformat(text)
