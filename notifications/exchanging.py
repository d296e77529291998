"""What letters say of an exchange between the parties, and of an offer that is sent to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from lifecycle.agenda import PENDING
from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.people import Role
from notifications.gathering import gathered
from notifications.letters.rendering import Value
from notifications.words import NOT_SAID, TOPICS, UNKNOWN

if TYPE_CHECKING:
    from notifications.telling import Telling


def exchanged(telling: Telling, subject: Instance | None) -> dict[str, Value]:
    """The words of an exchange, by whom and to whom; those of an offer."""
    data = subject.data if subject else {}
    asked_of, topic = str(data.get("asked_of")), str(data.get("topic"))
    return {
        "said_by": _named(telling, subject, str(telling.fact.data.get("said_by"))),
        "asked_of": _named(telling, subject, asked_of),
        "topic": (TOPICS[topic],) if topic in TOPICS else (),
        "question": telling.personal.get("question") or NOT_SAID,
        "answer": telling.personal.get("answer") or NOT_SAID,
        "answer_before": _answer_before(telling),
        **_service(telling, subject),
        "to_answer": telling.told_as == asked_of,
        **_offer(telling),
        **gathered(telling),
    }


def _named(telling: Telling, subject: Instance | None, role: str) -> str:
    """« Paul Weber (tuteur académique) », or the party without a name."""
    if role not in set(Role):
        return NOT_SAID
    party, name = Role(role), telling.holder(subject, Role(role))
    if name == NOT_SAID:
        return UNKNOWN.get(party, f"la personne qui sera {party.label}")
    return f"{name} ({party.label})"


def _service(telling: Telling, subject: Instance | None) -> Mapping[str, Value]:
    """Who answers for the service dédié: by name, else whoever answers for the CFA."""
    name = telling.holder(subject, Role.SERVICE_DEDIE)
    if name == NOT_SAID:
        return {"service": telling.contact.name or "votre CFA", "service_at": ()}
    return {"service": name, "service_at": telling.reach(subject, Role.SERVICE_DEDIE)}


def _answer_before(telling: Telling) -> tuple[str, ...]:
    duties = (d for d in telling.now.of("obligation") if d.data["subject"] == telling.fact.instance)
    return tuple(_day(d.data["due_on"]) for d in duties if d.state in PENDING)


def _offer(telling: Telling) -> Mapping[str, Value]:
    said = telling.fact.data
    until = said.get("offer_until")
    return {
        "offer_title": str(said.get("offer_title") or NOT_SAID),
        "offer_place": str(said.get("offer_place") or NOT_SAID),
        "offer_link": str(said.get("offer_link") or NOT_SAID).removeprefix("https://"),
        "offer_until": _day(until) if until else NOT_SAID,
    }


def _day(text: object) -> str:
    return french(date.fromisoformat(str(text)))
