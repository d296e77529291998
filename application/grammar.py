"""Every verb of the contract with the outside, with its options; the verbs are loaded when asked."""

from __future__ import annotations

from typing import Any

from application.exporting import exporting
from application.feeding import feeding
from application.measuring import measuring
from application.parsing import (
    Parser,
    actor,
    counted,
    day,
    instant,
    key,
    leaf,
    port,
    reason,
    version,
)
from application.recruiting import recruiting

WHO = "RÔLE[:courriel]"
# Who may have an account: a référent opens the pages to what is reserved to them.
STAFF = ("gestionnaire", "responsable_formation", "direction",
         "referent_handicap", "referent_mobilite", "referent_social")  # fmt: skip


def build_parser() -> Parser:
    """The whole grammar. Importing it reads no database and no library."""
    parser = Parser(prog="lifecycle", description="La vie d’un apprenti, de la candidature à l’emploi.")  # fmt: skip
    verbs = parser.add_subparsers(title="verbes", metavar="VERBE", parser_class=Parser)
    _start(verbs)
    _houses(verbs)
    _dossiers(verbs)
    _time(verbs)
    _exchange(verbs)
    feeding(verbs, WHO)
    exporting(verbs, WHO)
    recruiting(verbs, WHO)
    measuring(verbs)
    _proof(verbs)
    _pages(verbs)
    return parser


def _start(verbs: Any) -> None:
    init = leaf(verbs, "init", "Créer la base et le journal", "start:init")
    init.add_argument(
        "--simulated-clock", type=instant, metavar="T", help="une horloge que seul « clock set » avance"
    )  # fmt: skip
    clock = verbs.add_parser("clock", help="Régler l’horloge simulée")
    settings = clock.add_subparsers(parser_class=Parser, required=True, metavar="set")
    leaf(settings, "set", "Avancer l’horloge simulée", "start:set_clock").add_argument(
        "instant", type=instant, metavar="T", help="2026-11-24T10:00:00+01:00, ou un jour : midi"
    )
    shown = leaf(verbs, "charter", "Montrer la charte appliquée", "start:show_charter")
    formats = ("md", "json", "mermaid", "traceability", "diagrams")
    shown.add_argument("--format", choices=formats, default="md")
    shown.add_argument("--out", metavar="DOSSIER", help="où écrire les diagrammes (SVG et mermaid)")
    leaf(verbs, "upgrade", "Mettre la base au schéma du code", "start:upgrade")
    leaf(verbs, "doctor", "Dire ce qui va et ce qui ne va pas", "start:doctor")


def _alternance(actions: Any) -> None:
    days = leaf(actions, "alternance", "Publier le calendrier d’alternance", "houses:alternance")
    days.add_argument("code", metavar="CODE")
    days.add_argument("file", metavar="FICHIER", help="lignes « AAAA-MM-JJ/AAAA-MM-JJ CCEEE-- », ou CSV jour;lieu")  # fmt: skip
    days.add_argument("--consulted-on", dest="consulted_on", type=day, metavar="D", help="jour de la consultation")  # fmt: skip
    days.add_argument("--consulted", metavar="QUI", help="qui a été consulté")
    days.add_argument("--on", type=day, metavar="D", help="vrai depuis ce jour (aujourd’hui)")
    _as(days)


def _houses(verbs: Any) -> None:
    for kind, text in (("formation", "Formations"), ("cfa", "CFA")):
        house = verbs.add_parser(kind, help=f"{text} : créer, régler, montrer")
        actions = house.add_subparsers(
            parser_class=Parser, required=True, metavar="add|set|show|list"
        )
        add = leaf(actions, "add", "Créer", "houses:add")
        add.add_argument("code", metavar="CODE")
        add.add_argument("--title", required=True, metavar="T", help="intitulé")
        add.add_argument("--calendar", default="france", help="france ou alsace-moselle")
        if kind == "formation":
            add.add_argument("--cfa", metavar="CODE", help="le CFA dont elle relève")
        add.add_argument("--set", action="append", default=[], metavar="rôle=courriel",
                         dest="assign", help="qui tient un rôle, ou un réglage : clé=valeur")  # fmt: skip
        change = leaf(actions, "set", "Régler", "houses:change")
        change.add_argument("code", metavar="CODE")
        change.add_argument("assign", nargs="+", metavar="clé=valeur", help="D01=\"3 jours ouvrés\"")  # fmt: skip
        leaf(actions, "show", "Montrer", "houses:show").add_argument("code", metavar="CODE")
        leaf(actions, "list", "Lister", "houses:listing")
        if kind == "formation":
            _alternance(actions)
        for one in (add, change):
            _as(one)
            one.add_argument("--on", type=day, metavar="D", help="vrai depuis ce jour")
        for one in actions.choices.values():
            one.set_defaults(kind=kind)


