"""Of which scheme an item is a request, and what each member gets out of it. Written by the platform alone."""

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.catalogue.model.values import Note, Part, Text


class RequestMember(Part):
    """A member that has an item. `fields` has the request's name of each field of the member's form, `lines` the number
    in the request of each line of the member's list; what a result of the same request brings has none. `handled` is
    the condition under which the request handles it, empty where it always does.
    """

    node: Text
    item: Text
    version: Annotated[int, Field(ge=1)]
    fields: dict[str, str]
    lines: dict[str, str]
    handled: str = ""


class RequestBefore(Part):
    """What must be before the request is submitted: an answer of its form that agrees (`field`), or a `text` that is
    shown separately. `event` is its name in the event of the submission, `basis` a citation.
    """

    key: Text
    kind: Literal["consent", "notice"]
    field: Text | None = None
    text: Note | None = None
    basis: Text
    event: Text

    @property
    def digest(self) -> str | None:
        """SHA-256 (hex) of the text. Who was shown it names it, so that nobody confirms words that were not shown."""
        return sha256(self.text.encode()).hexdigest() if self.text else None


class RequestOf(Part):
    """`pledged` is the member whose 告知承诺 the request takes. `ordinary` are fields by which one would choose that
    way for one of several members: the request takes none of them.
    """

    scheme: Text
    version: Annotated[int, Field(ge=1, description="of the scheme")]
    stage: Text
    members: tuple[RequestMember, ...]
    before_submit: tuple[RequestBefore, ...] = ()
    promises: Annotated[bool, Field(description="whether a term is promised for the whole")] = True
    pledged: str = ""
    ordinary: tuple[str, ...] = ()

    @property
    def consents(self) -> tuple[RequestBefore, ...]:
        return tuple(one for one in self.before_submit if one.kind == "consent")

    @property
    def notices(self) -> tuple[RequestBefore, ...]:
        return tuple(one for one in self.before_submit if one.kind == "notice")

    def canonical(self) -> str:
        """What the version of the request is told from; where it says nothing new, as it always was."""
        told = {
            "before_submit": self.before_submit,
            "promises": not self.promises,
            "pledged": self.pledged,
            "ordinary": self.ordinary,
        }
        usual = {name for name, new in told.items() if not new}
        return self.model_dump_json(exclude=usual)

    def member(self, node: str) -> RequestMember | None:
        return next((one for one in self.members if one.node == node), None)
