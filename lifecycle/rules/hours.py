"""What must hold of the hours of a month, what they keep, and when absences are a signal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lifecycle.commands.hours import COUNTED, first_day
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import UNKNOWN, Case, Rule, State, Verdict, rule

THRESHOLD = "A-05"
IMPORT = "import"
DISTANCE = CHARTE["§2.2 (mission 11, formation à distance)"]
ATTENDANCE = CHARTE["§2.4 (suivre enseignements et activités)"]


@rule(
    source=MAISON["un fait n’est pas à venir"],
    otherwise="Ce mois n’a pas encore commencé.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def month_has_begun(case: Case) -> Verdict | bool:
    month = case.command.fields.get("month")
    return UNKNOWN if month is None else first_day(month) <= case.day


@rule(
    source=MAISON["ce qui remplace un fait le dit"],
    otherwise="Les heures de ce mois sont déjà enregistrées : dites que celles-ci les remplacent, ou "
    "vérifiez le mois.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def month_is_said_once(case: Case) -> Verdict | bool:
    """What is typed over another month goes unseen; the report of an import says what it replaces."""
    said = case.command.fields
    known = _kept(case, f"hours:{said.get('month')}")
    if not known or said.get("replaces") or case.command.channel == IMPORT:
        return True
    detail = (
        f"Au dossier, {said['month']} : {known['planned']} h prévues, {known['done']} réalisées."
    )
    return Verdict(known == _counted(said), detail)


@rule(
    ref="C-07",
    source=DISTANCE,
    otherwise="Des heures à distance n’ont pas leur preuve (connexion, travaux, évaluation).",
    lifted_by=(Role.GESTIONNAIRE,),
)
def remote_hours_are_proved(case: Case) -> Verdict | bool:
    """By the statement of the month itself, or by its sessions, each with its proof."""
    said = case.command.fields
    remote = said.get("distance", 0)
    if not remote or said.get("distance_proof"):
        return True
    proved = _kept(case, f"remote:{said['month']}").get("hours", 0)
    return Verdict(proved >= remote, f"{proved} heures prouvées sur {remote} en {said['month']}.")


def absences_signalled(started: tuple[State, ...], *, with_contract: bool) -> Rule:
    """A `when` rule: these hours crossed the threshold, while a contract runs or while none does."""
    names = {state.name for state in started}

    def holds(case: Case) -> bool:
        runs = any(c.state in names for c in case.dossier.of("contract"))
        return bool(case.dossier.said.get("absence_signal")) and runs is with_contract

    return Rule(
        f"absences_are_a_signal{'' if with_contract else '_without_contract'}",
        holds,
        ATTENDANCE,
        "Les absences non justifiées du mois n’atteignent pas le seuil.",
    )


# --- what the facts keep ---------------------------------------------------------------------------


def hours_of_the_month(case: Case) -> dict[str, Any]:
    """One value for each month, which a later statement of that month replaces."""
    said = case.command.fields
    return {f"hours:{said['month']}": _counted(said), "absence_signal": _crosses(case)}


def _counted(said: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(said.get(name) or 0) for name in COUNTED}


def remote_of_the_month(case: Case) -> dict[str, Any]:
    """The sessions proved so far in that month, and their hours."""
    said = case.command.fields
    key = f"remote:{said['session_on'][:7]}"
    before = _kept(case, key)
    return {
        key: {
            "sessions": before.get("sessions", 0) + 1,
            "hours": before.get("hours", 0) + int(said["session_hours"]),
        }
    }


def _crosses(case: Case) -> bool:
    """Whether this statement reaches the threshold that the earlier ones of its month did not."""
    said = case.command.fields
    limit = int(case.setting(THRESHOLD).split()[0])
    before = _kept(case, f"hours:{said['month']}").get("absent_unjustified", 0)
    return before < limit <= int(said.get("absent_unjustified") or 0)


def _kept(case: Case, key: str) -> Mapping[str, int]:
    return (case.subject.data.get(key) if case.subject else None) or {}
