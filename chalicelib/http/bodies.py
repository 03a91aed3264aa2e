"""What request bodies have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel, defer_build=True):
    """A body, or a block of one, that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Whole(Part):
    """A body that replaces what is stored. It must be sent, though every field of it may be left out: an empty request
    would erase everything.
    """


class Nothing(Part):
    """No fields."""
