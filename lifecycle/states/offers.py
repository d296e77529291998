"""Offers: received, qualified, published, filled, expired; and the employers of before, asked again."""

from __future__ import annotations

from lifecycle.calendar import Delay, Unit
from lifecycle.commands import offers as ask
from lifecycle.commands.intention import Intention
from lifecycle.legal import CHARTE, Source
from lifecycle.people import Role
from lifecycle.rules import offers as rules
from lifecycle.states.organisation.houses import ACTIVE
from lifecycle.vocabulary import (
    Clock,
    Conclusion,
    Every,
    Expiry,
    Obligation,
    On,
    Phase,
    Rule,
    Setting,
    State,
    Step,
    StepKind,
    Transition,
    Where,
    jours_calendaires,
    mois,
)

RECEIVED = State("received", "reçue", "received, not yet read by the service")
QUALIFIED = State("qualified", "qualifiée", "its mission and profile have been read")
PUBLISHED = State("published", "diffusée", "shown on its channels until its last day")
FILLED = State("filled", "pourvue", "somebody has the job", final=True)
EXPIRED = State("expired", "périmée", "its last day has passed; it may be renewed")
WITHDRAWN = State("withdrawn", "retirée", "no longer offered", final=True)
ALIVE = (RECEIVED, QUALIFIED, PUBLISHED, EXPIRED)

OFFICE = (Role.GESTIONNAIRE, Role.RESPONSABLE_FORMATION, Role.DIRECTION)
SERVICE = (Role.SERVICE_DEDIE, Role.SERVICE_ORIENTATION, *OFFICE)
OWNER = (Role.SERVICE_DEDIE,)
NEXT = (Role.RESPONSABLE_FORMATION,)
COLLECTED = CHARTE["annexe, poste 2, périmètre 1 (recueil et qualification des offres)"]
SPREAD = CHARTE["annexe, poste 2, périmètre 1 (diffusion par différents canaux)"]
LAST_DAY = Conclusion("expires_on", rules.expires_on)


def _move(
    on: Intention,
    records: str,
    source: Source,
    *leaves: State,
    enters: State | None = None,
    by: tuple[Role, ...] = SERVICE,
    requires: tuple[Rule, ...] = (),
    flags: tuple[Rule, ...] = (),
    concludes: tuple[Conclusion, ...] = (),
) -> Transition:
    return Transition(
        ref="OFFER",
        region="offer",
        on=on,
        leaves=leaves,
        enters=enters,
        records=records,
        by=by,
        requires=requires,
        flags=flags,
        concludes=concludes,
        source=source,
    )


TRANSITIONS = (
    _move(ask.RECEIVE_OFFER, "OfferReceived", COLLECTED, enters=RECEIVED,
          by=(*SERVICE, Role.EMPLOYEUR), requires=(rules.reference_is_new,)),
    _move(ask.UPDATE_OFFER, "OfferUpdated", rules.FRESH, *ALIVE, by=(*SERVICE, Role.EMPLOYEUR),
          concludes=(Conclusion("changed", rules.changed),)),
    _move(ask.QUALIFY_OFFER, "OfferQualified", COLLECTED, RECEIVED, QUALIFIED, enters=QUALIFIED,
          flags=(rules.offer_says_mission_and_profile,)),
    _move(ask.PUBLISH_OFFER, "OfferPublished", SPREAD, QUALIFIED, enters=PUBLISHED,
          requires=(rules.offer_fits, rules.publication_ends_later), concludes=(LAST_DAY,)),
    _move(ask.RENEW_OFFER, "OfferRenewed", rules.FRESH, PUBLISHED, EXPIRED, enters=PUBLISHED,
          requires=(rules.publication_ends_later,), concludes=(LAST_DAY,)),
    _move(ask.FILL_OFFER, "OfferFilled", COLLECTED, *ALIVE, enters=FILLED),
    _move(ask.WITHDRAW_OFFER, "OfferWithdrawn", COLLECTED, *ALIVE, enters=WITHDRAWN,
          by=(*SERVICE, Role.EMPLOYEUR)),
    _move(ask.EXPIRE_OFFER, "OfferExpired", rules.FRESH, PUBLISHED, enters=EXPIRED,
          by=(Role.HORLOGE,)),
    Transition(
        ref="OFFER",
        region="cfa",
        on=ask.REVIEW_EMPLOYERS,
        leaves=(ACTIVE,),
        records="EmployersAsked",
        by=SERVICE,
        source=CHARTE["annexe, poste 4, cible (base de données des ex-employeurs)"],
    ),
)  # fmt: skip

