"""One DDL text for both engines: types, STRICT, and the triggers that keep facts as they are."""

from __future__ import annotations

from alembic import op

SQLITE = {"int": "INTEGER", "blob": "BLOB", "strict": " STRICT"}
POSTGRES = {"int": "BIGINT", "blob": "BYTEA", "strict": ""}
REFUSAL = "un fait ne se modifie pas"


def is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def run(ddl: str) -> None:
    """Each statement of `ddl`, in the words of the engine at hand."""
    words = POSTGRES if is_postgres() else SQLITE
    for statement in filter(str.strip, ddl.split(";\n")):
        op.execute(statement.format(**words))


def protect(table: str) -> None:
    """Triggers that refuse UPDATE and DELETE: against accidents, not against insiders."""
    if is_postgres():
        op.execute(
            f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def unprotect(table: str) -> None:
    if is_postgres():
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
        op.execute(f"DROP FUNCTION {table}_frozen()")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
