"""The facts of one instance are found without going through the whole history of its dossier."""

from alembic import op

from persistence.migrations.dialect import run

revision = "0003"
down_revision = "0002"

INDEX = "CREATE INDEX ix_events_instance ON events (network_id, stream, instance);\n"


def upgrade() -> None:
    run(INDEX)


def downgrade() -> None:
    op.execute("DROP INDEX ix_events_instance")
