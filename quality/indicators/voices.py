"""What apprentices, maîtres and tuteurs think of the training and of its follow-up."""

from lifecycle.legal import CHARTE
from quality.indicators.after import SATISFACTION_AFTER
from quality.measures import Axis, Indicator, Mean, Measure, Share, Sums
from quality.populations import duties, opinions

BY_FORMATION = (("formation", duties.formation),)
EVALUATION, WAVES = duties.asked("D38"), duties.asked("D83")
APPRENTI, MAITRE, TUTEUR = "apprenti", "maitre_apprentissage", "tuteur_academique"
SURVEYS = CHARTE["annexe, poste 1, périmètre 3 (enquêtes de satisfaction) et poste 4, socle"]
FIVE = "notes de 1 à 5"
CONVENTIONS = (
    "La dernière évaluation de chacun, pour chaque contrat, placée à son jour.",
    "Satisfait : à partir de 4 sur 5.",
    "Taux de réponse : réponses, sur ce qui a été demandé (obligations ouvertes) et qui est répondu "
    "ou échu.",
)


def _opinion(name: str, key: str, label: str, *evaluators: str) -> tuple[Measure, ...]:
    """The mean of a score, and the share of those who are satisfied."""
    of = opinions.evaluations_by(*evaluators)
    among = f"évaluations de la période qui donnent une note ({FIVE})"
    return (
        Mean(key=f"{key}_mean", label=f"{label}, note moyenne", of=of,
             counts=opinions.given(name), counted="somme des notes", among=among, by=BY_FORMATION),
        Share(key=f"{key}_satisfied", label=f"{label}, part de satisfaits", of=of,
              counts=opinions.satisfied(name), counted="notes de 4 ou 5", among=among,
              by=BY_FORMATION),
    )  # fmt: skip


def _answered(key: str, label: str, evaluator: str) -> Share:
    return Share(
        key=key,
        label=label,
        of=EVALUATION,
        counts=opinions.evaluated_by(evaluator),
        counted="évaluations reçues",
        among="évaluations demandées dans la période, reçues ou échues",
        by=BY_FORMATION,
    )


APPRENTICES = Indicator(
    ref="I-20",
    axis=Axis.PILOTAGE,
    named=True,
    definition="Note de satisfaction des apprentis et part de satisfaits, en fin de formation et aux "
    "enquêtes qui suivent ; taux de réponse.",
    source=SURVEYS,
    conventions=CONVENTIONS,
    measures=(
        *_opinion("score", "training", "Évaluation de fin de formation", APPRENTI),
        _answered("answered", "Taux de réponse à l’évaluation", APPRENTI),
        SATISFACTION_AFTER,
        Share(
            key="survey_satisfied",
            label="Part de satisfaits aux enquêtes",
            of=opinions.answers,
            counts=opinions.satisfied("satisfaction"),
            counted="notes de 4 ou 5",
            among="réponses à une vague d’enquête reçues dans la période, avec une note",
            by=BY_FORMATION,
        ),
        Share(
            key="survey_answered",
            label="Taux de réponse aux enquêtes",
            of=WAVES,
            counts=opinions.was_answered,
            counted="vagues répondues",
            among="vagues d’enquête ouvertes dans la période, répondues ou échues",
            by=BY_FORMATION,
        ),
        Sums(
            key="campaign_answered",
            label="Taux de réponse aux enquêtes de promotion",
            of=opinions.campaigns,
            counts=opinions.answered_of_the_asked,
            counted="questionnaires revenus",
            among="questionnaires envoyés par les enquêtes de promotion de la période",
            by=BY_FORMATION,
        ),
    ),
)
EMPLOYERS = Indicator(
    ref="I-21",
    axis=Axis.PILOTAGE,
    named=True,
    definition="Note de satisfaction des maîtres d’apprentissage, pour l’employeur, et part de "
    "satisfaits ; taux de réponse.",
    source=SURVEYS,
    conventions=(*CONVENTIONS, "Le maître d’apprentissage répond pour l’employeur."),
    measures=(
        *_opinion("score", "training", "Évaluation de fin de formation", MAITRE),
        _answered("answered", "Taux de réponse à l’évaluation", MAITRE),
    ),
)
FOLLOW_UP = Indicator(
    ref="I-23",
    axis=Axis.PILOTAGE,
    definition="Note donnée à la qualité du suivi par l’employeur (maître d’apprentissage), par "
    "l’établissement (tuteur académique) et par l’apprenti.",
    source=CHARTE["annexe, poste 1, périmètre 3 (qualité du suivi)"],
    conventions=CONVENTIONS[:2],
    measures=(
        *_opinion("tutoring_score", "employer", "Par l’employeur", MAITRE),
        *_opinion("tutoring_score", "house", "Par l’établissement", TUTEUR),
        *_opinion("tutoring_score", "apprentice", "Par l’apprenti", APPRENTI),
    ),
)

INDICATORS = (APPRENTICES, EMPLOYERS, FOLLOW_UP)
