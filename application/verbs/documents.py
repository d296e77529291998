"""Documents kept with a dossier: attached once checked, taken back as they were deposited."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from application.cli import Screen
from application.files import write_file
from application.settings import Settings
from application.verbs.dossiers import answered
from application.wiring import App, open_app
from exchange.documents import Document, deposit, documents_of, keeping, named
from exchange.papers import Paper, paper
from lifecycle.commands.fields import quoted
from lifecycle.dossier import Dossier, fold
from lifecycle.errors import InvalidInput, NotFound


def attach(args: Namespace, settings: Settings, screen: Screen) -> None:
    checked = _checked(args.file)
    with open_app(settings) as app:
        dossier = _dossier(app, app.find(args.dossier))
        asked = keeping(
            dossier.stream, args.kind, args.about or "", args.actor, on=args.on, key=args.key
        )
        done = deposit(app.house, app.attachments, dossier, checked, asked, app.now())
        value = answered(app, done)
        found = _documents(app.seen_by(args.actor.role), dossier.stream)
    first = done.written[0].event
    kept = next(one for one in found if one.id == first.instance)
    screen.show({**value, "document": kept.described()}, _said(kept))


def _checked(name: str) -> Paper:
    """The file, read no further than what may be kept. Raises NotFound or InvalidInput."""
    try:
        with Path(name).open("rb") as file:
            return paper(file, Path(name).name)
    except FileNotFoundError:
        raise NotFound(f"Fichier introuvable : {quoted(name)}.") from None
    except IsADirectoryError:
        raise InvalidInput(f"{quoted(name)} est un dossier : donnez un fichier.") from None


def _dossier(app: App, stream: str) -> Dossier:
    return fold(stream, app.events(stream))


def _documents(app: App, stream: str) -> list[Document]:
    return documents_of(_dossier(app, stream), app.history(stream))


def _said(kept: Document) -> str:
    return f"{kept.id} : {kept.called}, {kept.size} octets, empreinte {kept.sha256}."


def document(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Write a kept document to a new file, its fingerprint checked."""
    with open_app(settings) as app:
        stream = app.find(args.dossier)
        kept = named(_documents(app.seen_by(args.actor.role), stream), args.id)
        content = app.attachments.read(stream, kept.sha256)
    write_file(args.out, content)
    screen.show({**kept.described(), "out": args.out}, f"{kept.called} écrit dans {args.out}.")
