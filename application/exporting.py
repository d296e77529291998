"""The grammar of what leaves for others: `lifecycle export …`, one leaf for each kind of file."""

from __future__ import annotations

from typing import Any

from application.parsing import FIRST_YEAR, Parser, actor, leaf
from lifecycle.commands.fields import quoted
from lifecycle.commands.follow_up import RECIPIENTS
from lifecycle.errors import InvalidInput


def exporting(verbs: Any, who: str) -> None:
    """`lifecycle export cohort`."""
    export = verbs.add_parser("export", help="Fichiers pour d’autres : observatoires, réseaux")
    kinds = export.add_subparsers(parser_class=Parser, required=True, metavar="cohort")
    cohort = leaf(kinds, "cohort", "Transmettre une cohorte de diplômés, et le noter", "exporting:cohort")  # fmt: skip
    cohort.add_argument("--for", dest="recipient", required=True, choices=RECIPIENTS,
                        help="à qui : oresipe, insersup ou alumni")  # fmt: skip
    cohort.add_argument("--out", required=True, metavar="FICHIER", help="où écrire le CSV")
    cohort.add_argument("--formation", metavar="CODE", help="seulement celle-ci")
    cohort.add_argument("--year", type=year, metavar="N", help="l’année du diplôme (oresipe : N-2, insersup : N-1, alumni : toutes)")  # fmt: skip
    cohort.add_argument("--as", dest="actor", default="gestionnaire", type=actor, metavar=who,
                        help="qui agit (gestionnaire si rien n’est dit)")  # fmt: skip


def year(text: str) -> int:
    """A year of four digits. Raises InvalidInput."""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= 2100):
        raise InvalidInput(f"--year : {quoted(text)} n’est pas une année ({FIRST_YEAR} à 2100).")
    return int(text)
