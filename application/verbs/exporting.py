"""What leaves for others: a cohort of graduates, each transmission kept in each dossier."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence

from application.cli import Screen
from application.files import check_free, write_file
from application.settings import Settings
from application.verbs.exchange import REJECTED
from application.wiring import App, open_app
from exchange.cohorts import Graduate, cohort_csv, columns
from lifecycle.calendar import paris_day
from lifecycle.commands import Command
from lifecycle.commands.fields import quoted
from lifecycle.commands.follow_up import INSERSUP, ORESIPE, RECORD_TRANSMISSION
from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.errors import LifecycleError, NotAllowed, NotFound
from lifecycle.rules.transmission import LeftOut, is_graduate, left_out
from lifecycle.service import handle_many

AT_ONCE = 200  # dossiers read together
YEARS_BACK = {ORESIPE: 2, INSERSUP: 1}
"""The cohort of which an observatory speaks this year; the network takes every year."""


def cohort(args: Namespace, settings: Settings, screen: Screen) -> int:
    """The graduates of a year for one recipient; 3 when the door refused one of them.

    Facts come first: nothing leaves that no dossier tells.
    """
    check_free(args.out)
    with open_app(settings) as app:
        year = args.year or _year(app, args.recipient)
        found, missing = _sorted_out(app, args.recipient, _graduates(app, args.formation, year))
        answers = handle_many(app.house, [_told(args, one) for one in found], app.now())
    refused = [_message(one) for one in answers if isinstance(one, Exception)]
    sent = [g for g, a in zip(found, answers, strict=True) if not isinstance(a, Exception)]
    write_file(args.out, cohort_csv(args.recipient, sent))
    for line in _left_out_lines(missing, refused):
        screen.say(line)
    value = {"for": args.recipient, "year": year, "out": args.out, "exported": len(sent),
             "left_out": {str(why): missing[why] for why in LeftOut}, "refused": refused}  # fmt: skip
    screen.show(value, _summary(args, year, len(sent)))
    return REJECTED if refused else 0


def _year(app: App, recipient: str) -> int | None:
    back = YEARS_BACK.get(recipient)
    return paris_day(app.now()).year - back if back else None


def _graduates(
    app: App, formation: str | None, year: int | None
) -> Iterator[tuple[Dossier, str, str]]:
    """Whose diploma is of that year: the dossier, its formation, the person."""
    if formation and app.house_stream("formation", formation) is None:
        raise NotFound(f"Formation inconnue : {quoted(formation)}.")
    rows = [r for r in app.reader.streams() if formation in (None, r.formation)]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        histories = app.many([row.stream for row in some])
        for row in some:
            dossier = fold(row.stream, histories[row.stream])
            if is_graduate(dossier) and _is_of(dossier, year):
                yield dossier, row.formation, row.person


def _is_of(dossier: Dossier, year: int | None) -> bool:
    return year is None or str(dossier.said["obtained_on"]).startswith(f"{year}-")


def _sorted_out(
    app: App, recipient: str, graduates: Iterator[tuple[Dossier, str, str]]
) -> tuple[list[Graduate], Counter[LeftOut]]:
    """Those of whom the recipient is told, and why the others are left out."""
    known, missing = list(graduates), Counter[LeftOut]()
    people = app.house.register.find({person for _, _, person in known})
    kept = []
    for dossier, formation, person in known:
        why = left_out(app.house.charter, _pathway(dossier), recipient)
        who = people.get(person)
        if why is None and who is not None:
            kept.append(Graduate(dossier, formation, who))
        else:
            missing[why or LeftOut.ERASED] += 1
    return kept, missing


def _pathway(dossier: Dossier) -> Instance:
    return dossier.instances["pathway", "pathway"]


def _told(args: Namespace, one: Graduate) -> Command:
    said = {"sent_to": args.recipient, "sent_data": ", ".join(columns(args.recipient))}
    stream = one.dossier.stream
    return Command(intention=RECORD_TRANSMISSION, stream=stream, fields=said, actor=args.actor)


def _message(refused: Exception) -> str:
    """Whoever may not send anything is told so at once."""
    if not isinstance(refused, LifecycleError) or isinstance(refused, NotAllowed):
        raise refused
    return refused.message


def _left_out_lines(missing: Counter[LeftOut], refused: Sequence[str]) -> Iterator[str]:
    if missing:
        each = ", ".join(f"{why.label} : {missing[why]}" for why in LeftOut if missing[why])
        yield f"{missing.total()} diplômé(s) laissé(s) de côté. {each}."
    yield from refused


def _summary(args: Namespace, year: int | None, sent: int) -> str:
    when = f"diplômés de {year}" if year else "diplômés de toutes les années"
    return (
        f"{args.out} : {sent} {when} pour {args.recipient} ; "
        "la transmission est notée dans chaque dossier."
    )