FIVE_DAYS = Delay(5, Unit.JOURS_OUVRES)


def _within_the_week(
    ref: str, name: str, label: str, starts: str, closed_by: tuple[str, ...], source: Source
) -> Obligation:
    return Obligation(
        ref=ref,
        name=name,
        label=label,
        kind=Clock.MAX,
        starts=(On(starts),),
        within=FIVE_DAYS,
        owed_by=Role.SERVICE_DEDIE,
        calendar=Where.FORMATION,
        steps=(
            Step(StepKind.REMINDER, OWNER, offset=-2),
            Step(StepKind.ESCALATION, NEXT, offset=1),
        ),
        closed_by=(*closed_by, "OfferFilled"),
        setting=Setting(ref, f"Délai : {label.lower()}", str(FIVE_DAYS), source),
        source=source,
    )


QUALIFY = _within_the_week(
    "P2-P02", "qualify_offer", "Qualifier une offre reçue", "OfferReceived",
    ("OfferQualified",), COLLECTED,
)  # fmt: skip
PUBLISH = _within_the_week(
    "P2-P03", "publish_offer", "Diffuser une offre qualifiée", "OfferQualified",
    ("OfferPublished",), SPREAD,
)  # fmt: skip
KEEP_FRESH = Obligation(
    ref="P2-C03",
    name="offer_is_fresh",
    label="Offre diffusée : à prolonger, pourvoir ou retirer (sans nouvelles, elle est périmée)",
    kind=Clock.SILENCE,
    starts=tuple(On(fact, day="expires_on") for fact in ("OfferPublished", "OfferRenewed")),
    within=jours_calendaires(0),
    owed_by=Role.SERVICE_DEDIE,
    watched=True,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, OWNER, offset=-7),
        Step(StepKind.EXPIRY, OWNER, offset=0),
    ),
    closed_by=("OfferFilled", "OfferExpired"),
    expiry=Expiry(ask.EXPIRE_OFFER, "offer"),
    attested=False,
    source=rules.FRESH,
)
ASK_EMPLOYERS_AGAIN = Obligation(
    ref="P4-C05",
    name="ask_employers_again",
    label="Relancer les anciens employeurs : recrutent-ils encore ?",
    kind=Clock.RECURRING,
    starts=(On("CfaAdded"),),
    within=mois(12),
    recurs=Every(mois(12), aligned="academic"),
    owed_by=Role.SERVICE_DEDIE,
    calendar=Where.FORMATION,
    steps=(
        Step(StepKind.REMINDER, OWNER, offset=-60),
        Step(StepKind.ESCALATION, (Role.DIRECTION,), offset=1),
    ),
    closed_by=("EmployersAsked",),
    source=CHARTE["annexe, poste 4, cible (base de données des ex-employeurs)"],
)
SETTINGS = (
    Setting(
        rules.FRESHNESS,
        "Durée de diffusion d’une offre dont personne ne dit la fin",
        "2 mois",
        rules.FRESH,
        pattern=r"[1-9]\d? mois",
    ),
)

PHASE = Phase(
    "offers",
    "Offres et employeurs",
    TRANSITIONS,
    (QUALIFY, PUBLISH, KEEP_FRESH, ASK_EMPLOYERS_AGAIN),
    SETTINGS,
    stream="house",
)
