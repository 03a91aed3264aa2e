"""Effects: what may follow from an act, as data. The outbox keeps them, and the dispatcher carries them out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter


class StartMachine(BaseModel, defer_build=True):
    """Start the first execution of a state machine for the owner, at the step `at`."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    do: Literal["start"] = "start"
    machine: str
    at: str


class ResumeMachine(BaseModel, defer_build=True):
    """Bring the machine to the step at which its owner now stands."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    do: Literal["resume"] = "resume"
    machine: str


class SendMessage(BaseModel, defer_build=True):
    """Send ids to a queue. On a FIFO queue, `group` is what SQS orders by and `unique` is how SQS tells duplicates."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    do: Literal["send"] = "send"
    queue: str
    body: dict[str, JsonValue]
    group: str | None = None
    unique: str | None = None


Effect = Annotated[StartMachine | ResumeMachine | SendMessage, Field(discriminator="do")]


Effects = TypeAdapter(list[Effect], config=ConfigDict(hide_input_in_errors=True))
