"""People, their keys, the bodies of letters."""

from alembic import op

from persistence.migrations.dialect import is_postgres, run

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE {schema}people (
    network_id TEXT NOT NULL, id TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
    folded_name TEXT NOT NULL, birth_date TEXT NOT NULL, email TEXT NOT NULL,
    organisation TEXT NOT NULL, phone TEXT NOT NULL, origin TEXT NOT NULL,
    CONSTRAINT pk_people PRIMARY KEY (network_id, id)){strict};
CREATE INDEX ix_people_name ON {schema}people (network_id, folded_name, birth_date, email);
CREATE TABLE {schema}person_keys (
    network_id TEXT NOT NULL, person TEXT NOT NULL, kid TEXT NOT NULL, wrapped {blob} NOT NULL,
    CONSTRAINT pk_person_keys PRIMARY KEY (network_id, person)){strict};
CREATE TABLE {schema}messages (
    network_id TEXT NOT NULL, message_id TEXT NOT NULL, person TEXT NOT NULL,
    composed_at TEXT NOT NULL, body {blob} NOT NULL,
    CONSTRAINT pk_messages PRIMARY KEY (network_id, message_id)){strict};
CREATE INDEX ix_messages_person ON {schema}messages (network_id, person);
"""
NAMES = ("messages", "person_keys", "people")


def schema() -> str:
    return "identity." if is_postgres() else ""


def upgrade() -> None:
    if is_postgres():
        op.execute("CREATE SCHEMA IF NOT EXISTS identity")
    run(TABLES.replace("{schema}", schema()))


def downgrade() -> None:
    for name in NAMES:
        op.execute(f"DROP TABLE {schema()}{name}")
    if is_postgres():
        op.execute("DROP SCHEMA identity")
