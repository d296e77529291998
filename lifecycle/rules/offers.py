"""What must hold of an offer that is received, qualified, published."""

from __future__ import annotations

from datetime import date

from lifecycle.calendar import Calendar, Delay, add
from lifecycle.commands.offers import SHEET
from lifecycle.dossier import Instance
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

OPEN = ("received", "qualified", "published", "expired")
SHOWN = ("published",)
QUALIFIED = CHARTE["annexe, poste 2, périmètre 1 (mission et profil)"]
FRESH = CHARTE["annexe, poste 2, cible 1 (actualisation des offres)"]
SERVICE = (Role.SERVICE_DEDIE, Role.GESTIONNAIRE)
FRESHNESS = "P2-C03.months"


@rule(
    source=MAISON["une offre, une référence"],
    otherwise="Une offre de cette référence est déjà là : actualisez-la.",
    lifted_by=SERVICE,
    lasting=True,
)
def reference_is_new(case: Case) -> Verdict | bool:
    reference = case.command.fields.get("reference")
    known = (o.data.get("reference") for o in case.dossier.of("offer") if o.state in OPEN)
    return reference is None or reference not in known


@rule(
    source=QUALIFIED,
    otherwise="L’offre ne dit pas le contenu de la mission et le profil recherché.",
    lifted_by=SERVICE,
)
def offer_says_mission_and_profile(case: Case) -> Verdict | bool:
    return all(case.value(name) for name in ("missions", "profile"))


@rule(
    source=QUALIFIED,
    otherwise="Une offre qui ne convient pas à la formation n’est pas diffusée à ses candidats.",
    lifted_by=SERVICE,
)
def offer_fits(case: Case) -> Verdict | bool:
    return case.value("mission_fits") is True and case.value("profile_fits") is True


@rule(
    source=FRESH,
    otherwise="La fin de la diffusion est déjà passée.",
    lifted_by=SERVICE,
)
def publication_ends_later(case: Case) -> Verdict | bool:
    said = case.command.fields.get("expires_on")
    return said is None or date.fromisoformat(said) >= case.day


def is_shown(offer: Instance) -> bool:
    """Whether it may be sent to somebody."""
    return offer.state in SHOWN


def expires_on(case: Case) -> str:
    """The last day of the publication: that of the form, else as long as the partnership says."""
    said = case.command.fields.get("expires_on")
    return str(said or add(case.day, Delay.parse(case.setting(FRESHNESS)), Calendar.FRANCE))


def changed(case: Case) -> list[str]:
    """Which headings of the sheet an update says again."""
    return [f.name for f in SHEET if f.name in case.command.fields]
