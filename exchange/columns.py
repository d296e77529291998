"""The columns that the import knows: the 62 of the State's template, then ours.

Names and order are those of the « Tableau de bord de l’apprentissage » (model of 29 January 2025).
"""

from __future__ import annotations

from dataclasses import dataclass

from exchange.cells import Kind

VITAL, STATE, BLOCK, FREE = "vital", "state", "block", ""
MOST_CONTRACTS, MOST_VISITS = 4, 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `need`: `vital` without it the row cannot be taken over; `state`: the State wants
    it, we can do without; `block`: the State wants it where there is a contract or a departure.
    `kept`: false when the value is checked and then forgotten (we keep no more than we use)."""

    name: str
    kind: Kind
    need: str = FREE
    label: str = ""
    example: str = ""
    personal: bool = False
    kept: bool = False
    ours: bool = False

    @property
    def star(self) -> str:
        """The mark of the State's header: always required, or required in some cases."""
        return {VITAL: " *", STATE: " *", BLOCK: " **"}.get(self.need, "")


def _person(
    name: str, kind: Kind, need: str, label: str, example: str, kept: bool = False
) -> Column:
    return Column(name, kind, need, label, example, personal=True, kept=kept)


def _site(name: str, kind: Kind, need: str, label: str, example: str, kept: bool = False) -> Column:
    return Column(name, kind, need, label, example, kept=kept)


def _contract(n: int) -> tuple[Column, ...]:
    rank = "" if n == 1 else f"_{n}"
    said = f"du contrat n° {n}"
    need = BLOCK
    return (
        Column(f"contrat_date_debut{rank}", Kind.DATE, need, f"Début {said}", "2025-09-01", kept=True),
        Column(f"contrat_date_fin{rank}", Kind.DATE, need, f"Fin {said}", "2027-08-31", kept=True),
        Column(f"siret_employeur{rank}", Kind.SIRET, need, f"Employeur {said}", "73282932000074", kept=True),
        Column(f"contrat_date_rupture{rank}", Kind.DATE, need, f"Rupture {said}", "", kept=True),
        Column(f"cause_rupture_contrat{rank}", Kind.LONG_TEXT, FREE, f"Cause de la rupture {said}", "", personal=True, kept=True),
    )  # fmt: skip


APPRENTICE = (
    _person("nom_apprenant", Kind.NAME, VITAL, "Nom de famille", "Martin", kept=True),
    _person("prenom_apprenant", Kind.NAME, VITAL, "Premier prénom", "Léa", kept=True),
    _person("date_de_naissance_apprenant", Kind.BIRTH, VITAL, "Date de naissance", "2004-03-14", kept=True),
    _person("sexe_apprenant", Kind.SEX, STATE, "Sexe", "F"),
    _person("code_postal_de_naissance_apprenant", Kind.POSTCODE, FREE, "Code postal de naissance", "67000"),
    _person("email_contact", Kind.EMAIL, VITAL, "Courriel", "lea.martin@exemple.fr", kept=True),
    _person("adresse_apprenant", Kind.LONG_TEXT, STATE, "Adresse", "4 rue Blaise-Pascal"),
    _person("code_postal_apprenant", Kind.POSTCODE, STATE, "Code postal", "67000"),
    _person("ine_apprenant", Kind.INE, FREE, "INE", ""),
    _person("tel_apprenant", Kind.PHONE, FREE, "Téléphone", "0612345678", kept=True),
    _person("rqth_apprenant", Kind.BOOLEAN, FREE, "RQTH", ""),
    _person("date_rqth_apprenant", Kind.DATE, FREE, "Date de la RQTH", ""),
    _person("responsable_apprenant_mail1", Kind.EMAIL, FREE, "Courriel du 1er responsable légal", "", kept=True),
    _person("responsable_apprenant_mail2", Kind.EMAIL, FREE, "Courriel du 2e responsable légal", ""),
    _site("dernier_organisme_uai", Kind.UAI_OR_DEPARTMENT, FREE, "Établissement de l’an dernier", ""),
    _site("derniere_situation", Kind.SITUATION, FREE, "Situation de l’an dernier (SIFA)", ""),
    _site("type_cfa", Kind.CFA_TYPE, FREE, "Type de CFA (SIFA)", "02"),
)  # fmt: skip
PLACE = (
    _site("etablissement_responsable_uai", Kind.UAI, VITAL, "UAI de l’établissement responsable", "0671234C"),
    _site("etablissement_responsable_siret", Kind.SIRET, VITAL, "SIRET de l’établissement responsable", "13000545700010"),
    _site("etablissement_formateur_uai", Kind.UAI, VITAL, "UAI de l’établissement formateur", "0671234C", kept=True),
    _site("etablissement_formateur_siret", Kind.SIRET, VITAL, "SIRET de l’établissement formateur", "13000545700010"),
    _site("etablissement_lieu_de_formation_uai", Kind.UAI, FREE, "UAI du lieu de formation", ""),
    _site("etablissement_lieu_de_formation_siret", Kind.SIRET, FREE, "SIRET du lieu de formation", ""),
    _site("etablissement_lieu_de_formation_adresse", Kind.LONG_TEXT, FREE, "Adresse du lieu de formation", ""),
    _site("etablissement_lieu_de_formation_code_postal", Kind.POSTCODE, FREE, "Code postal du lieu de formation", ""),
)  # fmt: skip
TRAINING = (
    _site("annee_scolaire", Kind.SCHOOL_YEAR, VITAL, "Année scolaire", "2026-2027"),
    _site("annee_formation", Kind.YEAR, STATE, "Année de la formation", "1"),
    _site("formation_rncp", Kind.RNCP, VITAL, "Code RNCP", "RNCP38113", kept=True),
    _site("formation_cfd", Kind.CFD, FREE, "Code formation diplôme", ""),
    _site("date_inscription_formation", Kind.DATE, VITAL, "Inscription", "2025-07-01", kept=True),
    _site("date_entree_formation", Kind.DATE, VITAL, "Entrée en formation", "2025-09-01", kept=True),
    _site("date_fin_formation", Kind.DATE, VITAL, "Fin de la formation", "2027-08-31", kept=True),
    _site("duree_theorique_formation_mois", Kind.MONTHS, STATE, "Durée en mois", "24"),
    _site("libelle_court_formation", Kind.TEXT, FREE, "Libellé de la formation", "Master MIAGE", kept=True),
    _site("obtention_diplome_formation", Kind.BOOLEAN, FREE, "Diplôme obtenu", "", kept=True),
    _site("date_obtention_diplome_formation", Kind.DATE, FREE, "Date d’obtention", "", kept=True),
    _site("date_exclusion_formation", Kind.DATE, BLOCK, "Sortie de la formation", "", kept=True),
    _person("cause_exclusion_formation", Kind.LONG_TEXT, FREE, "Cause de la sortie", "", kept=True),
    _site("formation_presentielle", Kind.BOOLEAN, FREE, "Formation en présence", "oui"),
    _person("nom_referent_handicap_formation", Kind.NAME, FREE, "Référent handicap, nom", ""),
    _person("prenom_referent_handicap_formation", Kind.NAME, FREE, "Référent handicap, prénom", ""),
    _person("email_referent_handicap_formation", Kind.EMAIL, FREE, "Référent handicap, courriel", ""),
)  # fmt: skip
CONTRACTS = tuple(c for n in range(1, MOST_CONTRACTS + 1) for c in _contract(n))
STATE_COLUMNS = (*APPRENTICE, *PLACE, *TRAINING, *CONTRACTS)


