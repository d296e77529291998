"""Open duties planned again when a fact of their house has changed what they count with.

The dossier is marked with that fact; the next beat compares each pending duty with its plan under
the terms of today, and records what changes, and why. The fact keeps its terms: decided again
later, it is decided with them, not with those of that later day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from lifecycle import agenda
from lifecycle.agenda.terms import Length
from lifecycle.alternance import parse
from lifecycle.calendar import Calendar, Delay, Unit, count, paris_day
from lifecycle.decisions.draft import Draft
from lifecycle.decisions.duties import subject_of
from lifecycle.decisions.duties.occurrences import span_of
from lifecycle.decisions.duties.reaction import replanning
from lifecycle.dossier import Instance
from lifecycle.events import Event
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Obligation, Presence, StepKind, Where

TERMS = "terms"
EVER = date.min  # planned as if it had always been known
SETTING, OWNER, CALENDAR, ALTERNANCE = "setting", "owner", "calendar", "alternance"
DATES, STEPS = ("due_on", "opens_on"), "steps"
WAS = ("delay", "calendar", "due_on", "opens_on", "owed_by")
FOLLOWS, RULE_CHANGES = "replan", "O-13"

Data = dict[str, Any]
Row = agenda.Row


def replan(draft: Draft, marks: Sequence[str]) -> None:
    """Record new terms for each pending duty that has some; `marks` say what the house changed."""
    for duty in agenda.pending(draft.dossier):
        data = _changed(draft, duty, marks)
        if data is not None:
            _record(draft, duty, data)


def _record(draft: Draft, duty: Instance, data: Data) -> None:
    command = replanning(duty, data) if "steps" in data else "replan-obligation"
    transition = draft.charter.moves["obligation", duty.state, command]
    draft.record(transition, duty.id, paris_day(draft.at), data)


def _changed(draft: Draft, duty: Instance, marks: Sequence[str]) -> Data | None:
    """What the duty becomes under the terms of today, or nothing where that says the same."""
    day = paris_day(draft.at)
    # Jalons count until the day of its opening: one that comes later is not for what is open already.
    view = draft.view(subject_of(draft, duty), duty.opened_on)
    use = _in_force(view, duty, day)
    data = _under(use, view, duty, day)
    says = _says(use, duty, data, day)
    if not says or (says == [STEPS] and not _follows(view, duty)):
        return None
    was = {name: duty.data.get(name) for name in WAS}
    return {**data, "why": _why(use, duty, says, marks), "was": was, TERMS: _kept(use, view)}


def decided_again(draft: Draft, event: Event, duty: Instance) -> Mapping[str, Any]:
    """What a re-planning says now that an earlier fact is known: from the terms that it kept."""
    view = draft.view(subject_of(draft, duty), event.effective_on)
    use = _kept_terms(event.data[TERMS], view, duty)
    data = _under(use, view, duty, event.effective_on)
    known = {k: v for k, v in event.data.items() if k not in PLANNED or k in data}
    return {**known, **{k: v for k, v in data.items() if k != "times"}}


PLANNED = ("started_on", "due_on", "opens_on", "delay", "calendar", "steps", "next", "next_on",
          "next_at", "counted", "away", "estimated")  # fmt: skip


# --- the terms -----------------------------------------------------------------------------------


def _in_force(view: Case, duty: Instance, day: date) -> agenda.Terms:
    """The terms of today. A choice makes nobody late: a day past when it was made stays as it was."""
    declared = view.charter.obligations[duty.data["ref"]]
    use = agenda.terms(declared, view, _length(view, declared, duty))
    if not isinstance(use.delay, Delay) or str(use.delay) == duty.data["delay"]:
        return use
    new = _under(use, view, duty, day).get("due_on", "")
    made_on = _chosen_on(view, declared) or day.isoformat()
    too_late = new < made_on and new < duty.data["due_on"]
    return replace(use, delay=agenda.kept(duty.data["delay"])) if too_late else use


def _length(view: Case, declared: Obligation, duty: Instance) -> Length:
    """The delay chosen; a definition that has changed since is another thing (interpretation O-13)."""
    if not isinstance(declared.within, Delay):
        return declared.within
    key = declared.setting.key if declared.setting else ""
    follows = _follows(view, duty)
    if key and (follows or _said(view, f"set:{key}")):
        return Delay.parse(view.setting(key))
    return declared.within if follows else agenda.kept(duty.data["delay"])


def _follows(view: Case, duty: Instance) -> bool:
    """Whether a duty follows the definition of today: the one of its opening, or it is to (O-13)."""
    same = duty.data.get("charter") == view.charter.sha256[:16]
    return same or view.chosen(RULE_CHANGES) == FOLLOWS


def _chosen_on(view: Case, declared: Obligation) -> str:
    """The day (ISO) on which the house chose the delay, if it did."""
    key = declared.setting.key if declared.setting else ""
    return str((_said(view, f"chosen:{key}") or {}).get("on", ""))


def _said(view: Case, name: str) -> Any:
    """What the formation, else its CFA, says under `name`."""
    houses = (h for h in (view.formation, view.cfa) if h)
    said = (h.said.get(name) for h in houses)
    return next((one for one in said if one), None)


def _kept(use: agenda.Terms, view: Case) -> Data:
    """The terms as the fact keeps them: enough to count again without asking the house."""
    kept: Data = {
        "delay": str(use.delay),
        "site": str(use.site),
        "formation": str(use.formation),
        "owner": str(use.owner or ""),
        "franc": use.franc,
        "extend": use.extend,
        "any_day": use.any_day,
        "place": str(use.place or ""),
    }
    if (counted := use.attendance) is not None:
        kept["alternance"] = _said(view, "alternance")
        kept["holidays"], kept["halves"] = counted.holidays_count, counted.half_counts_whole
    return kept


def _kept_terms(kept: Mapping[str, Any], view: Case, duty: Instance) -> agenda.Terms:
    declared = view.charter.obligations[duty.data["ref"]]
    within = declared.within
    use = agenda.terms(
        declared, view, agenda.kept(kept["delay"]) if isinstance(within, Delay) else within
    )
    attendance = use.attendance and replace(
        use.attendance,
        alternance=parse(kept["alternance"]) if kept.get("alternance") else None,
        site=Calendar(kept["site"]),
        holidays_count=bool(kept.get("holidays")),
        half_counts_whole=bool(kept.get("halves")),
    )
    return replace(
        use,
        site=Calendar(kept["site"]),
        formation=Calendar(kept["formation"]),
        owner=Role(kept["owner"]) if kept["owner"] else None,
        franc=kept["franc"],
        extend=kept["extend"],
        any_day=kept["any_day"],
        place=Where(kept["place"]) if kept["place"] else None,
        attendance=attendance,
    )


# --- the plan under them -------------------------------------------------------------------------


def _under(use: agenda.Terms, view: Case, duty: Instance, day: date) -> Data:
    """What the duty says under these terms on `day`; a clock that is stopped has no dates."""
    said: Data = {"owed_by": str(use.owner or "")}
    times = int(view.chosen(f"{duty.data['ref']}.times") or use.obligation.times)
    if times != int(duty.data.get("times", 1)) and times > int(duty.data.get("count", 0)):
        said["times"] = times
    if duty.data.get("paused"):
        return said
    resumed = duty.data.get("ledger") or ()
    dates = _resumed(use, duty) if resumed else _planned(use, view, duty, day)
    rows = _from(use, list(_left(use, duty, dates["steps"], day)), day)
    if duty.state == agenda.PLANNED and not any(r["kind"] == agenda.OPENING for r in rows):
        rows.insert(0, {"kind": agenda.OPENING, "to": [], "on": day.isoformat()})
    done = list(duty.data["steps"][: duty.data["next"]])
    ladder = [*done, *rows]
    return {**said, **dates, "steps": ladder, **agenda.pointer(ladder, len(done))}


def _planned(use: agenda.Terms, view: Case, duty: Instance, day: date) -> Row:
    start = date.fromisoformat(duty.data["started_on"])
    span = span_of(view.subject, duty, use.obligation)
    dates = agenda.plan(use, start, EVER, span.last if span else None)
    if use.obligation.recurs is None:
        return dates
    known = {**dates, "opens_on": duty.data.get("opens_on")}
    return agenda.opening_on(dates, start) if start > day else known


def _resumed(use: agenda.Terms, duty: Instance) -> Row:
    """A clock that went on counts from that day, with what was left and what the delay has won."""
    since = date.fromisoformat(duty.data["ledger"][-1]["resumed_on"])
    before, now = agenda.kept(duty.data["delay"]), use.delay
    fine = before.unit not in (Unit.SEMAINES, Unit.MOIS)
    unit = before.unit if fine else Unit.JOURS_CALENDAIRES
    due, counted_by = date.fromisoformat(duty.data["due_on"]), Calendar(duty.data["calendar"])
    left = count(since, due, unit, counted_by)
    alike = isinstance(now, Delay) and fine and now.unit is before.unit
    won = now.n - before.n if alike and isinstance(now, Delay) else 0
    dates = agenda.plan(replace(use, delay=Delay(max(left + won, 0), unit)), since, EVER)
    length = str(now) if alike else duty.data["delay"]
    return {**dates, "started_on": duty.data["started_on"], "delay": length}


def _left(use: agenda.Terms, duty: Instance, rows: Sequence[Row], day: date) -> Iterator[Row]:
    """The steps to come: what was told is not told again, not even to another owner."""
    told = [_renamed(use, duty, row) for row in duty.data["steps"][: duty.data["next"]]]
    for row in rows:
        past = row["on"] <= _first_day(use, row, day)
        if row["kind"] == agenda.OPENING and past and duty.state != agenda.PLANNED:
            continue
        alike = (t for t in told if (t["kind"], t["to"]) == (row["kind"], row["to"]))
        found = next((t for t in alike if past or t["on"] == row["on"]), None)
        if found is not None:
            told.remove(found)
        elif not (past and duty.data.get("ledger") and row["kind"] == StepKind.REMINDER):
            yield row


def _renamed(use: agenda.Terms, duty: Instance, row: Row) -> Row:
    """A step that was done, as if for the owner of today."""
    before, now = duty.data["owed_by"], str(use.owner or "")
    return {**row, "to": list(dict.fromkeys(now if role == before else role for role in row["to"]))}


def _from(use: agenda.Terms, rows: Sequence[Row], day: date) -> list[Row]:
    """What is past and was not told leaves from `day` on; who hears of a failure, a day after."""
    moved = [{**row, "on": max(row["on"], _first_day(use, row, day))} for row in rows]
    calls = [row["on"] for row in moved if row["kind"] == StepKind.LAST_CALL]
    if calls:
        after = date.fromisoformat(max(calls)) + timedelta(days=1)
        for row in (r for r in moved if r["kind"] == StepKind.ESCALATION):
            row["on"] = max(row["on"], _first_day(use, row, after))
    return sorted(moved, key=lambda row: (agenda.instant(row), row["kind"] != agenda.OPENING))


def _first_day(use: agenda.Terms, row: Row, day: date) -> str:
    """The first day from `day` on which such a step may leave: for its last recipient to be able."""
    return max([day, *(use.told_on(Role(role), day) for role in row["to"])]).isoformat()


# --- what differs, and why -----------------------------------------------------------------------


def _says(use: agenda.Terms, duty: Instance, data: Data, day: date) -> list[str]:
    """The names of what changes: an owner, a number of acts, a date, the steps to come."""
    said: tuple[str, ...] = ("owed_by", "times")
    found = [name for name in said if name in data and data[name] != duty.data.get(name, "")]
    if "steps" not in data:
        return found
    found += [name for name in DATES if data[name] != duty.data.get(name)]
    before, now = (_from(use, d["steps"][d["next"] :], day) for d in (duty.data, data))
    return found if before == now else [*found, STEPS]


def _why(use: agenda.Terms, duty: Instance, says: Sequence[str], marks: Sequence[str]) -> str:
    """What the house changed that changes this duty."""
    if "owed_by" in says and not {*DATES, "times"} & set(says):
        return OWNER
    if isinstance(use.delay, Presence) and ALTERNANCE in marks:
        return ALTERNANCE
    if str(use.calendar) != duty.data.get("calendar"):
        return CALENDAR
    if str(use.delay) != duty.data.get("delay"):
        return SETTING
    return next((why for why in (CALENDAR, SETTING) if why in marks), SETTING)
