"""What the product records of itself: the log's own life, and what became of each letter."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

LETTER = (
    Field("letter", "Ligne d’envoi", Kind.INSTANCE, required=True),
    Field("fact", "Fait annoncé", Kind.INTEGER, required=True),
    Field("name", "Lettre", required=True),
    Field("person", "Destinataire", required=True),
    Field("message_id", "Message-ID"),
    Field("body_sha256", "Empreinte du message"),
    Field("relay_answer", "Réponse du relais", Kind.LONG_TEXT),
)
LETTER_SENT = Intention("letter-sent", "Constater l’envoi", LETTER, internal=True)
LETTER_FAILED = Intention("letter-failed", "Constater l’échec", LETTER, internal=True)
LETTER_AMBIGUOUS = Intention(
    "letter-ambiguous", "Constater un envoi incertain", LETTER, internal=True
)
LETTER_CANCELLED = Intention("letter-cancelled", "Constater l’annulation", LETTER, internal=True)

OPEN_LOG = Intention(
    "open-log",
    "Ouvrir le journal",
    (
        Field("public_key", "Clé publique", required=True),
        Field("simulated_clock", "Horloge simulée"),
    ),
    internal=True,
)
LOAD_CHARTER = Intention(
    "load-charter",
    "Charger la charte",
    (Field("sha256", "Empreinte", required=True),),
    internal=True,
)
SET_CLOCK = Intention(
    "set-clock",
    "Régler l’horloge simulée",
    (Field("instant", "Instant", required=True),),
    internal=True,
)
