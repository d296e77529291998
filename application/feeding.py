"""The grammar of feeds: the activity of the livret, the hours of training, answers to surveys."""

from __future__ import annotations

from typing import Any

from application.parsing import Parser, actor, leaf

FEEDS = {
    "livret": ("Le livret d’apprentissage", "Importer ses entrées : date et auteur"),
    "hours": ("Les heures de formation", "Importer les heures de chaque mois"),
    "surveys": ("Les enquêtes auprès des diplômés", "Importer les réponses, vague par vague"),
}


def feeding(verbs: Any, who: str) -> None:
    """`lifecycle livret import`, `lifecycle hours import`, `lifecycle surveys import`."""
    for name, (about, does) in FEEDS.items():
        feed = verbs.add_parser(name, help=about)
        acts = feed.add_subparsers(parser_class=Parser, required=True, metavar="import")
        bring = leaf(acts, "import", f"{does} (essai à blanc sans --commit)", f"feeds:{name}")
        bring.add_argument("file", metavar="FICHIER", help="CSV ou classeur .xlsx")
        bring.add_argument("--commit", action="store_true", help="écrire les lignes valables")
        bring.add_argument("--encoding", metavar="E", help="cp1252, après en avoir vu l’aperçu")
        bring.add_argument("--report", metavar="FICHIER", help="garder le rapport, en CSV")
        bring.add_argument("--as", dest="actor", default="gestionnaire", type=actor, metavar=who,
                           help="qui agit (gestionnaire si rien n’est dit)")  # fmt: skip
