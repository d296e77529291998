"""Candidacies of recruitment platforms, as CSV: each becomes a dossier, with where it comes from.

A candidate is known again by name, birth date and formation, whichever platform brought them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from exchange.lists import Asked, Form, Item, ListReport, Planned, take
from lifecycle.commands import Command
from lifecycle.commands.candidacy import REGISTER_CANDIDACY
from lifecycle.errors import InvalidInput
from lifecycle.people import Actor, Person, folded
from lifecycle.service import House

COLUMNS = {
    "nom": "last_name",
    "prenom": "first_name",
    "date_de_naissance": "birth_date",
    "courriel": "email",
    "telephone": "phone",
    "formation": "formation",
    "origine": "origin",
}
FORM = Form("candidature", COLUMNS, ("nom", "prenom", "date_de_naissance", "courriel"))
Same = tuple[str, str, str]
"""Folded name, birth date (ISO), code of the formation."""


def import_candidacies(
    house: House, content: bytes, filename: str, at: datetime, *, actor: Actor,
    origin: str = "", formation: str = "", commit: bool = False, encoding: str | None = None,
) -> ListReport:  # fmt: skip
    """The candidacies of a file; `origin` and `formation` hold for the lines that say none.

    Raises FileRefused.
    """
    every = {name: value for name, value in (("origin", origin), ("formation", formation)) if value}

    def plan(known: House, items: Sequence[Item]) -> Iterator[Planned]:
        return _planned(known, [Item(i.row, {**every, **i.values}) for i in items], actor)

    return take(house, FORM, plan, content, filename, at, commit=commit, encoding=encoding)


def _planned(house: House, items: Sequence[Item], actor: Actor) -> Iterator[Planned]:
    read = [_read(item) for item in items]
    fields = [one for one in read if isinstance(one, dict)]
    known, rows = _known(house, fields), dict[Same, int]()
    for item, said in zip(items, read, strict=True):
        if isinstance(said, str):
            yield item.fault(said)
        elif (first := rows.setdefault(_same(said), item.row)) != item.row:
            yield item.fault(f"cette candidature est déjà à la ligne {first}.")
        elif _same(said) in known:
            yield Asked(item, None)
        else:
            yield Asked(item, _command(house, said, actor), is_new=True)


def _read(item: Item) -> dict[str, object] | str:
    """The fields of the candidacy, or what is wrong with them."""
    try:
        return REGISTER_CANDIDACY.read(dict(item.values))
    except InvalidInput as wrong:
        return wrong.message


def _same(said: dict[str, object]) -> Same:
    name = folded(str(said["first_name"]), str(said["last_name"]))
    return (name, str(said["birth_date"]), str(said["formation"]))


def _known(house: House, fields: Sequence[dict[str, object]]) -> set[Same]:
    """Which of them have a dossier in that formation already. Read set-wise."""
    asked = [_person(said) for said in fields]
    found = {id(s): p for s, p in zip(fields, house.register.match_all(asked), strict=True) if p}
    with house.store.transaction() as work:
        dossiers = work.dossiers_of({person.id for person in found.values()})
    return {
        _same(said)
        for said in fields
        if (person := found.get(id(said)))
        and any(code == said["formation"] for _, code in dossiers.get(person.id, ()))
    }


def _person(said: dict[str, object]) -> Person:
    born = date.fromisoformat(str(said["birth_date"]))
    return Person("", str(said["first_name"]), str(said["last_name"]), birth_date=born)


def _command(house: House, said: dict[str, object], actor: Actor) -> Command:
    return Command(
        intention=REGISTER_CANDIDACY,
        stream=house.register.new_id(),
        fields=said,
        actor=actor,
        channel="import",
    )
