"""What the State alone computes: named here, so that nobody takes another figure for it."""

from lifecycle.legal import CODE_DU_TRAVAIL, PRATIQUE
from quality.measures import Axis, Indicator

INSERJEUNES = Indicator(
    ref="I-13",
    axis=Axis.AFTER,
    definition="Sortants en emploi salarié privé en France à 6, 12, 18 et 24 mois, sur les sortants "
    "(niveaux 3 à 5).",
    source=PRATIQUE["InserJeunes (DEPP, Dares)"],
    elsewhere="Calculé par l’État (DEPP, Dares), d’après les déclarations sociales : le produit en "
    "dit les dates (D81), pas le taux.",
)
ORION = Indicator(
    ref="I-14",
    axis=Axis.AFTER,
    definition="En emploi à N mois, sur tous les élèves de dernière année ; masqué sous vingt.",
    source=PRATIQUE["trajectoires pro et Orion (mission interministérielle pour l’apprentissage)"],
    elsewhere="Calculé par l’État (trajectoires pro) : le produit ne voit pas les déclarations "
    "sociales.",
)
INSERSUP = Indicator(
    ref="I-15",
    axis=Axis.AFTER,
    definition="Sortants en emploi salarié en France à 6, 12, 18, 24 et 30 mois, sur les sortants.",
    source=PRATIQUE["InserSup (SIES), jeu fr-esr-insersup"],
    elsewhere="Calculé par l’État (SIES), d’après les déclarations sociales : le produit en dit les "
    "dates (D80). Qui travaille en Allemagne ou en Suisse y compte comme sans emploi : voir I-16.",
)
ADDED_VALUE = Indicator(
    ref="I-29",
    axis=Axis.AFTER,
    definition="Écart entre le taux d’emploi constaté et celui qu’on attendrait du public accueilli.",
    source=CODE_DU_TRAVAIL["L. 6111-8 5° (valeur ajoutée de l’établissement)"],
    elsewhere="Calculé par l’État seul : il ne peut pas l’être ici.",
)

INDICATORS = (INSERJEUNES, ORION, INSERSUP, ADDED_VALUE)
