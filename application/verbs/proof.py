"""Evidence: the history verified from its stored bytes."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from application.cli import Screen
from application.settings import Settings
from application.wiring import App, open_app
from audit.documents import Checked, verify_documents
from audit.verify import LIMITS, Finding, Head
from audit.verify import verify as verified
from lifecycle.errors import VerificationFailed

FIRST = 1
MOST_SHOWN = 100


def verify(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        stored = app.reader.head()
        head = Head(stored.log_id, stored.size, stored.last_hash, app.reader.heads())
        findings = list(verified(app.reader.log(), head, FIRST))
        checked = _documents(app) if args.documents else None
    findings += checked.findings if checked else ()
    if findings:
        raise Altered(findings)
    value = {"ok": True, "facts": head.size, "streams": len(head.streams), "head": head.last_hash,
             "log": head.log, "simulated_clock": stored.simulated_at, "limits": [LIMITS]}  # fmt: skip
    said = f"{head.size} faits vérifiés, {len(head.streams)} histoires. {LIMITS}"
    if checked:
        value["documents"] = {"named": checked.named, "unreadable": checked.unreadable}
        said += (
            f" {checked.named} document(s), dont {checked.unreadable} illisible(s) : clé détruite."
        )
    screen.show(value, said)


def _documents(app: App) -> Checked:
    """Every document opened and compared with the fact that names it."""
    return verify_documents(app.attachments.named(), app.attachments.read)


class Altered(VerificationFailed):
    """The history is not the one that was written; `findings` say where."""

    def __init__(self, findings: list[Finding]) -> None:
        shown, more = findings[:MOST_SHOWN], len(findings) - MOST_SHOWN
        lines = [f"position {f.position or '—'} : {f.message} ({f.kind})" for f in shown]
        lines += [f"et {more} autres"] if more > 0 else []
        super().__init__("\n".join(["L’histoire a été modifiée :", *lines]))
        self.findings = [asdict(f) for f in shown]
