"""What steers a formation: hours, attendance, reminders, who the apprentices are, how many."""

from lifecycle.legal import CHARTE, PRATIQUE
from quality.measures import Axis, Indicator, Share, Sums, Tally
from quality.populations import contracts, duties, hours, people

FORMATION = ("formation", duties.formation)
BY_FORMATION = (FORMATION,)
MONTHS = "heures prévues des mois de la période, comme le CFA les a déclarées"
IN_FORCE = "au dernier jour de la période"


def _hours(key: str, label: str, counted: str, terms: hours.Terms) -> Sums:
    return Sums(
        key=key,
        label=label,
        of=hours.months,
        counts=terms,
        counted=counted,
        among=MONTHS,
        by=BY_FORMATION,
    )


HOURS_DONE = Indicator(
    ref="I-05",
    axis=Axis.PILOTAGE,
    named=True,
    definition="Heures de formation réalisées, sur les heures prévues.",
    source=CHARTE["annexe, poste 1, périmètre 3 (heures prévues et heures réalisées)"],
    conventions=(
        "Un mois est placé à son premier jour ; la dernière déclaration du mois remplace les autres.",
        "Un mois que personne n’a déclaré n’est pas compté : le taux ne parle que de ce qui l’est.",
    ),
    measures=(_hours("done", "Réalisées", "heures réalisées", hours.done_of_the_planned),),
)
ATTENDANCE = Indicator(
    ref="I-06",
    axis=Axis.DURING,
    definition="Un moins les heures d’absence, sur les heures prévues ; absences justifiées et non "
    "justifiées à part.",
    source=PRATIQUE["taux d’assiduité"],
    conventions=("Les mêmes mois que I-05.",),
    measures=(
        _hours("present", "Assiduité", "heures prévues, moins les absences", hours.present_of_the_planned),
        _hours("justified", "Absences justifiées", "heures d’absence justifiée", hours.absent_and_justified),
        _hours("unjustified", "Absences non justifiées", "heures d’absence non justifiée",
               hours.absent_and_unjustified),
    ),
)  # fmt: skip
REMINDERS = Indicator(
    ref="I-27",
    axis=Axis.PILOTAGE,
    definition="Obligations faites après 0, 1, 2 ou 3 rappels, en retard, escaladées ; puis, pour "
    "chaque obligation, la part faite à temps.",
    source=CHARTE["annexe, poste 1, périmètre 3 (« pour chaque étape […] et chaque process »)"],
    conventions=(
        "Toutes les obligations que quelqu’un doit, à leur date, hors dispenses et sans objet.",
        "Les obligations réservées à un référent ne sont pas comptées.",
    ),
    measures=(
        Tally(
            key="reminders",
            label="Selon le nombre de rappels",
            of=duties.every_duty,
            counts=duties.after_reminders,
            among="obligations dues dans la période, faites ou en retard",
        ),
        Share(
            key="in_time",
            label="Faites à temps",
            of=duties.every_duty,
            counts=duties.in_time,
            counted="obligations faites à temps",
            among="obligations dues dans la période, faites ou en retard",
            by=(("obligation", duties.ref), FORMATION),
        ),
        Share(
            key="escalated",
            label="Escaladées",
            of=duties.every_duty,
            counts=duties.is_escalated,
            counted="obligations dites à l’échelon suivant",
            among="obligations dues dans la période, faites ou en retard",
        ),
    ),
)
BREAKDOWN = Indicator(
    ref="I-22",
    axis=Axis.DURING,
    definition="Contrats en cours par sexe, secteur, taille de l’employeur, niveau et part à distance.",
    source=CHARTE["§1.2 et §2.2 (égalité, mixité des métiers)"],
    conventions=(
        "Une case de moins de cinq est masquée, et une seconde quand la première se déduirait du total.",
        "Le sexe vient du formulaire du contrat, ouvert pour ce seul compte ; une personne effacée est "
        "« non renseignée ».",
        "La reconnaissance de travailleur handicapé n’est pas tenue en clair : elle n’est pas ventilée.",
    ),
    measures=tuple(
        Tally(
            key=key,
            label=label,
            of=contracts.contracts_in_force,
            counts=cell,
            stock=True,
            guarded=True,
            among=f"contrats en cours {IN_FORCE}",
        )
        for key, label, cell in (
            ("sex", "Par sexe", people.by_sex),
            ("sector", "Par secteur", people.by_sector),
            ("size", "Par taille de l’employeur", people.by_employer_size),
            ("level", "Par niveau", people.by_level),
            ("distance", "Par part à distance", people.by_distance),
        )
    ),
)
HEADCOUNT = Indicator(
    ref="I-30",
    axis=Axis.PILOTAGE,
    definition="Apprentis par statut à une date, comme le Tableau de bord de l’apprentissage le calcule.",
    source=PRATIQUE["Tableau de bord de l’apprentissage (flux-retour-cfas)"],
    conventions=(
        "La session va de l’entrée en formation à la fin du dernier contrat, ou un an sans contrat.",
        "Quatre-vingt-dix jours sans premier contrat, cent quatre-vingts après une rupture, font un "
        "« abandon » au sens de l’État, même si la formation continue.",
    ),
    measures=(
        Tally(
            key="statuses",
            label="Par statut",
            of=people.careers,
            counts=people.status,
            stock=True,
            among=f"apprentis entrés en formation, {IN_FORCE}",
            by=BY_FORMATION,
        ),
    ),
)

INDICATORS = (HOURS_DONE, ATTENDANCE, REMINDERS, BREAKDOWN, HEADCOUNT)
