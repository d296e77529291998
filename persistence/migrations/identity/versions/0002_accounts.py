"""Who may come in by the pages, and who is in."""

from alembic import op

from persistence.migrations.dialect import is_postgres, run

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE {schema}accounts (
    network_id TEXT NOT NULL, email TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    formations TEXT NOT NULL, password_hash TEXT NOT NULL, created_at TEXT NOT NULL,
    closed_at TEXT,
    CONSTRAINT pk_accounts PRIMARY KEY (network_id, email)){strict};
CREATE TABLE {schema}sessions (
    network_id TEXT NOT NULL, token TEXT NOT NULL, email TEXT NOT NULL, created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL, expires_at TEXT NOT NULL, flash TEXT NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (network_id, token)){strict};
CREATE INDEX ix_sessions_email ON {schema}sessions (network_id, email);
CREATE INDEX ix_sessions_expiry ON {schema}sessions (network_id, expires_at);
"""
NAMES = ("sessions", "accounts")


def schema() -> str:
    return "identity." if is_postgres() else ""


def upgrade() -> None:
    run(TABLES.replace("{schema}", schema()))


def downgrade() -> None:
    for name in NAMES:
        op.execute(f"DROP TABLE {schema()}{name}")
