"""Intentions, imperative: what people and the clock may ask, and the fields of each form."""

from lifecycle.commands.fields import Field, Kind, PersonFields
from lifecycle.commands.intention import Again, Command, Intention

__all__ = ["Again", "Command", "Field", "Intention", "Kind", "PersonFields"]
