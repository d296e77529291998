"""Reserved cases: handicap, mobility, social help, discrimination, harassment.

What they say is known of their référent and of the apprentice, and of nobody else: `CIRCLES` says whom,
`lifecycle.vocabulary.sight` hides the rest. Help does not stop with the contract, nor with the pathway.
"""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import Intention
from lifecycle.commands import reserved as ask
from lifecycle.legal import CHARTE, MAISON, Source
from lifecycle.people import Role
from lifecycle.rules import reserved as rules
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Obligation,
    On,
    Phase,
    Reserved,
    Setting,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
)

OPEN = State("open", "suivie", "known of its référent and of the apprentice only")
CLOSED = State("closed", "close", "has come to its end", final=True)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who sees the cases of some kinds, the one who owes first; the refs of what they owe."""

    kinds: tuple[str, ...]
    keepers: tuple[Role, ...]
    asked: str
    followed: str
    label: str
    source: Source

    @property
    def seen_by(self) -> tuple[Role, ...]:
        return (*self.keepers, Role.APPRENTI)


SPECIFIC = "annexe, poste 3, périmètre 3"
CIRCLES = (
    Circle(("handicap",), (Role.REFERENT_HANDICAP,), "V2-03", "P3-P10",
           "situation de handicap", CHARTE[f"§1.2 ; {SPECIFIC}"]),
    Circle(("mobilite",), (Role.REFERENT_MOBILITE,), "C-09", "E-10",
           "projet de mobilité", CHARTE["§2.2 (mission 10)"]),
    Circle(("social",), (Role.REFERENT_SOCIAL,), "C-10", "P3-P12",
           "difficulté sociale ou matérielle", CHARTE[f"§2.2 (missions 6 et 14) ; {SPECIFIC}"]),
    Circle(("discrimination", "harcelement"), (Role.REFERENT_SOCIAL, Role.DIRECTION),
           "C-17", "P3-P11", "signalement", CHARTE[f"§2.2 (missions 7, 8 et 9) ; {SPECIFIC}"]),
)  # fmt: skip
SEEN_BY = {kind: circle.seen_by for circle in CIRCLES for kind in circle.kinds}
KEEPERS = tuple(dict.fromkeys(role for circle in CIRCLES for role in circle.keepers))

REVIEWED = Conclusion("review_on", rules.review_day)
ANSWERED = ("ReservedNoted", "ReservedReferred", "ReservedClosed")
FOLLOWED = ("ReservedNoted", "ReservedReferred")


def _move(
    ref: str, on: Intention, records: str, enters: State | None, *concludes: Conclusion
) -> Transition:
    return Transition(
        ref=ref,
        region=rules.REGION,
        on=on,
        leaves=(OPEN,),
        enters=enters,
        records=records,
        by=KEEPERS,
        concludes=concludes,
        in_person=True,
        source=MAISON["situations réservées"],
    )


TRANSITIONS = (
    Transition(
        ref="RSV",
        region=rules.REGION,
        on=ask.OPEN_RESERVED,
        enters=OPEN,
        records="ReservedOpened",
        by=(*KEEPERS, Role.APPRENTI),
        requires=(rules.case_is_opened_by_those_who_see_it, rules.apprentice_agrees),
        concludes=(REVIEWED, Conclusion("asked", rules.asked_by_the_apprentice)),
        in_person=True,
        source=CHARTE[SPECIFIC],
    ),
    _move("RSV", ask.NOTE_RESERVED, "ReservedNoted", None, REVIEWED),
    _move("RSV", ask.REFER_RESERVED, "ReservedReferred", None, REVIEWED),
    _move("RSV", ask.CLOSE_RESERVED, "ReservedClosed", CLOSED),
)

ANSWER_WITHIN = Delay(5, Unit.JOURS_OUVRES)


def _answer(circle: Circle) -> Obligation:
    """To answer whoever asked: nobody is left alone with their request."""
    keeper, label = circle.keepers[:1], f"Répondre à une demande : {circle.label}"
    return Obligation(
        ref=circle.asked,
        name=f"answer_{circle.kinds[0]}",
        label=label,
        kind=Clock.MAX,
        starts=(On("ReservedOpened"),),
        within=ANSWER_WITHIN,
        owed_by=circle.keepers[0],
        calendar=Where.FORMATION,
        applies=rules.was_asked(circle.kinds),
        steps=(
            Step(StepKind.REMINDER, keeper, after_start=jours_calendaires(0)),
            Step(StepKind.LAST_CALL, keeper, offset=0),
            Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
        ),
        closed_by=ANSWERED,
        setting=Setting(circle.asked, label, str(ANSWER_WITHIN), circle.source),
        attested=False,
        outlives=True,
        reserved_to=circle.seen_by,
        source=circle.source,
    )


def _review(circle: Circle) -> Obligation:
    """To look at it again on the day that was chosen, three months later at most."""
    keeper = circle.keepers[:1]
    return Obligation(
        ref=circle.followed,
        name=f"review_{circle.kinds[0]}",
        label=f"Revoir une situation : {circle.label}",
        kind=Clock.MAX,
        starts=tuple(On(fact, day="review_on") for fact in ("ReservedOpened", *FOLLOWED)),
        within=jours_calendaires(0),
        owed_by=circle.keepers[0],
        calendar=Where.FORMATION,
        applies=rules.is_of(circle.kinds),
        steps=(
            Step(StepKind.REMINDER, keeper, offset=-7),
            Step(StepKind.LAST_CALL, keeper, offset=0),
            Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=8),
        ),
        closed_by=FOLLOWED,
        cancelled_by=("ReservedClosed",),
        attested=False,
        outlives=True,
        reserved_to=circle.seen_by,
        source=circle.source,
    )


OBLIGATIONS = tuple(made(circle) for circle in CIRCLES for made in (_answer, _review))
SETTINGS = (
    Setting(
        rules.REVIEW,
        "Une situation réservée est revue au moins une fois tous les",
        "3 mois",
        MAISON["situations réservées"],
    ),
)

PHASE = Phase(
    "reserved",
    "Situations réservées à un référent",
    TRANSITIONS,
    OBLIGATIONS,
    SETTINGS,
    reserved=(Reserved(rules.REGION, "kind", SEEN_BY),),
)
