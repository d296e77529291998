"""What letters say of the dossier of a formation or CFA, which no apprentice is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.calendar import french
from lifecycle.commands.organisation.events import EVENT_LABELS
from lifecycle.dossier import APPRENTICE, Dossier, Instance
from lifecycle.stages import HOUSE_LABELS, house_in_a_sentence, house_name
from notifications.letters.rendering import Told
from notifications.words import KEPT

if TYPE_CHECKING:
    from notifications.telling import Telling

PATHS = {"formation": "formations", "cfa": "cfas"}
# The day by which people know a thing of a house, the first that it has.
DAYS = ("held_on", "planned_on", "rentree_on", "starts_on", "certified_on", "received_on")


def housed(telling: Telling, subject: Instance | None) -> Told:
    """Nothing for an apprentice; else the house in the place of the apprentice, and its page."""
    dossier = telling.now
    if dossier.kind == APPRENTICE or dossier.root is None:
        return {}
    kind, code = dossier.kind, str(dossier.said["code"])
    name = house_name(dossier)
    return {
        "apprentice": lambda: name,
        "house": lambda: (_heading(kind), name.removeprefix(HOUSE_LABELS[kind]).strip() or code),
        "house_said": lambda: (house_in_a_sentence(dossier),),
        "dossier": lambda: f"{kind}:{code}",
        "page": lambda: (f"{telling.pages}/{PATHS[kind]}/{code}",) if telling.pages else (),
        "subject_label": lambda: _subject(dossier, subject),
    }


def _heading(kind: str) -> str:
    label = HOUSE_LABELS[kind]
    return label[:1].upper() + label[1:]


def _subject(dossier: Dossier, subject: Instance | None) -> str:
    """What the duty is about: the house, or what it keeps by its nature, its title and its day."""
    if subject is None or subject.region not in KEPT:
        return house_in_a_sentence(dossier)
    nature = EVENT_LABELS.get(str(subject.data.get("kind")), KEPT[subject.region])
    title = str(subject.data.get("title") or "")
    day = next((on for name in DAYS if (on := subject.day(name))), None)
    return f"{nature}{f' {title}' if title else ''}{f', {french(day)}' if day else ''}"
