"""Of which scheme an item is a request, and what each member gets out of it. Written by the platform alone."""

from typing import Annotated

from pydantic import Field

from chalicelib.catalogue.model.values import Part, Text


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


class RequestOf(Part):
    scheme: Text
    version: Annotated[int, Field(ge=1, description="of the scheme")]
    stage: Text
    members: tuple[RequestMember, ...]

    def member(self, node: str) -> RequestMember | None:
        return next((one for one in self.members if one.node == node), None)
