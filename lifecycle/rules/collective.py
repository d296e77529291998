"""What a collective event counts for: by its kind, its promotion, its participants, its subjects.

An event pays one debt: of the periods that still owe it, the one that was due first.
"""

from __future__ import annotations

from lifecycle.calendar import french
from lifecycle.commands.organisation.events import EVENT_LABELS, PRESENT_LABELS
from lifecycle.dossier import HOUSES, Instance
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON
from lifecycle.people import Role
from lifecycle.rules.duties import PENDING
from lifecycle.vocabulary import UNKNOWN, Case, Rule, Verdict, rule

SOCLE_1 = CHARTE["annexe, poste 1, socle"]
GESTIONNAIRE = (Role.GESTIONNAIRE,)
OF_ONE_PROMOTION = ("reunion_rentree", "election_delegues", "reunion_pedagogique",
                    "retour_alternance")  # fmt: skip
"""Kinds of event that a promotion holds for itself; the others are those of the whole formation."""
PREVENTION = ("prevention_handicap", "prevention_discriminations", "prevention_harcelement")
COMMITTEE, COUNCIL, REVIEW = "comite_pilotage", "conseil_perfectionnement", "revue_indicateurs"
PARTIES = {
    "apprentis": ("delegues", "apprentis"),
    "employeurs": ("maitres_apprentissage", "employeurs"),
    "tuteurs": ("tuteurs",),
    "CFA": ("cfa",),
}
"""Who must be there, by any of these categories (charter, poste 1)."""
BRANCHES = {"branches": ("branches",)}
UPDATED = ("competences", "rythme_alternance")
ADDED = ("add-formation", "add-cfa")


# --- which duty an event closes ------------------------------------------------------------------


def event_is(*kinds: str) -> Rule:
    """A `counts_if` rule: an event of one of these kinds, for the period that was due first."""
    said = " ou ".join(EVENT_LABELS[kind] for kind in kinds)
    return Rule(
        f"event_is_{kinds[0]}",
        lambda case: case.command.fields.get("kind") in kinds and pays(case),
        SOCLE_1,
        f"Cet événement n’en est pas un ({said}), ou une période antérieure le doit encore.",
    )


def pays(case: Case) -> bool:
    """Whether it is about what the duty is about, and no other of that name was due before."""
    duty = _duty(case)
    if duty is None:
        return True
    if not is_about(case, duty):
        return False
    same = (d for d in case.dossier.of("obligation") if d.state in PENDING)
    mine = (d for d in same if _named(d) == _named(duty))
    return not any(d.data["due_on"] < duty.data["due_on"] for d in mine)


def is_about(case: Case, duty: Instance) -> bool:
    """An event of one promotion is not that of another; one of the formation is that of all."""
    promotion = case.command.fields.get("promotion")
    return not promotion or duty.data["about"] != "promotion" or duty.data["subject"] == promotion


def _named(duty: Instance) -> tuple[str, str]:
    return duty.data["ref"], duty.data["subject"]


def _duty(case: Case) -> Instance | None:
    return case.dossier.get("obligation", str(case.command.fields.get("duty")))


@rule(
    source=CHARTE["annexe, poste 1, cible"],
    otherwise="La liste des indicateurs n’a pas été révisée lors de cet événement.",
)
def indicators_were_revised(case: Case) -> Verdict | bool:
    """A meeting of its own, or a committee that had them on its agenda."""
    kind, topics = (case.command.fields.get(name) for name in ("kind", "topics"))
    of_the_committee = kind in (COMMITTEE, COUNCIL) and "indicateurs" in (topics or ())
    return (kind == REVIEW or of_the_committee) and pays(case)


@rule(
    source=CODE_DU_TRAVAIL["L. 6231-2 7° à 9°"],
    otherwise="Ce n’est pas une séance de prévention, ou ce sujet a déjà été traité cette année.",
)
def prevention_is_new(case: Case) -> Verdict | bool:
    kind, duty = case.command.fields.get("kind"), _duty(case)
    if kind not in PREVENTION or (duty and not is_about(case, duty)):
        return False
    since = duty.data["started_on"] if duty else ""
    own = case.subject.id if case.subject else ""
    held = (e for e in case.dossier.of("event") if e.state == "held" and e.id != own)
    return not any(e.data.get("kind") == kind and e.last_on.isoformat() >= since for e in held)


def cible_is_chosen(key: str, otherwise: str) -> Rule:
    """An `applies` rule: the partnership has chosen that cible for itself."""
    return Rule(
        f"cible_{key}_is_chosen",
        lambda case: case.setting(f"{key}.wanted") == "oui",
        CHARTE["§3.1 et annexe (cible co-construite)"],
        otherwise,
    )


# --- what is noted of an event that was held -----------------------------------------------------


