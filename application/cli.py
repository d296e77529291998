"""The `lifecycle` command: read the line, call the verb, print the answer, exit with its code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from application.grammar import build_parser
from application.parsing import Usage, refuse_unreadable, take_globals
from application.settings import Settings
from lifecycle.errors import LifecycleError, Refusal, Refused
from lifecycle.people import Role


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, else the `code` of what went wrong. Never a traceback."""
    words = _typed() if argv is None else list(argv)
    as_json = "--json" in words
    _speak(as_json)
    try:
        return _run(words)
    except SystemExit:  # --help has been printed
        return 0
    except LifecycleError as error:
        return _failed(error, as_json)
    except BrokenPipeError:  # whoever read us has read enough
        return _deafen()
    except KeyboardInterrupt:
        return _failed(_error("Interrompu : rien n’a été écrit de plus.", 7), as_json)
    except OSError as error:
        return _failed(_error(f"Le système refuse : {error.strerror or error}.", 7), as_json)
    except Exception as error:
        if os.environ.get("LIFECYCLE_DEBUG"):
            raise
        return _failed(
            _error(f"Erreur interne ({type(error).__name__}) : signalez-la.", 70), as_json
        )


def _typed() -> list[str]:
    """The words as typed: UTF-8 even when the locale says ASCII."""
    return [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]


def _speak(as_json: bool) -> None:
    """JSON is UTF-8 whatever the terminal; a terminal that lacks a letter shows « ? »."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if as_json and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _deafen() -> int:
    """Nobody listens: Python must not complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _run(words: Sequence[str]) -> int:
    refuse_unreadable(words)
    rest, database, as_json = take_globals(words)
    parser = build_parser()
    args = parser.parse_args(rest)
    if not getattr(args, "run", None):
        raise Usage(f"Il manque un verbe.\n\n{'' if as_json else parser.format_help()}".rstrip())
    module, _, function = args.run.partition(":")
    _quiet()
    verb = getattr(import_module(f"application.verbs.{module}"), function)
    return int(verb(args, Settings.read(os.environ, database), Screen(as_json)) or 0)


def _quiet() -> None:
    """What libraries log is for developers: a command says itself what went wrong."""
    import logging

    if not logging.root.handlers:
        logging.root.addHandler(logging.NullHandler())


class Screen:
    """Data on stdout, messages on stderr; `--json` prints one document."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def show(self, value: Any, text: str) -> None:
        """`value` for machines, or `text` for people."""
        shown = json.dumps(value, ensure_ascii=False, indent=2) if self.as_json else printable(text)
        print(shown, flush=True)

    def say(self, message: str) -> None:
        print(printable(message), file=sys.stderr)


def printable(text: str) -> str:
    """No control character of a name or a reason reaches the terminal."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _error(message: str, code: int) -> LifecycleError:
    error = LifecycleError(message)
    error.code = code
    return error


def _failed(error: LifecycleError, as_json: bool) -> int:
    with suppress(OSError):
        if as_json:
            print(
                json.dumps({"error": _described(error)}, ensure_ascii=False, indent=2), flush=True
            )
        else:
            print(printable(_sentences(error)), file=sys.stderr, flush=True)
        return error.code
    _deafen()
    return error.code


def _described(error: LifecycleError) -> dict[str, Any]:
    refusals = error.refusals if isinstance(error, Refused) else ()
    return {
        "code": error.code,
        "message": error.message,
        "refusals": [
            {"rule": r.rule, "reason": r.reason, "source": r.source, "lifted_by": list(r.lifted_by)}
            for r in refusals
        ],
        "findings": getattr(error, "findings", []),
    }


def _sentences(error: LifecycleError) -> str:
    if not isinstance(error, Refused):
        return error.message
    return "\n".join(f"Refusé : {r.reason} [{r.source}]{_who(r)}" for r in error.refusals)


def _who(refusal: Refusal) -> str:
    """Whom to ask; a move that does not exist is nobody's to allow."""
    if refusal.rule in ("move", "right") or not refusal.lifted_by:
        return ""
    return f" — peut le lever : {', '.join(Role(r).label for r in refusal.lifted_by)}"


if __name__ == "__main__":
    sys.exit(main())