def _ours(name: str, kind: Kind, label: str, example: str, personal: bool = False) -> Column:
    return Column(name, kind, FREE, label, example, personal, kept=True, ours=True)


OURS = (
    _ours("code_formation", Kind.TEXT, "Code de la formation au CFA, sinon RNCP et UAI", "M2-MIAGE"),
    _ours("calendrier_formation", Kind.CALENDAR, "Jours fériés de la formation, à sa création", "alsace-moselle"),
    _ours("email_gestionnaire", Kind.EMAIL, "Gestionnaire de la formation, à sa création", "gestion@cfa.exemple.fr", True),
    _ours("email_responsable_formation", Kind.EMAIL, "Responsable de formation, à sa création", "responsable@cfa.exemple.fr", True),
    _ours("email_direction", Kind.EMAIL, "Direction, à la création de la formation", "direction@cfa.exemple.fr", True),
    _ours("nom_representant_legal", Kind.NAME, "Représentant légal (son courriel : responsable_apprenant_mail1)", "", True),
    _ours("nom_tuteur_academique", Kind.NAME, "Tuteur académique", "Anne Roth", True),
    _ours("email_tuteur_academique", Kind.EMAIL, "Courriel du tuteur", "anne.roth@exemple.fr", True),
    _ours("tel_tuteur_academique", Kind.PHONE, "Téléphone du tuteur", "", True),
    _ours("nom_employeur", Kind.TEXT, "Employeur du dernier contrat", "Dupont Systèmes", True),
    _ours("email_employeur", Kind.EMAIL, "Courriel de l’employeur", "rh@dupont.exemple.fr", True),
    _ours("tel_employeur", Kind.PHONE, "Téléphone de l’employeur", "0388000000", True),
    _ours("secteur_employeur", Kind.SECTOR, "Employeur privé ou public : à qui va le dépôt", "privé"),
    _ours("calendrier_site", Kind.CALENDAR, "Jours fériés du lieu de travail", "alsace-moselle"),
    _ours("nom_maitre_apprentissage", Kind.NAME, "Maître d’apprentissage", "Camille Weber", True),
    _ours("email_maitre_apprentissage", Kind.EMAIL, "Courriel du maître d’apprentissage", "camille.weber@dupont.exemple.fr", True),
    _ours("tel_maitre_apprentissage", Kind.PHONE, "Téléphone du maître d’apprentissage", "", True),
    _ours("intitule_mission", Kind.TEXT, "Mission validée", "Concevoir un outil de suivi", True),
    _ours("date_validation_mission", Kind.DATE, "Date de validation de la mission", "2025-06-20"),
    _ours("date_signature_contrat", Kind.DATE, "Dernière signature du contrat", "2025-07-10"),
    _ours("date_visa", Kind.DATE, "Visa du CFA", "2025-07-12"),
    _ours("date_transmission_depot", Kind.DATE, "Transmission à l’OPCO ou à la DDETS", "2025-09-03"),
    _ours("date_accord_depot", Kind.DATE, "Accord de l’OPCO ou de la DDETS", "2025-09-15"),
    _ours("numero_deca", Kind.TEXT, "Numéro DECA", "067202509000017"),
    _ours("date_fin_periode_probatoire", Kind.DATE, "Fin des 45 jours en entreprise, si elle est connue", ""),
    *(_ours(f"date_visite_{n}", Kind.DATE, f"{n}{'re' if n == 1 else 'e'} rencontre avec l’employeur", "2025-10-15" if n == 1 else "") for n in range(1, MOST_VISITS + 1)),
)  # fmt: skip
EVERY = {column.name: column for column in (*STATE_COLUMNS, *OURS)}
ALWAYS = tuple(c.name for c in STATE_COLUMNS if c.need in (VITAL, STATE))
