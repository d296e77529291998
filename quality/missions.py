"""The fourteen missions of a CFA (Code du travail, L. 6231-2), each with its evidence (row C-00)."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.people import Role
from quality.evidence import Counted, Evidence, Said, duties, events, facts, roles


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a referential: its number, its text abridged, the rows that it meets, its evidence.

    `apart` says what the product does not keep of it, or who answers instead.
    """

    number: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    rows: tuple[str, ...] = ()
    apart: str = ""


MISSIONS = (
    Point("1°", "Accompagner qui souhaite s’orienter par l’apprentissage, dont les personnes en situation de "
          "handicap ; désigner un référent", (roles(Role.REFERENT_HANDICAP), duties("D41"),
          facts("WishesRecorded", "PositioningRecorded")), ("C-01", "C-03")),
    Point("2°", "Appuyer les postulants dans la recherche d’un employeur",
          (duties("C-01", "P2-S07"), facts("CoachingRecorded", "EmployerIntroduced")), ("C-01",)),
    Point("3°", "Assurer la cohérence entre le CFA et l’entreprise ; coopération des formateurs et des "
          "maîtres d’apprentissage", (duties("D01"), duties("D30", "D31"), duties("E-08"), duties("P3-S00")),
          ("C-05",)),
    Point("4°", "Informer, dès le début, des droits et devoirs et des règles de santé et de sécurité",
          (duties("C-13"), events("sante_securite")), ("C-13",)),
    Point("5°", "Permettre, après une rupture, la poursuite de la formation pendant six mois et aider à "
          "retrouver un employeur", (duties("D63"), Counted("I-28")), ("C-02", "C-06")),
    Point("6°", "Prévenir ou résoudre les difficultés sociales et matérielles", (roles(Role.REFERENT_SOCIAL),
          duties("E-06", "T25")), ("C-10",),
          "Les situations réservées (C-10) ne sont vues que de leur référent : elles ne sont pas comptées ici."),
    Point("7°", "Sensibiliser à l’égalité entre les femmes et les hommes et prévenir le harcèlement sexuel",
          (duties("C-14"), events("prevention_harcelement")), ("C-15",)),
    Point("8°", "Encourager la mixité des métiers", (events("promotion_apprentissage", "temoignage"),
          Counted("I-22")), ("C-16",)),
    Point("9°", "Favoriser la diversité, lutter contre les discriminations",
          (duties("C-14"), events("prevention_discriminations", "prevention_handicap")), ("C-14", "C-17")),
    Point("10°", "Encourager la mobilité ; nommer un référent", (roles(Role.REFERENT_MOBILITE),
          facts("MobilityStarted", "MobilityEnded")), ("C-09",)),
    Point("11°", "Suivre les apprentis quand la formation est à distance", (Said((("distance_share",
          "part à distance déclarée"),)), facts("RemoteSessionProved")), ("C-07",)),
    Point("12°", "Évaluer les compétences acquises, selon les règles du certificateur",
          (duties("P2-P17"), facts("GridFilled", "ExamsConvened", "DiplomaObtained", "ExamsFailed")), ("C-08",)),
    Point("13°", "Accompagner ceux qui ont interrompu leur formation ou n’ont pas obtenu de diplôme",
          (duties("D74"),), ("C-11",)),
    Point("14°", "Accompagner les démarches pour accéder aux aides", (duties("V2-02"),
          facts("AidsAcknowledged")), ("C-10", "V2-02")),
)  # fmt: skip
