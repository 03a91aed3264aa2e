"""A state machine as its owner knows it: the input of its task functions and its flow item. Pure."""

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.foundation.keys import Owner

END = "end"


class Step(BaseModel):
    """The input of a task function: ids, the generation it belongs to, and the token when the step waits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: Owner
    machine: str
    generation: int = Field(ge=1)
    step: str
    token: str | None = None


class Flow(BaseModel):
    """`token` is of the wait last opened, `step` where that is, `earlier` has the tokens opened there before.

    Of a function that is called again the first call may still run and write last: any of the tokens can be the one
    that lives.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    generation: int
    step: str | None = None
    token: str | None = None
    earlier: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        return (self.token, *self.earlier) if self.token else ()
