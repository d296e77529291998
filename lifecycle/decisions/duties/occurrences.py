"""The occurrences of a duty: the only one, each wave, each period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lifecycle.calendar import Calendar, Delay, Unit, add
from lifecycle.dossier import Instance
from lifecycle.periods import ALIGNED, ROLLING, Span, after, spans, whole
from lifecycle.vocabulary import Case, Every, Obligation, Waves


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of a duty: from when it counts, its last day when its period says so."""

    start: date
    of: str = ""
    last: date | None = None
    origin: date | None = None
    waits: bool = False

    @property
    def named(self) -> dict[str, str]:
        """What tells this occurrence from the others, kept only where it says something."""
        found = {
            "of": self.of,
            "last": self.last.isoformat() if self.last else "",
            "origin": self.origin.isoformat() if self.origin else "",
        }
        return {name: value for name, value in found.items() if value}


def occurrences(
    view: Case, obligation: Obligation, subject: Instance, start: date
) -> Iterator[Occurrence]:
    """The only one; each wave; or the first period that owes something."""
    recurs = obligation.recurs
    if recurs is None:
        yield Occurrence(start)
    elif isinstance(recurs, Waves):
        for delay in waves_of(view, obligation, recurs):
            yield Occurrence(add(start, delay, Calendar.FRANCE), str(delay), waits=True)
    elif first := next(_spans(view, recurs, subject, start), None):
        yield Occurrence(first.first, first.label, first.last, start, waits=True)


def waves_of(view: Case, obligation: Obligation, waves: Waves) -> tuple[Delay, ...]:
    """The distances declared, or those that the partnership chose (`ref.waves`: «6, 18 mois»)."""
    chosen = view.chosen(f"{obligation.ref}.waves")
    months = (int(n) for n in chosen.removesuffix(" mois").split(",")) if chosen else ()
    return tuple(Delay(n, Unit.MOIS) for n in months) or waves.after


def _spans(view: Case, every: Every, subject: Instance, start: date) -> Iterator[Span]:
    until = _end(every, subject)
    if until is None:
        return iter(())
    return spans(start, until, every.period, _alignment(view, every))


def _alignment(view: Case, every: Every) -> str:
    """As declared, or as the partnership chose where that names a setting."""
    if not every.aligned or every.aligned in ALIGNED:
        return every.aligned or ROLLING
    return view.chosen(every.aligned)


def _end(every: Every, subject: Instance) -> date | None:
    return subject.day(every.until) if every.until else date.max


def following(view: Case, every: Every, subject: Instance, duty: Instance) -> Occurrence | None:
    """The occurrence after that of `duty`, if its period begins before the end."""
    origin = date.fromisoformat(duty.data["origin"])
    found = after(duty.data["of"], _spans(view, every, subject, origin))
    return Occurrence(found.first, found.label, found.last, origin, waits=True) if found else None


def span_of(subject: Instance | None, duty: Instance, obligation: Obligation) -> Span | None:
    """The period of an occurrence as the end of its subject now cuts it."""
    recurs = obligation.recurs
    until = _end(recurs, subject) if subject and isinstance(recurs, Every) else None
    if until is None or not isinstance(recurs, Every) or not duty.data.get("of"):
        return None
    first, origin = (date.fromisoformat(duty.data[name]) for name in ("of", "origin"))
    last = min(whole(first, origin, recurs.period).last, until)
    return Span(first, last, duty.data["of"]) if first <= until else None
