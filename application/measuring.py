"""The grammar of `lifecycle quality`: indicators, trajectory, report."""

from __future__ import annotations

from typing import Any

from application.parsing import Parser, day, instant, leaf
from quality.readers import CHARTER, READERS


def measuring(verbs: Any) -> None:
    quality = verbs.add_parser("quality", help="Indicateurs, trajectoire de la charte, rapport")
    acts = quality.add_subparsers(
        parser_class=Parser, required=True, metavar="indicators|trajectory|report"
    )
    figures = leaf(
        acts, "indicators", "Les indicateurs, avec leurs deux termes", "quality:indicators"
    )
    figures.add_argument(
        "--detail", metavar="RÉF", help="un indicateur, ses conventions et chaque cas : I-07"
    )
    figures.add_argument(
        "--groups", action="store_true", help="aussi par formation, tuteur, trimestre"
    )
    path = leaf(
        acts, "trajectory", "Où en est chaque formation, socle par socle", "quality:trajectory"
    )
    told = leaf(acts, "report", "Le rapport qualité", "quality:report")
    told.add_argument(
        "--for", dest="reader", choices=READERS, default=CHARTER, help="dans l’ordre de qui le lit"
    )
    told.add_argument("--format", choices=("md", "html"), default="md", help="md si rien n’est dit")
    told.add_argument("--out", metavar="FICHIER", help="où l’écrire")
    for one in (figures, path, told):
        _scope(one)  # fmt: skip


def _scope(parser: Parser) -> None:
    """Which formations, which period, from when one looks."""
    parser.add_argument("--formation", action="append", default=[], metavar="CODE",
                        help="seulement celles-ci (toutes si rien n’est dit)")  # fmt: skip
    parser.add_argument(
        "--from", dest="start", type=day, metavar="D", help="premier jour (1er septembre)"
    )
    parser.add_argument(
        "--to", dest="end", type=day, metavar="D", help="dernier jour (aujourd’hui)"
    )
    parser.add_argument("--known-at", type=instant, metavar="T", help="ce que l’on savait alors")
    parser.add_argument("--true-on", type=day, metavar="D", help="ce qui était vrai ce jour-là")
