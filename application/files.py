"""Files that a verb reads or makes: refused in one sentence, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

from exchange.tables import MOST_BYTES
from lifecycle.commands.fields import quoted
from lifecycle.errors import InvalidInput, NotFound


def read_file(name: str) -> bytes:
    """At most one byte more than an import may hold: it is refused then. Raises NotFound."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"Fichier introuvable : {quoted(name)}.") from None
    except IsADirectoryError:
        raise InvalidInput(f"{quoted(name)} est un dossier : donnez un fichier.") from None


def write_file(name: str, content: bytes) -> None:
    """A new file: nothing is overwritten. Raises InvalidInput."""
    try:
        with Path(name).open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise taken(name) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InvalidInput(f"Le dossier de {quoted(name)} n’existe pas.") from None


def check_free(name: str) -> None:
    """Before anything is done that only makes sense once the file is written. Raises InvalidInput."""
    if Path(name).exists():
        raise taken(name)
    if not Path(name).parent.is_dir():
        raise InvalidInput(f"Le dossier de {quoted(name)} n’existe pas.")


def taken(name: str) -> InvalidInput:
    return InvalidInput(f"{quoted(name)} existe déjà : donnez un autre nom.")
