"""What must hold of a suggestion that is considered, and whose return on experience is new."""

from __future__ import annotations

from datetime import date

from lifecycle.commands.suggestions import FEEDBACK
from lifecycle.legal import CHARTE
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

MEETINGS = (
    "comite_pilotage",
    "conseil_perfectionnement",
    "reunion_pedagogique",
    "revue_indicateurs",
)
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


@rule(source=RETURNS, otherwise="Cette partie s’est déjà exprimée cette année.")
def feedback_is_of_a_new_party(case: Case) -> Verdict | bool:
    """One return on experience of each party in the period of the duty that counts them."""
    said, duty = case.command.fields, case.dossier.get("obligation", case.command.fields["duty"])
    if said.get("kind") != FEEDBACK or duty is None or case.subject is None:
        return False
    since = date.fromisoformat(duty.data["started_on"])
    others = (s for s in case.dossier.of("suggestion") if s.id != case.subject.id)
    told = (s.data["party"] for s in others if s.data["kind"] == FEEDBACK and s.opened_on >= since)
    return said.get("party") not in told
