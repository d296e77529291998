"""What somebody asks and somebody answers: requests to the service, exchanges between the parties.

The words are the apprentice's own; those of an exchange are sent to its parties, who have no account.
"""

from __future__ import annotations

from lifecycle.commands.contract import CONTRACT
from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.commands.search import CHANNELS
from lifecycle.people import Role

EXCHANGE = Field("exchange", "Demande ou échange", Kind.INSTANCE)
CALLERS = ("apprenti", "representant_legal", "employeur", "maitre_apprentissage")
NEEDS = ("recherche", "formation", "contrat", "aides", "organisation", "autre")
PARTIES = (Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI)
TOPICS = ("ecart", "mission", "organisation", "livret", "autre")
SENT = "envoyé aux parties, rien de médical ni de disciplinaire"


def _words(name: str, label: str, required: bool = False) -> Field:
    return Field(name, label, Kind.LONG_TEXT, required, personal=Role.APPRENTI)


RECORD_CONTACT = Intention(
    "record-contact",
    "Enregistrer une demande reçue par le service dédié",
    (
        Field("asked_by", "Demande faite par", Kind.CHOICE, True, CALLERS),
        Field("channel", "Moyen", Kind.CHOICE, choices=CHANNELS),
        Field("need", "Objet", Kind.CHOICE, choices=NEEDS),
        Field("asked_on", "Reçue le", Kind.DATE),
        _words("request", "Demande"),
    ),
    dated_by="asked_on",
)
ANSWER_CONTACT = Intention(
    "answer-contact",
    "Enregistrer la réponse du service dédié",
    (
        EXCHANGE,
        Field("answer_channel", "Moyen", Kind.CHOICE, choices=CHANNELS),
        Field("answered_on", "Répondu le", Kind.DATE),
        _words("reply", "Réponse"),
    ),
    dated_by="answered_on",
)
ACKNOWLEDGE_CONTACT = Intention("acknowledge-contact", "Accuser réception", internal=True)
RAISE_EXCHANGE = Intention(
    "raise-exchange",
    "Ouvrir un échange entre les parties",
    (
        CONTRACT,
        Field("said_by", "De la part de", Kind.CHOICE, True, tuple(PARTIES)),
        Field("asked_of", "À l’attention de", Kind.CHOICE, True, tuple(PARTIES)),
        Field("topic", "Objet", Kind.CHOICE, choices=TOPICS),
        _words("question", f"Message ({SENT})", required=True),
        Field("raised_on", "Signalé le", Kind.DATE),
    ),
    dated_by="raised_on",
    check=lambda said: (
        "on ne s’écrit pas à soi-même." if said["said_by"] == said["asked_of"] else None
    ),
)
SEND_EXCHANGE = Intention("send-exchange", "Transmettre l’échange aux parties", internal=True)
ANSWER_EXCHANGE = Intention(
    "answer-exchange",
    "Répondre à un échange",
    (
        EXCHANGE,
        Field("said_by", "De la part de", Kind.CHOICE, True, tuple(PARTIES)),
        _words("answer", f"Réponse ({SENT})", required=True),
        Field("answered_on", "Répondu le", Kind.DATE),
    ),
    dated_by="answered_on",
)
