"""The tables as SQLModel sees them: schema and reads. The migrations make them; a test compares.

Every key starts with `network_id`. Columns are Text, Integer or LargeBinary only (STRICT tables);
days and instants are fixed-width text, so that they sort as they follow one another.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Text
from sqlmodel import Field, SQLModel

NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class Main(SQLModel):
    """The log, its head, and the rows that are projected from it."""

    metadata = MetaData()


class Identity(SQLModel):
    """People in clear, their keys, letters and documents: apart, with backups of their own."""

    metadata = MetaData()


def _key() -> str:
    return Field(sa_type=Text, primary_key=True)  # type: ignore[no-any-return]


def _text() -> str:
    return Field(sa_type=Text, nullable=False)  # type: ignore[no-any-return]


def _maybe() -> str | None:
    return Field(default=None, sa_type=Text, nullable=True)  # type: ignore[no-any-return]


def _number() -> int:
    return Field(sa_type=NUMBER, nullable=False)  # type: ignore[no-any-return]


def _maybe_number() -> int | None:
    return Field(default=None, sa_type=NUMBER, nullable=True)  # type: ignore[no-any-return]


def _bytes() -> bytes:
    return Field(sa_type=LargeBinary, nullable=False)  # type: ignore[no-any-return]


class LogHead(Main, table=True):
    __tablename__ = "log_head"
    network_id: str = _key()
    log_id: str = _text()
    size: int = _number()
    last_hash: str = _text()
    last_recorded_at: str = _text()
    simulated_at: str | None = _maybe()
    public_key: str = _text()


class StreamRow(Main, table=True):
    __tablename__ = "streams"
    network_id: str = _key()
    stream: str = _key()
    kind: str = _text()
    seq: int = _number()
    hash: str = _text()
    code: str = _text()
    formation: str = _text()
    stage: str = _text()
    person: str = _text()


class EventRow(Main, table=True):
    __tablename__ = "events"
    network_id: str = _key()
    pos: int = Field(sa_column=Column(NUMBER, primary_key=True, autoincrement=False))
    stream: str = _text()
    seq: int = _number()
    id: str = _text()
    type: str = _text()
    move: str = _text()
    ref: str = _text()
    region: str = _text()
    instance: str = _text()
    state: str | None = _maybe()
    effective_on: str = _text()
    place: int = _number()
    recorded_at: str = _text()
    cause: int | None = _maybe_number()
    corrects: int | None = _maybe_number()
    actor_role: str = _text()
    envelope: bytes = _bytes()
    payload: bytes = _bytes()
    hash: str = _text()


class InstanceRow(Main, table=True):
    __tablename__ = "instances"
    network_id: str = _key()
    stream: str = _key()
    region: str = _key()
    instance: str = _key()
    state: str = _text()
    holder: str = _text()


class ObligationRow(Main, table=True):
    __tablename__ = "obligations"
    network_id: str = _key()
    stream: str = _key()
    id: str = _key()
    ref: str = _text()
    name: str = _text()
    subject: str = _text()
    state: str = _text()
    owed_by: str = _text()
    due_on: str = _text()
    next_step_at: str | None = _maybe()
    next_step_on: str | None = _maybe()
    paused: int = _number()
    formation: str = _text()


class MarkRow(Main, table=True):
    __tablename__ = "marks"
    network_id: str = _key()
    stream: str = _key()
    why: str = _key()


class OutboxRow(Main, table=True):
    __tablename__ = "outbox"
    network_id: str = _key()
    id: str = _key()
    fact_pos: int = _number()
    stream: str = _text()
    letter: str = _text()
    person: str = _text()
    role: str = _text()
    formation: str = _text()
    urgency: str = _text()
    status: str = _text()
    send_at: str = _text()
    created_at: str = _text()
    tries: int = _number()
    lease_until: str | None = _maybe()
    fence: int = _number()
    message_id: str | None = _maybe()
    relay_answer: str | None = _maybe()


class IdempotencyRow(Main, table=True):
    __tablename__ = "idempotency"
    network_id: str = _key()
    key: str = _key()
    command_hash: str = _text()
    stream: str = _text()
    first_pos: int = _number()
    last_pos: int = _number()


class DocumentRow(Main, table=True):
    __tablename__ = "documents"
    sha256: str = _key()
    kind: str = _text()
    body: bytes = _bytes()


class PersonRow(Identity, table=True):
    __tablename__ = "people"
    network_id: str = _key()
    id: str = _key()
    first_name: str = _text()
    last_name: str = _text()
    folded_name: str = _text()
    birth_date: str = _text()
    email: str = _text()
    organisation: str = _text()
    phone: str = _text()
    origin: str = _text()


class PersonKeyRow(Identity, table=True):
    __tablename__ = "person_keys"
    network_id: str = _key()
    person: str = _key()
    kid: str = _text()
    wrapped: bytes = _bytes()


class MessageRow(Identity, table=True):
    __tablename__ = "messages"
    network_id: str = _key()
    message_id: str = _key()
    person: str = _text()
    composed_at: str = _text()
    body: bytes = _bytes()


class AttachmentRow(Identity, table=True):
    __tablename__ = "attachments"
    network_id: str = _key()
    stream: str = _key()
    sha256: str = _key()
    owner: str = _text()
    kid: str = _text()
    mime: str = _text()
    size: int = _number()
    kept_at: str = _text()
    body: bytes = _bytes()


class AccountRow(Identity, table=True):
    __tablename__ = "accounts"
    network_id: str = _key()
    email: str = _key()
    name: str = _text()
    role: str = _text()
    formations: str = _text()
    password_hash: str = _text()
    created_at: str = _text()
    closed_at: str | None = _maybe()


class SessionRow(Identity, table=True):
    __tablename__ = "sessions"
    network_id: str = _key()
    token: str = _key()
    email: str = _text()
    created_at: str = _text()
    seen_at: str = _text()
    expires_at: str = _text()
    flash: str = _text()
