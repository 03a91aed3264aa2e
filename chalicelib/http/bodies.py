"""What request bodies have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A body, or a block of one, that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class Whole(BaseModel):
    """A body that replaces what is stored. It must be sent, though every field of it may be left out: an empty request
    would erase everything.
    """


class Nothing(Part):
    """No fields."""
