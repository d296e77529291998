"""Intentions, imperative: what people and the clock may ask, and the fields of each form."""

from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Command, Intention

__all__ = ["Command", "Field", "Intention", "Kind", "PersonFields"]
