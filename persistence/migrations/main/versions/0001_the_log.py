"""The log, its head, and what is projected from it."""

from alembic import op

from persistence.migrations.dialect import protect, run, unprotect

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE log_head (
    network_id TEXT NOT NULL, log_id TEXT NOT NULL, size {int} NOT NULL, last_hash TEXT NOT NULL,
    last_recorded_at TEXT NOT NULL, simulated_at TEXT, public_key TEXT NOT NULL,
    CONSTRAINT pk_log_head PRIMARY KEY (network_id)){strict};
CREATE TABLE streams (
    network_id TEXT NOT NULL, stream TEXT NOT NULL, kind TEXT NOT NULL, seq {int} NOT NULL,
    hash TEXT NOT NULL, code TEXT NOT NULL, formation TEXT NOT NULL, stage TEXT NOT NULL,
    person TEXT NOT NULL,
    CONSTRAINT pk_streams PRIMARY KEY (network_id, stream)){strict};
CREATE UNIQUE INDEX ux_streams_code ON streams (network_id, kind, code) WHERE code <> '';
CREATE TABLE events (
    network_id TEXT NOT NULL, pos {int} NOT NULL, stream TEXT NOT NULL, seq {int} NOT NULL,
    id TEXT NOT NULL, type TEXT NOT NULL, move TEXT NOT NULL, ref TEXT NOT NULL,
    region TEXT NOT NULL, instance TEXT NOT NULL, state TEXT, effective_on TEXT NOT NULL,
    place {int} NOT NULL, recorded_at TEXT NOT NULL, cause {int}, corrects {int},
    actor_role TEXT NOT NULL, envelope {blob} NOT NULL, payload {blob} NOT NULL, hash TEXT NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (network_id, pos),
    CONSTRAINT ck_events_pos CHECK (pos > 0 AND place > 0 AND seq > 0)){strict};
CREATE UNIQUE INDEX ux_events_stream ON events (network_id, stream, seq);
CREATE UNIQUE INDEX ux_events_id ON events (network_id, id);
CREATE TABLE instances (
    network_id TEXT NOT NULL, stream TEXT NOT NULL, region TEXT NOT NULL, instance TEXT NOT NULL,
    state TEXT NOT NULL, holder TEXT NOT NULL,
    CONSTRAINT pk_instances PRIMARY KEY (network_id, stream, region, instance)){strict};
CREATE INDEX ix_instances_holder ON instances (network_id, region, holder) WHERE holder <> '';
CREATE TABLE obligations (
    network_id TEXT NOT NULL, stream TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL,
    name TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, owed_by TEXT NOT NULL,
    due_on TEXT NOT NULL, next_step_at TEXT, next_step_on TEXT, paused {int} NOT NULL,
    formation TEXT NOT NULL,
    CONSTRAINT pk_obligations PRIMARY KEY (network_id, stream, id)){strict};
CREATE INDEX ix_obligations_next ON obligations (network_id, next_step_at, stream)
    WHERE next_step_at IS NOT NULL;
CREATE INDEX ix_obligations_due ON obligations (network_id, due_on)
    WHERE state IN ('planned', 'open', 'reminded', 'due', 'escalated');
CREATE TABLE outbox (
    network_id TEXT NOT NULL, id TEXT NOT NULL, fact_pos {int} NOT NULL, stream TEXT NOT NULL,
    letter TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, formation TEXT NOT NULL,
    urgency TEXT NOT NULL, status TEXT NOT NULL, send_at TEXT NOT NULL, created_at TEXT NOT NULL,
    tries {int} NOT NULL, lease_until TEXT, fence {int} NOT NULL, message_id TEXT,
    relay_answer TEXT,
    CONSTRAINT pk_outbox PRIMARY KEY (network_id, id),
    CONSTRAINT ck_outbox_status CHECK (status IN ('queued', 'held', 'sending', 'sent', 'deferred',
        'failed', 'ambiguous', 'cancelled'))){strict};
CREATE UNIQUE INDEX ux_outbox_fact ON outbox (network_id, fact_pos, letter, person);
CREATE INDEX ix_outbox_due ON outbox (network_id, send_at)
    WHERE status IN ('queued', 'deferred');
CREATE INDEX ix_outbox_lease ON outbox (network_id, lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX ix_outbox_sent ON outbox (network_id, person) WHERE status = 'sent';
CREATE INDEX ix_outbox_message ON outbox (network_id, message_id) WHERE message_id IS NOT NULL;
CREATE TABLE idempotency (
    network_id TEXT NOT NULL, key TEXT NOT NULL, command_hash TEXT NOT NULL, stream TEXT NOT NULL,
    first_pos {int} NOT NULL, last_pos {int} NOT NULL,
    CONSTRAINT pk_idempotency PRIMARY KEY (network_id, key)){strict};
CREATE TABLE documents (
    sha256 TEXT NOT NULL, kind TEXT NOT NULL, body {blob} NOT NULL,
    CONSTRAINT pk_documents PRIMARY KEY (sha256)){strict};
"""
NAMES = (
    "documents",
    "idempotency",
    "outbox",
    "obligations",
    "instances",
    "events",
    "streams",
    "log_head",
)


def upgrade() -> None:
    run(TABLES)
    protect("events")


def downgrade() -> None:
    unprotect("events")
    for name in NAMES:
        op.execute(f"DROP TABLE {name}")
