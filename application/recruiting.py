"""The grammar of offers, candidacies and employers."""

from __future__ import annotations

from typing import Any

from application.parsing import Parser, actor, day, leaf

HOUSE = "formation:CODE ou cfa:CODE"
ACTIONS = "import|export|list|send"


def recruiting(verbs: Any, who: str) -> None:
    """`lifecycle offers …`, `lifecycle candidacies …`, `lifecycle employers`."""
    offers = verbs.add_parser("offers", help="Offres d’alternance et d’emploi")
    acts = offers.add_subparsers(parser_class=Parser, required=True, metavar=ACTIONS)
    bring = leaf(
        acts, "import", "Importer des offres (essai à blanc sans --commit)", "offers:bring"
    )
    export = leaf(acts, "export", "Écrire les offres dans un fichier CSV", "offers:export")
    listed = leaf(acts, "list", "Lister les offres", "offers:listing")
    send = leaf(acts, "send", "Envoyer une offre à ceux qu’elle concerne et qui l’acceptent", "offers:send")  # fmt: skip
    for one in (bring, export, listed, send):
        one.add_argument("house", metavar="MAISON", help=HOUSE)
    send.add_argument("offer", metavar="OFFRE", help="son numéro : o3")
    export.add_argument("--out", required=True, metavar="FICHIER", help="où écrire")
    export.add_argument("--state", metavar="ÉTAT", help="seulement celles-ci : published…")
    _file(bring)
    taken = verbs.add_parser("candidacies", help="Candidatures venues d’une plateforme")
    how = taken.add_subparsers(parser_class=Parser, required=True, metavar="import")
    come = leaf(how, "import", "Importer des candidatures (essai à blanc sans --commit)", "offers:candidacies")  # fmt: skip
    _file(come)
    come.add_argument("--origin", metavar="P", help="la plateforme d’où elles viennent")
    come.add_argument("--formation", metavar="CODE", help="celle des lignes qui n’en disent pas")
    for one in (bring, send, come):
        one.add_argument("--as", dest="actor", default="gestionnaire", type=actor, metavar=who,
                         help="qui agit (gestionnaire si rien n’est dit)")  # fmt: skip
    known = leaf(verbs, "employers", "Les employeurs, d’hier et d’aujourd’hui", "offers:employers")
    known.add_argument("--not-since", type=day, metavar="D", help="sans contact depuis ce jour")
    known.add_argument("--out", metavar="FICHIER", help="les écrire aussi en CSV")


def _file(parser: Parser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="CSV ou classeur .xlsx")
    parser.add_argument("--commit", action="store_true", help="écrire les lignes valables")
    parser.add_argument("--encoding", metavar="E", help="cp1252, après en avoir vu l’aperçu")
