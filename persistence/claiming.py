"""The statements of a claim: taken, named, looked at before the window, settled or given back."""

from __future__ import annotations

COLUMNS = (
    "id, fact_pos, stream, letter, person, role, formation, urgency, status, send_at, created_at, "
    "tries, lease_until, fence, message_id, relay_answer"
)
DUE = (
    f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? "
    "AND status IN ('queued', 'deferred') AND send_at <= ? ORDER BY send_at, fact_pos, id LIMIT ?"
)
CLAIM = (
    f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND person = ? AND urgency = ? "
    "AND status IN ('queued', 'deferred') AND send_at <= ? "
)
TAKE = (
    "UPDATE outbox SET status = 'sending', tries = tries + 1, fence = fence + 1, lease_until = ? "
    "WHERE network_id = ? AND id = ?"
)
NAME = (
    "UPDATE outbox SET message_id = ? "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)
FENCES = "SELECT id, fence FROM outbox WHERE network_id = ? AND status = 'sending' AND id IN ({})"
# Given back *queued* or *held*: what was not tried does not count among the tries.
GIVE_BACK = (
    "UPDATE outbox SET tries = tries - CASE WHEN ? = 'deferred' THEN 0 ELSE 1 END, "
    "status = ?, relay_answer = ?, send_at = ?, lease_until = NULL "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)
# The lease stays until the fact of the outcome is written: `RECORDED` ends it.
FINISH = (
    "UPDATE outbox SET status = ?, relay_answer = ? "
    "WHERE network_id = ? AND id = ? AND fence = ? AND status = 'sending'"
)
LEFT = (
    f"SELECT {COLUMNS} FROM outbox WHERE network_id = ? AND lease_until <= ? "
    "AND status {} 'sending' ORDER BY fact_pos, id"
)
