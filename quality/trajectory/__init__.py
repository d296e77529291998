"""The trajectory of the charter's annexe: each socle and each cible, where a formation stands.

What is asked is the text of the rows; what shows it is declared beside it, and the facts say the
rest, year after year. What no fact shows is said to be so, never counted as done.
"""

from quality.trajectory.items import ITEMS
from quality.trajectory.standing import Standing, Year, last_review, standing

__all__ = ["ITEMS", "Standing", "Year", "last_review", "standing"]
