"""A file of alternance: our lines, or a table of days (`jour;lieu`), read into lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from lifecycle.commands.fields import quoted, read_day
from lifecycle.errors import InvalidInput

HEADS = ("jour", "date", "day")
PLACES: Mapping[str, str] = {
    **dict.fromkeys(("c", "cfa", "centre", "formation", "école"), "C"),
    **dict.fromkeys(("e", "entreprise"), "E"),
    **dict.fromkeys(("d", "demi", "demi-journée"), "D"),
    **dict.fromkeys(("-", "", "congé", "congés", "repos", "férié"), "-"),
}
WEEK, NOWHERE = 7, "-"
MOST_BYTES = 200_000


def alternance_of(path: str) -> str:
    """The lines of a file, one for each run of equal weeks when it is a table of days.

    Raises InvalidInput with one French sentence (line, value, remedy).
    """
    text = _read(Path(path))
    return text if "/" in text.partition(";")[0] and ";" not in text else _lines(_days(text))


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path.name} ne se lit pas : {error.strerror}.") from None
    if len(raw) > MOST_BYTES:
        raise InvalidInput(f"{path.name} : {len(raw)} octets ; {MOST_BYTES} au plus.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name} n’est pas en UTF-8 : enregistrez-le ainsi.") from None


def _days(text: str) -> dict[date, str]:
    found: dict[date, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        day, _, place = (part.strip().strip('"') for part in line.partition(";"))
        if not line.strip() or (number == 1 and day.lower() in HEADS):
            continue
        letter = PLACES.get(place.lower())
        if letter is None:
            raise InvalidInput(
                f"Ligne {number} : lieu {quoted(place)} inconnu ; il faut CFA, entreprise, demi ou -."
            )
        on = read_day(day, f"Ligne {number}")
        if on in found:
            raise InvalidInput(f"Ligne {number} : le {day} est dit deux fois.")
        found[on] = letter
    if not found:
        raise InvalidInput("Ce fichier ne dit aucun jour : il faut des lignes « jour;lieu ».")
    return found


def _lines(days: Mapping[date, str]) -> str:
    return "\n".join(f"{first}/{last} {week}" for first, last, week in _runs(days))


def _runs(days: Mapping[date, str]) -> Iterator[tuple[date, date, str]]:
    """Equal weeks that follow one another, from Monday to Sunday."""
    held: tuple[date, date, str] | None = None
    monday = min(days) - timedelta(days=min(days).weekday())
    while monday <= max(days):
        sunday = monday + timedelta(days=WEEK - 1)
        week = "".join(days.get(monday + timedelta(days=n), NOWHERE) for n in range(WEEK))
        if held and held[2] == week:
            held = (held[0], sunday, week)
        else:
            if held:
                yield held
            held = (monday, sunday, week)
        monday += timedelta(days=WEEK)
    if held:
        yield held
