"""The mails of a person since a day: what was written to them before is not looked at."""

from alembic import op

from persistence.migrations.dialect import is_postgres

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _replace("network_id, person, composed_at")


def downgrade() -> None:
    _replace("network_id, person")


def _replace(columns: str) -> None:
    schema = "identity." if is_postgres() else ""
    op.execute(f"DROP INDEX {schema}ix_messages_person")
    op.execute(f"CREATE INDEX ix_messages_person ON {schema}messages ({columns})")
