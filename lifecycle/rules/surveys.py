"""The waves of a survey: which are asked, and what is kept of each answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from lifecycle.calendar import Delay, Unit, french
from lifecycle.commands.evidence import FIGURES
from lifecycle.legal import CHARTE, MAISON
from lifecycle.people import Role
from lifecycle.vocabulary import Case, Verdict, rule

SURVEY, WAVES = "D83", "D83.waves"
WHOLE = "whole"  # an answer to all the questions at once


@rule(
    source=CHARTE["annexe, postes 1 §3 et 4"],
    otherwise="Cette vague n’est pas de celles de la formation.",
    lifted_by=(Role.GESTIONNAIRE,),
)
def wave_is_declared(case: Case) -> Verdict | bool:
    """One that the partnership asks today, or that this dossier has been asked before."""
    chosen = case.setting(WAVES).removesuffix(" mois").split(",")
    today = [str(Delay(int(months), Unit.MOIS)) for months in chosen]
    asked = [str(d.data.get("of")) for d in case.dossier.duties(SURVEY)]
    known = list(dict.fromkeys((*asked, *today)))
    said = str(Delay(int(case.command.fields["wave"]), Unit.MOIS))
    return Verdict(said in known, f"Vagues : {', '.join(known)}.")


@rule(
    source=MAISON["un fait n’est pas à venir"], otherwise="Cette réponse n’est pas encore donnée."
)
def answer_is_given(case: Case) -> Verdict | bool:
    said = case.command.fields.get("answered_on")
    day = date.fromisoformat(said) if said else case.day
    return day <= case.day or Verdict(False, f"Le {french(day)} est à venir.")


def answered(case: Case) -> dict[str, Any]:
    """The figures of one answer under the name of its wave: the next one does not hide them."""
    said = case.command.fields
    figures = {f.name: said[f.name] for f in FIGURES if f.name in said}
    name = f"survey:{said['wave']}:{said.get('survey') or WHOLE}"
    return {name: {"on": case.day.isoformat(), **figures}}
