"""What proves the follow-up: meetings and their reports, trainings, papers, aids, evaluations."""

from __future__ import annotations

from lifecycle.commands import evidence as ask
from lifecycle.commands.contract import RECORD_VISIT
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, Source
from lifecycle.people import Role
from lifecycle.rules import evidence as rules
from lifecycle.rules.conclusions import evaluated, flag
from lifecycle.states import candidacy as path
from lifecycle.states.contract.moves import BROKEN, ENDED, STARTED
from lifecycle.states.training.situations import HELPERS, OPEN, SITE
from lifecycle.vocabulary import Conclusion, Consequence, Rule, State, Transition

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
TUTEUR, MAITRE, APPRENTI = Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE, Role.APPRENTI
PARTIES = (APPRENTI, MAITRE, TUTEUR)
EVEN_LATER = (*STARTED, ENDED, BROKEN)
TOLD = (*path.ACTIVE, path.GRADUATED, path.FAILED, path.FOLLOW_UP, path.ABANDONED)
SOCLE = CHARTE["annexe, poste 3, socle"]
CIBLE = CHARTE["annexe, poste 3, cible"]
PERIMETER = CHARTE["annexe, poste 3, périmètre 1"]
MISSIONS = CHARTE["§2.1 (missions des tuteurs)"]
RULES_KNOWN = CODE_DU_TRAVAIL["L. 6231-2 4°"]


def _proof(
    on: Intention,
    records: str,
    by: tuple[Role, ...],
    source: Source,
    *,
    region: str = "contract",
    leaves: tuple[State, ...] = STARTED,
    requires: tuple[Rule, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
    causes: tuple[Consequence, ...] = (),
    informs: tuple[Role, ...] = (),
) -> Transition:
    """A fact that leaves the state as it is."""
    return Transition(
        ref="T51",
        region=region,
        on=on,
        leaves=leaves,
        records=records,
        by=by,
        requires=requires,
        concludes=concludes,
        causes=causes,
        informs=informs,
        source=source,
    )


SIGNALS = Consequence(ask.SIGNAL_ENVIRONMENT, "situation", rules.environment_is_insufficient)

TRANSITIONS = (
    _proof(RECORD_VISIT, "VisitRecorded", (TUTEUR, *OFFICE),
           CHARTE["annexe, poste 3, socle (deux rencontres annuelles)"],
           concludes=(Conclusion("", rules.visited),), causes=(SIGNALS,)),
    _proof(ask.SHARE_REPORT, "ReportShared", (TUTEUR, *OFFICE), CIBLE, leaves=EVEN_LATER,
           requires=(rules.report_is_awaited,), concludes=(Conclusion("", rules.reported),),
           informs=(APPRENTI, MAITRE)),
    _proof(ask.RECORD_COORDINATION, "CoordinationRecorded", (TUTEUR, MAITRE, *OFFICE),
           CHARTE["§2.1 (coordination tuteur, maître d’apprentissage)"]),
    _proof(ask.RECORD_TRAINING, "TutoringTrained", (TUTEUR, MAITRE, *OFFICE), PERIMETER,
           concludes=(Conclusion("", rules.trained),)),
    _proof(ask.SHARE_REFERENTIEL, "ReferentielShared", OFFICE, PERIMETER,
           requires=(rules.referentiel_is_known,),
           concludes=(Conclusion("", rules.shared_papers),), informs=PARTIES),
    _proof(ask.ACKNOWLEDGE_RULES, "RulesAcknowledged", (APPRENTI, *OFFICE), RULES_KNOWN,
           concludes=(flag("rules_known", True),)),
    _proof(ask.FILL_GRID, "GridFilled", (*PARTIES, *OFFICE), SOCLE, leaves=EVEN_LATER,
           concludes=(Conclusion("", rules.filled),)),
    _proof(ask.RECORD_EVALUATION, "EvaluationRecorded", (*PARTIES, *OFFICE), SOCLE,
           leaves=EVEN_LATER,
           concludes=(Conclusion("", evaluated), Conclusion("", rules.scored))),
    _proof(ask.ACCEPT_TUTORING, "TutoringAccepted", (TUTEUR, *OFFICE), MISSIONS,
           region="pathway", leaves=path.ACTIVE, requires=(rules.a_tuteur_is_named,)),
    _proof(ask.ACKNOWLEDGE_AIDS, "AidsAcknowledged", (APPRENTI, *OFFICE), rules.AIDS_TOLD,
           region="pathway", leaves=TOLD, concludes=(Conclusion("", rules.aids_told),)),
    Transition(
        ref="T25",
        region="situation",
        on=ask.SIGNAL_ENVIRONMENT,
        enters=OPEN,
        records="DifficultyReported",
        by=(Role.HORLOGE,),
        informs=HELPERS,
        concludes=(
            flag("kind", rules.DIFFICULTY),
            flag("raised_by", str(TUTEUR)),
            Conclusion("contract", lambda case: case.subject.id if case.subject else None),
            SITE,
        ),
        source=rules.ENVIRONMENT,
    ),
)  # fmt: skip
