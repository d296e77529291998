"""A rule: one affirmation that must hold, with its source and its French reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lifecycle.legal import Source
from lifecycle.people import Role

if TYPE_CHECKING:
    from lifecycle.vocabulary.case import Case


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule answers: it holds, it fails, or data is missing (`holds` is None)."""

    holds: bool | None
    detail: str = ""


UNKNOWN = Verdict(None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One affirmation that must hold, with its source, its French reason and who can lift it.

    `lasting`: asked of a command again when an earlier fact becomes known, because it speaks of
    the dossier alone. What else refuses is judged once, with what is known when the command comes.
    """

    name: str
    check: Callable[[Case], Verdict | bool]
    source: Source
    otherwise: str
    ref: str = ""
    lifted_by: tuple[Role, ...] = ()
    liftable: bool = False
    needs: str = ""
    lasting: bool = False

    def judge(self, case: Case) -> Verdict:
        answer = self.check(case)
        return answer if isinstance(answer, Verdict) else Verdict(answer)

    def holds(self, case: Case) -> bool:
        return self.judge(case).holds is True

    def reason(self, verdict: Verdict) -> str:
        said = self.otherwise if verdict.holds is False else f"Non vérifié : {self.otherwise}"
        return f"{said} {verdict.detail}".strip()


def rule(
    *,
    source: Source,
    otherwise: str,
    ref: str = "",
    lifted_by: tuple[Role, ...] = (),
    liftable: bool = False,
    needs: str = "",
    lasting: bool = False,
) -> Callable[[Callable[[Case], Verdict | bool]], Rule]:
    """Make a rule of a function that affirms. `needs` names a look-up that `service` answers."""

    def declare(check: Callable[[Case], Verdict | bool]) -> Rule:
        who = (ref, lifted_by, liftable)
        return Rule(check.__name__, check, source, otherwise, *who, needs, lasting)

    return declare
