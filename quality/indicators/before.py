"""Before the contract: the mission and its week, the answer of the service, the filing, the SFP."""

from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON
from quality.measures import Axis, Indicator, Share, Spread
from quality.populations import duties, missions, paths

BY_FORMATION = (("formation", duties.formation),)
ANSWERS = duties.duties_due("P2-S07")
FILINGS = duties.duties_due("D11", "D13", "D15")
IN_THE_PERIOD = "dans la période"

MISSION_WEEK = Indicator(
    ref="I-01",
    axis=Axis.BEFORE,
    named=True,
    definition="Missions décidées (validées ou refusées) dans les sept jours de leur réception "
    "complète, sur les missions reçues complètes et décidées ou en retard.",
    source=CHARTE["annexe, poste 2 §2, socle 1 (« sous une semaine »)"],
    conventions=(
        "La réception complète est le dernier dépôt, ou les derniers compléments, avant la décision : "
        "une mission renvoyée n’est pas complète.",
        "Une mission retirée avant toute décision n’est pas comptée, ni celle dont la semaine court.",
        "Sept jours calendaires pour tous, quel que soit le réglage de la formation (D01).",
        "Neuf fois sur dix : le délai que neuf décisions sur dix n’ont pas passé (rang le plus proche).",
    ),
    measures=(
        Share(
            key="within_a_week",
            label="Décidées dans les sept jours",
            of=missions.missions_received,
            counts=missions.decided_within_a_week,
            counted="missions décidées au plus sept jours après leur réception complète",
            among=f"missions reçues complètes {IN_THE_PERIOD}, décidées ou en retard",
            by=BY_FORMATION,
        ),
        Spread(
            key="delay",
            label="De la réception complète à la décision",
            of=missions.missions_received,
            counts=missions.days_between,
            among=f"missions reçues complètes {IN_THE_PERIOD} et décidées",
        ),
    ),
)
STEPS = Indicator(
    ref="I-02",
    axis=Axis.BEFORE,
    definition="Temps entre la mission validée et la dernière signature, puis entre celle-ci et "
    "la première transmission au dépôt.",
    source=MAISON["indicateurs (définition proposée)"],
    conventions=(
        "Chaque étape est placée au jour où elle s’achève.",
        "Ce qui s’est fait dans l’autre ordre n’est pas un délai : une irrégularité le dit.",
    ),
    measures=(
        Spread(
            key="validated_to_signed",
            label="De la mission validée au contrat signé",
            of=missions.signatures,
            counts=missions.days_since,
            among=f"contrats signés par toutes les parties {IN_THE_PERIOD}, mission validée avant",
        ),
        Spread(
            key="signed_to_filed",
            label="Du contrat signé au dépôt",
            of=missions.transmissions,
            counts=missions.days_since,
            among=f"contrats transmis pour la première fois {IN_THE_PERIOD}, signés avant",
        ),
    ),
)
SERVICE = Indicator(
    ref="I-03",
    axis=Axis.BEFORE,
    definition="Temps entre une demande d’un apprenti ou d’un organisme d’accueil et la réponse "
    "du service dédié.",
    source=CHARTE["annexe, poste 2 §2, socle 2"],
    conventions=(
        "Les demandes sont placées au jour où une réponse est due (réglage P2-S07).",
        "La charte ne donne pas de délai : « à temps » est le réglage de la formation.",
    ),
    measures=(
        Spread(
            key="delay",
            label="De la demande à la réponse",
            of=ANSWERS,
            counts=duties.days_to_do,
            among=f"demandes à répondre {IN_THE_PERIOD} et répondues",
        ),
        Share(
            key="in_time",
            label="Répondues à temps",
            of=ANSWERS,
            counts=duties.in_time,
            counted="demandes répondues au plus tard le jour dû",
            among=f"demandes à répondre {IN_THE_PERIOD}, répondues ou en retard",
            by=BY_FORMATION,
        ),
    ),
)
FILED_IN_TIME = Indicator(
    ref="I-04",
    axis=Axis.BEFORE,
    definition="Contrats transmis dans les cinq jours ouvrables de leur début ; dossiers déclarés "
    "incomplets ; dossiers refusés.",
    source=CODE_DU_TRAVAIL["D. 6224-1 et D. 6275-1"],
    conventions=(
        "Les transmissions sont placées au jour où elles sont dues (D11, D13, D15).",
        "Un refus compte, écrit ou par silence, même si le dossier est accepté plus tard.",
        "Les contrats repris, déposés avant le suivi, ne sont pas comptés.",
    ),
    measures=(
        Share(
            key="in_time",
            label="Transmis à temps",
            of=FILINGS,
            counts=duties.in_time,
            counted="transmissions faites dans les cinq jours ouvrables",
            among=f"transmissions dues {IN_THE_PERIOD}, faites ou en retard",
            by=BY_FORMATION,
        ),
        Share(
            key="incomplete",
            label="Déclarés incomplets",
            of=missions.transmissions,
            counts=missions.was_incomplete,
            counted="dossiers déclarés incomplets au moins une fois",
            among=f"dossiers transmis pour la première fois {IN_THE_PERIOD}",
        ),
        Share(
            key="refused",
            label="Refusés",
            of=missions.transmissions,
            counts=missions.was_refused,
            counted="dossiers refusés, par écrit ou par silence",
            among=f"dossiers transmis pour la première fois {IN_THE_PERIOD}",
        ),
    ),
)
WITHOUT_CONTRACT = Indicator(
    ref="I-28",
    axis=Axis.BEFORE,
    definition="Formations commencées sans contrat et suivies d’une signature dans les trois mois ; "
    "formations continuées après une rupture et suivies d’un nouveau contrat dans les six mois.",
    source=CODE_DU_TRAVAIL["L. 6222-12-1 et L. 6222-18-2"],
    conventions=(
        "On ne compte que ceux dont le délai entier est passé au jour d’observation : sinon seuls "
        "les plus rapides compteraient.",
    ),
    measures=(
        Share(
            key="before",
            label="Contrat signé dans les trois mois",
            of=paths.without_contract,
            counts=paths.within_three_months,
            counted="contrats signés au plus trois mois après le début",
            among=f"formations commencées sans contrat {IN_THE_PERIOD}, trois mois passés",
            by=BY_FORMATION,
        ),
        Share(
            key="after",
            label="Nouveau contrat dans les six mois d’une rupture",
            of=paths.after_rupture,
            counts=paths.within_six_months,
            counted="nouveaux contrats commencés au plus six mois après la rupture",
            among=f"formations continuées après une rupture {IN_THE_PERIOD}, six mois passés",
            by=BY_FORMATION,
        ),
    ),
)

INDICATORS = (MISSION_WEEK, STEPS, SERVICE, FILED_IN_TIME, WITHOUT_CONTRACT)
