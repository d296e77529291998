"""Marks: the dossiers whose open duties a fact of their house may have given other dates."""

from alembic import op

from persistence.migrations.dialect import run

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE marks (
    network_id TEXT NOT NULL, stream TEXT NOT NULL, why TEXT NOT NULL,
    CONSTRAINT pk_marks PRIMARY KEY (network_id, stream, why)){strict};
CREATE INDEX ix_obligations_formation ON obligations (network_id, formation, ref, stream)
    WHERE state IN ('planned', 'open', 'reminded', 'due', 'escalated');
"""


def upgrade() -> None:
    run(TABLES)


def downgrade() -> None:
    op.execute("DROP INDEX ix_obligations_formation")
    op.execute("DROP TABLE marks")
