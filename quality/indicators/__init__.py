"""The thirty indicators in the order of the domain notes §4.2, each declared with its formula."""

from quality.indicators import after, before, during, elsewhere, ruptures, steering, voices
from quality.measures import Indicator

INDICATORS: tuple[Indicator, ...] = tuple(
    sorted(
        (*before.INDICATORS, *ruptures.INDICATORS, *during.INDICATORS, *after.INDICATORS,
         *voices.INDICATORS, *steering.INDICATORS, *elsewhere.INDICATORS),
        key=lambda one: one.ref,
    )
)  # fmt: skip
BY_REF = {one.ref: one for one in INDICATORS}
