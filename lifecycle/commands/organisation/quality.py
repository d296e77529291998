"""What a CFA answers for to the State and to its certifier: SIFA, bilan, Qualiopi, controls."""

from __future__ import annotations

from lifecycle.commands.fields import Field, Kind
from lifecycle.commands.intention import Intention

CONTROL_KINDS = ("pedagogique", "qualite_opco")
SIFA_STEPS = ("controle", "depot")
CERTIFICATION = Field("certification", "Certification", Kind.INSTANCE)
CONTROL = Field("control", "Contrôle", Kind.INSTANCE)
LINK = Field("link", "Lien")

RECORD_SIFA = Intention(
    "record-sifa",
    "Enregistrer l’enquête SIFA d’une année",
    (
        Field("sifa_year", "Année du 31 décembre photographié", Kind.INTEGER, True),
        Field("sifa_step", "Dossiers contrôlés, ou fichier déposé", Kind.CHOICE, True, SIFA_STEPS),
        Field("sifa_done_on", "Fait le", Kind.DATE),
        Field("sifa_count", "Apprentis comptés", Kind.INTEGER),
    ),
    dated_by="sifa_done_on",
)
RECORD_BILAN = Intention(
    "record-bilan",
    "Enregistrer le bilan pédagogique et financier",
    (
        Field("bilan_year", "Exercice", Kind.INTEGER, True),
        Field("bilan_sent_on", "Transmis le", Kind.DATE),
    ),
    dated_by="bilan_sent_on",
)

RECORD_CERTIFICATION = Intention(
    "record-certification",
    "Enregistrer la certification Qualiopi",
    (
        Field("certified_on", "Certifié le", Kind.DATE, True),
        Field("certifier", "Organisme certificateur"),
        Field("number", "Numéro du certificat"),
        LINK,
    ),
    dated_by="certified_on",
)
RECORD_SURVEILLANCE = Intention(
    "record-surveillance",
    "Enregistrer l’audit de surveillance",
    (CERTIFICATION, Field("audited_on", "Audité le", Kind.DATE), LINK),
    dated_by="audited_on",
)
RENEW_CERTIFICATION = Intention(
    "renew-certification",
    "Enregistrer le renouvellement de la certification",
    (CERTIFICATION, Field("certified_on", "Certifié de nouveau le", Kind.DATE, True), LINK),
    dated_by="certified_on",
)
LAPSE_CERTIFICATION = Intention(
    "lapse-certification", "Constater la certification échue", internal=True
)

RECORD_CONTROL = Intention(
    "record-control",
    "Enregistrer un projet de rapport ou les résultats d’un contrôle",
    (
        Field("kind", "Nature", Kind.CHOICE, True, CONTROL_KINDS),
        Field("received_on", "Reçu le", Kind.DATE, True),
        LINK,
    ),
    dated_by="received_on",
)
ANSWER_CONTROL = Intention(
    "answer-control",
    "Enregistrer les observations envoyées",
    (CONTROL, Field("answered_on", "Envoyées le", Kind.DATE), LINK),
    dated_by="answered_on",
)
