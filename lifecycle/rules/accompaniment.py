"""What counts as a meeting, a retour d’alternance, a grid that is shared, an evaluation."""

from __future__ import annotations

from datetime import date

from lifecycle.calendar import Calendar, Delay, Unit, subtract
from lifecycle.commands.training import EVALUATORS, GRID_PARTIES
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL
from lifecycle.rules.duties import PENDING
from lifecycle.vocabulary import Case, Verdict, rule

TWO_MONTHS = Delay(2, Unit.MOIS)
POSTE_3 = CHARTE["annexe, poste 3, socle"]
FIRST_VISIT = "D30"


@rule(
    source=POSTE_3, otherwise="Les trois parties n’ont pas toutes pris connaissance de la grille."
)
def every_party_knows_the_grid(case: Case) -> Verdict | bool:
    known = case.subject.data if case.subject else {}
    return all(known.get(f"grid:{party}") for party in GRID_PARTIES)


@rule(
    source=CHARTE["annexe, poste 3, socle (interprétation O-02)"],
    otherwise="Cette modalité de rencontre ne compte pas.",
)
def meeting_counts(case: Case) -> Verdict | bool:
    """A meeting whose mode nobody tells counts: what is recorded is a meeting."""
    mode = case.command.fields.get("mode")
    return mode is None or mode in MODES[case.setting("O-02")]


MODES = {
    "site": ("site",),
    "site_or_visio": ("site", "visio"),
    "any": ("site", "visio", "telephone"),
}


@rule(
    source=CHARTE["annexe, poste 3, socle (interprétation O-03)"],
    otherwise="La seconde rencontre de l’année se tient dans les deux mois qui en précèdent la fin.",
)
def meeting_counts_for_the_year(case: Case) -> Verdict | bool:
    """Where the window « deux mois avant la fin » is that of each year, it holds for the last meeting."""
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    if duty is None or case.setting("O-03") == "last_year":
        return meeting_counts.judge(case)
    last_wanted = int(duty.data.get("count", 0)) + 1 >= int(duty.data.get("times", 1))
    end = date.fromisoformat(duty.data["due_on"])
    opens = subtract(end, TWO_MONTHS, Calendar.FRANCE)
    return meeting_counts.holds(case) and (not last_wanted or case.day >= opens)


@rule(
    source=CHARTE["annexe, poste 3, socle (interprétation O-05)"],
    otherwise="Cette rencontre tient lieu de la première : elle ne peut pas être aussi la dernière.",
)
def meeting_is_the_last(case: Case) -> Verdict | bool:
    """Two windows overlap when a contract is short: one meeting serves the first of them only.

    Reminders come before a window that the partnership made narrower: the meeting does not.
    """
    duty = case.dossier.get("obligation", str(case.command.fields.get("duty")))
    opens = duty.day("opens_on") if duty else None
    if not meeting_counts.holds(case) or (opens and case.day < opens):
        return False
    return case.setting("O-05") == "shared" or not _serves_as_first(case)


def _serves_as_first(case: Case) -> bool:
    about = case.subject.id if case.subject else ""
    firsts = case.dossier.duties(FIRST_VISIT)
    mine = [d for d in firsts if d.data["subject"] == about]
    waits = any(d.state in PENDING for d in mine)
    return waits or any(d.state == "done" and d.since == case.day for d in mine)


@rule(source=POSTE_3, otherwise="Les moyens et la mission n’ont pas été vérifiés.")
def means_were_checked(case: Case) -> Verdict | bool:
    return meeting_counts.holds(case) and case.command.fields.get("means_checked") is not False


@rule(source=POSTE_3, otherwise="Le profil du poste n’a pas été vérifié.")
def profile_was_checked(case: Case) -> Verdict | bool:
    return meeting_counts.holds(case) and case.command.fields.get("profile_checked") is not False


@rule(source=POSTE_3, otherwise="Cet événement n’était pas un retour d’alternance.")
def retour_was_held(case: Case) -> Verdict | bool:
    """A retour of its own, or an event of the house that was one."""
    return case.command.fields.get("event_kind") in (None, "retour_alternance")


@rule(
    source=CHARTE["annexe, poste 3, cible"],
    otherwise="Ce retour d’alternance n’avait pas d’analyse réflexive.",
)
def retour_was_reflexive(case: Case) -> Verdict | bool:
    return retour_was_held.holds(case) and case.command.fields.get("reflexive") is True


@rule(
    source=CHARTE["annexe, poste 3, cible"],
    otherwise="L’analyse réflexive est une cible que le partenariat n’a pas encore choisie.",
)
def reflexive_analysis_is_wanted(case: Case) -> Verdict | bool:
    return case.setting("D34.wanted") == "oui"


@rule(source=POSTE_3, otherwise="Cette personne avait déjà évalué la formation.")
def evaluator_is_new(case: Case) -> Verdict | bool:
    """The charter wants the apprentice and the maître d’apprentissage; the tuteur’s is kept beside."""
    said = case.command.fields
    return said.get("by") in EVALUATORS and said.get("evaluated_again") is not True


@rule(
    source=CODE_DU_TRAVAIL["D. 6243-2"],
    otherwise="L’aide unique ne concerne que les entreprises de moins de 250 salariés, "
    "jusqu’au niveau bac.",
)
def employer_may_claim_the_aid(case: Case) -> Verdict | bool:
    """D. 6243-2; the scope changes every year, and public employers never have it (CHECK)."""
    small, level = case.value("small_employer"), case.value("up_to_bac")
    private = case.value("sector") == "private"
    contract = case.subject.id if case.subject else "?"
    return (
        private
        and small is True
        and level is True
        and case.state_of("filing", contract) == "to_transmit"
    )


@rule(
    source=CODE_DU_TRAVAIL["R. 4624-31"],
    otherwise="Cette absence n’appelle pas de visite de reprise.",
)
def return_visit_is_due(case: Case) -> Verdict | bool:
    return case.value("return_visit") is True


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
    otherwise="L’apprenti n’est pas en entreprise : le compte n’avance pas.",
)
def nobody_is_away(case: Case) -> Verdict | bool:
    return not any(case.value(word) is True for word in ("suspended", "abroad", "absent"))


@rule(source=CODE_DU_TRAVAIL["L. 6222-42"], otherwise="L’apprenti n’est pas à l’étranger.")
def apprentice_is_abroad(case: Case) -> Verdict | bool:
    return case.value("abroad") is True
