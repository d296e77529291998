"""What counts as a proof: a report shared, an action done, papers and aids known, a training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lifecycle.calendar import french
from lifecycle.commands.contract import INSUFFICIENT
from lifecycle.commands.evidence import AIDS, BENEFITS
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.rules.duties import PENDING
from lifecycle.rules.take_over import STARTED
from lifecycle.vocabulary import Case, Rule, Verdict, rule

CIBLE = CHARTE["annexe, poste 3, cible"]
ENVIRONMENT = CHARTE["§2.3 (environnement propice à la progression)"]
PAPERS = CHARTE["annexe, poste 3, périmètre 1"]
AIDS_TOLD = CHARTE["§1.2 (dispositifs d’aide)"]
TUTORS = CHARTE["annexe, poste 3, périmètre 1 (formation des tuteurs)"]
REPORT, DIFFICULTY = "P3-C04", "difficulty"
VISITED, REPORTED, AID = "visited", "reported", "aid"
NO_ADDRESS = "aucun"  # what a setting says where the house has no page of its own
TRAINING_EVENT = "formation_tuteurs"
REFERENTIEL, FOLLOW_UP_TERMS, EVALUATION_TERMS = PAPER_NAMES = (
    "referentiel",
    "follow_up_terms",
    "evaluation_terms",
)
Said = Mapping[str, Any]


def _said(case: Case) -> Said:
    return case.subject.data if case.subject else {}


# --- reports of meetings ---------------------------------------------------------------------------


def visited(case: Case) -> dict[str, Any]:
    """Each meeting under its own day: the next one does not hide it."""
    return {f"{VISITED}:{case.day.isoformat()}": case.command.fields.get("mode") or "other"}


def reported(case: Case) -> dict[str, Any]:
    """The meetings whose report is shared by this fact: the one that is named, else all."""
    named = case.command.fields.get("visited_on")
    days = [named] if named else unshared(_said(case))
    return {f"{REPORTED}:{day}": case.day.isoformat() for day in days}


def unshared(contract: Said) -> list[str]:
    """The days (ISO) of the meetings whose report nobody has shared, in order."""
    days = sorted(_under(contract, VISITED))
    return [day for day in days if not contract.get(f"{REPORTED}:{day}")]


def _under(said: Said, prefix: str) -> Iterator[str]:
    start = f"{prefix}:"
    return (k.removeprefix(start) for k, v in said.items() if v and k.startswith(start))


@rule(source=CIBLE, otherwise="Un compte rendu est déjà attendu.")
def no_report_is_awaited(case: Case) -> Verdict | bool:
    """One duty for the reports that wait: it keeps the day of the first, and closes with the last."""
    about = case.subject.id if case.subject else ""
    mine = case.dossier.duties(REPORT)
    return not any(d.data["subject"] == about and d.state in PENDING for d in mine)


@rule(source=CIBLE, otherwise="Le compte rendu d’une autre rencontre est encore attendu.")
def every_report_is_shared(case: Case) -> Verdict | bool:
    return not unshared(_said(case))


@rule(
    source=CIBLE,
    otherwise="Aucune rencontre n’attend ce compte rendu.",
    lifted_by=(Role.TUTEUR_ACADEMIQUE,),
)
def report_is_awaited(case: Case) -> Verdict | bool:
    waiting, named = unshared(_said(case)), case.command.fields.get("visited_on")
    days = ", ".join(french(date.fromisoformat(day)) for day in waiting)
    detail = f"Rencontres qui l’attendent : {days}." if waiting else ""
    return Verdict(named in waiting if named else bool(waiting), detail)


@rule(source=ENVIRONMENT, otherwise="L’environnement de travail n’est pas dit insuffisant.")
def environment_is_insufficient(case: Case) -> Verdict | bool:
    """It opens a difficulty, unless one is open already for this contract."""
    about = case.subject.id if case.subject else ""
    open_ones = (s for s in case.dossier.of("situation") if s.data.get("kind") == DIFFICULTY)
    known = any(s.data.get("contract") == about and s.state == "open" for s in open_ones)
    return case.command.fields.get("environment") == INSUFFICIENT and not known


# --- actions -----------------------------------------------------------------------------------------


@rule(
    source=MAISON["actions à suivre"],
    otherwise="Aucun contrat n’est en cours d’exécution ce jour-là.",
    lifted_by=(Role.GESTIONNAIRE,),
    lasting=True,
)
def a_contract_is_performed(case: Case) -> Verdict | bool:
    """The one that the form names; of a form that is still blank, any."""
    named = case.command.fields.get("contract")
    every = case.dossier.of("contract")
    return any(c.state in STARTED for c in every if named in (None, c.id))


@rule(
    source=MAISON["actions à suivre"],
    otherwise="Une action se fait au plus tôt le jour où l’on en convient.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def action_is_to_be_done(case: Case) -> Verdict | bool:
    said = case.command.fields.get("due_on")
    day = date.fromisoformat(said) if said else case.day
    return day >= case.day or Verdict(False, f"Le {french(day)} est passé.")


def action_is_owed_by(role: Role) -> Rule:
    return Rule(
        f"action_is_owed_by_the_{role}",
        lambda case: case.value("owed_by") == role,
        CIBLE,
        "Cette action revient à quelqu’un d’autre.",
    )


@rule(source=MAISON["actions à suivre"], otherwise="Le contrat de cette action court encore.")
def its_contract_is_over(case: Case) -> Verdict | bool:
    named = str(_said(case).get("contract"))
    known = case.dossier.get("contract", named)
    return known is not None and case.charter.states["contract", known.state].final


# --- tuteurs and maîtres d’apprentissage ---------------------------------------------------------------


@rule(
    source=CHARTE["§2.1 (missions des tuteurs)"],
    otherwise="La lettre de mission est celle du tuteur académique.",
)
def the_tuteur_is_appointed(case: Case) -> Verdict | bool:
    return case.subject is not None and case.subject.id == Role.TUTEUR_ACADEMIQUE


@rule(
    source=CHARTE["§2.1 (missions des tuteurs)"],
    otherwise="Aucun tuteur académique n’est nommé.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def a_tuteur_is_named(case: Case) -> Verdict | bool:
    role = Role.TUTEUR_ACADEMIQUE
    return any(case.holder(role, one) for one in (case.subject, *case.dossier.of("contract")))


def trained(case: Case) -> dict[str, Any]:
    """Who was trained, when and how: each person under their own role."""
    who, said = str(case.command.fields["who"]), case.command.fields
    day = said.get("trained_on") or case.day.isoformat()
    person = case.holder(Role(who))
    return {f"trained:{who}": {"on": day, "means": said.get("means"), "person": person}}


def trained_is(role: Role) -> Rule:
    """The training of that person; a session held for tuteurs counts for the tuteur who came."""

    def check(case: Case) -> bool:
        said = case.command.fields
        came = role is Role.TUTEUR_ACADEMIQUE and said.get("event_kind") == TRAINING_EVENT
        return came or said.get("who") == role

    return Rule(f"trained_is_the_{role}", check, TUTORS, "Cette formation est celle d’un autre.")


# --- papers, aids ----------------------------------------------------------------------------------------


def shared_papers(case: Case) -> dict[str, Any]:
    """What is shared and where: as the form says, else as the formation does."""
    found = {name: paper(case, name) for name in PAPER_NAMES}
    return {name: where for name, where in found.items() if where}


def paper(case: Case, name: str) -> str:
    said = case.command.fields.get(name) or case.setting(f"{name}_url")
    return "" if said == NO_ADDRESS else str(said)


@rule(
    source=PAPERS,
    otherwise="Aucun référentiel n’est lié à la formation : dites-en ici la version ou l’adresse, "
    "ou donnez-la dans ses réglages.",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def referentiel_is_known(case: Case) -> Verdict | bool:
    return bool(paper(case, REFERENTIEL))


@rule(
    source=CHARTE["annexe, poste 3, socle"],
    otherwise="Les modalités de suivi n’ont pas été diffusées.",
)
def follow_up_terms_are_shared(case: Case) -> Verdict | bool:
    said = _said(case)
    return bool(said.get(REFERENTIEL)) and bool(said.get(FOLLOW_UP_TERMS))


def grid_in_force(case: Case) -> str | None:
    """Which grid this party has read, when the formation says where it is."""
    said = case.setting("grid_url")
    return None if said == NO_ADDRESS else said


def read_with_the_grid(case: Case) -> dict[str, str]:
    party, said = case.command.fields.get("party"), case.command.fields.get("with_referentiel")
    return {f"{REFERENTIEL}:{party}": case.day.isoformat()} if said else {}


def aids_told(case: Case) -> dict[str, str]:
    """The topics that this fact tells, each with the day: others may follow."""
    said = case.command.fields
    told = [name for name in (*AIDS, BENEFITS.name) if said.get(name)]
    return {f"{AID}:{name}": case.day.isoformat() for name in told}


@rule(source=AIDS_TOLD, otherwise="Tous les sujets n’ont pas été dits à l’apprenti.")
def every_aid_is_told(case: Case) -> Verdict | bool:
    return not untold(_said(case))


def untold(pathway: Said) -> list[str]:
    """The topics that the apprentice has not been told."""
    return [name for name in AIDS if not pathway.get(f"{AID}:{name}")]


# --- what people think ---------------------------------------------------------------------------------------


def filled(case: Case) -> dict[str, Any]:
    """Each grid under its author and day: none hides another."""
    said = case.command.fields
    return {f"filled:{said.get('party')}:{case.day.isoformat()}": said.get("period") or "other"}


def scored(case: Case) -> dict[str, Any]:
    """The scores of one evaluator, apart from those of the other."""
    said = case.command.fields
    scores = {name: said[name] for name in ("score", "tutoring_score") if name in said}
    return {f"scored:{said.get('by')}": {"on": case.day.isoformat(), **scores}}
