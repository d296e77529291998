"""Reports, projects, mémoires and soutenances: planned, delivered, or dropped."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention
from lifecycle.people import Role

MILESTONE = Field("milestone", "Échéance de travaux", Kind.INSTANCE)
KINDS = ("rapport", "projet", "memoire", "soutenance")

PLAN_MILESTONE = Intention(
    "plan-milestone",
    "Prévoir un rapport, un projet, un mémoire ou une soutenance",
    (
        Field("kind", "Nature", Kind.CHOICE, True, KINDS),
        Field("due_on", "Pour le", Kind.DATE, required=True),
        Field("title", "Sujet", personal=Role.APPRENTI),
    ),
)
MOVE_MILESTONE = Intention(
    "move-milestone",
    "Reporter une échéance de travaux",
    (MILESTONE, Field("due_on", "Pour le", Kind.DATE, required=True)),
)
DELIVER_MILESTONE = Intention(
    "deliver-milestone",
    "Enregistrer des travaux remis ou soutenus",
    (MILESTONE, Field("delivered_on", "Remis ou soutenu le", Kind.DATE)),
    dated_by="delivered_on",
)
DROP_MILESTONE = Intention("drop-milestone", "Abandonner une échéance de travaux", (MILESTONE,))
