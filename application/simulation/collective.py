"""What answers the duties of formations and CFAs: meetings with their attendance, papers, audits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from application.simulation.acts import DELEGATES, PRESENT, Fields
from application.simulation.answers import DIRECTION, OFFICE, RF, Habit, Said
from lifecycle.rules.collective import PREVENTION
from persistence.reading import Owed

EVERYBODY: Mapping[str, Any] = {
    "present_apprentis": 2,
    "present_delegues": 2,
    "present_maitres_apprentissage": 3,
    "present_employeurs": 2,
    "present_tuteurs": 4,
    "present_branches": 1,
    "present_cfa": 2,
}
MINUTES = {"minutes": "Points de l’ordre du jour examinés ; décisions au relevé."}
COMMITTEE = ("competences", "rythme_alternance", "retours_experience", "indicateurs")
COUNCIL = (*COMMITTEE, "organisation", "entreprises", "resultats")
PARTIES = ("maitre_apprentissage", "apprenti", "tuteur_academique", "responsable_formation")
VOICES = ("apprenti", "maitre_apprentissage", "tuteur_academique", "direction")
SUGGESTED = "Travailler plus tôt la conduite de projet."


def _held(kind: str, role: str = RF, topics: tuple[str, ...] = (), **said: object) -> Habit:
    fields: dict[str, object] = {"kind": kind, "channel": "presentiel", **MINUTES, **said}
    if topics:
        fields |= {"topics": ",".join(topics), "agenda": "Ordre du jour envoyé aux membres."}
    return Habit("hold-event", role, (fields,))


def _sifa(row: Owed, _day: date) -> Fields:
    due = date.fromisoformat(row.due_on)
    return {"sifa_year": due.year - (due.month < 7)}


def _bilan(row: Owed, _day: date) -> Fields:
    return {"bilan_year": date.fromisoformat(row.due_on).year - 1}


def _until(name: str, days: int) -> Said:
    return lambda _row, day: {name: (day + timedelta(days=days)).isoformat()}


HABITS: Mapping[str, Habit] = {
    "D39": _held("comite_pilotage", topics=COMMITTEE, **EVERYBODY),
    "D40": _held("conseil_perfectionnement", DIRECTION, COUNCIL, **EVERYBODY),
    "D41": _held("information_candidats", OFFICE, present_candidats=60),
    "D25": _held("reunion_rentree", attended=PRESENT),
    "D26": Habit("elect-delegates", OFFICE, ({"delegates": DELEGATES},)),
    "P2-P17": Habit(
        "publish-evaluations", RF, ({"evaluations_link": "https://portail.example/planning"},)
    ),
    "P1-P03": _held("reunion_pedagogique", present_tuteurs=6),
    "P1-P05": _held("retour_alternance", attended=PRESENT, reflexive=True),
    "DEL-05": _held("conseil_perfectionnement", topics=COUNCIL, **EVERYBODY),
    "DEL-06": _held("information_employeurs", present_employeurs=12),
    "C-14": Habit("hold-event", OFFICE, tuple({"kind": kind, **MINUTES} for kind in PREVENTION)),
    "P1-C03": _held("revue_indicateurs", OFFICE, topics=("indicateurs",)),
    "P2-C07": _held("rencontre_recruteurs", OFFICE, present_candidats=30, present_employeurs=9),
    "P4-S06": _held("jobdating", OFFICE, attended=PRESENT, encounters=24, outcomes=9),
    "P1-P09": _held("bilan_partenariat", DIRECTION, present_cfa=3),
    "DEL-26": Habit("record-campaign", OFFICE, ({"asked": 60, "answered": 37},)),
    "D90": Habit("record-sifa", OFFICE, ({"sifa_step": "controle"},), _sifa),
    "D91": Habit("record-bilan", OFFICE, says=_bilan),
    "D93": Habit("renew-certification", DIRECTION, says=_until("certified_on", 0)),
    "Q-13": Habit("record-surveillance", DIRECTION),
    **dict.fromkeys(("D94", "D95"), Habit("answer-control", DIRECTION)),
    "ENG-04": Habit("renew-convention", DIRECTION, says=_until("ends_on", 730)),
    "P2-P02": Habit("qualify-offer", OFFICE, ({"mission_fits": True, "profile_fits": True},)),
    "P2-P03": Habit(
        "publish-offer", OFFICE, ({"channels": "site,reseaux"},), _until("expires_on", 60)
    ),
    "P2-C03": Habit("fill-offer", OFFICE),
    "P4-C05": Habit(
        "review-employers", OFFICE, ({"employers_asked": 40, "employers_recruiting": 12},)
    ),
    "E-09": Habit(
        "raise-suggestion",
        OFFICE,
        tuple(
            {"party": party, "kind": "retour_experience", "suggestion_text": SUGGESTED}
            for party in PARTIES
        ),
    ),
    "P1-P07": Habit(
        "raise-suggestion",
        OFFICE,
        tuple(
            {
                "party": party,
                "delegate": party == "apprenti",
                "kind": "retour_experience",
                "suggestion_text": SUGGESTED,
            }
            for party in VOICES
        ),
    ),
    "P1-P08": Habit("consider-suggestion", RF),
    "P1-S05": Habit(
        "settle-suggestion", RF, ({"decision": "retenue_en_partie", "change": SUGGESTED},)
    ),
}
