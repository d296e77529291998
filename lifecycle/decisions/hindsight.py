"""What was said when a fact was recorded, and in which dossier: what it is decided again with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lifecycle.commands import Command, Intention
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.moves import concluded
from lifecycle.dossier import Instance, Key, folded, standing
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.rules.organisation import NONE
from lifecycle.vocabulary import Case, Transition

Place = tuple[date, int]
CHOSEN = "set:"  # before the key of a setting, in what a fact keeps


class Hindsight:
    """The facts as they were recorded, as they stood before this decision, and as they now stand.

    `later` may put a fact on another day than the one on which it stood.
    """

    def __init__(self, draft: Draft, later: Sequence[Event]) -> None:
        facts = draft.facts()
        self.draft = draft
        self.case = draft.case
        self.placed = standing(draft.case.history)
        self.first = {e.place: e for e in facts if e.pos == e.place}
        self.stood = {e.place: e for e in standing(facts)}
        self.now = {**self.stood, **{e.place: e for e in later}}

    def view(self, event: Event) -> Case:
        """The case as a rule sees it, as far as the history keeps what was said."""
        subject = self.draft.instances.get(event.key)
        if subject is None and event.cause is not None:
            subject = self.draft.instances.get(self.now[event.cause].key)
        return self.draft.view(subject, event.effective_on, self.said(self.root_of(event)))

    def root_of(self, event: Event) -> Event:
        """The command from which a fact follows."""
        while event.cause is not None:
            event = self.now[event.cause]
        return event

    def said(self, root: Event) -> Command:
        """The command that recorded `root`: its open values, whom its form named, its role."""
        intention = self.draft.charter.intentions[root.move]
        named = _named(intention, root.data)
        return Command(
            intention=intention,
            stream=root.stream,
            fields=_typed(intention, root.data),
            persons={r: str(p) for r in named if (p := root.data.get(f"role:{r}"))},
            actor=self.first[root.place].actor,
            on_behalf_of=self.case.command.on_behalf_of,
        )

    # --- what is drawn from the dossier ----------------------------------------------------------

    def redrawn(self, event: Event, move: Transition, view: Case) -> Mapping[str, Any]:
        """What is drawn from the dossier changes where the decision changes what it is drawn from."""
        was = self.as_it_stood(event) if move.concludes else None
        if was is None:
            return event.data
        before, now = concluded(move, was), concluded(move, view)
        if before == now:
            return event.data
        kept = {k: v for k, v in event.data.items() if k not in before.keys() - now.keys()}
        return {**kept, **{k: v for k, v in now.items() if before.get(k) != v}}

    def as_it_stood(self, event: Event) -> Case | None:
        """The case in which the fact stood before this decision; none when it did not stand."""
        stood = root = self.stood[event.place]
        if stood.state is None:
            return None
        instances = self.before(place_of(stood))
        subject = instances.get(stood.key)
        while root.cause is not None:
            root = self.stood[root.cause]
            subject = subject or instances.get(root.key)
        dossier = replace(self.draft.dossier, instances=instances)
        return self.draft.case.seen(dossier, subject, stood.effective_on, self.said(root))

    def before(self, place: Place) -> Mapping[Key, Instance]:
        """The dossier as this decision found it, just before that place."""
        earlier = [e for e in self.placed if place_of(e) < place]
        return folded(self.case.command.stream, 0, earlier).instances


def place_of(event: Event) -> Place:
    return event.effective_on, event.place


def _typed(intention: Intention, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form said; of a house, its fields and its settings, as they were typed."""
    if not intention.accepts_any:
        return data
    names = {f.name for f in intention.fields}
    own = {name: value for name, value in data.items() if name in names}
    chosen = (name for name in data if name.startswith(CHOSEN))
    return own | {name.removeprefix(CHOSEN): data[name] or NONE for name in chosen}


def _named(intention: Intention, fields: Mapping[str, Any]) -> Iterable[Role]:
    """The roles of which a form names the holder, and the apprentice, whom every command is about."""
    if intention.accepts_any:
        return Role
    groups = (group.role for group in intention.people)
    return {Role.APPRENTI, *(r if isinstance(r, Role) else Role(fields[r]) for r in groups)}
