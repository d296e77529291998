"""Roles of a dossier, duties attested or waived by hand, irregularities, and time itself."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

APPOINTABLE = (
    Role.TUTEUR_ACADEMIQUE,
    Role.REPRESENTANT_LEGAL,
    Role.MAITRE_APPRENTISSAGE,
    Role.SERVICE_DEDIE,
)
OBLIGATION = Field("obligation", "Obligation", Kind.INSTANCE, required=True)

APPOINT = Intention(
    "appoint",
    "Nommer",
    (
        Field("role", "Rôle", Kind.CHOICE, True, tuple(APPOINTABLE)),
        Field("name", "Nom", required=True, personal="role"),
        Field("email", "Courriel", Kind.EMAIL, required=True, personal="role"),
    ),
    (PersonFields("role", (("last_name", "name"), ("email", "email"))),),
)
FULFIL_OBLIGATION = Intention(
    "fulfil-obligation",
    "Attester une obligation",
    (OBLIGATION, Field("evidence", "Preuve", required=True, personal=Role.APPRENTI)),
)
WAIVE_OBLIGATION = Intention("waive-obligation", "Dispenser d’une obligation", (OBLIGATION,))
JUSTIFY_IRREGULARITY = Intention(
    "justify-irregularity",
    "Justifier une irrégularité",
    (Field("irregularity", "Irrégularité", Kind.INSTANCE),),
)
CORRECT = Intention(
    "correct",
    "Corriger un fait",
    (
        Field("fact", "Fait (son numéro dans l’historique)", Kind.INTEGER, required=True),
        Field("happened_on", "S’est réellement passé le", Kind.DATE),
        Field("set_aside", "Ne s’est jamais passé", Kind.BOOLEAN),
    ),
    accepts_any=True,
    free=Field("valeur", "Valeur", Kind.ANY),
)

# What happens to a duty, by the clock or by the facts of the same decision.
PLAN = Intention("plan-obligation", "Planifier", internal=True)
OPEN = Intention("open-obligation", "Ouvrir", internal=True)
REPLAN = Intention("replan-obligation", "Replanifier", internal=True)
PROGRESS = Intention("progress-obligation", "Compter un acte", internal=True)
PAUSE = Intention("pause-obligation", "Suspendre", internal=True)
REMIND = Intention("remind", "Rappeler", internal=True)
LAST_CALL = Intention("last-call", "Rappeler le jour de l’échéance", internal=True)
ESCALATE = Intention("escalate", "Alerter", internal=True)
EXPIRE = Intention("expire", "Constater l’échéance", internal=True)
CLOSE = Intention("close-obligation", "Clore", internal=True)
CANCEL = Intention("cancel-obligation", "Annuler", internal=True)
FLAG = Intention("flag-irregularity", "Relever une irrégularité", internal=True)
LIFTED = Intention("lift-rule", "Lever une règle", internal=True)
KEEP_TIME = Intention("keep-time", "Tenir l’horloge", internal=True)
