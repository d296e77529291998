"""Documents of a dossier: deposited after a look at what they are, listed, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from exchange.papers import Paper
from lifecycle.commands import Command
from lifecycle.commands.documents import KEEP_DOCUMENT
from lifecycle.decisions.judgement import right
from lifecycle.dossier import Dossier
from lifecycle.errors import NotAllowed, NotFound
from lifecycle.people import Actor
from lifecycle.service import Done, House, handle
from persistence.attachments import Attachments
from persistence.sealing import owner_of

REGION, KEPT = "document", "kept"
NAMELESS = "(nom illisible : la clé a été détruite)"


@dataclass(frozen=True, slots=True)
class Document:
    """One document as the facts tell it; `name` is empty once nobody can read it."""

    id: str
    kind: str
    name: str
    mime: str
    size: int
    sha256: str
    about: str
    since: date
    withdrawn: bool

    @property
    def called(self) -> str:
        return self.name or NAMELESS

    def described(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name or None,
            "mime": self.mime,
            "size": self.size,
            "sha256": self.sha256,
            "about": self.about or None,
            "since": self.since.isoformat(),
            "withdrawn": self.withdrawn,
        }


def deposit(
    house: House,
    attachments: Attachments,
    dossier: Dossier,
    paper: Paper,
    asked: Command,
    at: datetime,
) -> Done:
    """Keep the bytes, then say so in the history; `asked` names the kind and what it is about.

    In that order: a fact never names what is not kept. Raises what refuses the command.
    """
    if refusals := right(asked, house.charter.by_command[KEEP_DOCUMENT.name]):
        raise NotAllowed(refusals)
    said = {"name": paper.name, "mime": paper.mime, "size": paper.size}
    read = KEEP_DOCUMENT.read({**asked.fields, **said, "sha256": "0" * 64})
    digest = attachments.keep(dossier.stream, owner_of(dossier), paper.content, paper.mime, at)
    return handle(house, replace(asked, fields={**read, "sha256": digest}), at)


def keeping(
    stream: str, kind: str, about: str, actor: Actor, *, on: date | None = None,
    key: str | None = None, channel: str = "cli",
) -> Command:  # fmt: skip
    """The command of a deposit, before anybody has looked at the file."""
    fields = {"kind": kind, **({"about": about} if about else {})}
    return Command(
        intention=KEEP_DOCUMENT,
        stream=stream,
        fields=fields,
        actor=actor,
        effective_on=on,
        key=key,
        channel=channel,
    )


def documents_of(dossier: Dossier, history: Iterable[Mapping[str, Any]]) -> list[Document]:
    """Those of a dossier, in their order; `history` opens their names (see `Reader.history`)."""
    names = dict(_names(history))
    return [
        Document(
            one.id,
            str(one.data["kind"]),
            names.get(one.id, ""),
            str(one.data["mime"]),
            int(one.data["size"]),
            str(one.data["sha256"]),
            str(one.data.get("about") or ""),
            one.opened_on,
            one.state != KEPT,
        )
        for one in dossier.of(REGION)
    ]


def _names(history: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for row in history:
        for values in (row.get("personal") or {}).values():
            if row["region"] == REGION and "name" in values:
                yield row["instance"], values["name"]


def named(documents: Sequence[Document], id_: str) -> Document:
    """The one of that id, that is still shown. Raises NotFound."""
    found = next((one for one in documents if one.id == id_), None)
    if found is None:
        raise NotFound(f"Ce dossier n’a pas de document « {id_[:40]} ».")
    if found.withdrawn:
        raise NotFound("Ce document a été retiré : l’histoire dit par qui et pourquoi.")
    return found
