"""What answers each duty of an apprentice: who does what, with which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from application.simulation.acts import Fields
from lifecycle.commands.training import EVALUATORS, GRID_PARTIES
from persistence.reading import Owed

TUTEUR, MAITRE, APPRENTICE = "tuteur_academique", "maitre_apprentissage", "apprenti"
RF, DIRECTION, OFFICE = "responsable_formation", "direction", "gestionnaire"
Said = Callable[[Owed, date], Fields]


def _nothing(_row: Owed, _day: date) -> Fields:
    return {}


@dataclass(frozen=True)
class Habit:
    """The command that answers a duty, who gives it, with what; several acts where it takes several.

    `says` adds what depends on the duty and on the day. `owner`: whoever owes it gives it.
    """

    command: str
    role: str
    fields: tuple[Fields, ...] = ({},)
    says: Said = _nothing
    owner: bool = False


def _reviewed_again(name: str, days: int) -> Said:
    return lambda _row, day: {name: (day + timedelta(days=days)).isoformat()}


AIDS = ("logement", "restauration", "mobilite", "sante", "premier_equipement", "recherche_emploi")
VISIT = Habit(
    "record-visit",
    TUTEUR,
    ({
        "mode": "site",
        "means_checked": True,
        "profile_checked": True,
        "telework_ok": True,
        "environment": "satisfactory",
        "progression": "satisfactory",
        "report": "Missions conformes au projet ; les acquis sont listés au livret.",
    },),
)  # fmt: skip
RETOUR = Habit("record-retour", RF, ({"reflexive": True},))
GRID = tuple({"party": party, "with_referentiel": True} for party in GRID_PARTIES)
SCORED = tuple({"by": by, "score": 4, "tutoring_score": 4} for by in EVALUATORS)
TOLD = {"answer": "Vu ensemble, noté au livret."}
LIVRET = {"link": "https://livret.cfa.example/suivi"}
REVIEWED = Habit(
    "note-reserved",
    OFFICE,
    ({"step": "entretien", "account": "Entretien tenu, suites convenues."},),
    _reviewed_again("review_on", 60),
    owner=True,
)
CLOSED = Habit("close-reserved", OFFICE, ({"outcome": "resolue"},), owner=True)
FINISHED = Habit("finish-action", OFFICE, ({"outcome": "Fait comme convenu."},))

HABITS: Mapping[str, Habit] = {
    "D01": Habit("validate-mission", RF),
    "C-01": Habit("record-outreach", OFFICE, ({"outreach_channel": "telephone"},)),
    "P2-S07": Habit("answer-contact", OFFICE, ({"answer_channel": "courriel"},)),
    "P1-P11": Habit("answer-exchange", TUTEUR, ({"said_by": TUTEUR, **TOLD},)),
    "P3-P06": Habit("answer-exchange", MAITRE, ({"said_by": MAITRE, **TOLD},)),
    "SYS-09": Habit("answer-exchange", APPRENTICE, ({"said_by": APPRENTICE, **TOLD},)),
    **dict.fromkeys(("D30", "D31", "D32", "D36", "D37"), VISIT),
    **dict.fromkeys(("D33", "D34"), RETOUR),
    **dict.fromkeys(("D11", "D13", "D15", "D16"), Habit("transmit-filing", "employeur")),
    "D35": Habit("acknowledge-grid", OFFICE, GRID),
    "D38": Habit("record-evaluation", OFFICE, SCORED),
    "V2-02": Habit("acknowledge-aids", APPRENTICE, (dict.fromkeys(AIDS, True),)),
    "C-13": Habit("acknowledge-rules", APPRENTICE),
    "P3-S00": Habit(
        "share-referentiel", RF, ({"referentiel": "RNCP", "follow_up_terms": "Livret et visites."},)
    ),
    "E-08": Habit("record-coordination", TUTEUR, ({"channel": "telephone"},)),
    "E-05": Habit("accept-tutoring", TUTEUR),
    "P3-P01": Habit("record-training", OFFICE, ({"who": TUTEUR, "means": "alterkit"},)),
    "M-06": Habit("record-training", OFFICE, ({"who": MAITRE, "means": "alterkit"},)),
    "P3-C04": Habit("share-report", TUTEUR),
    **dict.fromkeys(("E-04", "M-04", "A-01"), FINISHED),
    "P3-S01": Habit("open-livret", OFFICE, (LIVRET,)),
    "P3-C03": Habit("record-livret-entry", APPRENTICE, ({"by": APPRENTICE, **LIVRET},)),
    "T25": Habit("resolve-situation", TUTEUR, ({"outcome": "resolved"},)),
    "P2-P15": Habit("review-progression", TUTEUR, ({"progress": "as_agreed"},)),
    "P2-P18": Habit("review-telework", TUTEUR, ({"suits": True},)),
    "P3-P08": Habit("deliver-milestone", APPRENTICE),
    "D58": Habit("resolve-situation", DIRECTION, ({"outcome": "resolved"},)),
    "D62": Habit("inform-filing-body", "employeur"),
    "T34": Habit("record-abandonment", RF),
    **dict.fromkeys(("V2-03", "C-09", "C-10", "C-17"), REVIEWED),
    **dict.fromkeys(("P3-P10", "E-10", "P3-P12", "P3-P11"), CLOSED),
}
