"""What the texts leave open (O-01…O-16): settings of the partnership, each with a safe default.

The two of O-01 are beside the duty that they speak of (`mission.py`). Each choice is a fact.
"""

from __future__ import annotations

from lifecycle.legal import CHARTE, CODE_DU_TRAVAIL, MAISON, PRATIQUE, PROCEDURE_CIVILE, Source
from lifecycle.vocabulary import Phase, Setting

POSTE_3 = CHARTE["annexe, poste 3, socle"]


def _open(key: str, label: str, source: Source, *choices: str) -> Setting:
    """The first of `choices` is the default: the safe reading."""
    return Setting(key, label, choices[0], source, choices=choices)


SETTINGS = (
    _open(
        "O-02",
        "Une rencontre avec l’employeur se fait sur site, aussi en visio, ou par tout moyen",
        POSTE_3,
        "site",
        "site_or_visio",
        "any",
    ),
    _open(
        "O-03",
        "D’un contrat de plusieurs années, la visite finale est due la dernière année ou chaque année",
        POSTE_3,
        "last_year",
        "each_year",
    ),
    _open(
        "O-04",
        "La formation commence au début du contrat, au premier jour en CFA ou en entreprise",
        POSTE_3,
        "contract_start",
        "first_cfa_day",
        "first_company_day",
    ),
    _open(
        "O-05",
        "D’un parcours court, la première et la dernière visite sont distinctes, ou une seule sert aux deux",
        POSTE_3,
        "separate",
        "shared",
    ),
    _open(
        "O-06",
        "Le trimestre est civil, universitaire, ou court depuis le début de la formation",
        POSTE_3,
        "calendar",
        "academic",
        "rolling",
    ),
    _open(
        "O-07.absences",
        "Les absences et congés comptent ou non dans les 45 jours de formation pratique",
        CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
        "excluded",
        "counted",
    ),
    _open(
        "O-07.half_days",
        "Une demi-journée en entreprise compte pour une moitié ou pour un jour des 45",
        CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
        "half",
        "full",
    ),
    _open(
        "O-07.holidays",
        "Un jour férié tombant en entreprise compte ou non dans les 45 jours",
        CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
        "excluded",
        "counted",
    ),
    _open(
        "O-08",
        "Un délai minimal se compte en jours francs, ou dernier jour compris",
        CODE_DU_TRAVAIL["D. 6222-21-1"],
        "exclusive",
        "inclusive",
    ),
    _open(
        "O-09",
        "Un délai qui finit un samedi, un dimanche ou un jour férié va ou non au jour ouvrable suivant",
        PROCEDURE_CIVILE["art. 642"],
        "none",
        "extend",
    ),
    _open(
        "O-10",
        "Les jours se comptent au calendrier dit par chaque règle, toujours à celui du site, ou du CFA",
        CODE_DU_TRAVAIL["L. 3134-13"],
        "declared",
        "site",
        "formation",
    ),
    _open(
        "O-11",
        "Deux contrats qui se touchent ou se chevauchent sont relevés, ou acceptés sans remarque",
        PRATIQUE["règle de recouvrement des contrats (TDB)"],
        "flag",
        "accept",
    ),
    _open(
        "O-12",
        "Ce qui était dû avant qu’une fin soit connue est annulé, sans bruit ou en le disant",
        MAISON["connu après coup"],
        "cancel",
        "cancel_and_tell",
    ),
    _open(
        "O-13",
        "Quand la règle change, ce qui est ouvert garde l’ancienne, ou est replanifié",
        MAISON["règle changée en cours de route"],
        "keep",
        "replan",
    ),
    _open(
        "O-14",
        "Un rappel qui tombe un jour chômé part le jour ouvré suivant, ou le jour même",
        PRATIQUE["rappels un jour ouvré, à 8 h"],
        "next_ouvre",
        "same_day",
    ),
    _open(
        "O-15",
        "D’un dossier mis en silence, les courriels en attente sont annulés, ou retenus jusqu’à la reprise",
        CHARTE["§1.2"],
        "silence",
        "hold",
    ),
    _open(
        "O-16",
        "Après une rupture, les 45 jours du nouveau contrat repartent de zéro, continuent, ou n’ont pas lieu",
        CODE_DU_TRAVAIL["L. 6222-18 al. 1"],
        "restart",
        "continue",
        "none",
    ),
)

PHASE = Phase("interpretations", "Interprétations ouvertes", (), (), SETTINGS, stream="house")
