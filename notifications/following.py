"""What letters say of a contract that runs or ends, of the months without one, of what comes after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lifecycle.agenda import PENDING
from lifecycle.calendar import french
from lifecycle.commands.training import GRID_PARTIES
from lifecycle.dossier import Dossier, Instance
from lifecycle.people import Role, rungs
from lifecycle.vocabulary import Every, StepKind, Waves
from notifications.catalogue import ABOUT
from notifications.informing import informed
from notifications.letters.rendering import Value
from notifications.words import AT_THE_END, HAPPENED, NOT_SAID, VISIT_POINTS

if TYPE_CHECKING:
    from notifications.telling import Telling

HELPERS = (Role.TUTEUR_ACADEMIQUE, Role.RESPONSABLE_FORMATION, Role.GESTIONNAIRE)
SIX_MONTHS, OTHER_CFA, DREETS = "D63", "D59", "D61"


def following(telling: Telling, subject: Instance | None) -> dict[str, Value]:
    """The values of the letters of training, rupture and follow-up that no ladder gives."""
    data = subject.data if subject else {}
    fact = telling.fact
    return {
        "happened": (HAPPENED[fact.type],) if fact.type in HAPPENED else (),
        "broken_on": _day(data.get("broken_on"), fact.effective_on),
        "takes_effect_on": _day(data.get("takes_effect_on"), fact.effective_on),
        "exams_on": _day(data.get("exams_on")),
        "exams_end_on": _day(data.get("exams_end_on") or data.get("exams_on")),
        "until": due_of(telling.now, SIX_MONTHS),
        "other_cfa_until": due_of(telling.now, OTHER_CFA),
        "answer_by": due_of(telling.now, DREETS),
        "documents_at_the_end": AT_THE_END,
        "helpers": tuple(_helpers(telling, subject)),
        "maitre_at": telling.reach(subject, Role.MAITRE_APPRENTISSAGE),
        "tuteur_at": telling.reach(subject, Role.TUTEUR_ACADEMIQUE),
        "to_apprentice": telling.told_as == Role.APPRENTI,
        "party": telling.told_as in GRID_PARTIES,
        "waiting": tuple(_label(p) for p in GRID_PARTIES if not data.get(f"grid:{p}")),
        **informed(telling, subject),
        **_source(telling),
    }


def of_the_duty(telling: Telling, duty: Instance, due: date) -> dict[str, Value]:
    """What the ladder of a duty says besides: its period, what has been done of it, what is left."""
    times, count = duty.data.get("times", 1), duty.data.get("count", 0)
    return {
        "period": _period(telling, duty),
        "progress": (f"{count} sur {times}",) if count else (),
        "points": VISIT_POINTS.get(str(duty.data["ref"]), VISIT_POINTS["*"]),
        "days_left": (due - telling.day).days,
        "estimated": bool(duty.data.get("estimated")),
        "not_before": bool(duty.data.get("never_late")),
        "owned": bool(duty.data["owed_by"]),
        "keeper": _keeps(telling, duty),
    }


def _keeps(telling: Telling, duty: Instance) -> bool:
    """Whether the reader is of those who see what a reserved duty is about, not a stand-in."""
    seen_by = telling.charter.obligations[duty.data["ref"]].reserved_to
    told = (t for t in telling.fact.data.get("told") or () if t["person"] == telling.recipient)
    return any(t["role"] in seen_by for t in told)


def told_next(telling: Telling, duty: Instance, subject: Instance | None) -> dict[str, Value]:
    """Who will be told of the failure, by name, and on which day: the last call says it."""
    left = duty.data["steps"][duty.data["next"] :] if duty.state in PENDING else []
    row = next((r for r in left if r["kind"] == StepKind.ESCALATION), None)
    if row is None:
        return {"told_tomorrow": (), "told_when": NOT_SAID}
    named = dict.fromkeys(_answering(telling, subject, Role(role)) for role in row["to"])
    others = tuple(text for person, text in named if person != telling.recipient)
    return {"told_tomorrow": others, "told_when": _when(telling.day, date.fromisoformat(row["on"]))}


def _answering(telling: Telling, subject: Instance | None, role: Role) -> tuple[str, str]:
    """The id of who answers for a role, and how a letter names them."""
    for rung in rungs(role):
        if person := telling.held_by(subject, rung):
            return person, f"{telling.name(person)} ({rung.label})"
    return "", role.label


def _when(today: date, on: date) -> str:
    if on <= today:
        return "aujourd’hui"
    tomorrow = on == today + timedelta(days=1)
    return f"demain, {french(on)}," if tomorrow else f"le {french(on)}"


def due_of(dossier: Dossier, ref: str) -> tuple[str, ...]:
    """The last day of the duty of that name, when one is awaited."""
    found = [d for d in dossier.of("obligation") if d.data["ref"] == ref and d.data.get("next_on")]
    return (_day(found[-1].data["due_on"]),) if found else ()


def _period(telling: Telling, duty: Instance) -> tuple[str, ...]:
    recurs, of = telling.charter.obligations[duty.data["ref"]].recurs, duty.data.get("of")
    if isinstance(recurs, Every) and of and duty.data.get("last"):
        return (f"du {_day(of)} au {_day(duty.data['last'])}",)
    return (f"{of} après la fin de la formation",) if isinstance(recurs, Waves) and of else ()


def _helpers(telling: Telling, subject: Instance | None) -> list[str]:
    """Who helps, by name and with how to reach them; not the reader."""
    found: dict[str, str] = {}
    for role in HELPERS:
        person = telling.person(subject, role)
        if person and person.id != telling.recipient:
            reach = ", ".join((role.label, *telling.reach(subject, role)))
            found.setdefault(person.id, f"{person.name} ({reach})")
    return list(found.values())


def _source(telling: Telling) -> Mapping[str, Value]:
    """A letter that speaks of a duty cites what makes it due, armed or not."""
    declared = telling.charter.obligations.get(ABOUT.get(telling.fact.type, ""))
    return {"source": str(declared.source)} if declared else {}


def _label(role: str) -> str:
    return Role(role).label


def _day(text: object, otherwise: date | None = None) -> str:
    day = date.fromisoformat(str(text)) if text else otherwise
    return french(day) if day else NOT_SAID
