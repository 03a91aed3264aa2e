"""What an item rests on besides its laws: published lists, the law for a single channel, the basis of an edge. Pure."""

from typing import Literal

from pydantic import Field

from chalicelib.catalogue.model.values import Days, ItemId, Note, Part, Standing, Text


class PrerequisiteBasis(Part):
    """The law that makes one item wait for another."""

    item: ItemId
    basis: Text


class ListedLine(Part):
    """A line of the list of materials, by its name, and the entry of the published list that allows it."""

    material: Text
    entry: Text


class Grounds(Part):
    """`channel` is the law by which only one channel is open (国办发 on 不得限定申请方式和办理渠道). `limit` is why the
    limit of the law is another than in the version before, although the same basis is cited.
    """

    prerequisites: tuple[PrerequisiteBasis, ...] = ()
    proofs: tuple[ListedLine, ...] = ()
    intermediaries: tuple[ListedLine, ...] = ()
    channel: Text | None = None
    limit: Text | None = None


class Alias(Part):
    """Another name under which items ask for the same, and the source by which it is the same."""

    name: Text
    source: Text


class ListEntry(Part):
    """An entry of a published list. It allows the lines that are called as it is, or by one of its `aliases`."""

    id: Text
    name: Text
    aliases: tuple[Alias, ...] = ()

    def covers(self, line: str) -> bool:
        return line in (self.name, *(alias.name for alias in self.aliases))


class ProofEntry(ListEntry):
    """A proof (证明) that may be asked for: by which law, who issues it, who asks for it (a department)."""

    basis: Text
    issuer: Text
    asker: Text


class IntermediaryEntry(ListEntry):
    """An intermediary service (中介服务) that an approval may rest on: its law, its term, who pays what."""

    basis: Text
    term: Days
    unit: Literal["workday", "day"]
    fee: Text
    paid_by: Literal["applicant", "organ"] = "applicant"


class ServiceLists(Part):
    """The published lists of a division (证明事项清单, 中介服务事项清单). `document` published them."""

    name: Text
    document: Text
    status: Standing
    published_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    proofs: tuple[ProofEntry, ...] = ()
    intermediaries: tuple[IntermediaryEntry, ...] = ()
    note: Note = ""

    def proof(self, entry: str) -> ProofEntry | None:
        return next((one for one in self.proofs if one.id == entry), None)

    def intermediary(self, entry: str) -> IntermediaryEntry | None:
        return next((one for one in self.intermediaries if one.id == entry), None)
