"""Formations and CFAs: what they are, what they hold together, what they owe."""

from lifecycle.states.organisation import (
    conventions,
    councils,
    events,
    houses,
    promotions,
    quality,
    resources,
    yearly,
)
from lifecycle.vocabulary import Phase

PHASE = Phase(
    "organisation",
    "Événements collectifs, conventions et moyens",
    (*events.TRANSITIONS, *conventions.TRANSITIONS, *resources.TRANSITIONS),
    (*conventions.OBLIGATIONS, *resources.OBLIGATIONS),
    houses.SETTINGS,
    stream="house",
)
FORMATIONS = Phase(
    "formations",
    "Formations et promotions",
    (*houses.OF_FORMATIONS, *promotions.TRANSITIONS),
    (*councils.OF_FORMATIONS, *yearly.OBLIGATIONS),
    yearly.SETTINGS,
    stream="formation",
)
CFAS = Phase(
    "cfas",
    "CFA, qualité et contrôles",
    (*houses.OF_CFAS, *quality.TRANSITIONS),
    (*councils.OF_CFAS, *quality.OBLIGATIONS),
    councils.SETTINGS,
    stream="cfa",
)
