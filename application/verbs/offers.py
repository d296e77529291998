"""Offers in and out, sent to those who want them; candidacies of platforms; the employers known."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from application.cli import Screen
from application.files import read_file, write_file
from application.render import table
from application.settings import Settings
from application.verbs.exchange import REJECTED
from application.wiring import App, open_app
from exchange.candidacies import import_candidacies
from exchange.employers import COLUMNS, employer_rows, employers_csv
from exchange.lists import ListReport
from exchange.offers import employer, export_offers, import_offers, offer_row
from lifecycle.commands import Command
from lifecycle.commands.fields import quoted
from lifecycle.commands.search import PROPOSE_OFFER
from lifecycle.dossier import APPRENTICE, Dossier, Instance, fold
from lifecycle.errors import InvalidInput, LifecycleError, NotFound
from lifecycle.people import Person
from lifecycle.rules.employers import Employers
from lifecycle.rules.offers import is_shown
from lifecycle.rules.search import may_receive
from lifecycle.service import handle_many

AT_ONCE = 200  # dossiers read together
SHOWN = (
    "employer",
    "apprentices",
    "running",
    "ruptures",
    "last_contract",
    "last_contact",
    "offers",
)
LISTED = ("numero", "reference", "nature", "intitule", "employeur", "etat", "diffusee_jusqu_au")


def bring(args: Namespace, settings: Settings, screen: Screen) -> int:
    """The offers of a file, rehearsed or taken."""
    content = read_file(args.file)
    with open_app(settings) as app:
        report = import_offers(
            app.house, _house(app, args.house).stream, content, args.file, app.now(),
            actor=args.actor, commit=args.commit, encoding=args.encoding,
        )  # fmt: skip
    return _told(report, screen)


def candidacies(args: Namespace, settings: Settings, screen: Screen) -> int:
    """The candidacies of a platform, rehearsed or taken."""
    content = read_file(args.file)
    with open_app(settings) as app:
        report = import_candidacies(
            app.house, content, args.file, app.now(), actor=args.actor, origin=args.origin or "",
            formation=args.formation or "", commit=args.commit, encoding=args.encoding,
        )  # fmt: skip
    return _told(report, screen)


def _told(report: ListReport, screen: Screen) -> int:
    screen.show(report.described(), report.text())
    return REJECTED if report.rejected else 0


def export(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        house = _house(app, args.house)
        states = [args.state] if args.state else []
        _check_state(app, args.state)
        content = export_offers(app.house.charter, house, _employers(app, house), states)
    write_file(args.out, content)
    said = f"Offres écrites : {args.out}"
    screen.show({"out": args.out, "bytes": len(content)}, said)


def _check_state(app: App, state: str | None) -> None:
    known = [name for region, name in app.house.charter.states if region == "offer"]
    if state and state not in known:
        raise InvalidInput(f"État inconnu : {quoted(state)}. États : {', '.join(known)}.")


def listing(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        house = _house(app, args.house)
        people, states = _employers(app, house), app.house.charter
        rows = [offer_row(states, o, people.get(employer(o))) for o in house.of("offer")]
    shown = [{**row, "nature": row["type"]} for row in rows]
    screen.show(rows, table(shown, LISTED, "Aucune offre."))


def _employers(app: App, house: Dossier) -> dict[str, Person]:
    return dict(app.house.register.find({employer(o) for o in house.of("offer")} - {""}))


def _house(app: App, name: str) -> Dossier:
    """The formation or CFA that holds the offers. Raises NotFound, InvalidInput."""
    stream = app.find(name)
    house = fold(stream, app.events(stream))
    if house.kind == APPRENTICE:
        raise InvalidInput(f"{quoted(name)} n’est ni une formation ni un CFA : formation:CODE.")
    return house


# --- sent to those who want them --------------------------------------------------------------------


def send(args: Namespace, settings: Settings, screen: Screen) -> int:
    """One offer that is shown, to each dossier that it is for; twice changes nothing."""
    with open_app(settings) as app:
        house = _house(app, args.house)
        offer = _shown(house, args.offer)
        asked = [_proposal(args, house, offer, d) for d in _receivers(app, house, offer)]
        answers = handle_many(app.house, asked, app.now())
    refused = [_message(one) for one in answers if isinstance(one, Exception)]
    sent = [a for a in answers if not isinstance(a, Exception) and not a.replayed]
    before = len(answers) - len(sent) - len(refused)
    value = {"offer": offer.id, "sent": len(sent), "before": before, "refused": refused}
    text = f"Offre {offer.id} : {len(sent)} envoi(s), {before} déjà fait(s)."
    screen.show(value, "\n".join([text, *(f"  {why}" for why in refused)]))
    return REJECTED if refused else 0


def _message(refused: Exception) -> str:
    if not isinstance(refused, LifecycleError):
        raise refused
    return refused.message


def _shown(house: Dossier, id_: str) -> Instance:
    offer = house.get("offer", id_)
    if offer is None:
        raise NotFound(f"Il n’y a pas d’offre {quoted(id_)} ici.")
    if not is_shown(offer):
        raise InvalidInput(f"L’offre {id_} n’est pas diffusée : diffusez-la d’abord.")
    return offer


def _receivers(app: App, house: Dossier, offer: Instance) -> Iterator[str]:
    codes = _formations(app, house)
    streams = [row.stream for row in app.reader.streams() if row.formation in codes]
    for _, dossier in _read(app, streams):
        if may_receive(dossier, str(offer.data.get("kind"))):
            yield dossier.stream


def _formations(app: App, house: Dossier) -> set[str]:
    """The formation itself, or those of the CFA."""
    if house.kind == "formation":
        return {str(house.said["code"])}
    streams = [row.stream for row in app.reader.streams("formation")]
    said = [dossier.said for _, dossier in _read(app, streams)]
    return {str(one["code"]) for one in said if one.get("cfa") == house.said["code"]}


def _proposal(args: Namespace, house: Dossier, offer: Instance, stream: str) -> Command:
    said = {
        "offer_title": offer.data.get("title"),
        "offer_place": offer.data.get("place"),
        "offer_link": offer.data.get("link"),
        "offer_until": offer.data.get("expires_on"),
        "offer_of": f"{house.kind}:{house.said['code']}",
        "offer_id": offer.id,
    }
    return Command(
        intention=PROPOSE_OFFER,
        stream=stream,
        fields={name: value for name, value in said.items() if value},
        actor=args.actor,
        key=f"offer {house.stream} {offer.id} {stream}",
    )


# --- employers --------------------------------------------------------------------------------------


def employers(args: Namespace, settings: Settings, screen: Screen) -> None:
    """Every employer that the facts name, whoever was spoken with longest ago first."""
    with open_app(settings) as app:
        known = _known(app).known.values()
        people = app.house.register.find({one.person for one in known} - {""})
        rows = employer_rows(known, people, args.not_since)
    if args.out:
        write_file(args.out, employers_csv(rows))
    named = [{COLUMNS[name]: row[name] for name in SHOWN} for row in rows]
    screen.show(rows, table(named, tuple(COLUMNS[name] for name in SHOWN), "Aucun employeur."))


def _known(app: App) -> Employers:
    found = Employers()
    for events, dossier in _read(app, [row.stream for row in app.reader.streams()]):
        found.add_apprentice(dossier, events)
    for kind in ("formation", "cfa"):
        for _, dossier in _read(app, [row.stream for row in app.reader.streams(kind)]):
            found.add_house(dossier)
    return found


def _read(app: App, streams: Sequence[str]) -> Iterator[tuple[Sequence[Any], Dossier]]:
    """The facts and the dossier of each stream, so many at a time."""
    for start in range(0, len(streams), AT_ONCE):
        for stream, events in app.many(streams[start : start + AT_ONCE]).items():
            yield events, fold(stream, events)
