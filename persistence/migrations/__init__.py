"""Alembic, inside the package: one line of revisions for the log, one for the identity store."""
