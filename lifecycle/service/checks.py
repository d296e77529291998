"""What the door asks of a command before anybody decides on it, and what a retry must repeat."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from lifecycle.commands import Command
from lifecycle.dossier import HOUSES, Dossier
from lifecycle.errors import Conflict, InvalidInput, NotFound
from lifecycle.events import Event
from lifecycle.vocabulary import Charter, seen

ROOTS = ("pathway", *HOUSES, "letter", "log")


def check_expected(charter: Charter, command: Command, history: Sequence[Event]) -> None:
    """A conflict only with later facts that the clock did not record and that the actor may see."""
    later = history[command.expect :] if command.expect is not None else ()
    attested = {event.pos for event in later if not event.by_clock}
    if attested and attested & {e.pos for e in seen(charter, history, command.actor.role)}:
        raise Conflict("Le dossier a changé depuis que vous l’avez lu : relisez-le.")


def check_exists(charter: Charter, command: Command, history: Sequence[Event]) -> None:
    if not history and not opens(charter, command):
        raise NotFound(f"Dossier inconnu : « {command.stream[:40]} ».")


STREAM_LABELS = {
    "apprentice": "un apprenti",
    "formation": "une formation",
    "cfa": "un CFA",
    "correspondence": "un courrier",
    "log": "le journal",
}


def check_lives_here(charter: Charter, command: Command, dossier: Dossier) -> None:
    """A command speaks of what lives in that kind of stream. Raises InvalidInput."""
    kind = dossier.kind
    moves = charter.by_command.get(command.name, ())
    homes = frozenset[str]().union(*(charter.homes.get(t.region, ()) for t in moves))
    if not homes or kind in homes or not dossier.instances:
        return
    wanted = " ou ".join(STREAM_LABELS[home] for home in sorted(homes))
    raise InvalidInput(
        f"« {command.intention.label} » concerne {wanted} ; ce dossier est {STREAM_LABELS[kind]}."
    )


def opens(charter: Charter, command: Command) -> bool:
    """Whether the command makes a stream: a dossier, a formation, a CFA, a letter, the log."""
    moves = charter.by_command.get(command.name, ())
    return any(t.creates and t.region in ROOTS for t in moves)


def fingerprint(charter: Charter, command: Command) -> str:
    """What a retry must repeat: the intention, its dossier, fields, date, people and reason.

    Where the command makes a stream, the id drawn for it is not part of what is asked.
    """
    said = (
        command.name,
        "" if opens(charter, command) else command.stream,
        sorted(command.fields.items()),
        command.effective_on,
        str(command.actor),
        str(command.on_behalf_of or ""),
        command.reason,
    )
    return sha256(repr(said).encode()).hexdigest()
