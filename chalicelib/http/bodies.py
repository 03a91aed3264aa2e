"""What request bodies have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A body, or a block of one, that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Part):
    """No fields."""
