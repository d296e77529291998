"""The 32 indicators of Qualiopi (référentiel national qualité), with the evidence of each.

Texts abridged from the domain notes §4.4 (guide de lecture V9, 8 January 2024); all 32 concern CFAs.
What belongs to the teaching itself, or to the house's own watch, is said to be kept elsewhere.
"""

from __future__ import annotations

from lifecycle.people import Role
from quality.evidence import Counted, Elsewhere, Said, duties, events, facts, roles
from quality.missions import Point

TEACHING = Elsewhere("supports et ressources de la formation")
WATCH = Elsewhere("veille de l’établissement")


def _counted(*numbers: int) -> tuple[Counted, ...]:
    return tuple(Counted(f"I-{n:02}") for n in numbers)


QUALIOPI = (
    Point("1", "Information publique détaillée, délais d’accès", (Said((("portal_url", "page du portail"),)),
          *_counted(2))),
    Point("2", "Indicateurs de résultats diffusés", _counted(7, 9, 11, 12, 20),
          apart="Sous vingt, un taux ne se publie pas ; InserJeunes et InserSup sont publiés par l’État."),
    Point("3", "Taux d’obtention, blocs, débouchés", _counted(11, 16)),
    Point("4", "Analyse du besoin avec l’entreprise", (facts("MissionSubmitted"), facts("WishesRecorded"))),
    Point("5", "Objectifs de la formation", (duties("P3-S00"), facts("MissionValidated"))),
    Point("6", "Contenus et modalités adaptés", (facts("ReferentielShared"), duties("D10"))),
    Point("7", "Adéquation à la certification visée", (facts("ReferentielShared"), *_counted(1))),
    Point("8", "Positionnement à l’entrée", (facts("PositioningRecorded"),)),
    Point("9", "Information sur le déroulement", (duties("D10"), duties("C-13"), duties("D25"))),
    Point("10", "Adaptation, accompagnement, suivi", (duties("D30", "D31", "D32"), duties("E-04", "M-04", "A-01"))),
    Point("11", "Évaluation de l’atteinte des objectifs", (duties("D35"), facts("GridFilled"), *_counted(11))),
    Point("12", "Engagement et prévention des ruptures", (duties("E-06", "T25"), facts("MediationOpened",
          "SituationResolved"), *_counted(7, 9, 27))),
    Point("13", "Alternance : missions anticipées, progressivité", (duties("D01"), duties("P3-S01"),
          duties("P2-P15"), *_counted(18, 25))),
    Point("14", "Accompagnement socio-professionnel, éducatif, citoyen", (events("citoyennete"),
          duties("V2-02"), roles(Role.REFERENT_SOCIAL)), apart="Les situations réservées ne sont pas comptées."),
    Point("15", "Droits et devoirs, santé et sécurité", (duties("C-13"), events("sante_securite"))),
    Point("16", "Conditions de présentation à la certification", (facts("ExamsConvened"), *_counted(10))),
    Point("17", "Moyens humains, techniques, environnement", (roles(Role.RESPONSABLE_FORMATION,
          Role.SECRETARIAT_PEDAGOGIQUE), TEACHING)),
    Point("18", "Coordination des intervenants", (duties("P1-P03"), duties("E-08"))),
    Point("19", "Ressources pédagogiques", (TEACHING,)),
    Point("20", "Mobilité, référent handicap, conseil de perfectionnement", (roles(Role.REFERENT_MOBILITE,
          Role.REFERENT_HANDICAP), duties("D40"), events("conseil_perfectionnement"))),
    Point("21", "Compétences des intervenants", _counted(24)),
    Point("22", "Développement des compétences des intervenants", (duties("P3-P01"),)),
    Point("23", "Veille légale et réglementaire", (WATCH,)),
    Point("24", "Veille sur les compétences et les métiers", (facts("SuggestionSettled"), WATCH)),
    Point("25", "Veille sur les innovations pédagogiques", (WATCH,)),
    Point("26", "Réseaux pour l’accueil des personnes en situation de handicap",
          (roles(Role.REFERENT_HANDICAP), events("prevention_handicap")),
          apart="La reconnaissance de travailleur handicapé n’est pas tenue en clair : elle n’est pas comptée."),
    Point("27", "Sous-traitance", (facts("ConventionSigned", "ConventionRenewed"), duties("ENG-04"))),
    Point("28", "Réseau socio-économique, périodes en entreprise", (duties("D39"), duties("DEL-06"),
          events("information_employeurs", "comite_pilotage"))),
    Point("29", "Insertion ou poursuite d’études", (events("atelier_tre", "jobdating", "poursuite_etudes"),
          *_counted(12, 16))),
    Point("30", "Appréciations des parties prenantes", (duties("D38"), duties("D83"), duties("E-09"),
          *_counted(20, 21, 23))),
    Point("31", "Difficultés, réclamations, aléas", (duties("E-06", "T25"), facts("DifficultyReported",
          "SituationResolved"))),
    Point("32", "Amélioration continue", (duties("P1-C03"), events("revue_indicateurs"),
          duties("P1-S05", "P1-P08"))),
)  # fmt: skip
