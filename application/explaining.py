"""Why a duty is due that day, what was told to whom, and what will come next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from application.wiring import App
from lifecycle import calendar
from lifecycle.agenda import OPENING, PENDING, PLANNED, kept
from lifecycle.calendar import Calendar, Delay, Unit, french
from lifecycle.charter import STEP_LABELS
from lifecycle.dossier import Dossier, Instance, fold
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.events import Event
from lifecycle.rules.take_over import BEFORE_TAKE_OVER
from lifecycle.stages import duty_row, formation_of, holder_label
from lifecycle.vocabulary import Clock, DayOfYear, Obligation, Presence, Step, StepKind, last_word

ONE_DAY = timedelta(days=1)


def explained(app: App, stream: str, wanted: str) -> dict[str, Any]:
    """Figures, calendar, rule version, dates, and for each step why it fired or did not."""
    events = app.events(stream)
    dossier = fold(stream, events)
    duty = _duty(dossier.of("obligation"), wanted)
    declared = app.house.charter.obligations[duty.data["ref"]]
    told = [e for e in events if e.key == duty.key]
    return {
        **duty_row(app.house.charter, dossier, duty, app.now()),
        "kind": str(declared.kind),
        "source": str(declared.source),
        "charter": duty.data["charter"],
        "started_on": duty.data["started_on"],
        "delay": duty.data["delay"],
        "calendar": duty.data["calendar"],
        "setting": _setting(app, stream, declared),
        "counting": counting(declared, duty),
        "steps": [_step(app, declared, duty, told, i) for i in range(len(duty.data["steps"]))],
        "ledger": duty.data.get("ledger", []),
        "ended_by": duty.data.get("by"),
        "facts": [f"{e.effective_on} {e.type}{_aside(e)}" for e in told],
    }


def _duty(duties: list[Instance], wanted: str) -> Instance:
    named = [d for d in duties if d.id == wanted] or [d for d in duties if d.data["ref"] == wanted]
    pending = [d for d in named if d.state in PENDING]
    alive = [d for d in pending if d.state != PLANNED] or pending or named[-1:]
    if not alive:
        raise NotFound(f"Ce dossier n’a pas d’obligation « {wanted[:60]} ».")
    if len(alive) > 1:
        raise InvalidInput(f"Plusieurs obligations {wanted} : {', '.join(d.id for d in alive)}.")
    return alive[0]


def _setting(app: App, stream: str, declared: Obligation) -> dict[str, Any] | None:
    """The setting that gives the delay, as the formation has it today, and who chose it."""
    if declared.setting is None:
        return None
    key, day = declared.setting.key, calendar.paris_day(app.now())
    houses = _houses(app, formation_of(fold(stream, app.events(stream))))
    said = next((h for h in houses if last_word(h, key, day)), None)
    data = said.said if said else {}
    return {
        "key": key,
        "value": last_word(said, key, day) if said else declared.setting.default,
        "socle": [str(delay) for delay in declared.setting.socle],
        "chosen_by": data.get(f"chosen:{key}", {}).get("by"),
        "chosen_on": data.get(f"chosen:{key}", {}).get("on"),
    }


def _houses(app: App, code: str) -> Iterator[Dossier]:
    """The formation, then its CFA: what the first does not say, the second may."""
    for kind in ("formation", "cfa"):
        stream = app.house_stream(kind, code) if code else None
        if stream is None:
            return
        house = fold(stream, app.events(stream))
        yield house
        code = str(house.said.get("cfa", ""))


def counting(declared: Obligation, duty: Instance) -> list[str]:
    """The days that did not count, and why; then what each stop of the clock left to count."""
    start, due = (date.fromisoformat(duty.data[name]) for name in ("started_on", "due_on"))
    if isinstance(declared.within, Presence):
        return list(_presence(duty, start, due))
    if isinstance(declared.within, DayOfYear):
        return [f"{french(due)} : date fixe ({declared.within})"]
    if duty.data.get("last"):
        return [f"période du {french(start)} au {french(due)}"]
    delay = kept(duty.data["delay"])
    if declared.before:
        return [f"compté à rebours : {delay} avant le {french(start)}"]
    return _delay(declared, duty, delay)


def _delay(declared: Obligation, duty: Instance, delay: Delay) -> list[str]:
    start, due = (date.fromisoformat(duty.data[name]) for name in ("started_on", "due_on"))
    where, ledger = Calendar(duty.data["calendar"]), duty.data.get("ledger", [])
    least = declared.kind is Clock.MIN
    moves = not (least or ledger) and calendar.add(start, delay, where) < due
    lines = _counted(start, delay, where, declared.extends or moves)
    if least:
        lines.append(f"{french(due)} : premier jour possible")
    return [*lines, *(line for one in ledger for line in _stop(one, delay, where))]


def _presence(duty: Instance, start: date, due: date) -> Iterator[str]:
    """A counter: from its first day, itself counted, less the days away."""
    yield f"{french(start)} : premier jour, compté s’il se passe en entreprise"
    if duty.data.get("estimated"):
        yield "sans calendrier d’alternance, chaque jour ouvré du site est supposé en entreprise"
    for first, last in duty.data.get("away") or ():
        until = f" au {french(date.fromisoformat(last))}" if last else ", sans retour connu"
        yield f"du {french(date.fromisoformat(first))}{until} : absence, hors décompte"
    yield f"{french(due)} : {duty.data['counted']} jours de formation pratique comptés"


def _counted(start: date, delay: Delay, where: Calendar, extend: bool = False) -> list[str]:
    if delay.n == 0:
        return [f"{french(start)} : le jour même"]
    lines = calendar.explain(start, delay, where, extend)
    if delay.unit is Unit.JOURS_CALENDAIRES:
        end = calendar.add(start, delay, where)
        lines[1:1] = [f"{day} : compté" for day in _feries(start + ONE_DAY, end, where)]
    return lines


def _stop(one: Mapping[str, Any], delay: Delay, where: Calendar) -> list[str]:
    """A suspension, and the count of what was left when it ended."""
    whole = delay.unit in (Unit.SEMAINES, Unit.MOIS)
    left = Delay(one["left"], Unit.JOURS_CALENDAIRES if whole else delay.unit)
    stopped = f"suspendue le {french(date.fromisoformat(one['paused_on']))}, il restait {left}"
    if not one.get("resumed_on"):
        return [stopped]
    resumed = date.fromisoformat(one["resumed_on"])
    return [stopped, f"reprise le {french(resumed)} :", *_counted(resumed, left, where)]


def _feries(first: date, last: date, where: Calendar) -> list[str]:
    days = (first + ONE_DAY * n for n in range((last - first).days + 1))
    return [f"{french(day)}, {name}" for day in days if (name := where.holiday_name(day))]


def _step(
    app: App, declared: Obligation, duty: Instance, told: list[Event], index: int
) -> dict[str, Any]:
    row = duty.data["steps"][index]
    fired = next((e for e in reversed(told) if e.data.get("step") == index), None)
    kind = "ouverture" if row["kind"] == OPENING else STEP_LABELS[row["kind"]]
    return {
        "kind": row["kind"],
        "label": kind,
        "planned_on": row["on"],
        "to": row["to"],
        "why": _why(app, duty, fired),
        "moved": _moved(declared, duty, row),
    }


def _moved(declared: Obligation, duty: Instance, row: Mapping[str, Any]) -> str | None:
    """Why a step leaves on another day than the declaration says: nobody is told on a rest day."""
    if row["kind"] == StepKind.EXPIRY:
        return None
    on, where = date.fromisoformat(row["on"]), Calendar(duty.data["calendar"])
    wished = [day for step in _alike(declared, row) if (day := _wished(step, duty, where)) <= on]
    if not wished or max(wished) == on:
        return None
    raw = max(wished)
    feries = _feries(raw, on - ONE_DAY, where)
    why = f" ; fériés : {' ; '.join(feries)}" if feries else ""
    rest = "jour ouvré suivant" if where.next_ouvre(raw) == on else "premier jour ouvré possible"
    return f"attendue le {french(raw)}, {rest}{why}"


def _alike(declared: Obligation, row: Mapping[str, Any]) -> list[Step]:
    dated = (s for s in declared.steps if not s.at_count)
    return [s for s in dated if s.kind == row["kind"] and set(row["to"]) <= set(s.to)]


def _wished(step: Step, duty: Instance, where: Calendar) -> date:
    if step.after_start:
        return calendar.add(date.fromisoformat(duty.data["started_on"]), step.after_start, where)
    return date.fromisoformat(duty.data["due_on"]) + ONE_DAY * step.offset


def _why(app: App, duty: Instance, fired: Event | None) -> str:
    if fired is None and duty.state not in PENDING:
        ended = "due avant la reprise" if duty.data.get("why") == BEFORE_TAKE_OVER else "close"
        return f"n’est pas partie : l’obligation était {ended}"
    if fired is None:
        return "suspendue" if duty.data.get("paused") else "à venir"
    if fired.state is None:
        return "écartée : un fait antérieur a été connu depuis"
    if fired.data.get("overtaken"):
        return f"dépassée le {fired.effective_on} : une étape plus tardive l’a remplacée"
    people = ", ".join(app.name(t["person"]) for t in fired.data.get("told", []))
    late = f", avec {fired.data['late_by']} jour(s) de retard" if fired.data.get("late_by") else ""
    return f"faite le {fired.effective_on}{late}{f', à {people}' if people else ''}"


def _aside(event: Event) -> str:
    return " (écarté)" if event.state is None else ""


def explained_text(value: dict[str, Any]) -> str:
    due, start = (date.fromisoformat(value[day]) for day in ("due_on", "started_on"))
    setting, paused = value["setting"], " (suspendue)" if value["paused"] else ""
    return "\n".join([
        f"{value['obligation']} {value['label']} — {value['status_label']}",
        f"Échéance : {french(due)}{paused} ; due par : {holder_label(value['owed_by'] or '') or 'personne'}",
        f"Source : {value['source']} (charte {value['charter']})",
        f"Délai : {value['delay']} depuis le {french(start)}, calendrier {value['calendar']}",
        *([_setting_line(setting)] if setting else []),
        *(f"  {line}" for line in value["counting"]),
        "Étapes :",
        *(line for step in value["steps"] for line in _step_lines(step)),
    ])  # fmt: skip


def _setting_line(setting: dict[str, Any]) -> str:
    chosen = f"choisi par {setting['chosen_by']} le {setting['chosen_on']}"
    who = chosen if setting["chosen_by"] else "par défaut"
    socle = f" ; socle {' = '.join(setting['socle'])}" if setting["socle"] else ""
    return f"Réglage {setting['key']} : {setting['value']}, {who}{socle}"


def _step_lines(step: dict[str, Any]) -> Iterator[str]:
    to = ", ".join(map(holder_label, step["to"])) or "—"
    yield f"  {step['planned_on']}  {step['label']} → {to} : {step['why']}"
    if step["moved"]:
        yield f"              {step['moved']}"
