"""What must hold of a suggestion that is considered, and whose return on experience is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lifecycle.commands.suggestions import FEEDBACK
from lifecycle.events import Data
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

MEETINGS = (
    "comite_pilotage",
    "conseil_perfectionnement",
    "reunion_pedagogique",
    "revue_indicateurs",
)
HEARD = (Role.MAITRE_APPRENTISSAGE, Role.TUTEUR_ACADEMIQUE, Role.DIRECTION)
GIVEN_UP = ("waived", "cancelled")
RETURNS = CHARTE["§2.1 (retours d’expérience de chacune des parties)"]


@rule(
    source=CHARTE["annexe, poste 1, périmètre 1"],
    otherwise="Aucune réunion tenue ne porte ce numéro (comité, conseil, réunion pédagogique).",
    lifted_by=(Role.RESPONSABLE_FORMATION,),
)
def meeting_was_held(case: Case) -> Verdict | bool:
    named = case.command.fields.get("meeting")
    if named is None:
        return True
    event = case.dossier.get("event", named)
    return event is not None and event.state == "held" and event.data.get("kind") in MEETINGS


VOICES = CHARTE["annexe, poste 1, périmètre 1 (délégués, maîtres d’apprentissage, tuteurs, CFA)"]


@rule(
    source=RETURNS,
    otherwise="Cette partie s’est déjà exprimée cette année, ou une année antérieure l’attend encore.",
)
def feedback_is_of_a_new_party(case: Case) -> Verdict | bool:
    """One return on experience of each party for each period."""
    return _pays(case, lambda said: str(said.get("party")))


@rule(
    source=VOICES,
    otherwise="Ce retour n’est ni celui d’un délégué, ni d’un maître d’apprentissage, ni d’un tuteur, "
    "ni du CFA, ou cette voix a déjà été entendue cette année.",
)
def feedback_is_of_a_new_voice(case: Case) -> Verdict | bool:
    """The four whose return the charter names: an apprentice speaks here for those who chose them."""
    return _pays(case, voice_of)


def voice_of(said: Data) -> str:
    """Which of the four voices speaks; nothing for any other party."""
    if said.get("delegate"):
        return "delegate"
    return str(said["party"]) if said.get("party") in HEARD else ""


@rule(source=VOICES, otherwise="Cet apprenti n’est pas délégué.")
def apprentice_is_a_delegate(case: Case) -> Verdict | bool:
    return bool(case.dossier.said.get("delegate"))


def _pays(case: Case, voice: Callable[[Data], str]) -> bool:
    """Whether this return pays the duty that asks: of the periods which its voice has not paid, the
    one that was due first."""
    said, duty = case.command.fields, case.dossier.get("obligation", case.command.fields["duty"])
    if said.get("kind") != FEEDBACK or duty is None or not voice(said):
        return False
    alive = (d for d in case.dossier.duties(duty.data["ref"]) if d.state not in GIVEN_UP)
    owed = sorted(alive, key=lambda d: str(d.data["due_on"]))
    paid: list[str | None] = []
    for day in (*_days_of(case, voice), case.day):
        begun = (d.id for d in owed if d.data["started_on"] <= day.isoformat())
        paid.append(next((id_ for id_ in begun if id_ not in paid), None))
    return paid[-1] == duty.id


def _days_of(case: Case, voice: Callable[[Data], str]) -> list[date]:
    """The days on which the same voice had already given a return on experience."""
    own, mine = case.subject.id if case.subject else "", voice(case.command.fields)
    others = (s for s in case.dossier.of("suggestion") if s.id != own and s.opened_on <= case.day)
    returns = (s for s in others if s.data["kind"] == FEEDBACK)
    return sorted(s.opened_on for s in returns if voice(s.data) == mine)
