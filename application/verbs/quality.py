"""Quality: the indicators, the trajectory of each formation, the yearly report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from application.cli import Screen
from application.render import minute
from application.settings import Settings
from application.wiring import App, open_app
from lifecycle.calendar import paris_day
from lifecycle.commands.fields import quoted
from lifecycle.errors import InvalidInput, NotFound
from persistence.lives import Lives
from quality import board, showing
from quality.census import Census
from quality.counting import Counts
from quality.document import html, markdown
from quality.indicators import BY_REF, INDICATORS
from quality.lives import Moment
from quality.measures import Axis, Indicator
from quality.profiles import PROFILES
from quality.report import Report
from quality.trajectory import Standing, last_review, standing

YEARS = 3


def indicators(args: Namespace, settings: Settings, screen: Screen) -> None:
    wanted = _wanted(args.detail)
    with open_app(settings) as app:
        asked = _asked(app, args)
        counts, _ = _read(app, asked, screen, wanted, args.detail or "")
        value: dict[str, Any] = {
            "indicators": showing.described(counts, asked, app.now(), app.name)
        }
    if args.detail:
        value["cases"] = [asdict(case) for case in counts.cases]
    screen.show(value, _figures_text(value, bool(args.detail), args.groups))


def trajectory(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        asked = _asked(app, args)
        windows = board.years(asked.window, YEARS)
        asked = board.Asked(asked.moment, windows, asked.formations)
        counts, census = _read(app, asked, screen)
        when = showing.when(asked, app.now())
    found = {code: standing(code, census, counts, windows) for code in census.formations}
    rows = {code: [_row(one) for one in items] for code, items in found.items()}
    reviewed = {code: last_review(code, census) for code in found}
    said = {code: day.isoformat() if day else None for code, day in reviewed.items()}
    screen.show({**when, "reviewed_on": said, "trajectory": rows}, _trajectory_text(found, said))


def report(args: Namespace, settings: Settings, screen: Screen) -> None:
    with open_app(settings) as app:
        asked = _asked(app, args)
        counts, census = _read(app, asked, screen)
        profile = PROFILES[args.reader]
        made = Report(asked, census, counts, paris_day(app.now()), profile)
        when = showing.when(asked, app.now())
    blocks = made.blocks()
    text = html(made.title, blocks) if args.format == "html" else markdown(blocks)
    if args.out:
        Path(args.out).write_text(text, encoding="utf-8")
        screen.say(f"Le rapport est dans {args.out}.")
        text = ""
    value = {**when, "title": made.title, "for": profile.name, "file": args.out,
             "blocks": [{"kind": type(b).__name__.lower(), **asdict(b)} for b in blocks]}  # fmt: skip
    if text or screen.as_json:
        screen.show(value, text.rstrip())


# --- what is asked -----------------------------------------------------------------------------------


def _wanted(ref: str | None) -> Sequence[Indicator]:
    if ref is None:
        return INDICATORS
    if ref not in BY_REF:
        raise InvalidInput(f"Indicateur inconnu : {quoted(ref)}. Ils vont de I-01 à I-30.")
    return (BY_REF[ref],)


def _asked(app: App, args: Namespace) -> board.Asked:
    """Raises NotFound on a formation that nobody opened."""
    for code in args.formation:
        if app.house_stream("formation", code) is None:
            raise NotFound(f"Formation inconnue : {quoted(code)}.")
    now = board.present(app.now(), app.reader.head().last_recorded_at)
    moment = Moment.of(args.known_at or now, args.true_on)
    window = board.period(args.start, args.end, moment)
    return board.Asked(moment, [window], tuple(args.formation))


def _read(
    app: App,
    asked: board.Asked,
    screen: Screen,
    wanted: Sequence[Indicator] = INDICATORS,
    detailed: str = "",
) -> tuple[Counts, Census]:
    installation = app.installation
    source = Lives(installation.database, app.settings.network, installation.register)
    return board.read(source, asked, wanted, detailed, lambda n: screen.say(f"{n} dossiers lus…"))


# --- what is printed ---------------------------------------------------------------------------------


def _figures_text(value: dict[str, Any], detailed: bool, groups: bool) -> str:
    rows = sorted(value["indicators"], key=lambda one: (one["axis"], one["ref"]))
    lines = [_period(rows[0])]
    for axis, some in groupby(rows, key=lambda one: one["axis"]):
        lines += ["", f"Axe {axis} : {Axis(axis).label}"]
        lines += _axis_text(list(some), detailed, groups)
    lines += ["", "★ nommé par la charte. " + showing.SMALL]
    lines += [_case_text(case) for case in value.get("cases", ())]
    return "\n".join(lines)


def _period(row: dict[str, Any]) -> str:
    about = ", ".join(row["formations"] or ()) or "toutes les formations"
    return (
        f"Du {row['period']['from']} au {row['period']['to']}, {about} ; observé le "
        f"{row['observed_on']}, connu le {minute(row['known_at'])}, calculé le {minute(row['computed_at'])}."
    )


def _axis_text(rows: list[dict[str, Any]], detailed: bool, groups: bool) -> Iterator[str]:
    """What has a figure, then on a line what has none; everything when one asks for the detail."""
    counted, silent, elsewhere = showing.sorted_out(rows)
    for one in rows if detailed else counted:
        yield from _indicator_text(one, detailed, groups)
    if not detailed:
        yield from _named_only("Rien à compter sur cette période", silent)
        yield from _named_only("Calculés par l’État", elsewhere)


def _named_only(title: str, rows: Sequence[showing.Row]) -> Iterator[str]:
    if rows:
        yield f"  {title} :"
        yield from (f"      {row['ref']} {row['label']}{_star(row)}" for row in rows)


def _star(row: showing.Row) -> str:
    return " ★" if row["named_by_the_charter"] else ""


def _indicator_text(row: showing.Row, detailed: bool, groups: bool) -> Iterator[str]:
    yield f"  {row['ref']} {row['label']}{_star(row)}"
    if row["elsewhere"]:
        yield f"      {row['elsewhere']}"
    told = [m for m in row["measures"] if detailed or m["denominator"]]
    for one in told:
        yield f"      {one['label']} : {one['shown']}"
        if detailed:
            yield f"        {one['counted'] or 'valeur'} / {one['population']}"
        if groups or detailed:
            yield from (f"        {g['by']} {g['group']} : {g['shown']}" for g in one["groups"])
    if unsaid := [m["label"] for m in row["measures"] if m not in told]:
        yield f"      {showing.NO_OBJECT} : {' ; '.join(unsaid)}"
    if detailed:
        yield f"    {row['definition']}"
        yield from (f"    – {word}" for word in row["conventions"])
        yield f"    Source : {row['source']}. Version {row['version']} de la formule."


def _case_text(case: dict[str, Any]) -> str:
    then = f" → {case['then']}" if case["then"] else ""
    return f"  {case['measure']} {case['dossier']} {case['about']} {case['on']}{then} : {case['value']}"


def _row(one: Standing) -> dict[str, Any]:
    return {
        "row": one.item.row,
        "axis": int(one.item.axis),
        "level": one.item.level,
        "text": one.text,
        "settings": list(one.aims),
        "years": [
            {
                "from": year.window.start.isoformat(),
                "to": year.window.end.isoformat(),
                "state": str(year.state),
                "evidence": [asdict(found) for found in year.found],
            }
            for year in one.years
        ],
    }


def _trajectory_text(found: dict[str, list[Standing]], reviewed: dict[str, str | None]) -> str:
    lines = [
        line
        for code, items in found.items()
        for line in (*_formation_text(code, items, reviewed[code] or "jamais"), "")
    ]
    return "\n".join(lines) or "Aucune formation."


def _formation_text(code: str, items: Sequence[Standing], reviewed: str) -> Iterator[str]:
    years = ", ".join(f"{y.window.start.year}-{y.window.end.year}" for y in items[0].years)
    yield f"{code} — années {years} ; indicateurs et jalons revus en réunion : {reviewed}"
    for axis, some in groupby(items, key=lambda one: one.item.axis):
        yield f"Axe {int(axis)} : {axis.label}"
        for one in some:
            states = " | ".join(str(year.state) for year in one.years)
            yield f"  {one.item.row} ({one.item.level}) [{states}] {one.text}"
            yield from (f"      {f.what} : {f.said}" for f in one.now.found)
            yield from (f"      {line}" for line in _before(one))
            yield from (f"      {_aim_text(aim)}" for aim in one.aims)


def _before(one: Standing) -> Iterator[str]:
    """Of the years before, what still stands."""
    for year in one.years[1:]:
        span = f"{year.window.start.year}-{year.window.end.year}"
        yield from (f"{span}, {f.what} : {f.said}" for f in year.found if f.stands)


def _aim_text(aim: dict[str, Any]) -> str:
    jalons = ", ".join(f"{one['value']} au {one['from']}" for one in aim["jalons"])
    words = (
        f"{aim['key']} = {aim['value']}",
        f"socle {aim['socle']}" if aim["socle"] else "",
        f"jalons {jalons}" if jalons else "",
        f"cible {aim['cible']}" if aim["cible"] else "",
        f"choisi par {aim['chosen_by']} le {aim['chosen_on']}"
        if aim["chosen_by"]
        else "par défaut",
    )
    return " ; ".join(filter(None, words))
