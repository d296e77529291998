"""Silencing a dossier: serious illness, a report of harassment… No form asks for the motive."""

from __future__ import annotations

from lifecycle.commands.intention import Intention

SILENCE_DOSSIER = Intention("silence-dossier", "Suspendre tous les courriels du dossier")
RESUME_MAIL = Intention("resume-mail", "Reprendre les courriels du dossier")
