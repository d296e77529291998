"""The charter on paper: `docs/charter.md` for the staff, and the state diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lifecycle.calendar import french
from lifecycle.charter.document import public_intentions, rules, states_of, transition_of
from lifecycle.charter.words import (
    CLOCKS,
    CONFIDENCES,
    REGION_LABELS,
    day_label,
    initiator,
    numbered,
)
from lifecycle.commands import Field, Intention
from lifecycle.legal import Source
from lifecycle.vocabulary import (
    Charter,
    Clock,
    Every,
    Ground,
    Obligation,
    On,
    Phase,
    Rule,
    Setting,
    State,
    Step,
    Transition,
)

_PREFACE = (
    "Imprimé par `lifecycle charter`, comparé au code par un test. Les textes de loi (LOI), la "
    "charte (CHARTE) et les règles internes (INTERNE) ne sont jamais confondus : chaque ligne cite "
    "sa source. Une commande en italique n’est donnée que par le produit lui-même. Ce qui est écrit "
    "`ainsi` se tape tel quel dans un terminal ; les noms pour les machines sont dans "
    "`lifecycle charter --json`."
)
STEP_LABELS = {
    "reminder": "rappel",
    "last_call": "dernier rappel",
    "escalation": "alerte",
    "expiry": "échéance",
}


def markdown(charter: Charter) -> str:
    """`docs/charter.md`: what the code does, in French, for whoever runs a CFA."""
    phases = [line for phase in charter.phases for line in _phase_lines(charter, phase)]
    watched = ", ".join(o.ref for o in charter.obligations.values() if o.watched)
    cited = _rules_cited(charter)
    return "\n".join([
        "# La charte, telle que le produit l’applique", "", _PREFACE, "",
        *phases,
        "## Obligations surveillées", "",
        f"Dues par l’État ou par personne, suivies sans rappel à leur auteur : {watched}.", "",
        *_section("Motifs de rupture", GROUND, (_ground_row(charter, g) for p in charter.phases for g in p.grounds)),
        *_section("Règles", ("Règle", "Motif du refus", "Source", "Depuis", "Levée par"), (_rule_row(r, cited) for r in rules(charter))),
        *_section("Réglages", ("Clé", "Sens", "Défaut", "Socle ou choix", "Source"), map(_setting_row, charter.settings.values())),
        *_section("Commandes", ("Commande", "Sens", "Champs (les obligatoires en gras)"), map(_command_row, public_intentions(charter).values())),
    ])  # fmt: skip


def _section(title: str, heads: Sequence[str], rows: Iterable[str]) -> list[str]:
    return [f"## {title}", "", *_table(heads, rows), ""]


def _table(heads: Sequence[str], rows: Iterable[str]) -> list[str]:
    return [_row(*heads), f"|{'---|' * len(heads)}", *rows]


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(c or "").replace("|", "/") for c in cells) + " |"


def _phase_lines(charter: Charter, phase: Phase) -> list[str]:
    cited = _rules_cited(charter)
    moves = (_transition_row(charter, t, cited) for t in phase.transitions)
    duties = (_obligation_row(charter, o, cited) for o in phase.obligations)
    lines = [f"## {phase.label}", ""]
    lines += _table(("De quoi", "États"), _state_rows(phase))
    lines += ["", *_table(MOVE, moves), ""]
    return [*lines, *_table(DUTY, duties), ""] if phase.obligations else lines


MOVE = ("Réf.", "Commande", "De", "Vers", "Par", "Exige", "Signale", "Ouvre", "Clôt", "Source")
DUTY = ("Réf.", "Obligation", "Due par", "Délai", "Étapes", "Close par", "Source")


Cited = Mapping[str, str]


def _rules_cited(charter: Charter) -> Cited:
    return numbered(rules(charter))


def _state_rows(phase: Phase) -> Iterator[str]:
    """The states that a phase speaks of, one line for each thing that has them."""
    found: dict[str, list[State]] = {}
    for region, state in states_of(phase):
        found.setdefault(region, []).append(state)
    for region, states in found.items():
        labels = (f"{s.label}{' (fin)' if s.final else ''}" for s in states)
        yield _row(REGION_LABELS[region], " ; ".join(labels))


def _reference(ref: str) -> str:
    """A reference of the charter's annex or of the domain has a number; another one is ours alone."""
    return ref if re.search(r"\d", ref) else "—"


def _transition_row(charter: Charter, t: Transition, cited: Cited) -> str:
    shown = transition_of(charter, t)
    label = f"*{t.on.label}*" if t.on.internal else t.on.label
    leaves = ", ".join(s.label for s in t.leaves) or "—"
    enters = t.enters.label if t.enters else "inchangé"
    by = ", ".join(r.label for r in t.by)
    told = (
        ", ".join(cited.get(one, one) for one in shown[name])
        for name in ("requires", "flags", "opens", "closes")
    )
    return _row(
        _reference(t.ref), f"{label} `{t.on.name}`", leaves, enters, by, *told, _cited(t.source)
    )


def _obligation_row(charter: Charter, o: Obligation, cited: Cited) -> str:
    said = _fact_labels(charter)
    start = " ou ".join(f"« {said[on.fact]} »{_day(charter, on)}" for on in o.starts)
    steps = " ; ".join(_step_words(s) for s in o.steps)
    closed = [said[fact] for fact in o.closed_by] + (["attestation"] if o.attested else [])
    owner = o.owed_by.label if o.owed_by else "personne"
    delay = " ; ".join((f"{_length(o)} {start}", *_besides(charter, o)))
    done = ", ".join(closed) + (
        f" (selon la règle {cited[_rule_ref(o.counts_if)]})" if o.counts_if else ""
    )
    return _row(o.ref, o.label, owner, delay, steps, done, _cited(o.source))


