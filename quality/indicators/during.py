"""While they train: meetings and their reports, tuteurs and maîtres, livret, retours."""

from lifecycle.legal import CHARTE
from lifecycle.people import Role
from quality.measures import Axis, Indicator, Share, Tally
from quality.populations import contracts, duties, houses, people

FORMATION = ("formation", duties.formation)
BY_FORMATION = (FORMATION,)
DUE = "dans la période, tenues ou en retard"
IN_FORCE = "au dernier jour de la période"
TUTEUR, MAITRE = Role.TUTEUR_ACADEMIQUE, Role.MAITRE_APPRENTISSAGE


VISITS = Indicator(
    ref="I-18",
    axis=Axis.DURING,
    named=True,
    definition="Rencontres avec l’employeur tenues dans leur fenêtre, sur les rencontres dues dont la "
    "fenêtre est close ; la première (deux mois après le début) et la dernière (deux mois avant la "
    "fin) à part.",
    source=CHARTE["annexe, poste 3, socle (deux rencontres annuelles)"],
    conventions=(
        "Une rencontre est placée au dernier jour de sa fenêtre ; tenue après, elle est due et hors "
        "fenêtre ; avant la clôture et pas encore tenue, elle n’est pas comptée.",
        "Ce qu’un contrat rompu n’a plus dû, ou que quelqu’un a dispensé avec un motif, n’est pas compté.",
        "Le tuteur est celui du jour où elle était due.",
    ),
    measures=tuple(
        Share(
            key=key,
            label=label,
            of=duties.duties_due(ref),
            counts=duties.in_time,
            counted="rencontres tenues dans leur fenêtre",
            among=f"rencontres dues {DUE}",
            by=(FORMATION, ("tuteur", duties.tuteur)),
        )
        for key, label, ref in (
            ("first", "Première rencontre (D30)", "D30"),
            ("last", "Dernière rencontre (D31)", "D31"),
            ("yearly", "Deux rencontres dans l’année (D32)", "D32"),
        )
    ),
)
REPORTS = Indicator(
    ref="I-19",
    axis=Axis.DURING,
    definition="Comptes rendus de rencontre partagés dans les quinze jours ; actions convenues faites "
    "à leur date.",
    source=CHARTE["annexe, poste 3, cible (comptes rendus formalisés, suivi des actions)"],
    conventions=(
        "Le délai de partage est celui de la formation (quinze jours par défaut).",
        "Une action abandonnée, ou close avec son contrat, n’est pas comptée.",
    ),
    measures=(
        Share(
            key="shared",
            label="Comptes rendus partagés à temps",
            of=duties.duties_due("P3-C04"),
            counts=duties.in_time,
            counted="comptes rendus partagés à temps",
            among="comptes rendus à partager dans la période, partagés ou en retard",
            by=BY_FORMATION,
        ),
        Share(
            key="actions",
            label="Actions faites à leur date",
            of=duties.duties_about("action"),
            counts=duties.in_time,
            counted="actions faites au plus tard à leur date",
            among="actions dues dans la période, faites ou en retard",
            by=BY_FORMATION,
        ),
    ),
)
TRAINED = Indicator(
    ref="I-24",
    axis=Axis.DURING,
    definition="Tuteurs et maîtres d’apprentissage dont la formation est enregistrée, sur ceux qui "
    "suivent un contrat en cours.",
    source=CHARTE["annexe, poste 3, périmètre 1 et cible"],
    conventions=(
        "Chacun est compté une fois, quel que soit le nombre de ses apprentis.",
        "Compte la formation enregistrée alors que la même personne tenait déjà le rôle.",
    ),
    measures=tuple(
        Share(
            key=key,
            label=label,
            of=people.accompanying(role),
            counts=people.is_trained,
            once=people.who,
            stock=True,
            counted=f"{label.lower()}, formation enregistrée",
            among=f"{label.lower()} d’un contrat en cours {IN_FORCE}",
            by=BY_FORMATION,
        )
        for key, label, role in (
            ("tuteurs", "Tuteurs académiques", TUTEUR),
            ("maitres", "Maîtres d’apprentissage", MAITRE),
        )
    ),
)
LIVRET = Indicator(
    ref="I-25",
    axis=Axis.DURING,
    definition="Contrats en cours dont chaque partie (apprenti, maître d’apprentissage, tuteur) a "
    "écrit au livret dans les huit dernières semaines.",
    source=CHARTE["§2.1 (bon usage des outils de liaison) et annexe, poste 3"],
    conventions=("Huit semaines avant le dernier jour de la période ; entrées dites au produit.",),
    measures=(
        Share(
            key="all",
            label="Les trois parties",
            of=contracts.contracts_in_force,
            counts=people.each_party_has_written,
            stock=True,
            counted="contrats où les trois ont écrit",
            among=f"contrats en cours {IN_FORCE}",
            by=BY_FORMATION,
        ),
        *(
            Share(
                key=party,
                label=f"Écrit par : {Role(party).label}",
                of=contracts.contracts_in_force,
                counts=people.has_written(party),
                stock=True,
                counted="contrats où cette partie a écrit",
                among=f"contrats en cours {IN_FORCE}",
            )
            for party in people.PARTIES
        ),
    ),
)
RETOURS = Indicator(
    ref="I-26",
    axis=Axis.DURING,
    definition="Retours d’alternance auxquels l’apprenti a pris part, sur ceux qui étaient dus, un par "
    "trimestre ; retours tenus par la formation.",
    source=CHARTE["annexe, poste 3, socle (un retour d’alternance par trimestre)"],
    conventions=(
        "L’assiduité se compte apprenti par apprenti : un retour tenu sans lui n’est pas un retour "
        "pour lui.",
    ),
    measures=(
        Share(
            key="attended",
            label="Retours suivis",
            of=duties.duties_due("D33"),
            counts=duties.is_done,
            counted="retours d’alternance suivis par l’apprenti",
            among="retours dus dans la période, suivis ou en retard",
            by=(FORMATION, ("trimestre", duties.quarter)),
        ),
        Tally(
            key="held",
            label="Retours tenus, par trimestre",
            of=houses.events_held("retour_alternance"),
            counts=lambda unit, _: f"{unit.life.formation}, {duties.quarter(unit)}",
            among="retours d’alternance tenus dans la période",
        ),
    ),
)

INDICATORS = (VISITS, REPORTS, TRAINED, LIVRET, RETOURS)
