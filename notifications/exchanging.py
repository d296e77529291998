"""What letters say of an exchange between the parties, and of an offer that is sent to somebody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.agenda import PENDING
from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.people import Role
from notifications.gathering import gathered
from notifications.letters.rendering import Told
from notifications.words import NOT_SAID, TOPICS, UNKNOWN

if TYPE_CHECKING:
    from notifications.telling import Telling


def exchanged(telling: Telling, subject: Instance | None) -> Told:
    """The words of an exchange, by whom and to whom; those of an offer."""
    data = subject.data if subject else {}
    asked_of, topic = str(data.get("asked_of")), str(data.get("topic"))
    return {
        "said_by": lambda: _named(telling, subject, str(telling.fact.data.get("said_by"))),
        "asked_of": lambda: _named(telling, subject, asked_of),
        "topic": lambda: (TOPICS[topic],) if topic in TOPICS else (),
        "question": lambda: telling.personal.get("question") or NOT_SAID,
        "answer": lambda: telling.personal.get("answer") or NOT_SAID,
        "answer_before": lambda: _answer_before(telling),
        **_service(telling, subject),
        "to_answer": lambda: telling.told_as == asked_of,
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


def _service(telling: Telling, subject: Instance | None) -> Told:
    """Who answers for the service dédié: by name, else whoever answers for the CFA."""
    name = telling.holder(subject, Role.SERVICE_DEDIE)
    if name == NOT_SAID:
        return {"service": lambda: telling.contact.name or "votre CFA", "service_at": tuple}
    return {
        "service": lambda: name,
        "service_at": lambda: telling.reach(subject, Role.SERVICE_DEDIE),
    }


def _answer_before(telling: Telling) -> tuple[str, ...]:
    duties = (d for d in telling.now.of("obligation") if d.data["subject"] == telling.fact.instance)
    return tuple(_day(d.data["due_on"]) for d in duties if d.state in PENDING)


def _offer(telling: Telling) -> Told:
    said = telling.fact.data
    until = said.get("offer_until")
    return {
        "offer_title": lambda: str(said.get("offer_title") or NOT_SAID),
        "offer_place": lambda: str(said.get("offer_place") or NOT_SAID),
        "offer_link": lambda: str(said.get("offer_link") or NOT_SAID).removeprefix("https://"),
        "offer_until": lambda: _day(until) if until else NOT_SAID,
    }


def _day(text: object) -> str:
    return french(date.fromisoformat(str(text)))
