"""What may be done on a dossier; what is blocked, by what, and who can lift it; what has no object."""

from __future__ import annotations

from typing import Any

from lifecycle.commands.duties import CORRECT
from lifecycle.commands.fields import Kind
from lifecycle.decisions.search import instance_field
from lifecycle.dossier import Instance
from lifecycle.stages import TOLD_APART, holder_label
from lifecycle.vocabulary import Charter
from portal.deeds import Deed, is_setting
from portal.visits import Visit

NO_OFFER: dict[str, Any] = {
    "allowed": [],
    "leaving": [],
    "blocked": [],
    "others": [],
    "without_object": [],
    "several": False,
}


def possible(visit: Visit, stream: str) -> list[dict[str, Any]]:
    """Every command on each instance, and why not; settings have a page of their own."""
    rows = visit.desk.actions(stream, visit.actor)
    return [row for row in rows if not is_setting(row["command"])]


def offers(
    visit: Visit, stream: str, rows: list[dict[str, Any]], names: dict[str, str], stage: str
) -> dict[str, Any]:
    """The actions of the page: what somebody may do, what they may not and why."""
    charter = visit.desk.house.charter
    told = [r for r in rows if r["command"] not in ON_THE_CARDS and not on_a_shelf(charter, r)]
    allowed = [r for r in told if r["allowed"]]
    leaving = [r for r in allowed if _leaves(visit, r["command"])]
    blocked = [r for r in told if not r["allowed"] and not _without_object(r)]
    reached = {r["command"] for r in rows if r["allowed"]} | {r["command"] for r in blocked}
    return {
        "allowed": _by_phase(visit, stream, [r for r in allowed if r not in leaving], names, stage),
        "several": len(allowed) > MANY,
        "leaving": [_offer(visit, stream, r, names) for r in leaving],
        "blocked": [_offer(visit, stream, r, names) for r in blocked if not _for_others(r)],
        "others": [_offer(visit, stream, r, names) for r in blocked if _for_others(r)],
        "without_object": list(
            dict.fromkeys(r["label"] for r in rows if r["command"] not in reached)
        ),
    }


def on_a_shelf(charter: Charter, row: dict[str, Any]) -> bool:
    """Whether it is offered beside what it is done to: an event that is planned, a convention."""
    region = charter.by_command[row["command"]][0].region
    return bool(row["allowed"] and row["instance"] and region not in TOLD_APART)


def _by_phase(
    visit: Visit, stream: str, rows: list[dict[str, Any]], names: dict[str, str], stage: str
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """The actions by the phase that declares them, in the order of the charter; the present first."""
    found: list[tuple[str, str, list[dict[str, Any]]]] = []
    left = list(rows)
    for phase in visit.desk.house.charter.phases:
        commands = {t.on.name for t in phase.transitions}
        mine = [r for r in left if r["command"] in commands]
        left = [r for r in left if r["command"] not in commands]
        if mine:
            found.append((phase.name, phase.label, [_offer(visit, stream, r, names) for r in mine]))
    return sorted(found, key=lambda group: group[0] != stage)


def _without_object(row: dict[str, Any]) -> bool:
    """The present state has no such move, whoever asks."""
    return any(refusal["rule"] == "move" for refusal in row["refusals"])


def _for_others(row: dict[str, Any]) -> bool:
    """Another role does it: whoever looks has nothing to unblock."""
    return any(refusal["rule"] == "right" for refusal in row["refusals"])


# Offered beside each duty, irregularity and fact.
ON_THE_CARDS = ("justify-irregularity", "fulfil-obligation", "waive-obligation", CORRECT.name)
MANY = 12  # actions; beyond, those of the present stage are shown and the others folded away


def _leaves(visit: Visit, command: str) -> bool:
    """Whether the command ends the pathway: offered apart, nobody does it by mistake."""
    moves = visit.desk.house.charter.by_command[command]
    ends = (t.enters for t in moves if t.region == "pathway" and t.enters)
    return len(moves) == sum(state.final or state.left for state in ends)


def _offer(visit: Visit, stream: str, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    deed = deed_of(visit.desk.house.charter, row)
    refusals = [
        {**refusal, "who": ", ".join(map(holder_label, refusal["lifted_by"]))}
        for refusal in row["refusals"]
    ]
    about = names.get(row["instance"] or "", "")
    return {**row, "path": deed.path(stream), "about": about, "refusals": refusals}


def deed_of(charter: Charter, row: dict[str, Any]) -> Deed:
    """The link to the form of an action, on its instance."""
    field = instance_field(charter.by_command[row["command"]]) or "instance"
    return Deed(row["command"], row["label"], field, row["instance"] or "")


def beside(charter: Charter, rows: list[dict[str, Any]], one: Instance) -> list[Deed]:
    """What may be done to one instance: first what could also make a new one, as one holds an event."""
    found: list[Deed] = []
    for row in (r for r in rows if r["allowed"] and not r["instance"]):
        moves = charter.by_command[row["command"]]
        name = next((f.name for f in moves[0].on.fields if f.kind is Kind.INSTANCE), "")
        if name and moves[0].region == one.region and charter.allows(one, row["command"]):
            found.append(Deed(row["command"], row["label"], name, one.id))
    own = (row for row in rows if row["allowed"] and row["instance"] == one.id)
    return [*found, *(deed_of(charter, row) for row in own)]