def _day(charter: Charter, on: On) -> str:
    return f" ({day_label(charter, on.fact, on.day)})" if on.day else ""


def _rule_ref(rule: Rule) -> str:
    return rule.ref or rule.name


def _length(o: Obligation) -> str:
    """How long, and from when: the period of a duty that recurs, or its distances, say it first."""
    if isinstance(o.recurs, Every):
        return f"tous les {o.recurs.period} à compter de"
    if o.recurs:
        return f"{', '.join(str(delay) for delay in o.recurs.after)} après"
    least = "au moins " if o.kind is Clock.MIN else ""
    return f"{least}{o.within} {'avant' if o.before else 'après'}"


PERIODS = {"academic": "année universitaire", "calendar": "année civile"}


def _besides(charter: Charter, o: Obligation) -> Iterator[str]:
    """What the length alone does not say: until when, how many times, what it survives."""
    if isinstance(o.recurs, Every):
        period = PERIODS.get(o.recurs.aligned, f"réglage {o.recurs.aligned}")
        aligned = f" (période : {period})" if o.recurs.aligned else ""
        last = o.recurs.until and day_label(charter, o.starts[0].fact, o.recurs.until)
        yield f"{f'jusqu’à : {last}' if last else 'sans fin'}{aligned}"
    elif o.recurs and o.kind is not Clock.SNAPSHOT:
        yield f"dans les {o.within}"
    if o.opens and o.opens.n:
        yield f"à partir de {o.opens} {'avant' if o.opens_before else 'après'}"
    if o.times > 1:
        yield f"{o.times} fois"
    if o.outlives:
        yield "due même après la fin de ce qu’elle concerne"


def _fact_labels(charter: Charter) -> dict[str, str]:
    """What is said of a fact: the label of the command that records it."""
    return {t.records: t.on.label for phase in charter.phases for t in phase.transitions}


def _step_words(step: Step) -> str:
    below = f" (moins de {step.below} fait)" if step.below else ""
    told = ", ".join(r.label for r in step.to)
    return f"{STEP_LABELS[step.kind]} {_when(step)}{below} → {told}"


def _when(step: Step) -> str:
    if step.at_count:
        return f"au {step.at_count}e jour compté"
    return f"début + {step.after_start}" if step.after_start else f"J{step.offset:+d}"


GROUND = ("Réf.", "Motif", "À l’initiative de", "Procédure", "Délais", "Formation ensuite", "Ouvre",
          "Informe", "Source", "Lecture")  # fmt: skip
CONTINUES = {
    "six_months": "six mois, stagiaire (SFP)",
    "two_months": "deux mois pour trouver un autre CFA",
    "cfa_continues": "le CFA continue de former, six mois",
    "nothing": "rien de droit",
}


def _ground_row(charter: Charter, g: Ground) -> str:
    asked = " ".join(rule.otherwise for rule in g.procedure)
    clocks = (charter.obligations[ref] for ref in g.watches)
    delays = ", ".join(f"{o.ref} ({CLOCKS[o.kind]} {o.within})" for o in clocks)
    told = ", ".join(role.label for role in g.informs)
    begun = ", ".join(map(initiator, g.initiators))
    opens, later = ", ".join(g.opens), CONTINUES[g.continues]
    sure = CONFIDENCES[g.confidence]
    return _row(g.ref, g.label, begun, asked, delays, later, opens, told, _cited(g.source), sure)


def _rule_row(rule: Rule, cited: Cited) -> str:
    who = ", ".join(r.label for r in rule.lifted_by)
    lifted = f"{who} (`lift={_rule_ref(rule)}`)" if rule.liftable else ""
    since = french(rule.source.since).partition(" ")[2]  # no day of the week
    return _row(cited[_rule_ref(rule)], rule.otherwise, _cited(rule.source), since, lifted)


def _cited(source: Source | None) -> str:
    return f"{source.force} : {source}" if source else ""


def _setting_row(s: Setting) -> str:
    least = f"au moins {s.least}" if s.least is not None else ""
    choices = ", ".join(f"`{one}`" for one in s.choices)
    floor = " = ".join(str(d) for d in s.socle) or choices or least
    default = f"`{s.default}`" if s.choices else s.default
    return _row(f"`{s.key}`", s.label, default, floor, _cited(s.source))


def _command_row(intention: Intention) -> str:
    own = [f for f in intention.fields if "." not in f.name]
    names = [_field_words(f) for f in own]
    if forms := len(intention.fields) - len(own):
        names.append(f"et {forms} champs du CERFA (`charter --json`)")
    free = " ; et les réglages : `rôle=courriel`, `clé=valeur`" if intention.accepts_any else ""
    return _row(f"`{intention.name}`", intention.label, f"{' ; '.join(names)}{free}")


def _field_words(field: Field) -> str:
    """Its label, then what a terminal types."""
    return f"{f'**{field.label}**' if field.required else field.label} `{field.name}`"


def mermaid(charter: Charter) -> str:
    """One state diagram per region, from the same table."""
    regions = dict.fromkeys(region for region, _, _ in charter.table)
    return "\n".join(line for region in regions for line in diagram(charter, region))


def diagram(charter: Charter, region: str) -> list[str]:
    """Its lines: the name of the region in a comment, then what mermaid draws."""
    moves = [(s, d, c) for (where, s, c), d in charter.table.items() if where == region]
    arrows = [f"    {'[*]' if s == 'absent' else s} --> {d}: {c}" for s, d, c in moves]
    return [f"%% {region}", "stateDiagram-v2", *arrows]
