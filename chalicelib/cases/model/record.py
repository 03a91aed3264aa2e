"""What every stored model of a case has in common."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel, defer_build=True):
    """Frozen; fields of a newer version of the code are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
