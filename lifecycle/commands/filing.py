"""Filing the contract with the OPCO (private employers) or the DDETS (public ones)."""

from __future__ import annotations

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

TRANSMIT_FILING = Intention("transmit-filing", "Transmettre le dossier", (CONTRACT,))
ACKNOWLEDGE_FILING = Intention("acknowledge-filing", "Constater la prise en charge", (CONTRACT,))
REPORT_INCOMPLETE_FILING = Intention(
    "report-incomplete-filing",
    "Constater un dossier incomplet",
    (CONTRACT, Field("missing", "Pièces manquantes", Kind.REFS)),
)
COMPLETE_FILING = Intention("complete-filing", "Compléter le dossier", (CONTRACT,))
ACCEPT_FILING = Intention(
    "accept-filing",
    "Enregistrer l’accord",
    (CONTRACT, Field("deca_number", "Numéro DECA", required=True)),
)
REFUSE_FILING = Intention("refuse-filing", "Enregistrer un refus exprès", (CONTRACT,))
LAPSE_FILING = Intention("lapse-filing", "Constater le refus implicite", internal=True)
DEEM_FILED = Intention("deem-filed", "Constater le dépôt implicite", internal=True)
REOPEN_FILING = Intention("reopen-filing", "Rouvrir le dépôt", (CONTRACT,))
CLOSE_FILING = Intention("close-filing", "Clore le dépôt", (CONTRACT,))
BREAK_FILING = Intention("break-filing", "Constater la rupture au dépôt", internal=True)
