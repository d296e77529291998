"""What follows a rupture: whether it has come, what the apprentice does, which contracts overlap."""

from __future__ import annotations

from collections.abc import Collection

from lifecycle.calendar import french
from lifecycle.dossier import Instance
from lifecycle.legal import CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.rules.take_over import STARTED
from lifecycle.vocabulary import UNKNOWN, Case, Rule, Verdict, rule

SIX_MONTHS = CODE_DU_TRAVAIL["L. 6222-18-2"]
STAY = "sfp"
PARTIES = (Role.EMPLOYEUR, Role.APPRENTI)
TRAINED = (*STARTED, "broken", "ended")


def last_broken(case: Case) -> Instance | None:
    """The contract broken last, which is the one of which a consequence speaks."""
    broken = (c for c in case.dossier.of("contract") if c.state == "broken")
    return max(broken, key=lambda c: (c.since, c.last), default=None)


def _said(case: Case, name: str) -> object:
    known = last_broken(case)
    return known.data.get(name) if known else None


def performed(case: Case) -> list[Instance]:
    """The contracts that run, that of the case apart."""
    every = case.dossier.of("contract")
    return [
        c for c in every if c.state in STARTED and not (case.subject and c.key == case.subject.key)
    ]


# --- when a rupture takes effect -----------------------------------------------------------------


@rule(
    source=MAISON["deux dates par fait"],
    otherwise="La rupture est annoncée : son jour n’est pas venu.",
)
def rupture_has_come(case: Case) -> Verdict | bool:
    broken = case.date("broken_on")
    return broken is not None and broken <= case.day


@rule(source=MAISON["deux dates par fait"], otherwise="La rupture prend effet le jour même.")
def rupture_is_to_come(case: Case) -> Verdict | bool:
    return not rupture_has_come.holds(case)


@rule(
    source=MAISON["situations de la formation"],
    otherwise="La procédure de rupture est déjà ouverte.",
)
def procedure_is_new(case: Case) -> Verdict | bool:
    about = case.subject.id if case.subject else ""
    every = (s for s in case.dossier.of("situation") if s.data.get("contract") == about)
    return not any(s.state == "open" and s.data.get("kind") == "procedure" for s in every)


@rule(source=MAISON["situations de la formation"], otherwise="La procédure de rupture est finie.")
def rupture_is_announced(case: Case) -> Verdict | bool:
    return (
        case.subject is not None and case.subject.state in STARTED and procedure_is_new.holds(case)
    )


def ends_on(name: str, refs: Collection[str], when: Rule | None = None) -> Rule:
    """A `when` rule: the ground recorded is one of those that end a contract in this way."""

    def check(case: Case) -> Verdict | bool:
        return case.value("ground") in refs and (when is None or when.holds(case))

    return Rule(name, check, MAISON["table des motifs"], "Le motif ne finit pas ainsi le contrat.")


# --- what the apprentice does --------------------------------------------------------------------


def apprentice_stays(refs: Collection[str]) -> Rule:
    """A `when` rule: the ground keeps the training open, and nobody said that they leave."""

    def check(case: Case) -> Verdict | bool:
        stays = _said(case, "wish") in (None, STAY)
        return stays and _said(case, "ground") in refs and not performed(case)

    return Rule("apprentice_stays", check, SIX_MONTHS, "L’apprenti ne reste pas en formation.")


def apprentice_wishes(wish: str) -> Rule:
    """A `when` rule: what the apprentice said on the form of the rupture, and no contract runs."""

    def check(case: Case) -> Verdict | bool:
        return _said(case, "wish") == wish and not performed(case)

    return Rule(
        f"apprentice_wishes_{wish}", check, SIX_MONTHS, "L’apprenti n’a pas dit ce souhait."
    )


def somebody_must_decide(refs: Collection[str]) -> Rule:
    """The status has lapsed, or the ground leaves the apprentice in training with no status."""

    def check(case: Case) -> Verdict | bool:
        if case.subject is None or case.subject.region == "pathway":
            return True
        without = case.value("ground") in refs and not performed(case)
        return without and case.state_of("pathway") in ("in_training", "in_exams")

    return Rule(
        "somebody_must_decide",
        check,
        CODE_DU_TRAVAIL["L. 6231-2 13°"],
        "Le statut de l’apprenti est clair.",
    )


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-18-2 et L. 6342-1"],
    otherwise="Sans le statut de stagiaire signé (Cerfa P2S), l’apprenti n’a plus de couverture sociale.",
    lifted_by=(Role.APPRENTI,),
)
def sfp_status_is_signed_after_rupture(case: Case) -> Verdict | bool:
    signed = _said(case, "cerfa_p2s_signed")
    return UNKNOWN if signed is None else bool(signed)


# --- what is due after it ------------------------------------------------------------------------


@rule(
    source=CODE_DU_TRAVAIL["D. 6224-6 et D. 6275-5"],
    otherwise="Le dépôt est déjà clos : la rupture est connue de l’organisme.",
)
def filing_body_may_not_know(case: Case) -> Verdict | bool:
    filing = case.dossier.get("filing", case.subject.id if case.subject else "")
    return filing is None or not case.charter.states["filing", filing.state].final


@rule(source=CODE_DU_TRAVAIL["L. 6353-10"], otherwise="La formation n’avait pas commencé.")
def training_had_begun(case: Case) -> Verdict | bool:
    pathway = case.dossier.one("pathway")
    begun = pathway is not None and pathway.data.get("begun_on")
    return bool(begun) or any(c.state in TRAINED for c in case.dossier.of("contract"))


@rule(
    source=CODE_DU_TRAVAIL["D. 6222-21-1"],
    otherwise="Le médiateur n’est pas saisi d’une démission.",
)
def mediator_hears_a_resignation(case: Case) -> Verdict | bool:
    return case.value("purpose") in (None, "resignation")


@rule(
    source=CODE_DU_TRAVAIL["L. 6222-18 al. 4"],
    otherwise="Le représentant légal d’un mineur a répondu.",
)
def representative_is_silent(case: Case) -> Verdict | bool:
    return bool(case.value("representative_silent"))


# --- two contracts ---------------------------------------------------------------------------------


@rule(
    ref="O-11",
    source=CODE_DU_TRAVAIL["L. 6222-7-1 (interprétation O-11)"],
    otherwise="Un autre contrat d’apprentissage s’exécute en même temps.",
    lifted_by=PARTIES,
)
def contracts_do_not_overlap(case: Case) -> Verdict | bool:
    found = performed(case)
    return _overlap_is_accepted(case) or Verdict(not found, ", ".join(c.id for c in found))


@rule(
    ref="O-11",
    source=CODE_DU_TRAVAIL["L. 6222-18-2 (interprétation O-11)"],
    otherwise="Ce contrat commence le jour même de la rupture du précédent.",
    lifted_by=PARTIES,
)
def contract_follows_the_rupture(case: Case) -> Verdict | bool:
    broken = last_broken(case)
    same_day = broken is not None and broken.since == case.day
    return _overlap_is_accepted(case) or Verdict(not same_day, f"({french(case.day)})")


def _overlap_is_accepted(case: Case) -> bool:
    return case.chosen("O-11", "flag") == "accept"