def _as(parser: Parser) -> None:
    parser.add_argument("--as", dest="actor", default="gestionnaire", type=actor, metavar=WHO,
                        help="qui agit (gestionnaire si rien n’est dit)")  # fmt: skip


def _dossiers(verbs: Any) -> None:
    listed = leaf(verbs, "dossiers", "Lister les dossiers", "dossiers:listing")
    listed.add_argument("--stage", metavar="ÉTAPE", help="candidacy, mission, contract…")
    listed.add_argument("--late", action="store_true", help="seulement ceux en retard")
    _as(listed)
    show = leaf(verbs, "show", "Montrer un dossier", "dossiers:show")
    _dossier(show)
    show.add_argument("--known-at", type=instant, metavar="T", help="ce que l’on savait alors")
    show.add_argument("--true-on", type=day, metavar="D", help="ce qui était vrai ce jour-là")
    told = leaf(verbs, "history", "Dérouler une histoire", "dossiers:history")
    _dossier(told)
    actions = leaf(
        verbs,
        "actions",
        "Ce qui est possible, et pourquoi le reste ne l’est pas",
        "dossiers:actions",
    )
    _dossier(actions)
    _as(actions)
    explain = leaf(verbs, "explain", "Expliquer une échéance", "dossiers:explain")
    _dossier(explain)
    explain.add_argument("obligation", metavar="OBLIGATION", help="son id, ou sa réf. : D01")
    for one in (show, told, explain):
        _as(one)
    _documents(verbs)
    _do(verbs)


def _documents(verbs: Any) -> None:
    attach = leaf(verbs, "attach", "Garder un document au dossier", "documents:attach")
    _dossier(attach)
    attach.add_argument("file", metavar="FICHIER", help="PDF, PNG, JPEG, DOCX, XLSX ou ODT, 10 Mo au plus")  # fmt: skip
    attach.add_argument("--kind", required=True, metavar="K", help="pv, convention, grille, contrat…")  # fmt: skip
    attach.add_argument("--about", metavar="ID", help="à propos de quoi : m1, c1, s1, e1…")
    attach.add_argument("--on", type=day, metavar="D", help="vrai depuis ce jour (aujourd’hui)")
    attach.add_argument("--key", type=key, metavar="K", help="la même clé n’agit qu’une fois")
    document = leaf(verbs, "document", "Reprendre un document gardé", "documents:document")
    _dossier(document)
    document.add_argument("id", metavar="ID", help="d1, d2… : « lifecycle show » les liste")
    document.add_argument("--out", required=True, metavar="FICHIER", help="où l’écrire")
    for one in (attach, document):
        _as(one)


def _dossier(parser: Parser) -> None:
    parser.add_argument(
        "dossier",
        metavar="DOSSIER",
        help="son id, ou le début de son id ; formation:CODE ou cfa:CODE",
    )


def _do(verbs: Any) -> None:
    do = leaf(verbs, "do", "Agir sur un dossier (« new » en ouvre un)", "dossiers:do")
    _dossier(do)
    do.add_argument("command", metavar="COMMANDE", help="« lifecycle actions » les montre")
    do.add_argument("--on", type=day, metavar="D", help="vrai depuis ce jour (aujourd’hui)")
    _as(do)
    do.add_argument("--for", dest="on_behalf_of", type=actor, metavar=WHO, help="au nom de qui")
    do.add_argument("--reason", type=reason, metavar="T", help="le motif")
    do.add_argument("--set", action="append", default=[], metavar="champ=valeur", dest="assign")
    do.add_argument("--key", type=key, metavar="K", help="la même clé n’agit qu’une fois")
    do.add_argument("--expect", type=version, metavar="SEQ", help="le dernier fait que l’on a lu")


