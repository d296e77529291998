"""The livret’s entries, its silence, and what is agreed for one contract: all leave its state as it is."""

from __future__ import annotations

from lifecycle.commands import livret as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, DELIBERATION, Source
from lifecycle.people import Role
from lifecycle.rules import livret as rules
from lifecycle.rules.duties import reason_is_given
from lifecycle.states.contract.moves import STARTED
from lifecycle.states.training.situations import OPEN, STAFF
from lifecycle.vocabulary import Conclusion, Rule, Transition

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
PARTIES = (Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI)
HELPERS = (Role.TUTEUR_ACADEMIQUE, Role.RESPONSABLE_FORMATION)
LIVRET = CHARTE["annexe, poste 3, socle (un livret d’apprentissage)"]
TELEWORK = CHARTE["annexe, poste 2 §2, périmètre 2 (télétravail)"]
PROGRESSION = CHARTE["annexe, poste 2 §2, périmètre 2 (progression des missions)"]
ADAPTED = CHARTE["annexe, poste 3, cible (nombre de rencontres adapté)"]


def _recorded(
    ref: str,
    on: Intention,
    records: str,
    source: Source,
    *,
    by: tuple[Role, ...] = (*PARTIES, *OFFICE),
    requires: tuple[Rule, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
    informs: tuple[Role, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="contract",
        on=on,
        leaves=STARTED,
        records=records,
        by=by,
        requires=requires,
        concludes=concludes,
        informs=informs,
        source=source,
    )


PROGRESSION_DATE = (rules.only_said_now("progression_review_on"),)
TELEWORK_DATE = (rules.only_said_now("telework_review_on"),)

TRANSITIONS = (
    _recorded("P3-S01", ask.OPEN_LIVRET, "LivretOpened", LIVRET, requires=(rules.act_has_happened,)),
    _recorded(
        "P3-S01", ask.RECORD_LIVRET_ENTRY, "LivretEntryRecorded", LIVRET,
        requires=(rules.act_has_happened,),
        concludes=(Conclusion("", rules.last_entry),),
    ),
    _recorded(
        "DEL-08", ask.SIGNAL_SILENCE, "LivretFellSilent", DELIBERATION["suivi par les livrets"],
        by=(Role.HORLOGE,), informs=HELPERS,
    ),
    _recorded("P2-P15", ask.AGREE_PROGRESSION, "ProgressionAgreed", PROGRESSION,
              concludes=PROGRESSION_DATE),
    _recorded("P2-P15", ask.REVIEW_PROGRESSION, "ProgressionReviewed", PROGRESSION,
              concludes=PROGRESSION_DATE),
    _recorded("P2-P18", ask.AGREE_TELEWORK, "TeleworkAgreed", TELEWORK, concludes=TELEWORK_DATE),
    _recorded("P2-P18", ask.REVIEW_TELEWORK, "TeleworkReviewed", TELEWORK, concludes=TELEWORK_DATE),
    _recorded(
        "P3-C02", ask.ADAPT_MEETINGS, "MeetingsAdapted", ADAPTED,
        by=(Role.RESPONSABLE_FORMATION, Role.DIRECTION),
        requires=(reason_is_given, rules.meetings_are_not_fewer, rules.act_has_happened),
        concludes=(Conclusion("", rules.meetings_of_its_own),),
    ),
    Transition(
        ref="T25",
        region="situation",
        on=ask.REVIEW_DIFFICULTY,
        leaves=(OPEN,),
        records="DifficultyReviewed",
        by=STAFF,
        requires=(rules.situation_is_a_difficulty,),
        source=CHARTE["§2.1 (missions des tuteurs)"],
    ),
)  # fmt: skip
