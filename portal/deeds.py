"""Links to the forms of actions, with what is already known of what they will say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lifecycle.commands import Command, Intention
from lifecycle.dossier import ROOTS, Dossier, Instance
from lifecycle.vocabulary import Case, Charter, Obligation
from portal.pages import link

KIND = "kind"  # the field of a form that says what a thing is
PAGES = {"formation": "formations", "cfa": "cfas"}
Known = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that a page may offer, with the field of its form that names the instance.

    `known`: other fields that the link fills; `where`: the page that does it, when it is no form.
    """

    command: str
    label: str
    field: str
    instance: str
    known: Known = ()
    where: str = ""

    def path(self, stream: str) -> str:
        said = {self.field or "instance": self.instance, **dict(self.known)}
        return self.where or link("dossiers", stream, self.command, **said)


def home(dossier: Dossier) -> tuple[str, ...]:
    """The parts of the path of the page of a dossier."""
    if dossier.kind in PAGES:
        return PAGES[dossier.kind], str(dossier.said["code"])
    return "dossiers", dossier.stream


def is_setting(command: str) -> bool:
    """Asked on the page of the settings of a house, never on that of an act."""
    return command.endswith(("-formation", "-cfa"))


def on_its_page(deed: Deed, dossier: Dossier) -> Deed:
    """What is set on the page of the settings is asked there."""
    if not is_setting(deed.command):
        return deed
    return replace(deed, label="Rôles et réglages", where=link(*home(dossier), "reglages"))


def filled(charter: Charter, case: Case, duty: Instance, declared: Obligation, deed: Deed) -> Deed:
    """What would be made for a duty: of the only kind that counts, for what the duty is about."""
    asked = charter.intentions[deed.command]
    if deed.instance:
        return deed
    names = {f.name for f in asked.fields}
    about = str(duty.data["about"])
    subject = {about: str(duty.data["subject"])} if about in names - {*ROOTS} else {}
    kinds = next((f.choices for f in asked.fields if f.name == KIND), ())
    fit = [
        k for k in kinds if _counts(case, asked, declared, {**subject, KIND: k, "duty": duty.id})
    ]
    kind = {KIND: fit[0]} if len(fit) == 1 and declared.counts_if else {}
    return replace(deed, known=tuple({**kind, **subject}.items()))


def _counts(case: Case, asked: Intention, declared: Obligation, said: dict[str, str]) -> bool:
    command = Command(intention=asked, stream=case.dossier.stream, fields=said)
    rule = declared.counts_if
    return rule is None or rule.holds(replace(case, command=command))
