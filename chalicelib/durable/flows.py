"""What the table knows of a state machine: the input of its task functions, and its flow item. Pure."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.foundation.keys import Owner

# The `at` of an execution that has nothing to do.
END = "end"


class Step(BaseModel, defer_build=True):
    """The input of a task function: ids, the generation of the execution, and a token when the step waits.

    `cause` names the outbox row that started or woke the machine; it is empty when that row is ended by the reconciler.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    owner: Owner
    machine: str
    generation: int = Field(ge=1)
    step: str
    token: str | None = None
    cause: str = ""


class Flow(BaseModel, defer_build=True):
    """`generation` numbers the executions of the machine. `step` is where the last wait was opened, with `token`.

    `earlier` holds the tokens with which the same wait was opened before. Lambda may retry while the first call still
    runs, and the first call may write last. Either token may be valid, so all are kept.
    After `until` (seconds of wall time) the wait has ended by its time limit, and its execution with it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    generation: int
    step: str | None = None
    token: str | None = None
    earlier: tuple[str, ...] = ()
    until: int | None = None

    def hibernates(self, wall: datetime) -> bool:
        """Whether the open wait has ended by its time limit, so that no execution of the machine runs."""
        return self.until is not None and wall.timestamp() >= self.until

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every token that may be valid; none while no wait is open."""
        return (self.token, *self.earlier) if self.token else ()
