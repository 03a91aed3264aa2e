"""What may follow from an act, as data: the outbox keeps it, the dispatcher carries it out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter


class StartMachine(BaseModel):
    """Start generation 1 of a state machine for the owner."""

    model_config = ConfigDict(frozen=True)
    do: Literal["start"] = "start"
    machine: str
    at: str


class ResumeMachine(BaseModel):
    """Let the machine go on from where its owner now is."""

    model_config = ConfigDict(frozen=True)
    do: Literal["resume"] = "resume"
    machine: str


class SendMessage(BaseModel):
    """Put ids on a queue. On a FIFO queue `group` orders and `unique` removes duplicates."""

    model_config = ConfigDict(frozen=True)
    do: Literal["send"] = "send"
    queue: str
    body: dict[str, JsonValue]
    group: str | None = None
    unique: str | None = None


Effect = Annotated[StartMachine | ResumeMachine | SendMessage, Field(discriminator="do")]


Effects = TypeAdapter(list[Effect])
