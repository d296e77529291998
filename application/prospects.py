"""What may be done and why the rest may not, in the shape of `lifecycle actions --json`."""

from __future__ import annotations

from typing import Any

from lifecycle.decisions.prospects import Prospect


def row_of(prospect: Prospect) -> dict[str, Any]:
    """One command on one instance, with each of its refusals."""
    return {
        "command": prospect.command,
        "label": prospect.label,
        "instance": prospect.instance or None,
        "allowed": prospect.allowed,
        "refusals": [
            {
                "rule": r.rule,
                "reason": r.reason,
                "source": r.source,
                "lifted_by": list(r.lifted_by),
            }
            for r in prospect.refusals
        ],
    }
