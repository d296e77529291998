"""Through every phase: the life of a duty (T50–T52), roles held, irregularities."""

from __future__ import annotations

from lifecycle.commands import duties as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import STAFF, Role
from lifecycle.rules import candidacy, duties
from lifecycle.rules.conclusions import done, no_step
from lifecycle.vocabulary import Conclusion, Phase, Rule, State, Transition

PLANNED = State("planned", "planifiée", "its window is not open yet")
OPEN = State("open", "ouverte", "may be done")
REMINDED = State("reminded", "rappelée", "its owner has been reminded")
DUE = State("due", "échue", "the last day is here")
ESCALATED = State("escalated", "escaladée", "late: the next rung knows")
DONE = State("done", "faite", "done, on time or late", final=True)
WAIVED = State("waived", "dispensée", "somebody took it on themselves, with a reason", final=True)
CANCELLED = State("cancelled", "annulée", "without object", final=True)

FOUND = State("found", "relevée", "a rule did not hold")
JUSTIFIED = State("justified", "justifiée", "somebody has given the reason", final=True)
CORRECTED = State("made", "faite", "a fact was said again, in its place", final=True)
HELD = State("held", "tenu", "somebody holds this role")

PENDING = (PLANNED, OPEN, REMINDED, DUE, ESCALATED)
ENGINE = (Role.HORLOGE,)


def _duty(
    ref: str,
    on: Intention,
    records: str,
    leaves: tuple[State, ...],
    enters: State | None,
    by: tuple[Role, ...] = ENGINE,
    requires: tuple[Rule, ...] = (),
    flags: tuple[Rule, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref=ref,
        region="obligation",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=requires,
        flags=flags,
        concludes=concludes,
        source=CHARTE["§3.1 (suivi des engagements)"],
    )


TRANSITIONS = (
    _duty("T50", ask.PLAN, "ObligationPlanned", (), PLANNED),
    _duty("T50", ask.PLAN, "ObligationPlanned", (OPEN, REMINDED, DUE, ESCALATED), PLANNED),
    _duty("T50", ask.OPEN, "ObligationOpened", (), OPEN),
    _duty("T50", ask.OPEN, "ObligationOpened", (PLANNED,), OPEN),
    _duty("T50", ask.OPEN, "ObligationOpened", (REMINDED, DUE, ESCALATED), None),
    _duty("T50", ask.REPLAN, "ObligationReplanned", (PLANNED,), PLANNED),
    _duty("T50", ask.REPLAN, "ObligationReplanned", (OPEN, REMINDED, DUE, ESCALATED), OPEN),
    _duty("T50", ask.PAUSE, "ObligationPaused", PENDING, None),
    _duty("T50", ask.REMIND, "ObligationReminded", PENDING, REMINDED),
    _duty("T50", ask.LAST_CALL, "ObligationDue", PENDING, DUE),
    _duty("T50", ask.ESCALATE, "ObligationEscalated", PENDING, ESCALATED),
    _duty("T50", ask.EXPIRE, "ObligationExpired", PENDING, DUE),
    _duty("T51", ask.PROGRESS, "ObligationProgressed", PENDING, None),
    _duty("T51", ask.CLOSE, "ObligationFulfilled", PENDING, DONE),
    _duty("T51", ask.FULFIL_OBLIGATION, "ObligationAttested", PENDING, DONE,
          (*STAFF, Role.EMPLOYEUR, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI),
          (duties.duty_may_be_attested,), (duties.window_is_open,),
          (Conclusion("", done),)),
    _duty("T52", ask.WAIVE_OBLIGATION, "ObligationWaived", PENDING, WAIVED,
          (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION),
          (duties.reason_is_given,), concludes=(Conclusion("", no_step),)),
    _duty("T52", ask.CANCEL, "ObligationCancelled", PENDING, CANCELLED),
    Transition(
        ref="FLAG",
        region="irregularity",
        on=ask.FLAG,
        enters=FOUND,
        records="IrregularityFound",
        by=ENGINE,
        informs=(Role.GESTIONNAIRE,),
        source=MAISON["constater, non refuser"],
    ),
    Transition(
        ref="FLAG",
        region="irregularity",
        on=ask.LIFTED,
        enters=JUSTIFIED,
        records="RuleLifted",
        by=ENGINE,
        source=MAISON["constater, non refuser"],
    ),
    Transition(
        ref="FLAG",
        region="irregularity",
        on=ask.JUSTIFY_IRREGULARITY,
        leaves=(FOUND,),
        enters=JUSTIFIED,
        records="IrregularityJustified",
        by=(Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION),
        requires=(duties.reason_is_given,),
        source=MAISON["constater, non refuser"],
    ),
    # Whoever may make a move may correct it: `decisions.correction` asks for the right of that move.
    Transition(
        ref="CORR",
        region="correction",
        on=ask.CORRECT,
        enters=CORRECTED,
        records="FactCorrected",
        by=tuple(role for role in Role if role is not Role.HORLOGE),
        requires=(duties.correction_is_motivated,),
        source=MAISON["correction"],
    ),
)  # fmt: skip

ROLES = (
    Transition(
        ref="ROLE",
        region="role",
        on=ask.APPOINT,
        leaves=(HELD,),
        enters=HELD,
        named_by="role",
        records="RoleAppointed",
        by=(Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION),
        requires=(candidacy.pathway_is_alive,),
        informs=(Role.TUTEUR_ACADEMIQUE,),
        source=CHARTE["§2.1 (missions des tuteurs)"],
    ),
)

PHASE = Phase("duties", "Obligations et irrégularités", TRANSITIONS, stream="any")
HOLDERS = Phase("roles", "Rôles tenus", ROLES)
