"""Contracts that break and apprentices who leave: two different things, each with its horizon."""

from lifecycle.legal import CODE_DU_TRAVAIL, PRATIQUE
from quality.measures import Axis, Indicator, Share
from quality.populations import contracts, duties, paths, people

BY_FORMATION = (("formation", duties.formation),)
BY_FORMATION_AND_SEX = (*BY_FORMATION, ("sexe", people.sex))
STARTED = "contrats commencés dans la période"
COHORT = (
    "Cohorte par date de début : ce sont les contrats commencés dans la période, non les "
    "ruptures de la période."
)
NOT_RUPTURES = (
    "La fin choisie après le diplôme (R-10, L. 6222-19) et la rupture de droit commun après "
    "l’apprentissage (R-12) ne sont pas des ruptures ; un contrat annulé avant de commencer "
    "(R-13) n’a pas commencé."
)
BY_SEX = "Par sexe : masqué dès qu’un des groupes compte moins de cinq personnes."
TAKEN_OVER = "Un contrat repris compte au jour de son propre début."

BROKEN = Indicator(
    ref="I-07",
    axis=Axis.DURING,
    named=True,
    definition="Contrats commencés dans la période et rompus avant leur terme, sur les contrats "
    "commencés dans la période.",
    source=CODE_DU_TRAVAIL["L. 6111-8 (nomme le taux, sans formule)"],
    horizon="jusqu’au jour d’observation : un contrat récent peut encore être rompu (voir I-08)",
    conventions=(
        COHORT,
        NOT_RUPTURES,
        TAKEN_OVER,
        "« Période probatoire » : les 45 premiers jours de formation pratique (L. 6222-18). Un "
        "contrat repris déjà rompu, dont on ignore si elle courait, n’est compté que dans le total.",
        "« Sans nouveau contrat » : l’apprenti n’en a commencé aucun dans les six mois de la rupture.",
        "Une rupture n’est ni un abandon (I-09) ni un échec (I-10).",
        BY_SEX,
    ),
    measures=(
        Share(
            key="all",
            label="Rompus, période probatoire comprise",
            of=contracts.contracts_started,
            counts=contracts.is_broken,
            counted="contrats rompus avant leur terme",
            among=STARTED,
            by=BY_FORMATION_AND_SEX,
        ),
        Share(
            key="inside_probation",
            label="Rompus pendant la période probatoire",
            of=contracts.contracts_started,
            counts=contracts.broken_while(contracts.INSIDE),
            counted="contrats rompus pendant les 45 jours",
            among=STARTED,
            by=BY_FORMATION,
        ),
        Share(
            key="after_probation",
            label="Rompus hors période probatoire",
            of=contracts.contracts_started,
            counts=contracts.broken_while(contracts.AFTER),
            counted="contrats rompus après les 45 jours",
            among=STARTED,
            by=BY_FORMATION,
        ),
        Share(
            key="without_new_contract",
            label="Rompus, sans nouveau contrat dans les six mois",
            of=contracts.contracts_started,
            counts=contracts.broken_and_alone(contracts.SIX_MONTHS),
            counted="contrats rompus et suivis d’aucun autre dans les six mois",
            among=STARTED,
            by=BY_FORMATION,
        ),
    ),
)
BROKEN_AS_DARES = Indicator(
    ref="I-08",
    axis=Axis.DURING,
    definition="Contrats rompus dans les neuf mois de leur début, sur les contrats commencés dans "
    "la période ; le taux net retire ceux qui ont signé de nouveau.",
    source=PRATIQUE["Dares, ruptures des contrats d’apprentissage (contrats de 2022 : 21 %, supérieur 18 %)"],
    horizon="neuf mois après le début, ce jour compris",
    conventions=(
        COHORT,
        NOT_RUPTURES,
        "On ne compte que les contrats dont les neuf mois sont passés au jour d’observation.",
        "Le net se compte ici sur les contrats commencés par le même apprenti, dans ce CFA : le "
        "Dares voit aussi les autres.",
    ),
    measures=tuple(
        Share(
            key=key,
            label=label,
            of=contracts.contracts_started,
            counts=counts,
            counted=counted,
            among=f"{STARTED}, neuf mois passés",
            by=BY_FORMATION,
        )
        for key, label, counts, counted in (
            ("gross", "Rompus dans les neuf mois", contracts.broken_within_nine_months,
             "contrats rompus au plus neuf mois après leur début"),
            ("net_2", "Nets des contrats signés de nouveau dans les deux mois",
             contracts.net_of(contracts.TWO_MONTHS),
             "les mêmes, sans nouveau contrat dans les deux mois"),
            ("net_6", "Nets des contrats signés de nouveau dans les six mois",
             contracts.net_of(contracts.SIX_MONTHS),
             "les mêmes, sans nouveau contrat dans les six mois"),
        )
    ),
)  # fmt: skip
LEFT = Indicator(
    ref="I-09",
    axis=Axis.DURING,
    named=True,
    definition="Apprentis qui ont quitté la formation sans diplôme avant sa fin (abandon, "
    "exclusion), sur les apprentis entrés en formation.",
    source=CODE_DU_TRAVAIL["L. 6111-8 3° (« taux d’interruption en cours de formation », sans formule)"],
    horizon="jusqu’au jour d’observation",
    conventions=(
        "Cohorte par date d’entrée en formation, avec ou sans contrat.",
        "Un abandon effacé par un nouveau contrat n’en est plus un.",
        "Un changement de CFA, une réorientation, un décès ne sont pas des abandons.",
        "Une rupture n’est pas un abandon : la formation peut continuer six mois sans contrat.",
        BY_SEX,
    ),
    measures=tuple(
        Share(
            key=key,
            label=label,
            of=paths.entrants,
            counts=counts,
            counted=counted,
            among="apprentis entrés en formation dans la période",
            by=BY_FORMATION_AND_SEX,
        )
        for key, label, counts, counted in (
            ("left", "Sortis sans diplôme", paths.has_left, "apprentis sortis par abandon ou exclusion"),
            ("abandoned", "Dont abandons", paths.has_abandoned, "apprentis sortis par abandon"),
            ("excluded", "Dont exclusions", paths.was_excluded, "apprentis exclus par le CFA"),
        )
    ),
)  # fmt: skip

INDICATORS = (BROKEN, BROKEN_AS_DARES, LEFT)
