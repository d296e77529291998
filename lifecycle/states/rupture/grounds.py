"""Every ground on which a contract ends before its term. A new ground is one more declaration here.

From this table come the choices of `record-rupture`, its flags, what ends, what opens, who is told,
and the table that `lifecycle charter` prints. A ground is a code: no letter says it.
"""

from __future__ import annotations

from lifecycle.commands.contract import CANCEL_CONTRACT
from lifecycle.commands.rupture import BREAK_CONTRACT
from lifecycle.legal import CODE_DU_TRAVAIL, PRATIQUE
from lifecycle.people import Role
from lifecycle.rules import procedures
from lifecycle.rules import rupture as rules
from lifecycle.states.contract.moves import STARTED, UNSTARTED
from lifecycle.vocabulary import Confidence, Continues, Ground, Rule

SURE, KNOWN, CHECK = Confidence.SURE, Confidence.KNOWN, Confidence.CHECK
INFORMED = (
    Role.DIRECTION,
    Role.GESTIONNAIRE,
    Role.RESPONSABLE_FORMATION,
    Role.TUTEUR_ACADEMIQUE,
    Role.APPRENTI,
    Role.EMPLOYEUR,
)
"""The director of the CFA by law (R. 6222-21), those who follow the apprentice, both parties."""
ALWAYS = ("D62", "D67", "D73")
OPENS = {
    Continues.SIX_MONTHS: ("D63", "D65"),
    Continues.CFA_CONTINUES: ("D63", "D65"),
    Continues.TWO_MONTHS: ("D59",),
    Continues.NOTHING: ("T34",),
}
"""What opens besides, by what becomes of the training."""
DISMISSAL = (procedures.interview_was_convened_in_time, procedures.notification_waited_two_days)
DISMISSED = ("D54", "D55")


def _ground(
    ref: str,
    label: str,
    initiators: tuple[str, ...],
    article: str,
    *procedure: Rule,
    watches: tuple[str, ...] = (),
    continues: Continues = Continues.SIX_MONTHS,
    confidence: Confidence = SURE,
) -> Ground:
    return Ground(
        ref=ref,
        label=label,
        initiators=initiators,
        leaves=STARTED,
        ends=BREAK_CONTRACT,
        continues=continues,
        source=CODE_DU_TRAVAIL[article],
        confidence=confidence,
        procedure=procedure,
        watches=watches,
        opens=(*ALWAYS, *OPENS[continues]),
        informs=INFORMED,
    )


GROUNDS = (
    _ground(
        "R-01", "Rupture unilatérale pendant les 45 premiers jours de formation pratique",
        ("employeur", "apprenti"), "L. 6222-18 al. 1 et R. 6222-21",
        procedures.forty_five_days_still_run, procedures.rupture_is_written,
        watches=("D20",),
    ),
    _ground(
        "R-02", "Commun accord",
        ("parties",), "L. 6222-18 al. 2",
        procedures.rupture_is_written, procedures.minor_is_assisted,
    ),
    _ground(
        "R-03", "Initiative de l’apprenti après les 45 jours",
        ("apprenti",), "L. 6222-18 al. 4 et D. 6222-21-1",
        procedures.mediator_came_first, procedures.employer_was_told_in_time, procedures.minor_is_assisted,
        watches=("D51", "D52", "D53"),
    ),
    _ground(
        "R-04", "Faute grave de l’apprenti",
        ("employeur",), "L. 6222-18 al. 2, L. 1232-2 à L. 1232-6 et L. 1332-3 à L. 1332-5",
        *DISMISSAL, procedures.sanction_was_notified_within_a_month, procedures.proceedings_were_prompt,
        watches=(*DISMISSED, "D56"),
    ),
    _ground(
        "R-05", "Force majeure",
        ("employeur",), "L. 6222-18 al. 2",
        *DISMISSAL,
        watches=DISMISSED,
    ),
    _ground(
        "R-06", "Inaptitude constatée par le médecin du travail",
        ("employeur",), "L. 6222-18 al. 3 et L. 4624-4",
        procedures.physician_has_examined, *DISMISSAL,
        watches=(*DISMISSED, "D57"),
    ),
    _ground(
        "R-07", "Décès de l’employeur maître d’apprentissage, entreprise unipersonnelle",
        ("ayants_droit",), "L. 6222-18 al. 2",
        *DISMISSAL,
        watches=DISMISSED,
    ),
    _ground(
        "R-08", "Exclusion définitive du CFA",
        ("cfa", "employeur"), "L. 6222-18-1",
        rules.exclusion_came_first, *DISMISSAL,
        watches=(*DISMISSED, "D58"),
        continues=Continues.TWO_MONTHS,
    ),
    _ground(
        "R-09", "Liquidation judiciaire sans maintien de l’activité",
        ("liquidateur",), "L. 6222-18 al. 5 et L. 1243-4",
    ),
    _ground(
        "R-10", "Diplôme ou titre obtenu",
        ("apprenti",), "L. 6222-19 et R. 6222-23",
        rules.diploma_is_obtained, procedures.end_was_announced_a_month_before, procedures.rupture_is_written,
        watches=("D60",),
        continues=Continues.NOTHING,
    ),
    _ground(
        "R-11", "Refus de reprise par la DREETS après une suspension",
        ("dreets",), "L. 6225-5 à L. 6225-7",
        rules.contract_was_suspended,
        watches=("D61",),
        continues=Continues.CFA_CONTINUES,
    ),
    _ground(
        "R-12", "Droit commun du CDI après la période d’apprentissage",
        ("employeur", "apprenti", "parties"), "L. 6222-7",
        rules.apprenticeship_is_over,
        continues=Continues.NOTHING,
        confidence=KNOWN,
    ),
    Ground(
        ref="R-13",
        label="Annulation avant le début d’exécution",
        initiators=("employeur", "apprenti", "parties"),
        leaves=UNSTARTED,
        ends=CANCEL_CONTRACT,
        continues=Continues.NOTHING,
        source=PRATIQUE["R-13, annulation avant le début d’exécution"],
        confidence=KNOWN,
        informs=(Role.EMPLOYEUR, Role.APPRENTI),
    ),
    _ground(
        "R-14", "Nullité ou non-conformité (opposition, refus de dépôt)",
        ("opco", "ddets"), "D. 6224-2 et D. 6275-2",
        rules.filing_was_refused,
        continues=Continues.NOTHING,
        confidence=CHECK,
    ),
)  # fmt: skip
REFUSED_RESUMPTION = "R-11"
"""The ground of which a fact of its own breaks the contract: the refusal of the DREETS."""
