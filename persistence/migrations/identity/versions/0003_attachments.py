"""Documents kept with a dossier, sealed under the key of the apprentice or of the house."""

from alembic import op

from persistence.migrations.dialect import is_postgres, run

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE {schema}attachments (
    network_id TEXT NOT NULL, stream TEXT NOT NULL, sha256 TEXT NOT NULL, owner TEXT NOT NULL,
    kid TEXT NOT NULL, mime TEXT NOT NULL, size {int} NOT NULL, kept_at TEXT NOT NULL,
    body {blob} NOT NULL,
    CONSTRAINT pk_attachments PRIMARY KEY (network_id, stream, sha256)){strict};
CREATE INDEX ix_attachments_owner ON {schema}attachments (network_id, owner);
"""


def schema() -> str:
    return "identity." if is_postgres() else ""


def upgrade() -> None:
    run(TABLES.replace("{schema}", schema()))


def downgrade() -> None:
    op.execute(f"DROP TABLE {schema()}attachments")
