"""What people see of a dossier: its stage, its regions, its duties; all derived, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lifecycle.agenda import PENDING, is_late
from lifecycle.dossier import ROOTS, Dossier, Instance, irregularities
from lifecycle.events import Data
from lifecycle.people import Role
from lifecycle.rules.take_over import BEFORE_TAKE_OVER
from lifecycle.vocabulary import Charter

ORDER = ("candidacy", "mission", "contract", "training", "rupture", "follow_up", "closed")
STAGE_LABELS = {
    "candidacy": "candidature",
    "mission": "validation de mission",
    "contract": "contrat",
    "training": "formation",
    "rupture": "rupture",
    "follow_up": "suivi post-formation",
    "closed": "clos",
}
SITUATION_LABELS = {
    "difficulty": "difficulté",
    "mediation": "médiation",
    "suspension": "suspension du contrat",
    "mobility": "mobilité à l’étranger",
    "hosting": "accueil dans une autre entreprise",
    "prolongation": "prolongation après échec",
    "absence": "absence",
    "discipline": "procédure disciplinaire",
    "procedure": "procédure de rupture",
}
HOUSE_LABELS = {"formation": "formation", "cfa": "CFA"}
ARTICLES = {"formation": "la", "cfa": "le"}
# What a house keeps beside itself: told even when there is none.
KEPT = {
    "formation": ("promotion", "event", "convention", "resource", "offer", "suggestion"),
    "cfa": ("event", "convention", "resource", "certification", "control", "offer"),
}
# Told under words of their own, or on their own lists; a reserved case is told to nobody here.
TOLD_APART = (*ROOTS, "mission", "contract", "filing", "situation", "obligation", "irregularity",
              "role", "correction", "reserved")  # fmt: skip


def stage_of(charter: Charter, dossier: Dossier) -> str:
    """One word: the pathway's own, or how far its missions and contracts have come before it."""
    pathway = dossier.one("pathway")
    if pathway is None:
        return ""
    own = charter.states["pathway", pathway.state].stage
    if own != ORDER[0]:
        return own
    others = (charter.states[i.key[0], i.state].stage for i in dossier.instances.values())
    known = [ORDER.index(stage) for stage in others if stage]
    return ORDER[min(max(known, default=0), ORDER.index("contract"))]


def regions_of(dossier: Dossier) -> dict[str, Any]:
    """The regions in the shape of the outside contract (design, section 5)."""
    if dossier.root and dossier.kind in KEPT:
        none: dict[str, Any] = {f"{region}s": [] for region in KEPT[dossier.kind]}
        return {dossier.kind: dossier.root.state, **none, **_others(dossier)}
    pathway = dossier.one("pathway")
    return {
        "pathway": pathway.state if pathway else None,
        "missions": [{"id": m.id, "state": m.state} for m in dossier.of("mission")],
        "contracts": [_contract(dossier, c) for c in dossier.of("contract")],
        "situations": [
            {"id": s.id, "kind": s.data.get("kind"), "state": s.state}
            for s in dossier.of("situation")
        ],
        **_others(dossier),
    }


def _others(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """What lives beside: promotions, events, conventions, offers, exchanges…"""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in dossier.instances.values():
        if one.region not in TOLD_APART:
            found.setdefault(f"{one.region}s", []).append(_beside(one))
    return found


def _beside(one: Instance) -> dict[str, Any]:
    said = {name: one.data[name] for name in ("kind", "title") if one.data.get(name)}
    return {"id": one.id, "state": one.state, "since": one.since.isoformat(), **said}


def _contract(dossier: Dossier, contract: Instance) -> dict[str, Any]:
    filing = dossier.get("filing", contract.id)
    return {"id": contract.id, "state": contract.state, "filing": filing.state if filing else None}


def duties_of(charter: Charter, dossier: Dossier, at: datetime) -> list[dict[str, Any]]:
    """Every duty of the dossier, in the shape of the agenda, the next due first."""
    rows = [duty_row(charter, dossier, duty, at) for duty in dossier.of("obligation")]
    return sorted(rows, key=lambda row: (row["status"] not in PENDING, row["due_on"], row["id"]))


def duty_row(charter: Charter, dossier: Dossier, duty: Instance, at: datetime) -> dict[str, Any]:
    declared = charter.obligations.get(duty.data["ref"])
    return {
        "dossier": dossier.stream,
        "obligation": duty.data["ref"],
        "id": duty.id,
        "name": duty.data["name"],
        "label": declared.label if declared else duty.data["name"],
        "instance": duty.data["subject"],
        "owed_by": duty.data["owed_by"] or None,
        "due_on": duty.data["due_on"],
        "status": duty.state,
        "status_label": duty_label(charter, duty),
        "next_step_on": duty.data.get("next_on"),
        "late": is_late(duty, at),
        "paused": bool(duty.data.get("paused")),
        "on_time": duty.data.get("on_time"),
        "before_take_over": duty.data.get("why") == BEFORE_TAKE_OVER,
    }


def duty_label(charter: Charter, duty: Instance) -> str:
    """The state of a duty as people say it: what was due before the house came is none of its debts."""
    if duty.data.get("why") == BEFORE_TAKE_OVER:
        return "avant reprise"
    return charter.states["obligation", duty.state].label


def irregularities_of(dossier: Dossier) -> list[dict[str, Any]]:
    """What is flagged and not yet justified."""
    return [
        {
            "id": i.id,
            "rule": i.data["rule_ref"] or i.data["rule"],
            "reason": i.data["reason"],
            "source": i.data["source"],
            "about": i.data["about"],
            "since": i.since.isoformat(),
        }
        for i in irregularities(dossier)
    ]


def formation_of(dossier: Dossier) -> str:
    """The code of the formation that an apprentice belongs to, or that the dossier is."""
    root = dossier.root
    if root is None or root.region not in ("pathway", "formation"):
        return ""
    return str(root.data.get("code" if root.region == "formation" else "formation") or "")


def house_name(dossier: Dossier) -> str:
    """« formation BUT INFO », « CFA du Rhin »; nothing for the dossier of an apprentice."""
    kind = HOUSE_LABELS.get(dossier.kind, "")
    title = str(dossier.said.get("title") or dossier.said.get("code") or "")
    if not kind or title.casefold().startswith(f"{kind} ".casefold()):
        return f"{kind}{title[len(kind) :]}" if kind else ""
    return f"{kind} {title}"


def house_in_a_sentence(dossier: Dossier) -> str:
    """« la formation BUT INFO », « le CFA du Rhin »."""
    return f"{ARTICLES[dossier.kind]} {house_name(dossier)}"


def person_ids(dossier: Dossier) -> set[str]:
    """Everybody whom the facts of a dossier or house name, those who no longer hold a role too.

    A duty names nobody: whoever it falls to holds a role elsewhere.
    """
    found: set[str] = set()
    for instance in dossier.instances.values():
        if instance.region != "obligation":
            found |= set(_named(instance.data))
    return found - {"", "None"}


def _named(data: Data) -> Iterator[str]:
    for name, said in data.items():
        if name.startswith("role:"):
            yield str(said)
        elif name.startswith("held:"):
            yield from (str(person) for _, person in said or ())


def holder_label(role: str) -> str:
    return Role(role).label if role in set(Role) else role
