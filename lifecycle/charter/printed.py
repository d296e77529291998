"""The charter on paper: `docs/charter.md` for the staff, and the state diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lifecycle.charter.document import public_intentions, rules, states_of, transition_of
from lifecycle.commands import Intention
from lifecycle.legal import Source
from lifecycle.vocabulary import Charter, Obligation, Phase, Rule, Setting, State, Step, Transition

_PREFACE = (
    "Imprimé par `lifecycle charter`, comparé au code par un test. Les textes de loi (LOI), la "
    "charte (CHARTE) et les règles internes (INTERNE) ne sont jamais confondus : chaque ligne cite "
    "sa source. Une commande en italique n’est donnée que par le produit lui-même."
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
    return "\n".join([
        "# La charte, telle que le produit l’applique", "", _PREFACE, "",
        *phases,
        "## Obligations surveillées", "",
        f"Dues par l’État ou par personne, suivies sans rappel à leur auteur : {watched}.", "",
        *_section("Règles", ("Réf.", "Motif du refus", "Source", "Depuis", "Levée par"), map(_rule_row, rules(charter))),
        *_section("Réglages", ("Clé", "Sens", "Défaut", "Socle ou choix", "Source"), map(_setting_row, charter.settings.values())),
        *_section("Commandes", ("Commande", "Champs (les obligatoires en gras)"), map(_command_row, public_intentions(charter).values())),
    ])  # fmt: skip


def _section(title: str, heads: Sequence[str], rows: Iterable[str]) -> list[str]:
    return [f"## {title}", "", *_table(heads, rows), ""]


def _table(heads: Sequence[str], rows: Iterable[str]) -> list[str]:
    return [_row(*heads), f"|{'---|' * len(heads)}", *rows]


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(c or "").replace("|", "/") for c in cells) + " |"


def _phase_lines(charter: Charter, phase: Phase) -> list[str]:
    moves = (_transition_row(charter, t) for t in phase.transitions)
    duties = (_obligation_row(charter, o) for o in phase.obligations)
    lines = [f"## {phase.label}", ""]
    lines += _table(("Région", "État", "Nom"), (_state_row(*one) for one in states_of(phase)))
    lines += ["", *_table(MOVE, moves), ""]
    return [*lines, *_table(DUTY, duties), ""] if phase.obligations else lines


MOVE = ("Réf.", "Commande", "De", "Vers", "Par", "Exige", "Signale", "Ouvre", "Clôt", "Source")
DUTY = ("Réf.", "Obligation", "Due par", "Délai", "Étapes", "Close par", "Source")


def _state_row(region: str, state: State) -> str:
    return _row(f"`{region}`", f"{state.label}{' (fin)' if state.final else ''}", f"`{state.name}`")


def _transition_row(charter: Charter, t: Transition) -> str:
    shown = transition_of(charter, t)
    label = f"*{t.on.label}*" if t.on.internal else t.on.label
    leaves = ", ".join(s.label for s in t.leaves) or "—"
    enters = t.enters.label if t.enters else "inchangé"
    by = ", ".join(r.label for r in t.by)
    told = (", ".join(shown[name]) for name in ("requires", "flags", "opens", "closes"))
    return _row(t.ref, f"{label} `{t.on.name}`", leaves, enters, by, *told, _cited(t.source))


def _obligation_row(charter: Charter, o: Obligation) -> str:
    said = _fact_labels(charter)
    start = " ou ".join(f"« {said[on.fact]} »{f' ({on.day})' if on.day else ''}" for on in o.starts)
    steps = " ; ".join(_step_words(s) for s in o.steps)
    closed = [said[fact] for fact in o.closed_by] + (["attestation"] if o.attested else [])
    owner = o.owed_by.label if o.owed_by else "personne"
    delay = f"{o.within} {'avant' if o.before else 'après'} {start}"
    return _row(o.ref, o.label, owner, delay, steps, ", ".join(closed), _cited(o.source))


def _fact_labels(charter: Charter) -> dict[str, str]:
    """What is said of a fact: the label of the command that records it."""
    return {t.records: t.on.label for phase in charter.phases for t in phase.transitions}


def _step_words(step: Step) -> str:
    when = f"début + {step.after_start}" if step.after_start else f"J{step.offset:+d}"
    return f"{STEP_LABELS[step.kind]} {when} → {', '.join(r.label for r in step.to)}"


def _rule_row(rule: Rule) -> str:
    lifted = ", ".join(r.label for r in rule.lifted_by) if rule.liftable else ""
    since = rule.source.since.isoformat()
    return _row(rule.ref or rule.name, rule.otherwise, _cited(rule.source), since, lifted)


def _cited(source: Source | None) -> str:
    return f"{source.force} : {source}" if source else ""


def _setting_row(s: Setting) -> str:
    floor = " = ".join(str(d) for d in s.socle) or ", ".join(s.choices)
    return _row(f"`{s.key}`", s.label, s.default, floor, _cited(s.source))


def _command_row(intention: Intention) -> str:
    own = [f for f in intention.fields if "." not in f.name]
    names = [f"**{f.name}**" if f.required else f.name for f in own]
    if forms := len(intention.fields) - len(own):
        names.append(f"et {forms} champs du CERFA (`charter --json`)")
    free = ", et les réglages : `rôle=courriel`, `clé=valeur`" if intention.accepts_any else ""
    return _row(f"`{intention.name}`", f"{', '.join(names)}{free}")


def mermaid(charter: Charter) -> str:
    """One state diagram per region, from the same table."""
    regions = dict.fromkeys(region for region, _, _ in charter.table)
    return "\n".join(line for region in regions for line in _diagram(charter, region))


def _diagram(charter: Charter, region: str) -> Iterator[str]:
    yield f"%% {region}"
    yield "stateDiagram-v2"
    for (where, source, command), dest in charter.table.items():
        if where == region:
            yield f"    {'[*]' if source == 'absent' else source} --> {dest}: {command}"
