"""Results and what becomes of those who leave: failure, diploma, further studies, employment."""

from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, PRATIQUE
from quality.measures import Axis, Indicator, Mean, Share, Spread, Tally
from quality.populations import duties, opinions, paths, people

FORMATION = ("formation", duties.formation)
BY_FORMATION = (FORMATION,)
WAVE = ("vague", opinions.wave)
PRESENTED = "apprentis présentés dont un jury a statué dans la période"
SESSIONS = "De plusieurs sessions de la période, seule la dernière compte."
ANSWERED = "réponses à une vague d’enquête reçues dans la période"

FAILURE = Indicator(
    ref="I-10",
    axis=Axis.AFTER,
    named=True,
    definition="Apprentis ajournés à la dernière session, sur les présentés.",
    source=CHARTE["annexe, poste 1, périmètre 3 (taux d’échec)"],
    conventions=(SESSIONS, "Le résultat est placé au jour du jury."),
    measures=(
        Share(
            key="failed",
            label="Ajournés",
            of=paths.presented,
            counts=paths.has_failed,
            counted="apprentis ajournés",
            among=PRESENTED,
            by=BY_FORMATION,
        ),
    ),
)
SUCCESS = Indicator(
    ref="I-11",
    axis=Axis.AFTER,
    named=True,
    definition="Apprentis reçus, sur les présentés ; et sur les inscrits, pour ne pas taire les "
    "abandons.",
    source=CODE_DU_TRAVAIL["L. 6111-8 1° (taux d’obtention)"],
    conventions=(
        SESSIONS,
        "Les inscrits sont les présentés, ceux qui sont sortis sans diplôme dans la période, et ceux "
        "dont le contrat s’y achevait sans qu’aucun résultat soit connu.",
        "Par sexe : masqué dès qu’un des groupes compte moins de cinq personnes.",
    ),
    measures=(
        Share(
            key="of_presented",
            label="Reçus sur présentés",
            of=paths.presented,
            counts=paths.has_passed,
            counted="apprentis reçus",
            among=PRESENTED,
            by=(*BY_FORMATION, ("sexe", people.sex)),
        ),
        Share(
            key="of_registered",
            label="Reçus sur inscrits",
            of=paths.registered,
            counts=paths.has_passed,
            counted="apprentis reçus",
            among="apprentis inscrits dont la formation s’achevait dans la période",
            by=BY_FORMATION,
        ),
    ),
)
STUDIES = Indicator(
    ref="I-12",
    axis=Axis.AFTER,
    named=True,
    definition="Diplômés de nouveau en formation dans l’année qui suit, sur les diplômés.",
    source=CODE_DU_TRAVAIL["L. 6111-8 2° (taux de poursuite d’études)"],
    horizon="douze mois après le diplôme",
    conventions=(
        "Compte une entrée en formation de la même personne ici, ou sa réponse à l’enquête : ailleurs "
        "et sans réponse, elle n’est pas connue.",
        "On ne compte que les diplômés dont l’année est passée au jour d’observation.",
    ),
    measures=(
        Share(
            key="studying",
            label="En poursuite d’études",
            of=paths.graduates,
            counts=paths.studies_on,
            counted="diplômés de nouveau en formation dans l’année",
            among="diplômés de la période, un an passé",
            by=BY_FORMATION,
        ),
    ),
)
EMPLOYMENT = Indicator(
    ref="I-16",
    axis=Axis.AFTER,
    definition="En emploi, sur en emploi et en recherche d’emploi (taux d’insertion) ; en emploi, sur "
    "tous les répondants (taux d’emploi).",
    source=PRATIQUE["enquêtes d’insertion (ORESIPÉ, SIES)"],
    horizon="celui de chaque vague (réglage D83.waves : 6, 18 et 30 mois par défaut)",
    conventions=(
        "D’après les réponses à nos enquêtes : l’Allemagne et la Suisse comptent, au contraire "
        "d’InserSup.",
        "La dernière réponse à une vague remplace les autres.",
    ),
    measures=(
        Share(
            key="insertion",
            label="Taux d’insertion",
            of=opinions.answers,
            counts=opinions.is_employed_or_seeks,
            counted="répondants en emploi",
            among=f"{ANSWERED}, en emploi ou en recherche",
            by=(WAVE, FORMATION, ("sexe", people.sex)),
        ),
        Share(
            key="employment",
            label="Taux d’emploi",
            of=opinions.answers,
            counts=opinions.is_employed,
            counted="répondants en emploi",
            among=f"{ANSWERED} et qui disent leur situation",
            by=(WAVE, FORMATION),
        ),
    ),
)
JOB_QUALITY = Indicator(
    ref="I-17",
    axis=Axis.AFTER,
    definition="Durée de la recherche d’emploi, emploi en rapport avec le diplôme, type de contrat.",
    source=CHARTE["annexe, poste 4, périmètre 1"],
    conventions=(
        "Le niveau et le salaire ne sont pas demandés : ils ne sont pas comptés.",
        "Une case de moins de cinq est masquée.",
    ),
    measures=(
        Spread(
            key="search",
            label="Durée de la recherche",
            of=opinions.answers,
            counts=opinions.given("search_months"),
            unit="mois",
            among=f"{ANSWERED} et qui la disent",
        ),
        Share(
            key="related",
            label="Emploi en rapport avec le diplôme",
            of=opinions.answers,
            counts=opinions.job_is_related,
            counted="emplois en rapport avec le diplôme",
            among=f"{ANSWERED}, en emploi, qui le disent",
            by=(WAVE, FORMATION),
        ),
        Tally(
            key="contracts",
            label="Type de contrat",
            of=opinions.answers,
            counts=opinions.kind_of_contract,
            guarded=True,
            among=f"{ANSWERED}, en emploi, qui le disent",
        ),
    ),
)
SATISFACTION_AFTER = Mean(
    key="survey_mean",
    label="Note moyenne des enquêtes après la formation",
    of=opinions.answers,
    counts=opinions.given("satisfaction"),
    counted="somme des notes (1 à 5)",
    among=f"{ANSWERED}, avec une note",
    by=(WAVE, FORMATION),
)

INDICATORS = (FAILURE, SUCCESS, STUDIES, EMPLOYMENT, JOB_QUALITY)
