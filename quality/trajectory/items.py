"""The socles and cibles of the annexe, by axis, each with what shows that it is in place."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.people import Role
from quality.evidence import (
    Chosen,
    Counted,
    Evidence,
    duties,
    events,
    facts,
    roles,
)
from quality.measures import Axis
from quality.resources import Provided

SOCLE, CIBLE = "socle", "cible"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the annexe. `settings` are the values whose socle, jalons and cible are its own."""

    row: str
    axis: Axis
    level: str
    evidence: tuple[Evidence, ...]
    settings: tuple[str, ...] = ()


def _socle(row: str, *evidence: Evidence, settings: tuple[str, ...] = ()) -> Item:
    return Item(row, Axis(int(row[1])), SOCLE, evidence, settings)


def _cible(row: str, *evidence: Evidence, settings: tuple[str, ...] = ()) -> Item:
    return Item(row, Axis(int(row[1])), CIBLE, evidence, settings)


MINIMAL = tuple(Counted(f"I-{n:02}") for n in (1, 5, 7, 9, 10, 11, 12, 18, 20, 21))
"""The indicators that the charter names: a minimal list, which it asks for without giving it."""

PILOTAGE = (
    _socle(
        "P1-S01",
        roles(Role.RESPONSABLE_FORMATION, Role.DIRECTION),
        Chosen(("D01", "D32.times")),
        settings=("O-06", "D32.times"),
    ),
    _socle("P1-S02", duties("D39"), events("comite_pilotage")),
    _socle(
        "P1-S03",
        duties("D40", "DEL-05"),
        events("conseil_perfectionnement"),
        settings=("D40.times",),
    ),
    _socle("P1-S04", facts("ExchangeAnswered", "CoordinationRecorded", "LivretEntryRecorded")),
    _socle(
        "P1-S05",
        duties("P1-S05", "P1-P08"),
        facts("SuggestionSettled"),
        settings=("P1-P08", "P1-S05"),
    ),
    _socle("P1-S06", *MINIMAL),
    _cible("P1-C01", Counted("I-27"), *MINIMAL[2:5]),
    _cible("P1-C02", duties("D39"), events("comite_pilotage", "revue_indicateurs")),
    _cible("P1-C03", duties("P1-C03"), events("revue_indicateurs"), settings=("P1-C03.wanted",)),
)
BEFORE = (
    _socle(
        "P2-S01",
        events("information_candidats", "webinaire", "portes_ouvertes"),
        facts("AidsAcknowledged"),
        settings=("aids_reviewed_on",),
    ),
    _socle(
        "P2-S02",
        events(
            "promotion_apprentissage",
            "portes_ouvertes",
            "journee_universites",
            "forum_alternance",
            "webinaire",
        ),
    ),
    _socle("P2-S03", Chosen(("orientation_url",)), settings=("orientation_url",)),
    _socle(
        "P2-S04", duties("D41"), events("information_candidats", "portes_ouvertes", "webinaire")
    ),
    _socle("P2-S05", Counted("I-01"), Counted("I-02"), Counted("I-04")),
    _socle("P2-S06", duties("D01"), settings=("D01", "O-01.start", "O-01.changes")),
    _socle("P2-S07", roles(Role.SERVICE_DEDIE), duties("P2-S07"), settings=("P2-S07",)),
    _cible("P2-C01", duties("D41", "DEL-06"), facts("WishesRecorded", "PositioningRecorded")),
    _cible("P2-C02", events("forum_alternance", "journee_universites", "temoignage", "webinaire")),
    _cible(
        "P2-C03",
        duties("P2-P02", "P2-P03", "P2-C03"),
        facts("OfferPublished"),
        settings=("P2-P02", "P2-P03", "P2-C03.months"),
    ),
    _cible("P2-C04", roles(Role.SERVICE_DEDIE), facts("ContactAnswered", "OutreachRecorded")),
    _cible(
        "P2-C05",
        duties("C-01"),
        facts("CoachingRecorded", "EmployerIntroduced", "ApplicationCompleted"),
        settings=("C-01",),
    ),
    _cible("P2-C06", events("atelier_tre", "entretien_blanc"), facts("CoachingRecorded")),
    _cible(
        "P2-C07",
        events("rencontre_recruteurs", "jobdating"),
        facts("EmployerIntroduced"),
        settings=("P2-C07.wanted",),
    ),
)
DURING = (
    _socle("P3-S00", duties("P3-S00"), settings=("P3-S00", "follow_up_terms_url")),
    _socle("P3-S01", duties("P3-S01"), settings=("P3-S01",)),
    _socle("P3-S02", duties("P3-S02"), roles(Role.SECRETARIAT_PEDAGOGIQUE)),
    _socle("P3-S03", duties("P3-S03"), roles(Role.REFERENT_HANDICAP, Role.REFERENT_MOBILITE)),
    _socle("P3-S04", duties("D37"), settings=("D37.times",)),
    _socle("P3-S05", duties("D36")),
    _socle(
        "P3-S06",
        duties("D30"),
        duties("D31"),
        duties("D32"),
        settings=("D30", "D31.opens", "D32.times"),
    ),
    _socle("P3-S07", duties("D35"), settings=("D35", "grid_url")),
    _socle("P3-S08", duties("D33"), duties("P1-P05"), settings=("O-06",)),
    _socle("P3-S09", duties("D38"), settings=("D38.times",)),
    _cible(
        "P3-C00", Provided(), duties("P3-C00"), Counted("I-24"), duties("P3-C04"), duties("P3-C03")
    ),
    _cible("P3-C01", duties("P3-P01"), duties("M-06"), settings=("P3-P01", "M-06", "alterkit_url")),
    _cible("P3-C02", facts("MeetingsAdapted"), settings=("D32.times",)),
    _cible("P3-C03", duties("P3-C03"), Counted("I-25"), settings=("P3-C03",)),
    _cible("P3-C04", duties("P3-C04"), duties("E-04", "M-04", "A-01"), settings=("P3-C04",)),
    _cible("P3-C05", duties("D34"), settings=("D34.wanted",)),
    _cible("P3-C06", duties("P2-P17"), facts("GridFilled"), settings=("evaluation_terms_url",)),
)
AFTER = (
    _socle("P4-S00", facts("SurveyRecorded", "OfferProposed"), events("poursuite_etudes", "forum_stage_emploi")),
    _socle("P4-S01", Counted("I-11")),
    _socle("P4-S02", Counted("I-12"), Counted("I-16"), settings=("D83.waves",)),
    _socle("P4-S03", Counted("I-07")),
    _socle("P4-S04", duties("D83"), duties("DEL-26"), settings=("D83.waves",)),
    _socle("P4-S05", facts("OfferPublished", "OfferProposed")),
    _socle("P4-S06", duties("P4-S06"), events("jobdating", "rencontre_recruteurs", "bourse_emploi")),
    _cible("P4-C00", events("jobdating", "bourse_emploi", "atelier_tre", "forum_stage_emploi"),
           facts("OfferProposed"), Counted("I-16")),
    _cible("P4-C01", facts("OfferPublished")),
    _cible("P4-C02", facts("OfferProposed")),
    _cible("P4-C03", facts("OfferPublished:reseaux", "OfferPublished:alumni")),
    _cible("P4-C04", facts("AlumniJoined"), events("temoignage")),
    _cible("P4-C05", duties("P4-C05"), facts("EmployersAsked"), settings=("P2-C03.months",)),
)  # fmt: skip

ITEMS: tuple[Item, ...] = (*PILOTAGE, *BEFORE, *DURING, *AFTER)
