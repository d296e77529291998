"""What must hold of the maître d’apprentissage (D24)."""

from __future__ import annotations

from lifecycle import legal
from lifecycle.legal import CODE_DU_TRAVAIL
from lifecycle.people import Role
from lifecycle.rules.conclusions import maitre_is_adult
from lifecycle.vocabulary import UNKNOWN, Case, Verdict, rule

DIRECTION = (Role.DIRECTION,)


MAITRE_MUST = (
    "doit être majeur, justifier d’un an de pratique avec un diplôme du domaine, ou de deux ans "
    "sans, et suivre deux apprentis au plus."
)


@rule(
    ref="D24",
    source=CODE_DU_TRAVAIL["R. 6223-6 et R. 6223-22"],
    otherwise=f"Le maître d’apprentissage {MAITRE_MUST}",
    lifted_by=DIRECTION,
    liftable=True,
    needs="apprentices_of_the_maitre_apprentissage",
)
def maitre_apprentissage_is_competent(case: Case) -> Verdict | bool:
    counts = case.answers.get("apprentices_of_the_maitre_apprentissage", {})
    others = counts.get(case.holder(Role.MAITRE_APPRENTISSAGE))
    if others is not None and others >= legal.MAX_APPRENTICES.on(case.day):
        return Verdict(False, f"Il ou elle en suit déjà {others}.")
    years, diploma = _practice(case)
    adult = _of_the_maitre(case, "maitre_is_adult")
    if adult is False:
        return Verdict(False, "Il ou elle est mineur.")
    if years is None or diploma is None or adult is None or others is None:
        return UNKNOWN
    wanted = legal.PRACTICE_WITH_DIPLOMA if diploma else legal.PRACTICE_WITHOUT_DIPLOMA
    return bool(years >= wanted.on(case.day))


def _of_the_maitre(case: Case, name: str) -> object:
    """What an avenant that names another one says, else what the mission says."""
    if AMENDED in case.command.fields and Role.MAITRE_APPRENTISSAGE in case.command.persons:
        return maitre_is_adult(case) if name == "maitre_is_adult" else case.command.fields.get(name)
    mission = case.dossier.get("mission", case.value("mission") or "")
    return mission.data.get(name) if mission else case.value(name)


AMENDED = "amendment_type"


def _practice(case: Case) -> tuple[int | None, bool | None]:
    years = _of_the_maitre(case, "maitre_apprentissage_years_of_practice")
    diploma = _of_the_maitre(case, "maitre_apprentissage_has_diploma")
    return (
        years if isinstance(years, int) else None,
        diploma if isinstance(diploma, bool) else None,
    )
