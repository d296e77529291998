"""The register of people, in the identity store: names, addresses, keys, letters as they left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lifecycle.people import Person, Recognised, folded, recognised_by, ways
from persistence.engine import Database, Hot, marks, translated
from persistence.keys import HouseKeys
from persistence.sealing import Entropy, PersonKey, commitment

COLUMNS = "id, first_name, last_name, email, birth_date, organisation, phone, origin"
FOUND = "SELECT {columns} FROM {people}people WHERE network_id = ? AND "


class SqlRegister:
    """`lifecycle.ports.Register`, each write in a transaction of its own."""

    def __init__(self, database: Database, network: str, keys: HouseKeys, entropy: Entropy) -> None:
        self.database = database
        self.network = network
        self.house_keys = keys
        self.entropy = entropy
        self.known_keys: dict[str, PersonKey] = {}
        self.select = FOUND.format(columns=COLUMNS, people=database.people)

    def new_id(self) -> str:
        return self.entropy(8).hex()

    def match_all(self, asked: Sequence[Person]) -> Sequence[Person | None]:
        found = self._recognised(asked)
        return [found.get(recognised_by(person)) for person in asked]

    def _recognised(self, asked: Sequence[Person]) -> dict[Recognised, Person]:
        """Everybody who may be one of them, under each of the ways to recognise them."""
        names = {folded(p.first_name, p.last_name) for p in asked} - {""}
        unnamed = (p for p in asked if not folded(p.first_name, p.last_name))
        addresses = {p.email.lower() for p in unnamed} - {""}
        rows = self._read(f"{self.select}folded_name IN ({{}})", names)
        rows += self._read(f"{self.select}lower(email) IN ({{}})", addresses)
        found: dict[Recognised, Person] = {}
        for person in sorted((_person(row) for row in rows), key=lambda p: p.id, reverse=True):
            found |= dict.fromkeys(ways(person), person)
        return found

    def find(self, ids: Iterable[str]) -> Mapping[str, Person]:
        rows = self._read(f"{self.select}id IN ({{}})", set(ids))
        return {row[0]: _person(row) for row in rows}

    def save(self, people: Sequence[Person]) -> None:
        with translated(), self.database.identity.begin() as connection:
            hot = Hot(connection, self.database.postgres)
            hot.many(self._upsert(), [self._row(person) for person in people])
            self._make_keys(hot, [p.id for p in people])

    def _upsert(self) -> str:
        return (
            f"INSERT INTO {self.database.people}people (network_id, {COLUMNS}, folded_name) "
            "VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (network_id, id) DO UPDATE SET "
            "first_name=excluded.first_name, last_name=excluded.last_name, email=excluded.email, "
            "birth_date=excluded.birth_date, organisation=excluded.organisation, "
            "phone=excluded.phone, origin=excluded.origin, folded_name=excluded.folded_name"
        )

    def _row(self, p: Person) -> tuple[str, ...]:
        born = p.birth_date.isoformat() if p.birth_date else ""
        name = folded(p.first_name, p.last_name)
        return (self.network, p.id, p.first_name, p.last_name, p.email, born, p.organisation,
                p.phone, p.origin, name)  # fmt: skip

    # --- keys ------------------------------------------------------------------------------

    def keys(self, persons: Iterable[str]) -> Mapping[str, PersonKey]:
        """The data key of each person, made when there is none yet."""
        wanted = set(persons)
        missing = sorted(wanted - self.known_keys.keys())
        if missing:
            with translated(), self.database.identity.begin() as connection:
                self._make_keys(Hot(connection, self.database.postgres), missing)
        return {person: self.known_keys[person] for person in wanted}

    def held_keys(self, persons: Iterable[str]) -> Mapping[str, PersonKey]:
        """The data keys that exist: reading makes none, an erased person stays erased."""
        wanted = sorted(set(persons))
        with translated(), self.database.identity.connect() as connection:
            return self._stored_keys(Hot(connection, self.database.postgres), wanted)

    def _make_keys(self, hot: Hot, persons: Sequence[str]) -> None:
        for start in range(0, len(persons), 500):
            some = [p for p in persons[start : start + 500] if p not in self.known_keys]
            known = self._stored_keys(hot, some)
            self.known_keys |= known
            fresh = [self._fresh(p) for p in some if p not in known]
            sql = f"INSERT INTO {self.database.people}person_keys VALUES (?,?,?,?)"
            hot.many(sql, [self._key_row(key) for key in fresh])
            self.known_keys |= {key.person: key for key in fresh}

    def _stored_keys(self, hot: Hot, persons: Sequence[str]) -> dict[str, PersonKey]:
        if not persons:
            return {}
        table = f"{self.database.people}person_keys"
        sql = f"SELECT person, kid, wrapped FROM {table} WHERE network_id = ? AND person IN "
        rows = hot.all(f"{sql}({marks(persons)})", (self.network, *persons))
        return {p: PersonKey(p, kid, self.house_keys.unwrap(bytes(w), p)) for p, kid, w in rows}

    def _fresh(self, person: str) -> PersonKey:
        key = self.entropy(32)
        return PersonKey(person, commitment(key), key)

    def _key_row(self, key: PersonKey) -> tuple[Any, ...]:
        wrapped = self.house_keys.wrap(key.key, key.person, self.entropy(12))
        return (self.network, key.person, key.kid, wrapped)

    # --- letters ---------------------------------------------------------------------------

    def keep_message(self, message_id: str, person: str, composed_at: str, body: bytes) -> None:
        """The bytes of a letter before its first try; a second keeping changes nothing."""
        self.keep_messages([(message_id, person, composed_at, body)])

    def keep_messages(self, kept: Sequence[tuple[str, str, str, bytes]]) -> None:
        """As `keep_message`, all of them together."""
        sql = (
            f"INSERT INTO {self.database.people}messages VALUES (?,?,?,?,?) "
            "ON CONFLICT (network_id, message_id) DO NOTHING"
        )
        with translated(), self.database.identity.begin() as connection:
            Hot(connection, self.database.postgres).many(
                sql, [(self.network, *one) for one in kept]
            )

    def message(self, message_id: str) -> bytes | None:
        return self.messages([message_id]).get(message_id)

    def messages(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes that are kept under these Message-IDs."""
        table = f"{self.database.people}messages"
        sql = f"SELECT message_id, body FROM {table} WHERE network_id = ? AND message_id IN ({{}})"
        return {id_: bytes(body) for id_, body in self._read(sql, set(ids))}

    def messages_since(self, person: str, composed_at: str) -> list[str]:
        """The Message-IDs of what was composed for a person from an instant (UTC text) on."""
        return self.messages_of([person], composed_at)[person]

    def messages_of(self, persons: Collection[str], composed_at: str) -> dict[str, list[str]]:
        """As `messages_since`, for each of these persons."""
        found: dict[str, list[str]] = {person: [] for person in persons}
        sql = (
            f"SELECT person, message_id FROM {self.database.people}messages "
            "WHERE network_id = ? AND composed_at >= ? AND person IN ({})"
        )
        for person, message_id in self._read(sql, persons, composed_at):
            found[person].append(message_id)
        return found

    def _read(self, sql: str, values: Collection[str], *params: Any) -> list[Any]:
        """As `Hot.among`, outside any transaction: whoever reads the register locks nobody out."""
        if not values:
            return []
        with translated(), self.database.identity.connect() as connection:
            hot = Hot(connection, self.database.postgres)
            return list(hot.among(sql, values, self.network, *params))


def _person(row: Any) -> Person:
    id_, first, last, email, born, organisation, phone, origin = row
    day = date.fromisoformat(born) if born else None
    return Person(id_, first, last, email, day, organisation, phone, origin)
