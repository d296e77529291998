"""The look-ups that rules declare (`Rule.needs`), answered from the store in the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lifecycle.agenda import pending
from lifecycle.decisions import KEEP_TIME
from lifecycle.dossier import HOUSES
from lifecycle.people import Role
from lifecycle.ports import Work
from lifecycle.rules.contract import LIVE_STATES
from lifecycle.vocabulary import Case, Rule


def answers(work: Work, case: Case) -> dict[str, Any]:
    """What the rules of this command need to know of other dossiers, and nothing else."""
    needs = {rule.needs for rule in _rules(case) if rule.needs}
    return {need: LOOKUPS[need](work, case) for need in needs}


def every_answer(work: Work, case: Case) -> dict[str, Any]:
    """All look-ups, for a page that considers every command at once."""
    return {need: look(work, case) for need, look in LOOKUPS.items()}


def _rules(case: Case) -> Iterator[Rule]:
    for name in _commands(case):
        for transition in case.charter.by_command.get(name, ()):
            yield from (*transition.requires, *transition.flags)


def _commands(case: Case) -> set[str]:
    """The command itself, and for a correction all that it may decide again; for the clock, what the
    expiries of the pending duties would ask."""
    if case.command.name != KEEP_TIME:
        again = case.history if case.command.again else ()
        return {case.command.name, *(event.move for event in again)}
    declared = (case.charter.obligations.get(d.data["ref"]) for d in pending(case.dossier))
    return {o.expiry.does.name for o in declared if o and o.expiry}


def _apprentices_of_the_maitre(work: Work, case: Case) -> dict[str, int]:
    """By maître d’apprentissage of this dossier, their live contracts in the other dossiers."""
    role = Role.MAITRE_APPRENTISSAGE
    held = {case.holder(role, contract) for contract in case.dossier.of("contract")}
    but = case.dossier.stream
    return {h: work.count_held("contract", h, LIVE_STATES, but) for h in sorted(filter(None, held))}


def _offer_named(work: Work, case: Case) -> dict[tuple[str, str], str]:
    """The state of the offer that the command names; of one that does not exist, no word."""
    of, number = (str(case.command.fields.get(name) or "") for name in ("offer_of", "offer_id"))
    kind, _, code = of.partition(":")
    if not of:
        return {}
    stream = work.stream_named(kind, code) if kind in HOUSES else None
    house = work.histories([stream])[stream].summary.dossier if stream else None
    offer = house.get("offer", number) if house else None
    return {(of, number): offer.state if offer else ""}


LOOKUPS: dict[str, Callable[[Work, Case], Any]] = {
    "apprentices_of_the_maitre_apprentissage": _apprentices_of_the_maitre,
    "offer_named": _offer_named,
}