def _time(verbs: Any) -> None:
    due = leaf(verbs, "due", "Calculer une échéance", "time:due")
    due.add_argument("--from", dest="start", type=day, required=True, metavar="D")
    due.add_argument("--delay", required=True, metavar="DÉLAI", help='"5 jours ouvrés", "3 mois"')
    due.add_argument("--calendar", default="france", help="france ou alsace-moselle")
    due.add_argument("--extend", action="store_true", help="prolonger au jour ouvrable (CPC 642)")
    agenda = leaf(verbs, "agenda", "Ce qui est à faire", "time:agenda")
    agenda.add_argument("--until", type=day, metavar="D", help="jusqu’à ce jour")
    _as(agenda)
    leaf(verbs, "beat", "Un battement d’horloge", "time:beat")
    lived = leaf(verbs, "simulate", "Faire vivre une cohorte inventée, sur une horloge simulée", "simulation:simulate")  # fmt: skip
    lived.add_argument("--cohort", type=counted, default=50, metavar="N", help="combien d’apprentis (50)")  # fmt: skip
    lived.add_argument("--years", type=counted, default=3, metavar="Y", help="pendant combien d’années (3)")  # fmt: skip
    lived.add_argument("--seed", type=counted, default=2026, metavar="S", help="la même graine, la même histoire")  # fmt: skip
    lived.add_argument("--unsent", action="store_true", help="ne rien envoyer : compter les lettres dues")  # fmt: skip
    lived.add_argument("--written", action="store_true", help="écrire chaque courriel, que personne ne lira")  # fmt: skip
    worker = leaf(verbs, "worker", "Battre et envoyer sans cesse", "time:worker")
    worker.add_argument("--until-idle", action="store_true", help="s’arrêter quand rien n’attend")


def _exchange(verbs: Any) -> None:
    taken = leaf(
        verbs, "import", "Importer un fichier (essai à blanc sans --commit)", "exchange:importing"
    )
    taken.add_argument("file", nargs="?", metavar="FICHIER", help="Tableau de bord ou notre modèle")
    taken.add_argument("--commit", action="store_true", help="écrire les lignes valables")
    taken.add_argument("--reprise", type=day, metavar="D", help="suivi ici depuis ce jour")
    taken.add_argument("--encoding", metavar="E", help="cp1252, après en avoir vu l’aperçu")
    taken.add_argument("--report", metavar="FICHIER", help="garder le rapport, en CSV")
    taken.add_argument("--template", action="store_true", help="écrire notre modèle")
    taken.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="du modèle")
    taken.add_argument("--out", metavar="FICHIER", help="où écrire le modèle")
    _as(taken)
    held = leaf(verbs, "held", "Ce que retiennent les courriels d’une formation", "exchange:held")
    held.add_argument("code", metavar="CODE")


def _proof(verbs: Any) -> None:
    outbox = leaf(verbs, "outbox", "Les courriels : envoyés, en attente, retenus", "mail:outbox")
    outbox.add_argument("--status", metavar="ÉTAT", help="queued, sent, ambiguous…")
    outbox.add_argument("--for", dest="looker", default="gestionnaire", type=actor, metavar=WHO,
                        help="qui regarde (gestionnaire si rien n’est dit)")  # fmt: skip
    actions = outbox.add_subparsers(parser_class=Parser, metavar="resolve")
    resolve = leaf(actions, "resolve", "Trancher un envoi incertain", "mail:resolve")
    resolve.add_argument("id", metavar="ID")
    resolve.add_argument("--as", dest="outcome", choices=("sent", "resend"), required=True)
    resolve.add_argument("--reason", type=reason, required=True, metavar="T", help="le motif")
    audit = verbs.add_parser("audit", help="Vérifier l’histoire")
    checks = audit.add_subparsers(parser_class=Parser, required=True, metavar="verify")
    verify = leaf(checks, "verify", "Recalculer chaque empreinte", "proof:verify")
    verify.add_argument("--documents", action="store_true", help="ouvrir aussi chaque document gardé")  # fmt: skip


def _pages(verbs: Any) -> None:
    serve = leaf(verbs, "serve", "Servir les pages sur cette machine", "serve:serve")
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="127.0.0.1 si rien n’est dit"
    )
    serve.add_argument(
        "--port", default=8000, type=port, metavar="P", help="8000 ; 0 : un port libre"
    )
    serve.add_argument("--worker", action="store_true", help="battre et envoyer aussi")
    user = verbs.add_parser("user", help="Les comptes qui ouvrent les pages")
    acts = user.add_subparsers(
        parser_class=Parser, required=True, metavar="add|password|close|list"
    )
    add = leaf(acts, "add", "Ouvrir un compte", "serve:add_user")
    change = leaf(acts, "password", "Changer un mot de passe", "serve:change_password")
    close = leaf(acts, "close", "Fermer un compte et ses sessions", "serve:close_user")
    leaf(acts, "list", "Lister les comptes", "serve:list_users")
    for one in (add, change, close):
        one.add_argument("email", metavar="EMAIL")
    for one in (add, change):
        one.add_argument("--password-stdin", action="store_true", help="lire le mot de passe sur l’entrée")  # fmt: skip
    add.add_argument("--role", required=True, choices=STAFF, help=", ".join(STAFF))
    add.add_argument("--name", required=True, metavar="N", help="« Prénom Nom »")
    add.add_argument("--formation", action="append", default=[], metavar="CODE",
                     help="seulement celles-ci (toutes si rien n’est dit)")  # fmt: skip