@rule(
    source=MAISON["une obligation commence avec la maison qui la doit"],
    otherwise="Cet événement précède l’ajout de la formation ou du CFA : il reste au dossier, mais ne "
    "solde aucune obligation. Attestez celle qu’il remplit, s’il y en a une.",
    lifted_by=GESTIONNAIRE,
)
def house_was_there(case: Case) -> Verdict | bool:
    """On the day of the event nothing was owed yet: what is paid before is not kept for later."""
    if case.dossier.kind in HOUSES:
        return True
    added = next((e for e in reversed(case.history) if e.move in ADDED and e.state), None)
    return Verdict(False, f"Ajout : {french(added.effective_on)}." if added else "")


@rule(
    ref="P1-S03",
    source=SOCLE_1,
    otherwise="Toutes les parties prenantes participent au comité de pilotage et aux conseils "
    "de perfectionnement.",
    lifted_by=GESTIONNAIRE,
)
def every_party_was_there(case: Case) -> Verdict | bool:
    kind = case.value("kind")
    if kind not in (COMMITTEE, COUNCIL):
        return True
    wanted = PARTIES | BRANCHES if kind == COMMITTEE else PARTIES
    if not any(case.value(f"present_{name}") for name in PRESENT_LABELS):
        return UNKNOWN
    missing = [word for word, names in wanted.items() if not _present(case, names)]
    return Verdict(not missing, f"Manquent : {', '.join(missing)}." if missing else "")


def _present(case: Case, names: tuple[str, ...]) -> bool:
    return any((case.value(f"present_{name}") or 0) > 0 for name in names)


@rule(
    ref="P1-S02",
    source=SOCLE_1,
    otherwise="Le comité de pilotage actualise les compétences attendues, le parcours et le rythme.",
    lifted_by=GESTIONNAIRE,
)
def committee_updates_the_training(case: Case) -> Verdict | bool:
    topics = case.value("topics")
    if case.value("kind") != COMMITTEE:
        return True
    return UNKNOWN if topics is None else set(UPDATED) <= set(topics)


@rule(
    ref="P1-P01",
    source=CHARTE["annexe, poste 1 §1"],
    otherwise="Le comité de pilotage n’a encore ni composition, ni rôle, ni organisation.",
    lifted_by=GESTIONNAIRE,
)
def committee_is_constituted(case: Case) -> Verdict | bool:
    return case.value("kind") != COMMITTEE or bool(case.dossier.said.get("committee_since"))


@rule(
    ref="D40",
    source=CODE_DU_TRAVAIL["R. 6231-4 8°"],
    otherwise="Le conseil de perfectionnement du CFA est saisi des résultats publiés (L. 6111-8).",
    lifted_by=GESTIONNAIRE,
)
def council_examines_the_results(case: Case) -> Verdict | bool:
    if case.value("kind") != COUNCIL or case.dossier.kind != "cfa":
        return True
    topics = case.value("topics")
    return UNKNOWN if topics is None else "resultats" in topics


# --- the promotion of an event -------------------------------------------------------------------


@rule(
    source=MAISON["un événement est celui d’une promotion, ou de toute la formation"],
    otherwise="La promotion est l’une de celles de la formation ; s’il y en a plusieurs en cours, "
    "dites laquelle.",
    lifted_by=GESTIONNAIRE,
)
def promotion_is_known(case: Case) -> Verdict | bool:
    named = case.value("promotion")
    if named:
        return case.dossier.get("promotion", str(named)) is not None
    return case.value("kind") not in OF_ONE_PROMOTION or len(_running(case)) < 2


def promotion_of(case: Case) -> str | None:
    """The promotion that the event is about: the one named, else the only one in progress."""
    if named := case.value("promotion"):
        return str(named)
    running = _running(case) if case.value("kind") in OF_ONE_PROMOTION else []
    return running[0].id if running else None


def _running(case: Case) -> list[Instance]:
    return [p for p in case.dossier.of("promotion") if p.state == "open"]


def kind_of_event(case: Case) -> str:
    """As the form says, else as it was planned."""
    return str(case.value("kind"))


def quarter(case: Case) -> str | None:
    """The calendar quarter of a retour d’alternance: `2026-T4`."""
    if case.value("kind") != "retour_alternance":
        return None
    return f"{case.day.year}-T{(case.day.month + 2) // 3}"


@rule(
    ref="V1-04",
    source=CHARTE["§1.1 (consultation des parties prenantes)"],
    otherwise="Le rythme de l’alternance est soumis à consultation avant d’être publié : dites quand, "
    "ou par quel conseil ou comité.",
    lifted_by=GESTIONNAIRE,
)
def rhythm_was_consulted(case: Case) -> Verdict | bool:
    return bool(case.command.fields.get("consulted_on") or last_consultation(case))


def last_consultation(case: Case) -> str | None:
    """The council or committee that had the rhythm on its agenda, named or held last (charter §1.1)."""
    if named := case.command.fields.get("consulted_event"):
        return str(named)
    held = [e for e in case.dossier.of("event") if e.state == "held" and _spoke_of_rhythm(e)]
    return max(held, key=lambda e: e.last_on).id if held else None


def _spoke_of_rhythm(event: Instance) -> bool:
    about = event.data.get("kind") in (COMMITTEE, COUNCIL)
    return about and "rythme_alternance" in (event.data.get("topics") or ())
